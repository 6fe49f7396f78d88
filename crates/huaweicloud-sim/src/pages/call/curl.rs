//! A request as a command of curl.

use std::fmt::Write as _;

use hyper::header::HOST;
use hyper::http::request::Parts;

/// The command that sends a signed request. It is quoted for the shells of Unix.
pub(in super::super) fn curl(parts: &Parts, body: &[u8]) -> String {
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let method = match parts.method.as_str() {
        "HEAD" => "--head".to_owned(),
        method => format!("--request {method}"),
    };
    let mut command = format!("curl {method} {}", quoted(&format!("http://{host}{}", parts.uri)));
    for (name, value) in parts.headers.iter().filter(|(name, _)| *name != HOST) {
        let value = String::from_utf8_lossy(value.as_bytes());
        let _ = write!(command, " \\\n  --header {}", quoted(&format!("{}: {value}", capitals(name.as_str()))));
    }
    if !body.is_empty() {
        // Unlike `--data`, it takes a text that begins with `@` as it is.
        let _ = write!(command, " \\\n  --data-raw {}", quoted(&String::from_utf8_lossy(body)));
    }
    command
}

/// A header as people write it: `X-Sdk-Date`.
fn capitals(name: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        format!("{}{rest}", first.to_ascii_uppercase())
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_each_part_as_it_is() {
        let request =
            hyper::Request::post("/v1/a?b=1").header("host", "127.0.0.1:1").header("x-sdk-date", "it's $HOME");
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let expected = "curl --request POST 'http://127.0.0.1:1/v1/a?b=1' \\\n  --header 'X-Sdk-Date: it'\\''s $HOME' \\\n  --data-raw '@a'\\'''";
        assert_eq!(curl(&parts, b"@a'"), expected);
    }
}

//! Requests written as commands of curl.

use crate::docs::facts::Located;
use crate::model::Method;

/// A request as a command makes it.
#[derive(Debug, Default)]
pub(super) struct Command {
    pub(super) method: Option<Method>,
    pub(super) uri: Option<String>,
    pub(super) headers: Vec<String>,
    pub(super) body: Option<String>,
}

/// Reads a command; none if a text is something else, or a shell would not take it.
pub(super) fn parse(text: &str) -> Option<Command> {
    let text = text.trim_start();
    text.strip_prefix("curl").filter(|rest| rest.starts_with(char::is_whitespace))?;
    let words = shlex::split(text)?;
    let mut command = Command::default();
    let mut words = words.into_iter().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "-X" | "--request" => command.method = method(&words.next()?),
            "-H" | "--header" => command.headers.extend(words.next()),
            "-d" | "--data" | "--data-raw" | "--data-ascii" | "--data-binary" => command.body = words.next(),
            "-o" | "--output" | "-u" | "--user" | "-A" | "--user-agent" | "-F" | "--form" | "-T" | "--upload-file" => {
                words.next();
            }
            option if option.starts_with("-X") => command.method = option.strip_prefix("-X").and_then(method),
            option if option.starts_with('-') => {}
            address if command.uri.is_none() && is_address(address) => command.uri = Some(address.to_owned()),
            _ => {}
        }
    }
    command.uri.as_ref()?;
    // What curl does by itself.
    let implied = if command.body.is_some() { Method::Post } else { Method::Get };
    command.method.get_or_insert(implied);
    // A file that is sent is not shown.
    command.body = command.body.filter(|body| !body.starts_with('@'));
    Some(command)
}

/// The headers of a command, which stands on a line.
pub(super) fn headers(command: &Command, line: u32) -> Vec<Located<String>> {
    command.headers.iter().map(|value| Located { value: value.clone(), line }).collect()
}

fn method(name: &str) -> Option<Method> {
    Method::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(name))
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_command_is_a_request() {
        let text = "curl -i -k -H 'Content-Type:application/json' -H \"X-Auth-Token:$token\" -X PUT \\\n -d '{\"widget\": {}}' \
            https://x/v3/widgets/1";
        let command = parse(text).unwrap();
        assert_eq!(command.method, Some(Method::Put));
        assert_eq!(command.uri.as_deref(), Some("https://x/v3/widgets/1"));
        assert_eq!(command.headers, ["Content-Type:application/json", "X-Auth-Token:$token"]);
        assert_eq!(command.body.as_deref(), Some("{\"widget\": {}}"));
        let command = parse("curl -d @file.json https://x/v3/widgets").unwrap();
        assert_eq!((command.method, command.body), (Some(Method::Post), None));
        assert_eq!(parse("curl https://x/v3/widgets?a=b&c").unwrap().method, Some(Method::Get));
    }

    #[test]
    fn what_is_no_command_is_none() {
        for text in ["curls are no command", "GET /v1/widgets", "curl -X GET", "curl -d '{ https://x/y", ""] {
            assert!(parse(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(curl |-[XHd] |'|\"|https://x/y |\\PC){0,12}") {
            let _ = parse(&text);
        }
    }
}

//! What goes over the wire, for people, without what nobody may see.

use std::fmt::Write as _;

use http::HeaderMap;
use serde_json::Value;

use super::{AttemptSeen, Interceptor, OutgoingRequest};
use crate::redaction::Redaction;

const REDACTED: &str = "[redacted]";
/// How much of a body is shown, in characters.
const BODY_LIMIT: usize = 16_384;

/// Parts of names, in lower case and without separators, under which something secret stands.
const SECRET_NAMES: [&str; 11] = [
    "pwd",
    "secret",
    "token",
    "credential",
    "privatekey",
    "accesskey",
    "authorization",
    "cookie",
    "apikey",
    "appcode",
    "signature",
];

/// Shows what is sent and what comes back, in text for people: for looking at what a program does, not for every day.
///
/// Keys and tokens of the client are not in it: requests are shown before they are signed. Values of headers, parameters and fields of JSON
/// are left out where their names say that they are secret (`password`, `user_passwd`, `secret_key`, `token` and their like), and a
/// body that is no JSON by its length. What stands under another name is shown: who may read the text is for the caller to say.
///
/// ```
/// use huaweicloud_core::{Dump, RequestOptions};
///
/// let options = RequestOptions::new().interceptor(Dump::new(|text| eprint!("{text}")));
/// # let _ = options;
/// ```
pub struct Dump<F> {
    show: F,
}

impl<F: Fn(&str) + Send + Sync + 'static> Dump<F> {
    /// Shows each request and each response by `show`.
    pub fn new(show: F) -> Self {
        Self { show }
    }
}

impl<F: Fn(&str) + Send + Sync + 'static> Interceptor for Dump<F> {
    fn before_signing(&self, request: &mut OutgoingRequest<'_>) {
        let mut text = format!("> {} {}", request.operation().method().as_str(), request.path());
        for (index, pair) in request.query().split('&').filter(|pair| !pair.is_empty()).enumerate() {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = if is_secret(name) { REDACTED } else { value };
            text.push(if index == 0 { '?' } else { '&' });
            add(&mut text, format_args!("{name}={value}"));
        }
        text.push('\n');
        headers_into(&mut text, request.headers());
        body_into(&mut text, '>', request.body(), &Redaction::default());
        (self.show)(&text);
    }

    fn after_attempt(&self, attempt: &AttemptSeen<'_>) {
        let id = attempt.request_id().map(|id| format!(", request id {id}")).unwrap_or_default();
        let mut text = if let Some(status) = attempt.http_status() {
            format!("< {status} in {:?}{id}\n", attempt.duration())
        } else {
            let reason = attempt.error().map(ToString::to_string).unwrap_or_default();
            format!("< {reason}, after {:?}\n", attempt.duration())
        };
        // A service may repeat what it was sent.
        body_into(&mut text, '<', attempt.response_body().unwrap_or_default(), attempt.redaction);
        (self.show)(&text);
    }
}

impl<F> std::fmt::Debug for Dump<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dump")
    }
}

fn headers_into(text: &mut String, headers: &HeaderMap) {
    for (name, value) in headers {
        let value = if is_secret(name.as_str()) { REDACTED } else { value.to_str().unwrap_or(REDACTED) };
        add(text, format_args!("> {name}: {value}\n"));
    }
}

fn body_into(text: &mut String, side: char, body: &[u8], own: &Redaction) {
    if body.is_empty() {
        return;
    }
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else {
        return add(text, format_args!("{side} ({} bytes that are no JSON)\n", body.len()));
    };
    redact(&mut value, own);
    let shown = value.to_string();
    match shown.char_indices().nth(BODY_LIMIT) {
        Some((end, _)) => {
            let beginning = shown.get(..end).unwrap_or_default();
            add(text, format_args!("{side} {beginning}… ({} bytes)\n", body.len()));
        }
        None => add(text, format_args!("{side} {shown}\n")),
    }
}

/// JSON for people to see, without what stands under a name of a secret; none if there is nothing of that kind.
#[cfg(feature = "testing")]
pub(crate) fn masked(value: &Value) -> Option<Value> {
    let mut masked = value.clone();
    redact(&mut masked, &Redaction::default());
    (masked != *value).then_some(masked)
}

/// Takes out what stands under a name of a secret, whatever it is, and the client's own secrets wherever they are; JSON in a text
/// is looked through as well.
fn redact(value: &mut Value, own: &Redaction) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if is_secret(name) && !value.is_null() {
                    *value = REDACTED.into();
                } else {
                    redact(value, own);
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| redact(element, own)),
        Value::String(text) => {
            let inner = text.trim_start().starts_with(['{', '[']).then(|| serde_json::from_str::<Value>(text));
            if let Some(Ok(mut inner)) = inner {
                redact(&mut inner, own);
                *text = inner.to_string();
            }
            *text = own.apply(std::mem::take(text));
        }
        _ => {}
    }
}

fn is_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    matches!(&*plain, "ak" | "sk") || plain.contains("pass") || SECRET_NAMES.iter().any(|part| plain.contains(part))
}

/// Writing to a `String` cannot fail.
fn add(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(arguments);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_in_each_spelling() {
        for name in ["password", "user_passwd", "pass_word", "X-Auth-Token", "secretKey", "access_key", "sk", "ssl-pwd"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["name", "task", "instance_id", "partition", "key"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn bodies_are_shown_without_them() {
        let mut text = String::new();
        body_into(
            &mut text,
            '>',
            br#"{"a":[{"password":"SECRET","b":1}],"sink":"{\"sk\":\"SECRET\"}","token":null}"#,
            &Redaction::default(),
        );
        assert!(!text.contains("SECRET"), "{text}");
        assert!(text.contains(r#""b":1"#) && text.contains(r#""token":null"#), "{text}");
        let mut text = String::new();
        body_into(&mut text, '<', b"SECRET=1", &Redaction::default());
        assert_eq!(text, "< (8 bytes that are no JSON)\n");
    }

    #[test]
    fn what_the_client_has_is_not_shown_if_a_service_repeats_it() {
        let own = Redaction::new(["AKVALUE".into()].into(), None);
        let mut text = String::new();
        body_into(&mut text, '<', br#"{"error_msg":"bad signature for AKVALUE","inner":"[\"AKVALUE\"]"}"#, &own);
        assert!(!text.contains("AKVALUE") && text.contains("bad signature for [redacted]"), "{text}");
    }
}

//! The body of a response that is an error.
//!
//! Gateways and services of this cloud spell it in several ways; what is read here is what the official client reads.

use serde_json::Value;

/// Names of the code and of the message, in the order in which they are looked for.
const SPELLINGS: [(&str, &str); 3] = [("error_code", "error_msg"), ("errorCode", "errorMsg"), ("code", "message")];

/// Longest text that is taken for a message when the body has none, in characters.
const MESSAGE_LIMIT: usize = 500;

/// What the body of an error says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ErrorBody {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
}

impl ErrorBody {
    /// Reads what can be read; a body of any other form gives none.
    pub(super) fn parse(raw: &[u8]) -> Self {
        let mut body = Self::default();
        if let Ok(value) = serde_json::from_slice::<Value>(raw) {
            body.visit(&value);
        }
        body
    }

    /// Takes a pair of code and message from an object, or else from the objects inside it, a later one over an earlier.
    fn visit(&mut self, value: &Value) {
        let Value::Object(object) = value else { return };
        if let Some(id) = object.get("request_id").and_then(as_text) {
            self.request_id = Some(id);
        }
        let pair = SPELLINGS.iter().find_map(|(code, message)| Some((object.get(*code)?, object.get(*message)?)));
        if let Some((code, message)) = pair {
            self.code = as_text(code);
            self.message = as_text(message);
        } else {
            object.values().for_each(|inner| self.visit(inner));
        }
    }
}

/// The text of a string or a number; none for an empty one.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A message for a body that has none: the body itself, cut, or a word on the status.
pub(super) fn as_message(raw: &[u8], status: u16) -> String {
    let text = String::from_utf8_lossy(raw);
    let text = text.trim();
    if text.is_empty() {
        return match status {
            300..=399 => "the service responded with a redirect, which is never followed".to_owned(),
            _ => "the service gave no reason".to_owned(),
        };
    }
    match text.char_indices().nth(MESSAGE_LIMIT) {
        Some((end, _)) => format!("{}… ({} bytes)", text.get(..end).unwrap_or_default(), raw.len()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(raw: &str) -> (Option<String>, Option<String>) {
        let body = ErrorBody::parse(raw.as_bytes());
        (body.code, body.message)
    }

    fn pair(code: &str, message: &str) -> (Option<String>, Option<String>) {
        (Some(code.to_owned()), Some(message.to_owned()))
    }

    #[test]
    fn three_spellings_and_nesting_are_read() {
        assert_eq!(parsed(r#"{"error_code":"A","error_msg":"m"}"#), pair("A", "m"));
        assert_eq!(parsed(r#"{"errorCode":"A","errorMsg":"m"}"#), pair("A", "m"));
        assert_eq!(parsed(r#"{"error":{"code":401,"message":"m"}}"#), pair("401", "m"));
        assert_eq!(
            parsed(r#"{"a":{"code":"1","message":"first"},"b":{"code":"2","message":"last"}}"#),
            pair("2", "last")
        );
        assert_eq!(
            parsed(r#"{"error_code":"A","error_msg":"m","error":{"code":"B","message":"inner"}}"#),
            pair("A", "m")
        );
    }

    #[test]
    fn other_bodies_give_none() {
        for raw in [
            "",
            "null",
            "[]",
            "\"x\"",
            "<html>",
            "{\"error_code\":\"A\"}",
            "{\"errors\":[{\"code\":\"A\",\"message\":\"m\"}]}",
        ] {
            assert_eq!(parsed(raw), (None, None), "{raw}");
        }
        assert_eq!(parsed(r#"{"error_code":null,"error_msg":""}"#), (None, None));
    }

    #[test]
    fn a_long_page_is_cut() {
        let page = "é".repeat(5_000);
        let message = as_message(page.as_bytes(), 502);
        assert!(message.chars().count() < 530 && message.ends_with("… (10000 bytes)"));
        assert_eq!(as_message(b" \n", 503), "the service gave no reason");
    }

    proptest! {
        #[test]
        fn no_body_panics(raw: Vec<u8>, status: u16) {
            ErrorBody::parse(&raw);
            as_message(&raw, status);
        }
    }
}

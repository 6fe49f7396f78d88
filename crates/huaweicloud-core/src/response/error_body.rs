//! The body of a response that is an error.
//!
//! Gateways, services and the proxies between them spell it in many ways. The official client reads code and message only as a
//! pair; here each is found where it is, because a code alone says what a refusal means.

use serde_json::{Map, Value};

use super::json;

/// Names of the code, the first of which that has a value is taken.
const CODES: [&str; 4] = ["error_code", "errorCode", "err_code", "code"];
/// Names of the message. `error` is an object that holds both, or the message itself.
const MESSAGES: [&str; 8] =
    ["error_msg", "errorMsg", "error_message", "errorMessage", "message", "error_description", "msg", "error"];
const REQUEST_IDS: [&str; 3] = ["request_id", "requestId", "request-id"];

/// How many names of each are of an error alone, so that a body of success with them is a refusal.
const OWN_CODES: usize = 2;
const OWN_MESSAGES: usize = 4;

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
    pub(super) fn parse(text: &str) -> Self {
        json::from_text(text).map(|value| Self::of(&value)).unwrap_or_default()
    }

    /// What a value and the values in it say.
    ///
    /// The code of an object counts before those of the objects and lists in it; of several objects in it, the last one that
    /// has a code counts, as in the official client, and of a list the first one. The message is that of the object that the
    /// code is of, if it has one.
    fn of(value: &Value) -> Self {
        match value {
            Value::Object(object) => {
                let own = Self {
                    code: first(object, &CODES),
                    message: first(object, &MESSAGES),
                    request_id: first(object, &REQUEST_IDS),
                };
                if own.code.is_some() && own.message.is_some() {
                    return own;
                }
                let inner = object.values().map(Self::of);
                own.completed_by(inner.fold(Self::default(), |earlier, later| later.or(earlier)))
            }
            Value::Array(list) => list.iter().map(Self::of).fold(Self::default(), Self::or),
            _ => Self::default(),
        }
    }

    /// This one if it has a code, or else one that has; what says neither gives at most an id.
    fn or(self, other: Self) -> Self {
        let is_taken = match (&self.code, &other.code) {
            (None, None) => self.message.is_some() || other.message.is_none(),
            (code, _) => code.is_some(),
        };
        let (taken, left) = if is_taken { (self, other) } else { (other, self) };
        Self { request_id: taken.request_id.or(left.request_id), ..taken }
    }

    /// What an object says itself, and what the values in it say.
    fn completed_by(self, inner: Self) -> Self {
        let (code, message) = match (self.code, inner.code) {
            (Some(code), _) => (Some(code), self.message.or(inner.message)),
            (None, Some(code)) => (Some(code), inner.message.or(self.message)),
            (None, None) => (None, self.message.or(inner.message)),
        };
        Self { code, message, request_id: self.request_id.or(inner.request_id) }
    }
}

/// Whether a text is an object that says, beside whatever else it says, that there was an error: a code and a message, both under
/// names that only errors have (`error_code` and `error_msg`, or another spelling of them), and the code is not zero.
pub(super) fn is_refusal(text: &str) -> bool {
    if !text.trim_start().starts_with('{') {
        return false;
    }
    let Ok(Value::Object(object)) = json::from_text(text) else { return false };
    let code = first(&object, CODES.get(..OWN_CODES).unwrap_or_default());
    let message = first(&object, MESSAGES.get(..OWN_MESSAGES).unwrap_or_default());
    message.is_some() && code.is_some_and(|code| code.bytes().any(|byte| byte != b'0'))
}

/// The first of the names that has a text.
fn first(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| as_text(object.get(*name)?))
}

/// The text of a string or a number; none for an empty one.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A message for a body that has none: the body itself, cut, or a word on the status.
pub(super) fn as_message(text: &str, status: u16) -> String {
    let text = text.trim();
    if text.is_empty() {
        return match status {
            304 => "the service says that nothing has changed, which it was not asked".to_owned(),
            300..=399 => "the service responded with a redirect, which is never followed".to_owned(),
            _ => "the service gave no reason".to_owned(),
        };
    }
    match text.char_indices().nth(MESSAGE_LIMIT) {
        Some((end, _)) => format!("{}… ({} bytes)", text.get(..end).unwrap_or_default(), text.len()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(raw: &str) -> (Option<String>, Option<String>) {
        let body = ErrorBody::parse(raw);
        (body.code, body.message)
    }

    fn pair(code: &str, message: &str) -> (Option<String>, Option<String>) {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        (text(code), text(message))
    }

    #[test]
    fn code_and_message_are_found_in_every_shape() {
        for (body, code, message) in [
            (r#"{"error_code":"A","error_msg":"m"}"#, "A", "m"),
            (r#"{"errorCode":"A","errorMsg":"m"}"#, "A", "m"),
            (r#"{"errorCode":"A","message":"m"}"#, "A", "m"),
            (r#"{"code":"A","error_message":"m"}"#, "A", "m"),
            (r#"{"error":{"code":401,"message":"m"}}"#, "401", "m"),
            (r#"{"itemNotFound":{"message":"m","code":404}}"#, "404", "m"),
            (r#"{"error":"denied"}"#, "", "denied"),
            (r#"{"error":"denied","error_description":"m"}"#, "", "m"),
            // One of the two.
            (r#"{"error_code":"A"}"#, "A", ""),
            (r#"{"error_code":"A","error_msg":null}"#, "A", ""),
            (r#"{"error_code":"","code":"A","error_msg":"","message":"m"}"#, "A", "m"),
            (r#"{"message":"m","request_id":"r"}"#, "", "m"),
            // Lists, of which the first element with a code counts.
            (r#"[{"error_code":"A","error_msg":"m"}]"#, "A", "m"),
            (r#"{"errors":[{"x":1},{"message":"n"},{"code":"A","message":"m"},{"code":"B","message":"o"}]}"#, "A", "m"),
            // Objects, of which the outer one counts, and the last of several within it.
            (r#"{"a":{"code":"1","message":"first"},"b":{"code":"2","message":"m"},"c":{"message":"n"}}"#, "2", "m"),
            (r#"{"error_code":"A","error_msg":"m","error":{"code":"B","message":"inner"}}"#, "A", "m"),
            (r#"{"error_code":"A","details":{"message":"m"}}"#, "A", "m"),
            (r#"{"message":"outer","errors":[{"code":"A","message":"m"}]}"#, "A", "m"),
            (r#"{"message":"m","errors":[{"code":"A"}]}"#, "A", "m"),
        ] {
            assert_eq!(parsed(body), pair(code, message), "{body}");
        }
        let id = |body| ErrorBody::parse(body).request_id;
        assert_eq!(id(r#"{"errors":[{"error_code":"A"}],"request_id":"r"}"#).as_deref(), Some("r"));
        assert_eq!(id(r#"{"error":{"code":"A","message":"m","requestId":"r"}}"#).as_deref(), Some("r"));
    }

    #[test]
    fn other_bodies_give_none() {
        for raw in
            ["", "null", "[]", "\"x\"", "<html>", "{\"a\":1}", r#"{"error_code":null,"error_msg":""}"#, "{\"code\":"]
        {
            assert_eq!(parsed(raw), (None, None), "{raw}");
        }
    }

    #[test]
    fn what_says_that_it_is_a_refusal_is_one() {
        assert!(is_refusal(r#" {"error_code":"A","error_msg":"m","request_id":"r"}"#));
        assert!(is_refusal(r#"{"errorCode":5,"errorMsg":"m"}"#));
        for other in [
            r#"{"error_code":"A"}"#,
            r#"{"error_code":"A","error_msg":""}"#,
            r#"{"error_code":null,"error_msg":null}"#,
            r#"{"error_code":"0","error_msg":"success"}"#,
            r#"{"error_code":0,"error_msg":"success"}"#,
            r#"{"code":"A","message":"m"}"#,
            r#"{"error":{"error_code":"A","error_msg":"m"}}"#,
            r#"[{"error_code":"A","error_msg":"m"}]"#,
            "",
            "success",
        ] {
            assert!(!is_refusal(other), "{other}");
        }
    }

    #[test]
    fn a_long_page_is_cut() {
        let message = as_message(&"é".repeat(5_000), 502);
        assert!(message.chars().count() < 530 && message.ends_with("… (10000 bytes)"));
        assert_eq!(as_message(" \n", 503), "the service gave no reason");
        assert!(as_message("", 301).contains("redirect") && !as_message("", 304).contains("redirect"));
    }

    proptest! {
        #[test]
        fn no_body_panics(raw: Vec<u8>, start in 0..5_usize, status: u16) {
            let start = ["", "{\"error_code\":\"", "[", "{\"errors\":[{\"message\":\"", "{\"code\":1,\"x\":"][start];
            let raw = [start.as_bytes(), &raw].concat();
            let text = json::text_of(&raw);
            ErrorBody::parse(&text);
            is_refusal(&text);
            prop_assert!(as_message(&text, status).len() <= 2_100);
        }

        /// A broken byte in the message takes neither code nor the rest of the message away.
        #[test]
        fn a_broken_byte_loses_only_itself(at in 0..8_usize, byte in 0x80..=0xff_u8) {
            let mut message = b"too many".to_vec();
            message[at] = byte;
            let raw = [b"{\"error_code\":\"A\",\"error_msg\":\"", message.as_slice(), b"\"}"].concat();
            let body = ErrorBody::parse(&json::text_of(&raw));
            prop_assert_eq!(body.code.as_deref(), Some("A"));
            prop_assert_eq!(body.message, Some(String::from_utf8_lossy(&message).into_owned()));
        }
    }
}

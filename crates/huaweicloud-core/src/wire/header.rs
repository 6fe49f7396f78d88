//! Headers that are the client's own, and those that are parameters of an operation.

use http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

pub(crate) const PROJECT: HeaderName = HeaderName::from_static("x-project-id");
pub(crate) const DATE: HeaderName = HeaderName::from_static("x-sdk-date");
pub(crate) const CONTENT_HASH: HeaderName = HeaderName::from_static("x-sdk-content-sha256");
pub(crate) const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");
pub(crate) const AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

/// What is accepted unless somebody says otherwise, as official clients say.
pub(crate) const ANY_TYPE: HeaderValue = HeaderValue::from_static("*/*");

/// The content type of nearly all requests.
pub(crate) const JSON: &str = "application/json";

const OWN: [HeaderName; 12] = [
    HOST,
    USER_AGENT,
    CONTENT_TYPE,
    CONTENT_LENGTH,
    CONNECTION,
    TRANSFER_ENCODING,
    PROJECT,
    AUTHORIZATION,
    DATE,
    CONTENT_HASH,
    SECURITY_TOKEN,
    AUTH_TOKEN,
];

/// Whether a header is the client's own, which no parameter of an operation can set.
pub(crate) fn is_own_header(name: &HeaderName) -> bool {
    OWN.contains(name)
}

/// Sets a header, without the white space around its value, which is no part of it; or takes it away.
///
/// # Errors
///
/// What is wrong with a name that is none or is the client's own, and with a value that is not visible ASCII: of any other
/// text, a header has no one spelling to sign.
pub(crate) fn set_header(headers: &mut HeaderMap, name: &str, value: Option<&str>) -> Result<(), String> {
    let wrong = |what: &str| format!("the header `{name}` {what}");
    let header_name =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong("has a name that no header can have"))?;
    if is_own_header(&header_name) {
        return Err(wrong("is the client's own, and cannot be set"));
    }
    // Whatever comes of the new value, the one before does not stay.
    headers.remove(&header_name);
    let Some(value) = value else { return Ok(()) };
    let value = value.trim_matches([' ', '\t']);
    let is_visible = value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    let mut value = HeaderValue::from_str(value)
        .ok()
        .filter(|_| is_visible)
        .ok_or_else(|| wrong("holds a character that is not visible ASCII"))?;
    // It may hold what must not be in a log.
    value.set_sensitive(true);
    headers.insert(header_name, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refusal(name: &str, value: &str) -> String {
        set_header(&mut HeaderMap::new(), name, Some(value)).unwrap_err()
    }

    #[test]
    fn headers_of_the_client_are_refused_in_any_spelling() {
        for name in [
            "Host",
            "authorization",
            "X-Sdk-Date",
            "X-Sdk-Content-Sha256",
            "X-Security-Token",
            "X-Auth-Token",
            "X-Project-Id",
            "Content-Type",
            "Content-Length",
            "USER-AGENT",
            "Connection",
            "Transfer-Encoding",
        ] {
            assert_eq!(refusal(name, "v"), format!("the header `{name}` is the client's own, and cannot be set"));
        }
    }

    #[test]
    fn what_no_header_can_hold_is_refused_by_name() {
        for value in ["é", "a\nb", "a\r\nhost: h", "\u{7f}", "a\tb", "\0", "\na", "\u{3000}a"] {
            assert_eq!(refusal("x-a", value), "the header `x-a` holds a character that is not visible ASCII");
        }
        assert_eq!(refusal("x a", "v"), "the header `x a` has a name that no header can have");
        assert_eq!(refusal("", "v"), "the header `` has a name that no header can have");
    }

    #[test]
    fn a_header_that_is_set_again_has_its_last_value() {
        let mut headers = HeaderMap::new();
        set_header(&mut headers, "X-A", Some("1")).unwrap();
        set_header(&mut headers, "x-a", Some("2")).unwrap();
        assert_eq!((headers.len(), headers["x-a"].as_bytes()), (1, &b"2"[..]));
        assert!(set_header(&mut headers, "x-a", Some("é")).is_err() && headers.is_empty());
        set_header(&mut headers, "x-a", Some("3")).unwrap();
        set_header(&mut headers, "X-a", None).unwrap();
        assert!(headers.is_empty());
    }

    proptest! {
        #[test]
        fn a_value_is_sent_whole_or_refused(value in "[ -~]{0,20}|\\PC{0,10}") {
            let mut headers = HeaderMap::new();
            match set_header(&mut headers, "x-a", Some(&value)) {
                Ok(()) => prop_assert_eq!(headers["x-a"].to_str().unwrap(), value.trim_matches(' ')),
                Err(_) => prop_assert!(!value.is_ascii()),
            }
        }
    }
}

//! Headers that are parameters of an operation.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::channel::is_own_header;
use crate::error::Error;

/// Adds a header, without the white space around its value, which is no part of it.
///
/// # Errors
///
/// [`Error::is_invalid_request`] for a name that is none, is the client's own or is given twice, and for a value that is not
/// visible ASCII: of any other text, a header has no one spelling to sign.
pub(super) fn add_header(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Error> {
    let refused = |why: &str| Error::invalid_request(format!("the header `{name}` {why}"));
    let header_name =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused("has a name that no header can have"))?;
    if is_own_header(&header_name) {
        return Err(refused("is the client's own, and cannot be set"));
    }
    if headers.contains_key(&header_name) {
        return Err(refused("is given twice; give it once"));
    }
    let value = value.trim_matches([' ', '\t']);
    let is_visible = value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    let mut value = HeaderValue::from_str(value)
        .ok()
        .filter(|_| is_visible)
        .ok_or_else(|| refused("holds a character that is not visible ASCII"))?;
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
        let error = add_header(&mut HeaderMap::new(), name, value).unwrap_err();
        assert!(error.is_invalid_request() && error.is_unsent());
        error.to_string()
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
        let mut headers = HeaderMap::new();
        add_header(&mut headers, "X-A", "1").unwrap();
        let error = add_header(&mut headers, "x-a", "2").unwrap_err();
        assert_eq!(error.to_string(), "the header `x-a` is given twice; give it once");
    }

    proptest! {
        #[test]
        fn a_value_is_sent_whole_or_refused(value in "[ -~]{0,20}|\\PC{0,10}") {
            let mut headers = HeaderMap::new();
            match add_header(&mut headers, "x-a", &value) {
                Ok(()) => prop_assert_eq!(headers["x-a"].to_str().unwrap(), value.trim_matches(' ')),
                Err(_) => prop_assert!(!value.is_ascii()),
            }
        }
    }
}

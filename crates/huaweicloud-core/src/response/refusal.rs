//! A response that is a refusal, as an error.

use bytes::Bytes;
use http::HeaderMap;

use super::error_body::{ErrorBody, as_message};
use super::foreign::{compressed, compression};
use super::json::text_of;
use crate::error::{Error, ErrorClass};
use crate::service::{ErrorCodeInfo, ServiceInfo, gateway_class, is_gateway_code, is_listed_gateway_code};
use crate::wire::ResponseHead;

/// The error that a response is. What the documentation of the service says of its code decides the class, or what that of the
/// gateway says; the HTTP status only if neither knows the code.
pub(super) fn refusal(service: Option<&ServiceInfo>, head: &ResponseHead, headers: HeaderMap, raw: Bytes) -> Error {
    let (body, message) = if let Some(name) = compression(&headers, &raw) {
        (ErrorBody::default(), compressed(name))
    } else {
        let text = text_of(&raw);
        let mut body = ErrorBody::parse(&text);
        // What is cut must hold no beginning of a secret, which nothing would recognise then.
        let whole = || as_message(&head.redaction.apply(text.to_string()), head.status);
        let message = body.message.take().unwrap_or_else(whole);
        (body, message)
    };
    let class = class(service, body.code.as_deref(), head.status)
        .filter(|class| *class != ErrorClass::NotFound || body.code.is_some() || may_be_of_a_service(&raw));
    let is_documented = body.code.as_deref().is_some_and(|code| is_documented(service, code));
    let mut error =
        Error::service(message, body.code.as_deref(), class, &head.redaction).with_documented_code(is_documented);
    if let Some(id) = &body.request_id {
        error = error.with_request_id(id, &head.redaction);
    }
    // That of a header takes the place of it.
    error.with_response(head, headers).with_body(raw)
}

fn class(service: Option<&ServiceInfo>, code: Option<&str>, status: u16) -> Option<ErrorClass> {
    let Some(code) = code else { return ErrorClass::of_status(status) };
    match service.and_then(|service| service.error_code(code)).map(ErrorCodeInfo::class) {
        Some(class) => class,
        None if is_gateway_code(code) => gateway_class(code, status),
        None => ErrorClass::of_status(status),
    }
}

/// Whether a body without a code may be that of a service, and not a text for people: that is a proxy's, which knows no more than
/// that it does not know the address.
fn may_be_of_a_service(raw: &[u8]) -> bool {
    matches!(raw.trim_ascii_start(), [] | [b'{' | b'[', ..] | [0xef, 0xbb, 0xbf, ..])
}

fn is_documented(service: Option<&ServiceInfo>, code: &str) -> bool {
    service.is_some_and(|service| service.error_code(code).is_some()) || is_listed_gateway_code(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redaction::Redaction;
    use http::{HeaderName, HeaderValue};

    const SERVICE: ServiceInfo = ServiceInfo::new("widgets", "widget", &[]).with_error_codes(&[
        ErrorCodeInfo::new("W.1", &[404], "Too many widgets are asked for.").of_class(ErrorClass::Throttled),
        ErrorCodeInfo::new("W.2", &[404], "A widget has no such side."),
    ]);

    fn refused(status: u16, request_id: Option<&str>, body: impl Into<Bytes>) -> Error {
        let id = request_id.map(|id| (HeaderName::from_static("x-request-id"), HeaderValue::from_str(id).unwrap()));
        let head = ResponseHead::new(status, &HeaderMap::new());
        refusal(Some(&SERVICE), &head, id.into_iter().collect(), body.into()).of("ShowWidget")
    }

    #[test]
    fn display_shows_operation_code_message_status_and_request_id() {
        let error = refused(404, Some("r-1"), r#"{"error_code":"W.404","error_msg":"no such widget"}"#);
        assert_eq!(error.to_string(), "ShowWidget: W.404: no such widget (HTTP 404, request id r-1)");
        assert!(error.is_service() && !error.is_unsent());
    }

    #[test]
    fn a_header_names_the_request_before_the_body_does() {
        let body = r#"{"error_code":"W","error_msg":"m","request_id":"from-body"}"#;
        assert_eq!(refused(400, Some("h"), body).request_id(), Some("h"));
        assert_eq!(refused(400, None, body).request_id(), Some("from-body"));
    }

    #[test]
    fn the_documented_code_decides_what_a_refusal_means_and_the_status_otherwise() {
        let class = |status, code: &str| refused(status, None, format!(r#"{{"error_code":"{code}"}}"#)).class();
        assert_eq!(class(404, "W.1"), Some(ErrorClass::Throttled));
        assert_eq!(class(404, "W.2"), None);
        assert_eq!(class(404, "W.3"), Some(ErrorClass::NotFound));
        assert_eq!(class(404, "APIGW.0101"), None);
        assert_eq!(class(504, "APIGW.0201"), Some(ErrorClass::Retry));
        assert_eq!(class(400, "W.3"), None);
        assert_eq!(class(403, ""), Some(ErrorClass::Unauthorized));
        assert_eq!(class(409, ""), Some(ErrorClass::Conflict));
        assert_eq!(class(502, ""), Some(ErrorClass::Retry));
        assert_eq!(class(503, ""), Some(ErrorClass::Retry));
        assert_eq!(class(504, ""), Some(ErrorClass::Retry));
        assert_eq!(class(500, ""), None);
        for (body, class) in [
            ("", Some(ErrorClass::NotFound)),
            (r#" {"message":"none"}"#, Some(ErrorClass::NotFound)),
            ("<html><h1>404 Not Found</h1></html>", None),
            ("404 page not found\n", None),
        ] {
            assert_eq!(refused(404, None, body).class(), class, "{body}");
        }
    }

    #[test]
    fn a_byte_order_mark_and_a_broken_byte_hide_nothing() {
        let error = refused(404, None, b"\xef\xbb\xbf{\"error_code\":\"W.1\",\"error_msg\":\"caf\xc3\"}".to_vec());
        assert_eq!((error.error_code(), error.message()), (Some("W.1"), "caf\u{fffd}"));
        assert!(error.is_throttled());
    }

    #[test]
    fn a_compressed_body_is_said_to_be_one() {
        let error = refused(429, None, b"\x1f\x8b\x08\0\0".to_vec());
        assert!(error.is_throttled() && error.error_code().is_none());
        assert!(error.message().starts_with("the body is compressed (gzip)"), "{error}");
    }

    #[test]
    fn nothing_of_the_credentials_is_repeated() {
        let redaction = Redaction::new(["TOKENVALUE".into()].into(), None);
        let head = ResponseHead { redaction, ..ResponseHead::new(401, &HeaderMap::new()) };
        let body = r#"{"error_code":"bad TOKENVALUE","error_msg":"no TOKENVALUE","request_id":"TOKENVALUE"}"#;
        let error = refusal(None, &head, HeaderMap::new(), body.into());
        let shown = format!("{error} {error:?} {error:#?} {} {:?}", error.message(), error.request_id());
        assert!(!shown.contains("TOKENVALUE") && shown.contains("no [redacted]"), "{shown}");
        let page = refusal(None, &head, HeaderMap::new(), "<html>TOKENVALUE".into());
        assert_eq!(page.message(), "<html>[redacted]");
        // Where the page is cut, a secret is not cut to what nobody would know for one.
        let token: String = ('a'..='z').cycle().take(4_000).collect();
        let redaction = Redaction::new([token.as_str().into()].into(), None);
        let head = ResponseHead { redaction, ..ResponseHead::new(401, &HeaderMap::new()) };
        let page = refusal(None, &head, HeaderMap::new(), format!("Invalid token: {token}.").into());
        assert_eq!(page.message(), "Invalid token: [redacted].");
    }
}

//! A response other than 2xx, as an error.

use bytes::Bytes;

use super::error_body::{ErrorBody, as_message};
use crate::error::{Error, ErrorClass};
use crate::service::{ErrorCodeInfo, ServiceInfo};
use crate::wire::ResponseHead;

/// The error that a response other than 2xx is. The documented meaning of its code decides the class, the HTTP status only if
/// the code is not documented.
pub(super) fn refusal(service: &ServiceInfo, mut head: ResponseHead, raw: Bytes) -> Error {
    let body = ErrorBody::parse(&raw);
    let message = body.message.unwrap_or_else(|| as_message(&raw, head.status));
    let known = body.code.as_deref().and_then(|code| service.error_code(code));
    let class = known.map_or_else(|| ErrorClass::of_status(head.status), ErrorCodeInfo::class);
    head.request_id = head.request_id.or(body.request_id);
    Error::service(message, body.code, class).with_response(head).with_body(raw)
}

#[cfg(test)]
mod tests {
    use super::*;
    const SERVICE: ServiceInfo = ServiceInfo::new("widgets", "widget", &[]).with_error_codes(&[
        ErrorCodeInfo::new("W.1", &[404], "Too many widgets are asked for.").of_class(ErrorClass::Throttled),
        ErrorCodeInfo::new("W.2", &[404], "A widget has no such side."),
    ]);

    fn refused(status: u16, request_id: Option<&str>, body: &'static str) -> Error {
        let head = ResponseHead { status, request_id: request_id.map(str::to_owned), retry_after: None };
        refusal(&SERVICE, head, body.into()).of("ShowWidget")
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
        let class = |status, code: &str| {
            let body = serde_json::json!({ "error_code": code, "error_msg": "m" }).to_string();
            refused(status, None, body.leak()).class()
        };
        assert_eq!(class(404, "W.1"), Some(ErrorClass::Throttled));
        assert_eq!(class(404, "W.2"), None);
        assert_eq!(class(404, "W.3"), Some(ErrorClass::NotFound));
        assert_eq!(class(400, "W.3"), None);
        assert_eq!(class(403, ""), Some(ErrorClass::Unauthorized));
        assert_eq!(class(409, ""), Some(ErrorClass::Conflict));
        assert_eq!(class(503, ""), Some(ErrorClass::Retry));
    }
}

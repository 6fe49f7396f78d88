//! Why another attempt may fare better.

use crate::error::{Error, ErrorClass};

/// Why another attempt may fare better than the one that failed.
///
/// The class of the service's code decides, where its documentation gives it one; then the HTTP status; and without a response what
/// the transport says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryReason {
    /// Something is not ready yet, or busy with something else: [`ErrorClass::Retry`].
    Busy,
    /// There were too many requests: [`ErrorClass::Throttled`].
    Throttled,
    /// The service, or something before it, is not well: a status of 408, 500, 502, 503 or 504, whose code, if it has one, has no class.
    Failed,
    /// There was no connection, or it broke, or there was no response in time.
    Unreachable,
}

impl RetryReason {
    /// Why another attempt may fare better than one that failed with this error; none if it will hardly do so.
    ///
    /// ```
    /// use huaweicloud_core::{ErrorBuilder, RetryReason};
    ///
    /// assert_eq!(RetryReason::of(&ErrorBuilder::service(429).build()), Some(RetryReason::Throttled));
    /// assert_eq!(RetryReason::of(&ErrorBuilder::service(404).build()), None);
    /// ```
    pub fn of(error: &Error) -> Option<Self> {
        if error.is_service() {
            return of_refusal(error);
        }
        ((error.is_connection() || error.is_timeout()) && !error.is_lasting()).then_some(Self::Unreachable)
    }
}

fn of_refusal(error: &Error) -> Option<RetryReason> {
    match error.class() {
        Some(ErrorClass::Throttled) => Some(RetryReason::Throttled),
        Some(ErrorClass::Retry) if error.is_code_documented() => Some(RetryReason::Busy),
        Some(ErrorClass::Retry) => Some(RetryReason::Failed),
        None => matches!(error.http_status(), Some(408 | 500 | 502..=504)).then_some(RetryReason::Failed),
        Some(ErrorClass::NotFound | ErrorClass::Conflict | ErrorClass::Unauthorized) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::ErrorBuilder;
    use crate::service::{ErrorCodeInfo, ServiceInfo};

    const SERVICE: ServiceInfo = ServiceInfo::new("widgets", "widget", &[]).with_error_codes(&[
        ErrorCodeInfo::new("W.1", &[404], "Too many widgets are asked for.").of_class(ErrorClass::Throttled),
        ErrorCodeInfo::new("W.2", &[400], "A widget is still being made.").of_class(ErrorClass::Retry),
        ErrorCodeInfo::new("W.3", &[500], "No widget can be made of this."),
    ]);

    fn reason(status: u16, code: &str) -> Option<RetryReason> {
        RetryReason::of(&ErrorBuilder::service(status).service_info(SERVICE).code(code).build())
    }

    #[test]
    fn the_documented_code_decides_and_the_status_otherwise() {
        use RetryReason::{Busy, Failed, Throttled};
        for (status, code, expected) in [
            (404, "W.1", Some(Throttled)),
            (400, "W.2", Some(Busy)),
            (500, "W.3", Some(Failed)),
            (503, "W.3", Some(Failed)),
            (501, "W.3", None),
            (400, "W.3", None),
            (500, "W.9", Some(Failed)),
            (408, "", Some(Failed)),
            (502, "", Some(Failed)),
            (504, "W.9", Some(Failed)),
            (429, "W.9", Some(Throttled)),
            (501, "", None),
            (400, "W.9", None),
            (401, "", None),
            (404, "", None),
            (409, "", None),
            (429, "APIGW.0308", Some(Throttled)),
            (500, "APIGW.0601", Some(Failed)),
            (503, "APIGW.0613", Some(Busy)),
        ] {
            assert_eq!(reason(status, code), expected, "{status} {code}");
        }
    }

    #[test]
    fn without_a_response_the_transport_decides() {
        assert_eq!(RetryReason::of(&ErrorBuilder::connection().build()), Some(RetryReason::Unreachable));
        assert_eq!(RetryReason::of(&ErrorBuilder::timeout().unsent().build()), Some(RetryReason::Unreachable));
        for error in [
            ErrorBuilder::configuration(),
            ErrorBuilder::invalid_request(),
            ErrorBuilder::protocol(),
            ErrorBuilder::decoding(),
            ErrorBuilder::body_too_large(),
        ] {
            assert_eq!(RetryReason::of(&error.build()), None);
        }
        let untrusted = crate::error::Error::connection("no").lasting();
        assert_eq!(RetryReason::of(&untrusted), None);
    }
}

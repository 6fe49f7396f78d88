//! The codes of the gateway that stands before every service.

use super::ErrorCodeInfo;
use crate::error::ErrorClass::{self, Retry, Throttled, Unauthorized};

/// The codes of the API gateway, sorted by code, as the documentation of request signing lists them. A code that means
/// different things with different statuses stands there once for each.
///
/// A client looks here for what the table of its service does not have. No code of the gateway means that what a request
/// names does not exist: "the API does not exist" comes with 404, too, while the instance lives.
pub const GATEWAY_ERROR_CODES: &[ErrorCodeInfo] = &[
    ErrorCodeInfo::new("APIGW.0101", &[404], "The API or its method does not exist, or is not published."),
    ErrorCodeInfo::new("APIGW.0103", &[404], "The backend was not found."),
    ErrorCodeInfo::new("APIGW.0104", &[400], "The configuration of a plug-in was not found."),
    ErrorCodeInfo::new("APIGW.0105", &[400], "The configuration of the backend was not found."),
    ErrorCodeInfo::new("APIGW.0106", &[400], "The orchestration failed."),
    ErrorCodeInfo::new("APIGW.0201", &[400, 413, 414, 494], "The request is wrong, or a part of it is too large."),
    ErrorCodeInfo::new("APIGW.0201", &[502, 504], "The backend is not available, or timed out.").of_class(Retry),
    ErrorCodeInfo::new("APIGW.0301", &[401], "Authentication with IAM failed.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0302", &[403], "The user may not call the API.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0303", &[401], "Authentication of the app failed.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0304", &[403], "The app may not call the API.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0305", &[401], "Authentication failed.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0306", &[403], "Access to the API is denied.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0307", &[401], "The token must be renewed, or is of another region.")
        .of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0308", &[429], "There are too many requests.").of_class(Throttled),
    ErrorCodeInfo::new("APIGW.0310", &[403], "The project is not allowed.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0311", &[401], "Authentication for debugging failed.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0401", &[403], "The address of the caller is not allowed.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0402", &[403], "The caller is not allowed.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0404", &[403], "The access is not allowed.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0501", &[405], "The quota of the app is used up."),
    ErrorCodeInfo::new("APIGW.0502", &[405], "The app is frozen."),
    ErrorCodeInfo::new("APIGW.0601", &[500], "The gateway failed."),
    ErrorCodeInfo::new("APIGW.0602", &[400], "The request is wrong."),
    ErrorCodeInfo::new("APIGW.0605", &[500], "The gateway could not resolve the name of the backend."),
    ErrorCodeInfo::new("APIGW.0606", &[500], "The gateway could not load the configuration of the API."),
    ErrorCodeInfo::new("APIGW.0607", &[400], "The protocol is not supported."),
    ErrorCodeInfo::new("APIGW.0608", &[500], "The gateway failed inside."),
    ErrorCodeInfo::new("APIGW.0609", &[500], "The gateway failed inside."),
    ErrorCodeInfo::new("APIGW.0610", &[502], "No backend is available.").of_class(Retry),
    ErrorCodeInfo::new("APIGW.0611", &[500], "The gateway failed inside."),
    ErrorCodeInfo::new("APIGW.0612", &[500], "The gateway failed inside."),
    ErrorCodeInfo::new("APIGW.0613", &[503], "IAM is not available.").of_class(Retry),
    ErrorCodeInfo::new("APIGW.0705", &[500], "The gateway failed inside."),
    ErrorCodeInfo::new("APIGW.0801", &[403], "The region is not allowed.").of_class(Unauthorized),
    ErrorCodeInfo::new("APIGW.0802", &[403], "The region is not allowed.").of_class(Unauthorized),
];

/// Whether a code is one of the gateway's, listed or not.
pub(crate) fn is_gateway_code(code: &str) -> bool {
    code.starts_with("APIGW.")
}

/// Whether the table has a code.
pub(crate) fn is_listed_gateway_code(code: &str) -> bool {
    GATEWAY_ERROR_CODES.iter().any(|info| info.code() == code)
}

/// What a code of the gateway means together with its status. A code or a status that the table does not have counts as in any
/// response, but never as not found.
pub(crate) fn gateway_class(code: &str, status: u16) -> Option<ErrorClass> {
    let mut meanings = GATEWAY_ERROR_CODES.iter().filter(|info| info.code() == code);
    let exact = meanings.clone().find(|info| info.statuses().contains(&status));
    match (exact, meanings.next(), meanings.next()) {
        (Some(info), _, _) | (None, Some(info), None) => info.class(),
        _ => ErrorClass::of_status(status).filter(|class| *class != ErrorClass::NotFound),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_knows_no_not_found() {
        assert!(GATEWAY_ERROR_CODES.is_sorted_by_key(ErrorCodeInfo::code));
        assert!(GATEWAY_ERROR_CODES.iter().all(|info| info.class() != Some(ErrorClass::NotFound)));
        for info in GATEWAY_ERROR_CODES {
            assert!(info.statuses().iter().all(|status| gateway_class(info.code(), *status) == info.class()));
        }
    }

    #[test]
    fn code_and_status_decide_together() {
        for (code, status, class) in [
            ("APIGW.0101", 404, None),
            ("APIGW.0103", 404, None),
            ("APIGW.0201", 400, None),
            ("APIGW.0201", 413, None),
            ("APIGW.0201", 502, Some(Retry)),
            ("APIGW.0201", 504, Some(Retry)),
            ("APIGW.0201", 503, Some(Retry)),
            ("APIGW.0201", 404, None),
            ("APIGW.0301", 401, Some(Unauthorized)),
            ("APIGW.0308", 429, Some(Throttled)),
            ("APIGW.0308", 400, Some(Throttled)),
            ("APIGW.0502", 405, None),
            ("APIGW.0610", 502, Some(Retry)),
            ("APIGW.0613", 503, Some(Retry)),
            ("APIGW.9999", 404, None),
            ("APIGW.9999", 401, Some(Unauthorized)),
        ] {
            assert_eq!(gateway_class(code, status), class, "{code} {status}");
        }
    }
}

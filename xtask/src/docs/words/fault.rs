//! Names of what is wrong, in bodies of failures.

/// The objects that OpenStack's services answer failures with, by the status of each.
const FAULTS: &[(&str, &str)] = &[
    ("badRequest", "400"),
    ("unauthorized", "401"),
    ("forbidden", "403"),
    ("itemNotFound", "404"),
    ("notFound", "404"),
    ("badMethod", "405"),
    ("conflictingRequest", "409"),
    ("overLimit", "413"),
    ("badMediaType", "415"),
    ("computeFault", "500"),
    ("internalServerError", "500"),
    ("notImplemented", "501"),
    ("serviceUnavailable", "503"),
];

/// The status of the failure whose body is an object of this name. Pages write capitals as they like.
pub(crate) fn fault_status(name: &str) -> Option<&'static str> {
    FAULTS.iter().find(|(fault, _)| fault.eq_ignore_ascii_case(name)).map(|(_, status)| *status)
}

/// Fields by which a body says what is wrong: the code, the text, and what stands beside them.
const CODES: &[&str] = &["error_code", "errorCode", "errCode", "code"];
const TEXTS: &[&str] = &["error_msg", "errorMsg", "error_message", "errMsg", "externalMessage", "message"];
const BESIDE: &[&str] = &["request_id", "requestId", "details", "error_type", "title"];

/// Whether the fields of an object are those of a failure, and nothing else: it has a text, and with `is_coded` a code.
pub(crate) fn is_failure<'k>(mut keys: impl Iterator<Item = &'k str> + Clone, is_coded: bool) -> bool {
    let has = |some: &[&str]| keys.clone().any(|key| some.contains(&key));
    let is_told = has(TEXTS) && (has(CODES) || !is_coded);
    is_told && keys.all(|key| CODES.contains(&key) || TEXTS.contains(&key) || BESIDE.contains(&key))
}

/// Whether a field is the code of a failure.
pub(crate) fn is_code_of_failure(key: &str) -> bool {
    CODES.contains(&key)
}

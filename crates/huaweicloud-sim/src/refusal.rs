//! Error responses: the status, code and message of each, and the codes that a service has for them.

use std::borrow::Cow;
use std::fmt;

use hyper::StatusCode;

/// An error response: what stands in `error_code` and `error_msg`, and the HTTP status.
///
/// `APIGW.…` codes come from the gateway; those of a service are in its own list. Where a documented message says too
/// little to find a mistake in a test, a sentence is added after it.
///
/// ```
/// use huaweicloud_sim::{Code, Refusal};
///
/// const UNKNOWN_WIDGET: Code = Code::new(404, "WID.0404", "The widget does not exist.");
/// let refusal = Refusal::of(UNKNOWN_WIDGET).because("It was `w-1`.");
/// assert_eq!(refusal.message(), "The widget does not exist. It was `w-1`.");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: Cow<'static, str>,
    /// The methods that a path has, where the request's is none of them.
    pub(crate) allow: Option<String>,
    pub(crate) retry_after_seconds: Option<u32>,
    /// Whether what may still come on the connection is not to be read.
    pub(crate) closes: bool,
}

/// A documented code, with its status and its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    status: u16,
    text: &'static str,
    message: &'static str,
}

impl Code {
    /// A code of the service or of its gateway.
    pub const fn new(status: u16, code: &'static str, message: &'static str) -> Self {
        Self { status, text: code, message }
    }

    /// The code itself, as it is sent: a response may have it for a part of what was asked.
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Its status, itself, and its message.
    pub(crate) const fn parts(self) -> (u16, &'static str, &'static str) {
        (self.status, self.text, self.message)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status.as_u16(), self.code, self.message)
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// The refusal of a code. A status that HTTP does not have counts as 500.
    pub fn of(code: Code) -> Self {
        Self::new(code.status, code.text, code.message)
    }

    /// A refusal with code and message of the caller's.
    pub fn new(status: u16, code: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            status,
            code: code.into(),
            message: message.into(),
            allow: None,
            retry_after_seconds: None,
            closes: false,
        }
    }

    /// Adds a sentence to the message.
    #[must_use]
    pub fn because(mut self, why: &str) -> Self {
        self.message = Cow::Owned(format!("{} {why}", self.message));
        self
    }

    /// Asks the client to come back after some seconds (`Retry-After`).
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The code: `APIGW.0301` for example.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The message.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The gateway does not know who the request is from.
    pub(crate) fn unauthenticated(why: &str) -> Self {
        Self::new(401, "APIGW.0301", format!("Incorrect IAM authentication information: {why}"))
    }

    /// Who sends the request may not use the project that it is about.
    pub(crate) fn project_denied(project_id: &str) -> Self {
        Self::of(PROJECT_DENIED).because(&format!("The credentials are not those of the project `{project_id}`."))
    }

    /// No operation has the path.
    pub(crate) fn unknown_path() -> Self {
        Self::of(UNKNOWN_PATH)
    }

    /// The service has an operation at the path, and the simulator has not.
    pub(crate) fn not_simulated(operation: &str) -> Self {
        Self::of(NO_BACKEND).because(&format!("The service has {operation}; the simulator does not have it."))
    }

    /// The body is longer than the gateway takes.
    pub(crate) fn body_too_large() -> Self {
        Self { closes: true, ..Self::of(BODY_TOO_LARGE) }
    }

    /// The body did not come in time.
    pub(crate) fn body_too_slow() -> Self {
        Self { closes: true, ..Self::of(BODY_TOO_SLOW) }
    }

    /// The request can be read in two ways, or in none.
    pub(crate) fn malformed_request(why: &str) -> Self {
        Self::of(BAD_REQUEST).because(why)
    }

    /// The request line or the headers are longer than the gateway takes.
    pub(crate) fn head_too_large() -> Self {
        Self { closes: true, ..Self::of(HEAD_TOO_LARGE) }
    }

    /// The head can be read in two ways: so could be what follows.
    pub(crate) fn ambiguous_head(why: &str) -> Self {
        Self { closes: true, ..Self::malformed_request(why) }
    }

    /// More is asked than the gateway takes.
    pub(crate) fn throttled(retry_after_seconds: u32) -> Self {
        Self::of(THROTTLED).retry_after(retry_after_seconds)
    }

    /// What the HTTP layer refuses by itself.
    pub(crate) fn of_http_layer(status: u16) -> Self {
        match status {
            414 => Self::of(URI_TOO_LONG),
            431 => Self::of(HEAD_TOO_LARGE),
            _ => Self::malformed_request("It is not HTTP/1.1."),
        }
    }
}

/// The codes of the gateway, as the API Request Signing Guide has them.
const UNKNOWN_PATH: Code =
    Code::new(404, "APIGW.0101", "The API does not exist or has not been published in the environment.");
const NO_BACKEND: Code = Code::new(404, "APIGW.0103", "The backend does not exist.");
const BODY_TOO_LARGE: Code = Code::new(413, "APIGW.0201", "Request entity too large.");
const BODY_TOO_SLOW: Code = Code::new(408, "APIGW.0201", "The body of the request did not come in time.");
const URI_TOO_LONG: Code = Code::new(414, "APIGW.0201", "Request URI too large.");
const HEAD_TOO_LARGE: Code = Code::new(431, "APIGW.0201", "Request headers too large.");
const THROTTLED: Code = Code::new(429, "APIGW.0308", "The throttling threshold has been reached.");
const PROJECT_DENIED: Code = Code::new(403, "APIGW.0310", "The project is unavailable.");
const BAD_REQUEST: Code = Code::new(400, "APIGW.0602", "Bad request.");

/// The codes that a service has for what is wrong with a request before any of its operations is asked.
///
/// ```
/// use huaweicloud_sim::{Code, Codes};
///
/// let mut codes = Codes::GATEWAY;
/// codes.missing_body = Code::new(400, "WID.0004", "A body is needed.");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Codes {
    /// The path has no operation of the method.
    pub wrong_method: Code,
    /// The path or the query is not percent-encoded UTF-8.
    pub malformed_url: Code,
    /// The body ends before it is whole.
    pub broken_body: Code,
    /// There is no body, and the operation needs one.
    pub missing_body: Code,
    /// The body is not of the media type of the operation.
    pub malformed_body: Code,
    /// A field of the body is missing, or has a value that it must not have.
    pub invalid_field: Code,
    /// A parameter in path, query or header is missing, or has a value that it must not have.
    pub invalid_parameter: Code,
    /// `X-Project-Id` names another project than the path.
    pub other_project: Code,
    /// The simulator has a mistake.
    pub internal: Code,
}

impl Codes {
    /// The codes of the gateway alone: for a service of which no others are known.
    pub const GATEWAY: Self = Self {
        wrong_method: Code::new(405, "APIGW.0101", "The API does not have this method."),
        malformed_url: Code::new(400, "APIGW.0602", "Bad request. The URL is malformed."),
        broken_body: Code::new(400, "APIGW.0602", "Bad request. The body ends early."),
        missing_body: Code::new(400, "APIGW.0602", "Bad request. The body is missing."),
        malformed_body: Code::new(400, "APIGW.0602", "Bad request. The body cannot be read."),
        invalid_field: Code::new(400, "APIGW.0602", "Bad request. A field of the body is invalid."),
        invalid_parameter: Code::new(400, "APIGW.0602", "Bad request. A parameter is invalid."),
        other_project: PROJECT_DENIED,
        internal: Code::new(500, "APIGW.0601", "Internal server error."),
    };
}

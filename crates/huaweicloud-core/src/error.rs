//! The one error type.

mod body;
mod code;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

pub use code::{ErrorClass, ErrorCodeInfo};

use crate::client::TimeLimits;
use crate::{Operation, ServiceInfo};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a call failed, or why it was not made.
///
/// One opaque type with questions to ask of it, so that a new kind of failure breaks no caller:
///
/// | question | answer means |
/// |---|---|
/// | [`is_configuration`](Self::is_configuration) | the client is not set up; nothing was sent |
/// | [`is_invalid_request`](Self::is_invalid_request) | the request can never be right; nothing was sent |
/// | [`is_connection`](Self::is_connection) | the service could not be reached, or the connection broke |
/// | [`is_timeout`](Self::is_timeout) | no whole answer in time |
/// | [`is_service`](Self::is_service) | the service answered, and refused or failed |
/// | [`is_decoding`](Self::is_decoding) | the service carried the request out, but its answer cannot be read |
///
/// Exactly one of these holds. [`is_unsent`](Self::is_unsent) says whether the request certainly had no effect, and
/// [`class`](Self::class) what a refusal of the service means: [`is_not_found`](Self::is_not_found),
/// [`is_conflict`](Self::is_conflict), [`is_throttled`](Self::is_throttled), [`is_unauthorized`](Self::is_unauthorized).
///
/// `Display` gives everything that a support ticket needs: operation, code, message, HTTP status and request id.
/// It never shows a credential.
///
/// ```no_run
/// # use huaweicloud_core::Error;
/// # fn report(error: Error) {
/// eprintln!("{error}");
/// if let (Some(status), Some(request_id)) = (error.http_status(), error.request_id()) {
///     eprintln!("HTTP {status}, request {request_id}");
/// }
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    operation: Option<&'static str>,
    message: String,
    code: Option<String>,
    class: Option<ErrorClass>,
    status: Option<u16>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    body: Option<Bytes>,
    sent: bool,
    source: Option<Source>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Configuration,
    InvalidRequest,
    Connection,
    Timeout,
    Service,
    Decoding,
}

/// What is known of an answer, whether or not its body can be read.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
}

impl Error {
    /// The client, its credentials or its region are not set up.
    #[doc(hidden)]
    pub fn configuration(message: impl Into<String>) -> Self {
        Self::new(Kind::Configuration, message.into())
    }

    /// A request that can never be right.
    pub(crate) fn invalid_request(operation: &Operation, message: impl Into<String>) -> Self {
        Self::new(Kind::InvalidRequest, message.into()).of(operation)
    }

    /// A failure of the transport: before, during or after sending.
    pub(crate) fn transport(operation: &Operation, error: reqwest::Error, limits: &TimeLimits) -> Self {
        // The URL is left out: its query may hold what the caller would not write into a log.
        let error = error.without_url();
        let mut new = if error.is_timeout() {
            let message = if error.is_connect() {
                format!("no connection within the time limit of {:?}", limits.connect)
            } else {
                format!("no whole answer within the time limit of {:?}", limits.whole)
            };
            Self::new(Kind::Timeout, message)
        } else if error.is_connect() {
            Self::new(Kind::Connection, "could not connect".to_owned())
        } else if error.is_builder() {
            Self::new(Kind::InvalidRequest, "the request could not be built".to_owned())
        } else {
            Self::new(Kind::Connection, "the connection broke".to_owned())
        };
        new.0.sent = !(error.is_connect() || error.is_builder());
        new.0.source = Some(Box::new(error));
        new.of(operation)
    }

    /// An answer other than 2xx.
    pub(crate) fn service(service: &ServiceInfo, operation: &Operation, answer: Answer, raw: Bytes) -> Self {
        let body = body::ErrorBody::parse(&raw);
        let message = body.message.unwrap_or_else(|| body::as_message(&raw, answer.status));
        let known = body.code.as_deref().and_then(|code| service.error_code(code));
        let class = known.map_or_else(|| ErrorClass::of_status(answer.status), ErrorCodeInfo::class);
        let mut new = Self::new(Kind::Service, message).of(operation).with_answer(answer);
        new.0.body = Some(raw);
        new.0.code = body.code;
        new.0.class = class;
        new.0.request_id = new.0.request_id.take().or(body.request_id);
        new
    }

    /// An answer of 2xx that cannot be read.
    pub(crate) fn decoding(operation: &Operation, answer: Answer, raw: Bytes, source: impl Into<Source>) -> Self {
        let mut new = Self::new(Kind::Decoding, "the request succeeded, but its answer could not be read".to_owned())
            .of(operation)
            .with_answer(answer);
        new.0.body = Some(raw);
        new.with_source(source)
    }

    fn new(kind: Kind, message: String) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            message,
            code: None,
            class: None,
            status: None,
            request_id: None,
            retry_after: None,
            body: None,
            sent: false,
            source: None,
        }))
    }

    fn of(mut self, operation: &Operation) -> Self {
        self.0.operation = Some(operation.id());
        self
    }

    /// Adds what is known of the answer, which shows that the request was sent.
    pub(crate) fn with_answer(mut self, answer: Answer) -> Self {
        self.0.status = Some(answer.status);
        self.0.request_id = answer.request_id;
        self.0.retry_after = answer.retry_after;
        self.0.sent = true;
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Whether the client is not set up: no credentials, an unknown region, an endpoint that is none.
    ///
    /// # Troubleshooting
    ///
    /// The message names the setting and its remedy. Nothing was sent.
    pub fn is_configuration(&self) -> bool {
        self.0.kind == Kind::Configuration
    }

    /// Whether the request can never be right: a required field is missing, a path parameter is empty.
    ///
    /// # Troubleshooting
    ///
    /// The message names the field. Nothing was sent.
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == Kind::InvalidRequest
    }

    /// Whether the service could not be reached, or the connection broke before the answer was complete.
    ///
    /// # Troubleshooting
    ///
    /// Check name resolution, proxy and firewall for the endpoint; [`source`](std::error::Error::source) has the cause.
    /// If [`is_unsent`](Self::is_unsent) does not hold, the service may have carried the request out.
    pub fn is_connection(&self) -> bool {
        self.0.kind == Kind::Connection
    }

    /// Whether there was no whole answer in time.
    ///
    /// # Troubleshooting
    ///
    /// Raise [`timeout`](crate::ClientBuilder::timeout) or [`connect_timeout`](crate::ClientBuilder::connect_timeout).
    /// If [`is_unsent`](Self::is_unsent) does not hold, the service may have carried the request out.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == Kind::Timeout
    }

    /// Whether the service answered with a status other than 2xx.
    ///
    /// # Troubleshooting
    ///
    /// [`error_code`](Self::error_code) is the service's own code, which its documentation explains;
    /// [`request_id`](Self::request_id) is what its support asks for.
    pub fn is_service(&self) -> bool {
        self.0.kind == Kind::Service
    }

    /// Whether the service carried the request out, with a status of 2xx, but its answer cannot be read.
    ///
    /// # Troubleshooting
    ///
    /// Do not simply repeat a write: it succeeded. [`raw_body`](Self::raw_body) has the answer as it came.
    pub fn is_decoding(&self) -> bool {
        self.0.kind == Kind::Decoding
    }

    /// Whether the request certainly never reached the service, so that repeating it cannot do anything twice.
    pub fn is_unsent(&self) -> bool {
        !self.0.sent
    }

    /// What the refusal of the service means for the caller: what its code is documented to mean, or, for a code that is
    /// not documented, what the HTTP status suggests. None for what is neither, and for failures of another kind.
    pub fn class(&self) -> Option<ErrorClass> {
        self.0.class
    }

    /// Whether the service does not know what the request names.
    pub fn is_not_found(&self) -> bool {
        self.0.class == Some(ErrorClass::NotFound)
    }

    /// Whether what the request would make is there already, or something stands in its way.
    pub fn is_conflict(&self) -> bool {
        self.0.class == Some(ErrorClass::Conflict)
    }

    /// Whether there were too many requests.
    ///
    /// # Troubleshooting
    ///
    /// Wait for [`retry_after`](Self::retry_after) if the service says how long, and send fewer requests at a time.
    pub fn is_throttled(&self) -> bool {
        self.0.class == Some(ErrorClass::Throttled)
    }

    /// Whether the service does not know the caller, or does not allow this to them.
    ///
    /// # Troubleshooting
    ///
    /// Check the credentials, the project, and the permission that the documentation of the operation names.
    pub fn is_unauthorized(&self) -> bool {
        self.0.class == Some(ErrorClass::Unauthorized)
    }

    /// The operation, by its official name; none if the client could not be built.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The HTTP status of the answer, if there was one.
    pub fn http_status(&self) -> Option<u16> {
        self.0.status
    }

    /// The service's code, `DMS.00404022` for example.
    pub fn error_code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What went wrong: the service's own words if it answered, ours otherwise.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The id under which the service logged the request.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long the service asks to wait before the next try: `Retry-After`, if it is a number of seconds.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The body of the answer as it came.
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        if let Some(code) = &inner.code {
            write!(f, "{code}: ")?;
        }
        f.write_str(&inner.message)?;
        match (inner.status, &inner.request_id) {
            (Some(status), Some(id)) => write!(f, " (HTTP {status}, request id {id})"),
            (Some(status), None) => write!(f, " (HTTP {status}, no request id)"),
            (None, _) => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("operation", &inner.operation)
            .field("http_status", &inner.status)
            .field("error_code", &inner.code)
            .field("class", &inner.class)
            .field("message", &inner.message)
            .field("request_id", &inner.request_id)
            .field("retry_after", &inner.retry_after)
            .field("body_bytes", &inner.body.as_ref().map(Bytes::len))
            .field("source", &inner.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source.as_ref() as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Method;

    const OPERATION: Operation = Operation::new("ShowWidget", Method::Get, "/v1/widgets");
    const SERVICE: ServiceInfo = ServiceInfo::new("widgets", "widget", &[]).with_error_codes(&[
        ErrorCodeInfo::new("W.1", &[404], "Too many widgets are asked for.").of_class(ErrorClass::Throttled),
        ErrorCodeInfo::new("W.2", &[404], "A widget has no such side."),
    ]);

    fn answer(status: u16, request_id: Option<&str>) -> Answer {
        Answer { status, request_id: request_id.map(str::to_owned), retry_after: None }
    }

    #[test]
    fn display_shows_operation_code_message_status_and_request_id() {
        let body = Bytes::from_static(br#"{"error_code":"W.404","error_msg":"no such widget"}"#);
        let error = Error::service(&SERVICE, &OPERATION, answer(404, Some("r-1")), body);
        assert_eq!(error.to_string(), "ShowWidget: W.404: no such widget (HTTP 404, request id r-1)");
        assert!(error.is_service() && !error.is_unsent());
    }

    #[test]
    fn a_header_names_the_request_before_the_body_does() {
        let body = Bytes::from_static(br#"{"error_code":"W","error_msg":"m","request_id":"from-body"}"#);
        assert_eq!(Error::service(&SERVICE, &OPERATION, answer(400, Some("h")), body.clone()).request_id(), Some("h"));
        assert_eq!(Error::service(&SERVICE, &OPERATION, answer(400, None), body).request_id(), Some("from-body"));
    }

    #[test]
    fn the_documented_code_decides_what_a_refusal_means_and_the_status_otherwise() {
        let class = |status, code: &str| {
            let body = serde_json::to_vec(&serde_json::json!({ "error_code": code, "error_msg": "m" })).unwrap();
            Error::service(&SERVICE, &OPERATION, answer(status, None), body.into()).class()
        };
        assert_eq!(class(404, "W.1"), Some(ErrorClass::Throttled));
        assert_eq!(class(404, "W.2"), None);
        assert_eq!(class(404, "W.3"), Some(ErrorClass::NotFound));
        assert_eq!(class(400, "W.3"), None);
        assert_eq!(class(403, ""), Some(ErrorClass::Unauthorized));
        assert_eq!(class(409, ""), Some(ErrorClass::Conflict));
        assert_eq!(class(503, ""), Some(ErrorClass::Retry));
    }

    #[test]
    fn a_success_that_cannot_be_read_says_so() {
        let error = Error::decoding(&OPERATION, answer(200, None), Bytes::from_static(b"{"), "truncated");
        assert_eq!(
            error.to_string(),
            "ShowWidget: the request succeeded, but its answer could not be read (HTTP 200, no request id)"
        );
        assert_eq!(error.raw_body(), Some(b"{".as_slice()));
        assert!(error.is_decoding() && !error.is_unsent());
    }
}

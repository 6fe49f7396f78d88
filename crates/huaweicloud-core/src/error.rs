//! The one error type.

mod class;
mod predicates;
mod text;

use std::time::Duration;

use bytes::Bytes;

pub use class::ErrorClass;

use crate::wire::ResponseHead;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a call failed, or why it was not made.
///
/// One opaque type with predicates, so that a new kind of failure breaks no caller:
///
/// | predicate | holds if |
/// |---|---|
/// | [`is_configuration`](Self::is_configuration) | the client is not set up; nothing was sent |
/// | [`is_invalid_request`](Self::is_invalid_request) | the request can never be right; nothing was sent |
/// | [`is_connection`](Self::is_connection) | the service could not be reached, or the connection broke |
/// | [`is_timeout`](Self::is_timeout) | there was no whole response in time |
/// | [`is_service`](Self::is_service) | the service responded, and refused or failed |
/// | [`is_decoding`](Self::is_decoding) | the service carried the request out, but its response cannot be read |
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

impl Error {
    /// The client, its credentials or its region are not set up.
    #[doc(hidden)]
    pub fn configuration(message: impl Into<String>) -> Self {
        Self::new(Kind::Configuration, message)
    }

    /// A request that can never be right.
    pub(crate) fn invalid_request(message: impl Into<String>) -> Self {
        Self::new(Kind::InvalidRequest, message)
    }

    /// A service that was not reached, or a connection that broke.
    pub(crate) fn connection(message: impl Into<String>) -> Self {
        Self::new(Kind::Connection, message)
    }

    /// A time limit that was reached.
    pub(crate) fn timeout(message: impl Into<String>) -> Self {
        Self::new(Kind::Timeout, message)
    }

    /// A response other than 2xx, by what its body says.
    pub(crate) fn service(message: String, code: Option<String>, class: Option<ErrorClass>) -> Self {
        let mut new = Self::new(Kind::Service, message);
        new.0.code = code;
        new.0.class = class;
        new.sent()
    }

    /// A response of 2xx that cannot be read.
    pub(crate) fn decoding(source: impl Into<Source>) -> Self {
        Self::new(Kind::Decoding, "the request succeeded, but its response could not be read")
            .sent()
            .with_source(source)
    }

    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            message: message.into(),
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

    /// Adds the official name of the operation.
    pub(crate) fn of(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// Says that the request was sent, or may have been.
    pub(crate) fn sent(mut self) -> Self {
        self.0.sent = true;
        self
    }

    /// Adds what is known of the response, which shows that the request was sent.
    pub(crate) fn with_response(mut self, head: ResponseHead) -> Self {
        self.0.status = Some(head.status);
        self.0.request_id = head.request_id;
        self.0.retry_after = head.retry_after;
        self.sent()
    }

    /// Adds the body of the response.
    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.0.body = Some(body);
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }
}

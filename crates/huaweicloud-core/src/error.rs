//! The one error type.

mod attempts;
mod class;
mod execution;
mod predicates;
mod printable;
mod text;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

pub(crate) use attempts::Attempts;
pub use class::ErrorClass;
pub use execution::Execution;

use self::printable::{cut, printable};
use crate::data::WaitToken;
use crate::redaction::Redaction;
use crate::wire::{BodyTooLong, ResponseHead, request_id};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Longest message that is kept, in bytes.
const MESSAGE_LIMIT: usize = 4_096;
/// Longest code and request id that are kept, in bytes.
const ID_LIMIT: usize = 128;

/// Why a call failed, or why it was not made.
///
/// One opaque type with predicates, so that a new kind of failure breaks no caller:
///
/// | predicate | holds if |
/// |---|---|
/// | [`is_configuration`](Self::is_configuration) | the client is not set up; nothing was sent |
/// | [`is_credentials`](Self::is_credentials) | there are no credentials; nothing was sent |
/// | [`is_invalid_request`](Self::is_invalid_request) | the request can never be right; nothing was sent |
/// | [`is_connection`](Self::is_connection) | the service could not be reached, or the connection broke |
/// | [`is_timeout`](Self::is_timeout) | there was no whole response in time |
/// | [`is_protocol`](Self::is_protocol) | what came back is no HTTP: no service that is well would send it |
/// | [`is_service`](Self::is_service) | the service responded, and refused or failed |
/// | [`is_decoding`](Self::is_decoding) | the status is one of success, but the response cannot be read |
/// | [`is_body_too_large`](Self::is_body_too_large) | the status is one of success, but the response is over the limit of the client |
/// | [`is_partial_failure`](Self::is_partial_failure) | the request succeeded, but some of the things that it acts on failed |
/// | [`is_work_failed`](Self::is_work_failed) | the request succeeded, but the work that it began failed |
///
/// Exactly one of these holds. [`execution`](Self::execution) says whether the service has carried the request out,
/// [`attempts`](Self::attempts) how often it was sent, and [`class`](Self::class) what a refusal of the service means:
/// [`is_not_found`](Self::is_not_found), [`is_conflict`](Self::is_conflict), [`is_busy`](Self::is_busy),
/// [`is_throttled`](Self::is_throttled), [`is_unauthorized`](Self::is_unauthorized).
///
/// `Display` gives everything that a support ticket needs: operation, code, message, HTTP status, request id and the
/// number of attempts if there were several, in at most 2 KiB of one line. `Debug` gives the same, and the causes below
/// it, so that it reads well from `fn main() -> Result<(), Error>`; `{:#?}` shows the fields.
///
/// What a service says is not trusted: [`message`](Self::message) has at most 4 KiB, control characters in it are
/// escaped, and the client's own keys and tokens, if the service repeats them, are taken out. Only
/// [`raw_body`](Self::raw_body) and [`header`](Self::header) have everything as it came.
///
/// [`ErrorBuilder`](crate::ErrorBuilder) makes errors for tests.
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
    /// Printable, and within the limit; so are code and request id.
    message: String,
    code: Option<String>,
    class: Option<ErrorClass>,
    status: Option<u16>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    headers: HeaderMap,
    body: Option<Bytes>,
    sent: bool,
    /// Whether the service, or the gateway, documents the code.
    is_code_documented: bool,
    prospect: Prospect,
    attempts: Attempts,
    /// What can be waited for again.
    wait_token: Option<Box<WaitToken>>,
    source: Option<Source>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Configuration,
    Credentials,
    InvalidRequest,
    Connection,
    Timeout,
    Protocol,
    Service,
    Decoding,
    /// A response of 2xx that is not the service's.
    Foreign,
    BodyTooLarge,
    Partial,
    Work,
    /// Work that is not over in time.
    Overdue,
}

/// What may come of trying again, or elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prospect {
    Unknown,
    /// Time alone changes nothing about it.
    Lasting,
    /// There are no credentials because none are set up where they were looked for; there may be some elsewhere.
    NotSetUp,
}

impl Error {
    /// The client, its credentials or its region are not set up.
    #[doc(hidden)]
    pub fn configuration(message: impl Into<String>) -> Self {
        Self::new(Kind::Configuration, message)
    }

    /// A success in which things failed.
    pub(crate) fn partial_failure(message: String, redaction: &Redaction) -> Self {
        Self::new(Kind::Partial, redaction.apply(message)).sent()
    }

    /// Work that went on after a response, and failed.
    pub(crate) fn work_failed(message: String) -> Self {
        Self::new(Kind::Work, message).sent()
    }

    /// Work that went on after a response for longer than it was waited for.
    pub(crate) fn overdue(message: String) -> Self {
        Self::new(Kind::Overdue, message).sent()
    }

    /// No credentials, and why: the error of a [`CredentialsProvider`](crate::CredentialsProvider) that is set up and failed, at which
    /// a [`CredentialsChain`](crate::CredentialsChain) ends. The reason must not hold anything secret.
    pub fn credentials(reason: impl Into<String>) -> Self {
        Self::new(Kind::Credentials, reason)
    }

    /// No credentials, because none are set up where a [`CredentialsProvider`](crate::CredentialsProvider) looks: a
    /// [`CredentialsChain`](crate::CredentialsChain) asks the next one. The reason says what to set.
    pub fn credentials_not_set_up(reason: impl Into<String>) -> Self {
        Self::new(Kind::Credentials, reason).not_set_up()
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

    /// A response that is no HTTP.
    pub(crate) fn protocol(message: impl Into<String>) -> Self {
        Self::new(Kind::Protocol, message)
    }

    /// A response that is a refusal, by what its body says.
    pub(crate) fn service(
        message: String,
        code: Option<&str>,
        class: Option<ErrorClass>,
        redaction: &Redaction,
    ) -> Self {
        let mut new = Self::new(Kind::Service, redaction.apply(message));
        new.0.code = code.map(|code| redacted_id(code, redaction));
        new.0.class = class;
        new.sent()
    }

    /// A response of 2xx that cannot be read.
    pub(crate) fn decoding(detail: impl fmt::Display, redaction: &Redaction) -> Self {
        let message = format!("the request succeeded, but its response could not be read: {detail}");
        Self::new(Kind::Decoding, redaction.apply(message)).sent()
    }

    /// A response of 2xx that is, by all appearance, not the service's.
    pub(crate) fn foreign_response(message: &str) -> Self {
        Self::new(Kind::Foreign, message).sent()
    }

    /// A response of 2xx that is too long to be read.
    pub(crate) fn body_too_large(limit: &BodyTooLong) -> Self {
        Self::new(Kind::BodyTooLarge, format!("the request succeeded, but {limit}")).sent()
    }

    fn new(kind: Kind, message: impl Into<String>) -> Self {
        let message = printable(message.into());
        Self(Box::new(Inner {
            kind,
            operation: None,
            message: cut(message, MESSAGE_LIMIT),
            code: None,
            class: None,
            status: None,
            request_id: None,
            retry_after: None,
            headers: HeaderMap::new(),
            body: None,
            sent: false,
            is_code_documented: false,
            prospect: Prospect::Unknown,
            attempts: Attempts::default(),
            wait_token: None,
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

    /// Says that there are no credentials because none are set up.
    pub(crate) fn not_set_up(mut self) -> Self {
        self.0.prospect = Prospect::NotSetUp;
        self
    }

    /// Whether there are no credentials because none are set up where they were looked for.
    pub(crate) fn is_not_set_up(&self) -> bool {
        self.0.prospect == Prospect::NotSetUp
    }

    /// Says that time alone changes nothing about it.
    pub(crate) fn lasting(mut self) -> Self {
        self.0.prospect = Prospect::Lasting;
        self
    }

    /// Says that the code is one that is documented.
    pub(crate) fn with_documented_code(mut self, is_documented: bool) -> Self {
        self.0.is_code_documented = is_documented;
        self
    }

    /// Sets how often it was tried to send the request.
    pub(crate) fn after(mut self, attempts: Attempts) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Adds what another wait can go on with.
    pub(crate) fn with_wait_token(mut self, token: WaitToken) -> Self {
        self.0.wait_token = Some(Box::new(token));
        self
    }

    /// Adds what is known of the response, which shows that the request was sent.
    pub(crate) fn with_response(mut self, head: &ResponseHead, headers: HeaderMap) -> Self {
        self.0.status = Some(head.status);
        self.0.retry_after = head.retry_after;
        if let Some(id) = request_id(&headers) {
            self = self.with_request_id(id, &head.redaction);
        }
        self.0.headers = headers;
        self.sent()
    }

    /// Adds the id under which the service logged the request.
    pub(crate) fn with_request_id(mut self, id: &str, redaction: &Redaction) -> Self {
        self.0.request_id = Some(redacted_id(id, redaction));
        self
    }

    /// Sets what the error means, as if its code were documented to.
    pub(crate) fn with_class(mut self, class: ErrorClass) -> Self {
        self.0.class = Some(class);
        self.with_documented_code(true)
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

/// A code or an id of the service's, as it can be shown.
fn redacted_id(id: &str, redaction: &Redaction) -> String {
    cut(printable(redaction.apply(id.to_owned())), ID_LIMIT)
}

#[cfg(test)]
mod tests;

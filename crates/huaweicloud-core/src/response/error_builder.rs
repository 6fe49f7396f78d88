//! Errors for tests.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Map, Value};

use super::refusal::refusal;
use crate::error::{Attempts, Error, ErrorClass};
use crate::redaction::Redaction;
use crate::service::ServiceInfo;
use crate::wire::{BodyTooLong, ResponseHead};

/// Makes an [`Error`] as a client would give it, for tests of what handles errors.
///
/// A refusal of a service is read from a response that is made of the parts: so its class is what the client would find,
/// if the builder [knows the service](Self::service_info).
///
/// ```
/// use huaweicloud_core::ErrorBuilder;
///
/// let error = ErrorBuilder::service(429)
///     .code("APIGW.0308")
///     .message("The throttling threshold has been reached")
///     .request_id("r-1")
///     .header("Retry-After", "7")
///     .build();
/// assert!(error.is_service() && error.is_throttled());
/// assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(7));
///
/// assert!(ErrorBuilder::connection().unsent().build().is_unsent());
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ErrorBuilder {
    kind: Kind,
    is_unsent: bool,
    status: Option<u16>,
    operation: Option<&'static str>,
    service: Option<ServiceInfo>,
    code: Option<String>,
    class: Option<ErrorClass>,
    message: Option<String>,
    headers: HeaderMap,
    body: Option<Bytes>,
    attempts: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Configuration,
    InvalidRequest,
    Connection,
    Timeout,
    Protocol,
    Service,
    Decoding,
    BodyTooLarge,
}

impl ErrorBuilder {
    /// A refusal of the service, with an HTTP status: [`Error::is_service`].
    pub fn service(status: u16) -> Self {
        Self { status: Some(status), ..Self::new(Kind::Service) }
    }

    /// A client that is not set up: [`Error::is_configuration`].
    pub fn configuration() -> Self {
        Self { is_unsent: true, ..Self::new(Kind::Configuration) }
    }

    /// A request that can never be right: [`Error::is_invalid_request`].
    pub fn invalid_request() -> Self {
        Self { is_unsent: true, ..Self::new(Kind::InvalidRequest) }
    }

    /// A connection that broke, or, if it is [unsent](Self::unsent), that was never made: [`Error::is_connection`].
    pub fn connection() -> Self {
        Self::new(Kind::Connection)
    }

    /// A time limit that struck: [`Error::is_timeout`]. If it is [unsent](Self::unsent), there was no connection yet.
    pub fn timeout() -> Self {
        Self::new(Kind::Timeout)
    }

    /// A response that is no HTTP: [`Error::is_protocol`].
    pub fn protocol() -> Self {
        Self::new(Kind::Protocol)
    }

    /// A response of 200 that cannot be read: [`Error::is_decoding`].
    pub fn decoding() -> Self {
        Self { status: Some(200), ..Self::new(Kind::Decoding) }
    }

    /// A response of 200 that is too long: [`Error::is_body_too_large`].
    pub fn body_too_large() -> Self {
        Self { status: Some(200), ..Self::new(Kind::BodyTooLarge) }
    }

    fn new(kind: Kind) -> Self {
        Self {
            kind,
            is_unsent: false,
            status: None,
            operation: None,
            service: None,
            code: None,
            class: None,
            message: None,
            headers: HeaderMap::new(),
            body: None,
            attempts: 1,
        }
    }

    /// Sets the operation, by its official name.
    pub fn operation(mut self, id: &'static str) -> Self {
        self.operation = Some(id);
        self
    }

    /// Sets the service whose table says what a code means: `service::INFO` of a generated client.
    pub fn service_info(mut self, service: ServiceInfo) -> Self {
        self.service = Some(service);
        self
    }

    /// Sets the service's code.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Sets the class, in place of what code and status give.
    pub fn class(mut self, class: ErrorClass) -> Self {
        self.class = Some(class);
        self
    }

    /// Sets the message.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Sets the id of the request, as a header of the response.
    pub fn request_id(self, id: &str) -> Self {
        self.header("x-request-id", id)
    }

    /// Adds a header of the response, `Retry-After` for example. What no header can be is left out.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            self.headers.append(name, value);
        }
        self
    }

    /// Sets the body of the response, as it came. A refusal without one gets one from code and message.
    pub fn raw_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Says that the request certainly never reached the service, of a connection or of a time limit.
    pub fn unsent(mut self) -> Self {
        self.is_unsent = matches!(self.kind, Kind::Connection | Kind::Timeout) || self.is_unsent;
        self
    }

    /// Sets how often the request was sent: once, if it is not set.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The error.
    pub fn build(self) -> Error {
        let (operation, attempts) = (self.operation, Attempts::of(self.attempts));
        let is_tried = !matches!(self.kind, Kind::Configuration | Kind::InvalidRequest);
        let error = self.unnamed();
        let error = if is_tried { error.after(attempts) } else { error };
        operation.into_iter().fold(error, Error::of)
    }

    fn unnamed(mut self) -> Error {
        let message = self.message.take();
        let text = |default: &str| message.clone().unwrap_or_else(|| default.to_owned());
        let error = match self.kind {
            Kind::Configuration => Error::configuration(text("the client is not set up")),
            Kind::InvalidRequest => Error::invalid_request(text("the request can never be right")),
            Kind::Connection if self.is_unsent => Error::connection(text("could not connect")),
            Kind::Connection => Error::connection(text("the connection broke")).sent(),
            Kind::Timeout if self.is_unsent => Error::timeout(text("no connection within the time limit")),
            Kind::Timeout => Error::timeout(text("no whole response within the time limit")).sent(),
            Kind::Protocol => Error::protocol(text("the response is no HTTP")).sent(),
            Kind::Decoding => Error::decoding(text("no value of JSON at byte 0"), &Redaction::default()),
            Kind::BodyTooLarge => Error::body_too_large(&BodyTooLong(0)),
            Kind::Service => return self.refusal(message),
        };
        let error = match self.status {
            Some(status) => error.with_response(&ResponseHead::new(status, &self.headers), self.headers),
            None => error,
        };
        self.body.into_iter().fold(error, Error::with_body)
    }

    fn refusal(self, message: Option<String>) -> Error {
        let mut parts = Map::new();
        parts.extend(self.code.map(|code| ("error_code".to_owned(), Value::from(code))));
        parts.extend(message.map(|message| ("error_msg".to_owned(), Value::from(message))));
        let made = if parts.is_empty() { Bytes::new() } else { Value::Object(parts).to_string().into() };
        let status = self.status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR.as_u16());
        let head = ResponseHead::new(status, &self.headers);
        let error = refusal(self.service.as_ref(), &head, self.headers, self.body.unwrap_or(made));
        self.class.into_iter().fold(error, Error::with_class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::ErrorCodeInfo;

    const SERVICE: ServiceInfo = ServiceInfo::new("widgets", "widget", &[]).with_error_codes(&[ErrorCodeInfo::new(
        "W.1",
        &[400],
        "It is gone.",
    )
    .of_class(ErrorClass::NotFound)]);

    #[test]
    fn a_refusal_is_as_the_client_reads_it() {
        let error = ErrorBuilder::service(400).service_info(SERVICE).code("W.1").message("gone").request_id("r-1");
        let error = error.operation("ShowWidget").header("x-other", "o").build();
        assert!(error.is_service() && error.is_not_found() && !error.is_unsent());
        assert_eq!(error.to_string(), "ShowWidget: W.1: gone (HTTP 400, request id r-1)");
        assert_eq!((error.header("X-Other"), error.header("x-none")), (Some("o"), None));
        assert_eq!(error.headers().collect::<Vec<_>>(), [("x-request-id", "r-1"), ("x-other", "o")]);
        assert_eq!(error.raw_body(), Some(br#"{"error_code":"W.1","error_msg":"gone"}"#.as_slice()));
        assert!(ErrorBuilder::service(404).build().is_not_found());
        assert!(ErrorBuilder::service(404).class(ErrorClass::Conflict).build().is_conflict());
        assert_eq!(ErrorBuilder::service(500).raw_body("<html>").build().message(), "<html>");
    }

    #[test]
    fn each_kind_can_be_made() {
        assert!(ErrorBuilder::configuration().build().is_configuration());
        assert!(ErrorBuilder::invalid_request().build().is_invalid_request());
        let connection = ErrorBuilder::connection();
        assert!(connection.clone().build().is_connection() && !connection.clone().build().is_unsent());
        assert!(connection.clone().unsent().build().is_unsent());
        assert_eq!(connection.message("m").build().to_string(), "m");
        assert!(ErrorBuilder::timeout().unsent().build().is_timeout());
        assert!(ErrorBuilder::protocol().build().is_protocol() && !ErrorBuilder::protocol().build().is_unsent());
        assert_eq!(ErrorBuilder::configuration().build().attempts(), 0);
        assert_eq!(ErrorBuilder::timeout().build().attempts(), 1);
        let error = ErrorBuilder::timeout().attempts(3).build();
        assert_eq!(error.to_string(), "no whole response within the time limit (3 attempts)");
        let decoding = ErrorBuilder::decoding().raw_body("{").unsent().build();
        assert!(decoding.is_decoding() && !decoding.is_unsent());
        assert_eq!((decoding.http_status(), decoding.raw_body()), (Some(200), Some(b"{".as_slice())));
        assert!(ErrorBuilder::body_too_large().build().is_body_too_large());
    }
}

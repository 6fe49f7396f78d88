//! What a mock service responds.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::json;

use crate::data::lenient::as_service;
use crate::transport::{TimeoutPhase, TransportError, TransportErrorKind, TransportResponse};

/// One response of a [`MockService`](super::MockService), or a failure to respond. It is given once, unless
/// [`times`](Self::times) or [`any_times`](Self::any_times) says otherwise.
///
/// ```
/// use huaweicloud_core::testing::MockResponse;
/// use serde_json::json;
/// use std::time::Duration;
///
/// let slow = MockResponse::json(&json!({"name": "left"})).with_header("x-shard", "7").after(Duration::from_secs(3));
/// let busy = MockResponse::refusal(429, "APIGW.0308", "too many requests").with_header("retry-after", "2").times(3);
/// # let _ = (slow, busy);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct MockResponse {
    outcome: Outcome,
    delay: Duration,
    pub(super) times: Times,
}

#[derive(Clone, Debug)]
enum Outcome {
    Response { status: StatusCode, headers: HeaderMap, body: Bytes },
    Failure(MockFailure),
}

/// How often a response is given.
#[derive(Clone, Copy, Debug)]
pub(super) enum Times {
    Exactly(usize),
    Any,
}

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MockFailure {
    /// The host has no address. Nothing was sent.
    NameNotFound,
    /// The connection is refused. Nothing was sent.
    Refused,
    /// The certificate of the service is not trusted. Nothing was sent.
    Untrusted,
    /// No connection within the time limit. Nothing was sent.
    ConnectTimeout,
    /// No response within the time limit: the service may have carried the request out. No time passes; for that,
    /// [`after`](MockResponse::after) delays a response.
    Timeout,
    /// The connection is reset while the response is awaited: the service may have carried the request out.
    Reset,
}

impl MockResponse {
    /// A value as JSON, with the status 200. It is written as by a service: with the fields that clients read and never
    /// send.
    ///
    /// # Panics
    ///
    /// For a value that does not let itself be written as JSON.
    #[track_caller]
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        match as_service(|| serde_json::to_vec(value)) {
            Ok(body) => Self::bytes(body).with_header("content-type", "application/json"),
            Err(error) => panic!("the response of a mock service cannot be written as JSON: {error}"),
        }
    }

    /// A body of bytes, with the status 200 and no content type.
    pub fn bytes(body: impl Into<Bytes>) -> Self {
        let outcome = Outcome::Response { status: StatusCode::OK, headers: HeaderMap::new(), body: body.into() };
        Self { outcome, delay: Duration::ZERO, times: Times::Exactly(1) }
    }

    /// No body, with the status 204.
    pub fn empty() -> Self {
        Self::bytes(Bytes::new()).with_status(204)
    }

    /// A refusal as services write it: a status other than 2xx, with the service's code and message.
    ///
    /// # Panics
    ///
    /// For a status that is none.
    #[track_caller]
    pub fn refusal(status: u16, code: &str, message: &str) -> Self {
        Self::json(&json!({ "error_code": code, "error_msg": message })).with_status(status)
    }

    /// No response, but a failure of the transport.
    pub fn failure(failure: MockFailure) -> Self {
        Self { outcome: Outcome::Failure(failure), delay: Duration::ZERO, times: Times::Exactly(1) }
    }

    /// Sets the status.
    ///
    /// # Panics
    ///
    /// For a number that is no status.
    #[track_caller]
    pub fn with_status(mut self, code: u16) -> Self {
        let Ok(new) = StatusCode::from_u16(code) else { panic!("{code} is no HTTP status") };
        if let Outcome::Response { status, .. } = &mut self.outcome {
            *status = new;
        }
        self
    }

    /// Sets a header.
    ///
    /// # Panics
    ///
    /// For a name or a value that no header can have.
    #[track_caller]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) else {
            panic!("`{name}: {value}` is no header");
        };
        if let Outcome::Response { headers, .. } = &mut self.outcome {
            headers.insert(name, value);
        }
        self
    }

    /// Gives the response only after a time has passed on the clock of the client. If that is longer than the time limit of
    /// the request, the request fails at its limit.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Gives the response so many times, which all must be asked for.
    pub fn times(mut self, times: usize) -> Self {
        self.times = Times::Exactly(times);
        self
    }

    /// Gives the response any number of times, none included.
    pub fn any_times(mut self) -> Self {
        self.times = Times::Any;
        self
    }

    pub(super) fn delay(&self) -> Duration {
        self.delay
    }

    /// The response to request `number`, which is its id if the test gives none.
    pub(super) fn into_result(self, number: usize) -> Result<TransportResponse, TransportError> {
        match self.outcome {
            Outcome::Response { status, mut headers, body } => {
                if let Ok(id) = HeaderValue::from_str(&format!("mock-{number}")) {
                    headers.entry("x-request-id").or_insert(id);
                }
                let mut response = TransportResponse::new(body);
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                Ok(response)
            }
            Outcome::Failure(failure) => Err(failure.into_error()),
        }
    }
}

impl MockFailure {
    fn into_error(self) -> TransportError {
        let (kind, cause) = match self {
            Self::NameNotFound => (TransportErrorKind::NameResolution, "name or service not known"),
            Self::Refused => (TransportErrorKind::Connect, "connection refused"),
            Self::Untrusted => (TransportErrorKind::Tls, "invalid peer certificate: unknown issuer"),
            Self::ConnectTimeout => return TransportError::new(TransportErrorKind::Timeout(TimeoutPhase::Connect)),
            Self::Timeout => return TransportError::new(TransportErrorKind::Timeout(TimeoutPhase::Response)),
            Self::Reset => (TransportErrorKind::ConnectionBroken, "connection reset by peer"),
        };
        TransportError::new(kind).with_source(cause)
    }
}

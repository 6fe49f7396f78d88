//! What an interceptor sees.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName};

use crate::error::Error;
use crate::redaction::Redaction;
use crate::response::RawResponse;
use crate::service::Operation;
use crate::wire::header::set_header;

/// A request before it is signed. It has no token and no key in it, but whatever else is sent.
pub struct OutgoingRequest<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a mut HeaderMap,
    pub(crate) body: &'a [u8],
    pub(crate) attempt: u32,
    /// What is wrong with what an interceptor has set.
    pub(crate) fault: Option<String>,
}

impl OutgoingRequest<'_> {
    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The path, percent-encoded as it is sent.
    pub fn path(&self) -> &str {
        self.path
    }

    /// The query, percent-encoded as it is sent; empty if there is none.
    pub fn query(&self) -> &str {
        self.query
    }

    /// The headers that it has.
    pub fn headers(&self) -> &HeaderMap {
        self.headers
    }

    /// The body; empty if there is none.
    pub fn body(&self) -> &[u8] {
        self.body
    }

    /// Which attempt it is, counted from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Sets a header: visible ASCII. It is signed with the rest, unless there is an underscore in its name. What is no header, or is
    /// the client's own, such as `Authorization`, makes the call fail with
    /// [`Error::is_invalid_request`](crate::Error::is_invalid_request).
    pub fn set_header(&mut self, name: &str, value: &str) {
        if let Err(fault) = set_header(self.headers, name, Some(value)) {
            self.fault.get_or_insert(fault);
        }
    }
}

/// Shows neither the values of query and headers nor the body: they may hold what must not be in a log.
impl fmt::Debug for OutgoingRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingRequest")
            .field("operation", &self.operation.id())
            .field("path", &self.path)
            .field("headers", &self.headers.keys().map(HeaderName::as_str).collect::<Vec<_>>())
            .field("body_bytes", &self.body.len())
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

/// An attempt, and what came of it.
#[derive(Debug)]
pub struct AttemptSeen<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) attempt: u32,
    pub(crate) duration: Duration,
    pub(crate) outcome: Seen<'a>,
    pub(crate) next_delay: Option<Duration>,
    /// What the client has that nobody may see.
    pub(crate) redaction: &'a Redaction,
}

/// What came of an attempt or a call.
#[derive(Clone, Copy)]
pub(crate) enum Seen<'a> {
    Success(&'a RawResponse),
    Failure(&'a Error),
}

impl<'a> Seen<'a> {
    pub(crate) fn of(outcome: &'a Result<Box<RawResponse>, Error>) -> Self {
        match outcome {
            Ok(response) => Self::Success(response),
            Err(error) => Self::Failure(error),
        }
    }

    fn error(self) -> Option<&'a Error> {
        match self {
            Self::Success(_) => None,
            Self::Failure(error) => Some(error),
        }
    }

    fn status(self) -> Option<u16> {
        match self {
            Self::Success(response) => Some(response.http_status()),
            Self::Failure(error) => error.http_status(),
        }
    }
}

impl fmt::Debug for Seen<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.error() {
            Some(error) => write!(f, "{error}"),
            None => write!(f, "HTTP {}", self.status().unwrap_or_default()),
        }
    }
}

impl<'a> AttemptSeen<'a> {
    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Which attempt it was, counted from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// How long it took, from signing to the end of the response, by the clock of the client.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// Why it failed, if it did.
    pub fn error(&self) -> Option<&'a Error> {
        self.outcome.error()
    }

    /// The HTTP status, if there was a response.
    pub fn http_status(&self) -> Option<u16> {
        self.outcome.status()
    }

    /// The id under which the service logged the request.
    pub fn request_id(&self) -> Option<&'a str> {
        match self.outcome {
            Seen::Success(response) => response.request_id(),
            Seen::Failure(error) => error.request_id(),
        }
    }

    /// After how long another attempt follows, if one does.
    pub fn next_delay(&self) -> Option<Duration> {
        self.next_delay
    }

    /// The body of the response as it came, if there was one.
    pub fn response_body(&self) -> Option<&'a [u8]> {
        match self.outcome {
            Seen::Success(response) => Some(response.body()),
            Seen::Failure(error) => error.raw_body(),
        }
    }
}

/// A call, and what came of it.
#[derive(Debug)]
pub struct CallSeen<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) duration: Duration,
    pub(crate) attempts: u32,
    pub(crate) outcome: Seen<'a>,
}

impl<'a> CallSeen<'a> {
    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// How long it took, delays included, by the clock of the client.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Why it failed, if it did. That a response of 2xx cannot be read is found out later, and is not seen here.
    pub fn error(&self) -> Option<&'a Error> {
        self.outcome.error()
    }

    /// The HTTP status of the last response, if there was one.
    pub fn http_status(&self) -> Option<u16> {
        self.outcome.status()
    }
}

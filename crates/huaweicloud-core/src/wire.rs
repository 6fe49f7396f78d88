//! Requests and responses as they are on the wire, whatever library carries them there.

mod date;
pub(crate) mod header;
mod retry_after;

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName};

use crate::redaction::Redaction;

pub(crate) use date::{date, iso_date};

/// Where responses carry the id of the request, the first of these that is there.
const REQUEST_ID_HEADERS: [HeaderName; 2] =
    [HeaderName::from_static("x-request-id"), HeaderName::from_static("x-openstack-request-id")];

/// A response of any status, read to its end.
pub(crate) struct WireResponse {
    pub(crate) head: ResponseHead,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Result<Bytes, BodyTooLong>,
}

/// What is known of a response beside its headers, whether or not its body can be read.
#[derive(Clone)]
pub(crate) struct ResponseHead {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    /// What must not be repeated from the response.
    pub(crate) redaction: Redaction,
}

impl ResponseHead {
    /// What is known by status and headers, where there is no clock.
    pub(crate) fn new(status: u16, headers: &HeaderMap) -> Self {
        Self::at(status, headers, || None)
    }

    /// What is known by status and headers. `now` is the time of this machine, for a `Retry-After` that is a date and comes from
    /// a service that does not say its own.
    pub(crate) fn at(status: u16, headers: &HeaderMap, now: impl FnOnce() -> Option<SystemTime>) -> Self {
        Self { status, retry_after: retry_after::of(headers, now), redaction: Redaction::default() }
    }

    /// Whether the status is one of 2xx.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// The id under which the service logged the request, if a response with these headers says it.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_ID_HEADERS.iter().find_map(|name| text(headers, name))
}

/// The text of a header, if it has any.
fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim).filter(|value| !value.is_empty())
}

/// A body of more bytes than the limit, which it holds.
#[derive(Debug)]
pub(crate) struct BodyTooLong(pub(crate) usize);

impl fmt::Display for BodyTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response is longer than the limit of {} bytes", self.0)
    }
}

impl std::error::Error for BodyTooLong {}

//! Responses as they are on the wire, whatever library carries them there.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderMap, RETRY_AFTER};

/// Where responses carry the id of the request, the first of these that is there.
const REQUEST_ID_HEADERS: [&str; 2] = ["x-request-id", "x-openstack-request-id"];

/// A response of any status, read to its end.
pub(crate) struct WireResponse {
    pub(crate) head: ResponseHead,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Result<Bytes, BodyTooLong>,
}

/// What is known of a response, whether or not its body can be read.
#[derive(Clone, Debug)]
pub(crate) struct ResponseHead {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
}

impl ResponseHead {
    pub(crate) fn new(status: u16, headers: &HeaderMap) -> Self {
        Self {
            status,
            request_id: REQUEST_ID_HEADERS.iter().find_map(|name| text(headers, name)),
            retry_after: text(headers, RETRY_AFTER.as_str()).and_then(|v| v.parse().ok()).map(Duration::from_secs),
        }
    }

    /// Whether the status is one of 2xx.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().filter(|value| !value.is_empty()).map(str::to_owned)
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

//! The response to a call, as users see it.

use std::fmt;
use std::ops::Deref;

use super::raw::RawResponse;

/// The response to a call that succeeded: its value, and what else the service said.
///
/// Stands for its value wherever one is expected by reference.
pub struct Response<T> {
    pub(super) value: T,
    pub(super) raw: RawResponse,
}

impl<T> Response<T> {
    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The HTTP status, between 200 and 299.
    pub fn http_status(&self) -> u16 {
        self.raw.head.status
    }

    /// The id under which the service logged the request.
    pub fn request_id(&self) -> Option<&str> {
        self.raw.head.request_id.as_deref()
    }

    /// A header of the response, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.raw.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as it came, with whatever the documentation does not describe.
    pub fn raw_body(&self) -> &[u8] {
        &self.raw.body
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("http_status", &self.http_status())
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}

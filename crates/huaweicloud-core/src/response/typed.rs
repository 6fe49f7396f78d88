//! The response to a call, as users see it.

use std::fmt;
use std::ops::Deref;
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderMap;

use super::raw::RawResponse;
use crate::error::Attempts;
use crate::wire::{ResponseHead, date};

/// The response to a call that succeeded: its value, and what else the service said.
///
/// Stands for its value wherever one is expected by reference. [`into_inner`](Self::into_inner) gives the value by move, and
/// [`into_parts`](Self::into_parts) the rest, too.
///
/// For tests, a response is made [from its value](Self::from):
///
/// ```
/// use huaweicloud_core::Response;
///
/// let response = Response::from(vec!["a"]);
/// assert_eq!((response.len(), response.http_status(), response.request_id()), (1, 200, None));
/// assert_eq!(response.map(|names| names.len()).into_inner(), 1);
/// ```
#[derive(Clone)]
pub struct Response<T> {
    pub(super) value: T,
    pub(super) raw: Box<RawResponse>,
}

impl<T> Response<T> {
    /// Puts a response together again from what [`into_parts`](Self::into_parts) gave.
    pub fn from_parts(value: T, parts: ResponseParts) -> Self {
        Self { value, raw: parts.raw }
    }

    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value alone, by move.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The value, and what else the service said.
    pub fn into_parts(self) -> (T, ResponseParts) {
        (self.value, ResponseParts { raw: self.raw })
    }

    /// The response with another value, made from this one.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: change(self.value), raw: self.raw }
    }

    /// The HTTP status, between 200 and 299.
    pub fn http_status(&self) -> u16 {
        self.raw.head.status
    }

    /// The id under which the service logged the request.
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// How often the request was sent, until it succeeded.
    pub fn attempts(&self) -> u32 {
        self.raw.attempts.count
    }

    /// The time of the service when it responded, if it said so.
    pub(crate) fn date(&self) -> Option<SystemTime> {
        date(&self.raw.headers)
    }

    /// A header of the response, if it is there and is text; the first of several.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.raw.header(name)
    }

    /// The headers of the response that are text: name, in lower case, and value.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.raw.headers()
    }

    /// The body as it came, with whatever the documentation does not describe.
    pub fn raw_body(&self) -> &[u8] {
        &self.raw.body
    }
}

/// What a service said beside the value of its [`Response`].
#[derive(Clone)]
pub struct ResponseParts {
    raw: Box<RawResponse>,
}

impl ResponseParts {
    /// The HTTP status, between 200 and 299.
    pub fn http_status(&self) -> u16 {
        self.raw.head.status
    }

    /// The id under which the service logged the request.
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// How often the request was sent, until it succeeded.
    pub fn attempts(&self) -> u32 {
        self.raw.attempts.count
    }

    /// A header of the response, if it is there and is text; the first of several.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.raw.header(name)
    }

    /// The headers of the response that are text: name, in lower case, and value.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.raw.headers()
    }

    /// The body as it came.
    pub fn raw_body(&self) -> &[u8] {
        &self.raw.body
    }
}

impl RawResponse {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
    }
}

/// A response as a test makes it: status 200, without headers, without a body.
impl<T> From<T> for Response<T> {
    fn from(value: T) -> Self {
        let headers = HeaderMap::new();
        Self {
            value,
            raw: Box::new(RawResponse {
                head: ResponseHead::new(200, &headers),
                headers,
                body: Bytes::new(),
                service: None,
                attempts: Attempts::ONE,
            }),
        }
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

/// Shows neither headers nor the body: they may hold what must not be in a log.
impl fmt::Debug for ResponseParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseParts")
            .field("http_status", &self.http_status())
            .field("request_id", &self.request_id())
            .field("body_bytes", &self.raw_body().len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::ServiceInfo;
    use crate::wire::WireResponse;
    use http::HeaderValue;
    use http::header::SERVER;

    fn response() -> Response<String> {
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", HeaderValue::from_static("r-1"));
        headers.append(SERVER, HeaderValue::from_static("a"));
        headers.append(SERVER, HeaderValue::from_static("b"));
        headers.insert("x-bytes", HeaderValue::from_bytes(b"\xff").unwrap());
        let head = ResponseHead::new(201, &headers);
        let body = Ok(Bytes::from_static(b"\"hunter2\""));
        let raw = RawResponse::new(&ServiceInfo::new("s", "s", &[]), WireResponse { head, headers, body });
        raw.and_then(RawResponse::decode_text).unwrap()
    }

    #[test]
    fn all_that_the_service_said_goes_along_with_the_value_and_without_it() {
        let changed = response().clone().map(|text| text.len());
        assert_eq!((*changed.value(), changed.http_status(), changed.request_id()), (7, 201, Some("r-1")));
        let (length, parts) = changed.into_parts();
        assert_eq!((length, parts.http_status(), parts.request_id()), (7, 201, Some("r-1")));
        assert_eq!((parts.header("Server"), parts.header("x-bytes"), parts.header("x")), (Some("a"), None, None));
        assert_eq!(parts.headers().collect::<Vec<_>>(), [("x-request-id", "r-1"), ("server", "a"), ("server", "b")]);
        assert_eq!(parts.raw_body(), b"\"hunter2\"");
        let again = Response::from_parts("b".to_owned(), parts.clone());
        assert_eq!((again.as_str(), again.header("server"), again.raw_body()), ("b", Some("a"), parts.raw_body()));
        assert_eq!(again.headers().count(), 3);
        assert_eq!(again.into_inner(), "b");
        assert_eq!(
            format!("{parts:?}"),
            "ResponseParts { http_status: 201, request_id: Some(\"r-1\"), body_bytes: 9, .. }"
        );
    }

    #[test]
    fn a_response_of_a_test_is_its_value() {
        let response = Response::from("a");
        assert_eq!((response.http_status(), response.request_id(), response.headers().count()), (200, None, 0));
        assert!(response.raw_body().is_empty());
        assert_eq!(response.into_inner(), "a");
    }
}

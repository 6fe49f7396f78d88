//! A successful answer.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

use crate::error::Answer;
use crate::lenient::{self, Lenient};
use crate::{Error, Operation};

/// The answer to a call that succeeded: its value, and what else the service said.
///
/// Stands for its value wherever one is expected by reference.
pub struct Response<T> {
    value: T,
    raw: RawResponse,
}

/// An answer of 2xx whose body is not yet read as anything.
pub(crate) struct RawResponse {
    pub(crate) answer: Answer,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl RawResponse {
    /// Reads the body as JSON, whatever its declared type. A body that is empty or `null` reads as an empty object: regions
    /// differ in whether they answer some operations with 200 and a body or with 204.
    pub(crate) fn decode<T: DeserializeOwned>(self, operation: &Operation) -> Result<Response<T>, Error> {
        let text = self.text();
        let text = if matches!(text.trim_ascii(), b"" | b"null") { b"{}" } else { text };
        match serde_json::from_slice(text) {
            Ok(value) => Ok(Response { value, raw: self }),
            Err(error) => Err(Error::decoding(operation, self.answer, self.body, error)),
        }
    }

    /// Reads the body as a JSON list, of none if it is empty.
    pub(crate) fn decode_list<T: Lenient>(self, operation: &Operation) -> Result<Response<Vec<T>>, Error> {
        let text = self.text();
        let text = if text.trim_ascii().is_empty() { b"[]" } else { text };
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        match lenient::required(&mut deserializer).and_then(|value| deserializer.end().map(|()| value)) {
            Ok(value) => Ok(Response { value, raw: self }),
            Err(error) => Err(Error::decoding(operation, self.answer, self.body, error)),
        }
    }

    /// Reads the body as text: a JSON string by its value, anything else as it came.
    pub(crate) fn decode_text(self, operation: &Operation) -> Result<Response<String>, Error> {
        let text = self.text();
        match serde_json::from_slice(text).or_else(|_| str::from_utf8(text).map(str::to_owned)) {
            Ok(value) => Ok(Response { value, raw: self }),
            Err(error) => Err(Error::decoding(operation, self.answer, self.body, error)),
        }
    }

    /// The body without its byte order mark.
    fn text(&self) -> &[u8] {
        self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body)
    }

    /// The answer to an operation that is documented to have no body.
    pub(crate) fn without_value(self) -> Response<()> {
        Response { value: (), raw: self }
    }
}

impl<T> Response<T> {
    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The HTTP status, between 200 and 299.
    pub fn http_status(&self) -> u16 {
        self.raw.answer.status
    }

    /// The id under which the service logged the request.
    pub fn request_id(&self) -> Option<&str> {
        self.raw.answer.request_id.as_deref()
    }

    /// A header of the answer, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.raw.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as it came, with whatever the documentation does not tell of.
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

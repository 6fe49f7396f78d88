//! Values of the headers that the client sets itself.

use bytes::Bytes;
use http::HeaderValue;

use crate::error::Error;

/// A header value, if the text is visible ASCII: of any other text, a header has no one spelling to sign.
pub(crate) fn header_value(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok().filter(|value| value.to_str().is_ok())
}

/// A header value like [`header_value`]'s, of a text that need not be copied.
pub(crate) fn static_header_value(text: &'static str) -> Option<HeaderValue> {
    let value = HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())).ok();
    value.filter(|value| value.to_str().is_ok())
}

/// The text of a header that is to be signed.
pub(super) fn signable_text(value: &HeaderValue) -> Result<&str, Error> {
    value.to_str().map_err(unsignable)
}

pub(super) fn unsignable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::invalid_request("the request cannot be signed").with_source(source)
}

//! The headers that the client sets itself.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING, USER_AGENT};
use http::{HeaderName, HeaderValue};

use crate::error::Error;

pub(super) const PROJECT: HeaderName = HeaderName::from_static("x-project-id");
pub(super) const DATE: HeaderName = HeaderName::from_static("x-sdk-date");
pub(super) const CONTENT_HASH: HeaderName = HeaderName::from_static("x-sdk-content-sha256");
pub(super) const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");
pub(super) const AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

const OWN: [HeaderName; 12] = [
    HOST,
    USER_AGENT,
    CONTENT_TYPE,
    CONTENT_LENGTH,
    CONNECTION,
    TRANSFER_ENCODING,
    PROJECT,
    AUTHORIZATION,
    DATE,
    CONTENT_HASH,
    SECURITY_TOKEN,
    AUTH_TOKEN,
];

/// Whether a header is the client's own, which no parameter of an operation can set.
pub(crate) fn is_own_header(name: &HeaderName) -> bool {
    OWN.contains(name)
}

/// A header value, if the text is visible ASCII: of any other text, a header has no one spelling to sign.
pub(crate) fn header_value(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok().filter(|value| value.to_str().is_ok())
}

/// A header value like [`header_value`]'s, of a text that need not be copied.
pub(super) fn static_header_value(text: &'static str) -> Option<HeaderValue> {
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

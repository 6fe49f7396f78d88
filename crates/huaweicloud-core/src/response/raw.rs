//! A response that succeeded, not yet read.

use bytes::Bytes;
use http::HeaderMap;

use super::refusal::refusal;
use crate::error::Error;
use crate::service::ServiceInfo;
use crate::wire::{ResponseHead, WireResponse};

/// A response of 2xx whose body is not yet read as anything.
#[derive(Clone)]
pub(crate) struct RawResponse {
    pub(super) head: ResponseHead,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl RawResponse {
    /// Takes a response of 2xx.
    ///
    /// # Errors
    ///
    /// [`Error::is_service`] for any other status, [`Error::is_decoding`] for a body over the limit.
    pub(crate) fn new(service: &ServiceInfo, response: WireResponse) -> Result<Self, Error> {
        let WireResponse { head, headers, body } = response;
        match body {
            Ok(body) if head.is_success() => Ok(Self { head, headers, body }),
            Ok(body) => Err(refusal(service, head, body)),
            Err(error) if head.is_success() => Err(Error::decoding(error).with_response(head).with_body(Bytes::new())),
            // Whatever the service had to say: what matters is that it did not carry the request out.
            Err(error) => Err(refusal(service, head, Bytes::new()).with_source(error)),
        }
    }
}

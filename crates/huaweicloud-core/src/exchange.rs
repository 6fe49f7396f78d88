//! One request and its response: what carries them, what comes of them.

mod failure;
#[cfg(feature = "gzip")]
mod inflate;

use crate::error::Error;
use crate::redaction::Redaction;
use crate::response::RawResponse;
use crate::service::{Endpoint, ServiceInfo};
use crate::transport::{Transport, TransportRequest};
use crate::wire::{BodyTooLong, ResponseHead, WireResponse};

/// Sends a request once, and reads the response whole.
///
/// # Errors
///
/// What came of it, if that is no response of 2xx; nothing in it shows what `redaction` holds.
pub(crate) async fn exchange(
    service: &ServiceInfo,
    endpoint: &Endpoint,
    transport: &dyn Transport,
    request: TransportRequest,
    redaction: Redaction,
) -> Result<RawResponse, Error> {
    let (body_limit, clock) = (request.body_limit(), std::sync::Arc::clone(request.clock()));
    let mut response = match transport.send(request).await {
        Ok(response) => {
            #[cfg_attr(not(feature = "gzip"), expect(unused_mut, reason = "what is read may be unpacked"))]
            let (mut parts, body) = response.into_parts();
            // A transport may have no eye for the limit.
            let body = if body.len() > body_limit { Err(BodyTooLong(body_limit)) } else { Ok(body) };
            #[cfg(feature = "gzip")]
            let body = body.and_then(|body| inflate::inflate(&mut parts.headers, body, body_limit));
            WireResponse {
                head: ResponseHead::at(parts.status.as_u16(), &parts.headers, || Some(clock.now())),
                headers: parts.headers,
                body,
            }
        }
        Err(error) => failure::response_or_error(error, endpoint, body_limit, &*clock)?,
    };
    response.head.redaction = redaction;
    RawResponse::new(service, response)
}

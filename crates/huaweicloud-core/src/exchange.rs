//! One request and its response: what carries them, what comes of them.

mod failure;
#[cfg(feature = "gzip")]
mod inflate;

use std::sync::Arc;

use crate::error::Error;
use crate::redaction::Redaction;
use crate::response::RawResponse;
use crate::runtime::Clock;
use crate::service::{Endpoint, ServiceInfo};
use crate::transport::{Transport, TransportError, TransportRequest, TransportResponse};
use crate::wire::{BodyTooLong, ResponseHead, WireResponse};

/// Sends a request once, and reads the response whole.
///
/// # Errors
///
/// What came of it, if that is no response of 2xx; nothing in it shows what `redaction` holds.
pub(crate) fn exchange<'e>(
    service: &'e ServiceInfo,
    endpoint: &'e Endpoint,
    transport: &'e dyn Transport,
    request: TransportRequest,
    redaction: Redaction,
) -> impl Future<Output = Result<Box<RawResponse>, Error>> + Send + 'e {
    let (body_limit, clock) = (request.body_limit(), Arc::clone(request.clock()));
    // Begun here, so that the request is moved once, into the hands of the transport.
    let response = transport.send(request);
    async move {
        let mut response = read(response.await, endpoint, body_limit, &*clock)?;
        response.head.redaction = redaction;
        RawResponse::new(service, response)
    }
}

/// What a transport gave, its body unpacked and within the limit.
fn read(
    outcome: Result<TransportResponse, TransportError>,
    endpoint: &Endpoint,
    body_limit: usize,
    clock: &dyn Clock,
) -> Result<WireResponse, Error> {
    match outcome {
        Ok(response) => {
            #[cfg_attr(not(feature = "gzip"), expect(unused_mut, reason = "what is read may be unpacked"))]
            let (mut parts, body) = response.into_parts();
            // A transport may have no eye for the limit.
            let body = if body.len() > body_limit { Err(BodyTooLong(body_limit)) } else { Ok(body) };
            #[cfg(feature = "gzip")]
            let body = body.and_then(|body| inflate::inflate(&mut parts.headers, body, body_limit));
            Ok(WireResponse {
                head: ResponseHead::at(parts.status.as_u16(), &parts.headers, || Some(clock.now())),
                headers: parts.headers,
                body,
            })
        }
        Err(error) => failure::response_or_error(error, endpoint, body_limit, clock),
    }
}

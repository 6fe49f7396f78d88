//! What a failure of the transport is to the caller.

use crate::error::Error;
use crate::runtime::Clock;
use crate::service::Endpoint;
use crate::transport::{TransportError, TransportErrorKind};
use crate::wire::{BodyTooLong, ResponseHead, WireResponse};

/// The response, if only its body is missing because it is too long, else the error.
pub(super) fn response_or_error(
    mut error: TransportError,
    endpoint: &Endpoint,
    body_limit: usize,
    clock: &dyn Clock,
) -> Result<WireResponse, Error> {
    let response = error
        .take_response()
        .map(|(status, headers)| (ResponseHead::at(status.as_u16(), &headers, || Some(clock.now())), headers));
    match response {
        Some((head, headers)) if error.kind() == TransportErrorKind::BodyTooLong => {
            Ok(WireResponse { head, headers, body: Err(BodyTooLong(body_limit)) })
        }
        Some((head, headers)) => Err(failure(error, endpoint, body_limit).with_response(&head, headers)),
        None => Err(failure(error, endpoint, body_limit)),
    }
}

fn failure(error: TransportError, endpoint: &Endpoint, body_limit: usize) -> Error {
    use TransportErrorKind::{
        BodyTooLong, Connect, ConnectionBroken, InvalidRequest, NameResolution, Other, Protocol, Proxy, Timeout, Tls,
    };
    let message = message(&error, endpoint);
    let failure = match error.kind() {
        InvalidRequest => Error::invalid_request(message),
        Timeout(_) => Error::timeout(message),
        Protocol => Error::protocol(message),
        BodyTooLong => Error::body_too_large(&crate::wire::BodyTooLong(body_limit)),
        // Whether a certificate is trusted does not depend on when it is asked.
        Tls => Error::connection(message).lasting(),
        NameResolution | Connect | Proxy | ConnectionBroken | Other => Error::connection(message),
    };
    let failure = if error.is_unsent() { failure } else { failure.sent() };
    match error.into_source() {
        Some(source) => failure.with_source(source),
        None => failure,
    }
}

/// What happened, with the endpoint if it was not reached, and with the cause at the root of it.
fn message(error: &TransportError, endpoint: &Endpoint) -> String {
    use TransportErrorKind::{Connect, InvalidRequest, NameResolution, Proxy, Tls};
    if error.message().is_some() {
        return error.to_string();
    }
    let what = match error.kind() {
        NameResolution => format!("could not resolve the name in {endpoint}"),
        Connect => format!("could not connect to {endpoint}"),
        Tls => format!("no secure connection to {endpoint}"),
        Proxy => format!("could not reach {endpoint} through the proxy"),
        _ => error.to_string(),
    };
    let direct = std::error::Error::source(error);
    let root = std::iter::successors(direct, |cause| cause.source()).last();
    match root {
        Some(root) if error.kind() != InvalidRequest => format!("{what}: {root}"),
        _ => what,
    }
}

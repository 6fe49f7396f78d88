//! What went wrong, of an error of reqwest.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use crate::transport::{TimeoutPhase, TransportError, TransportErrorKind};
use crate::wire::BodyTooLong;

/// How far a request had come.
#[derive(Clone, Copy)]
pub(super) struct Progress {
    /// Whether anything of it may have been sent.
    pub(super) is_sent: bool,
    pub(super) is_proxied: bool,
}

/// A failure before, during or after sending.
pub(super) fn failure(error: reqwest::Error, progress: Progress, connect_timeout: Duration) -> TransportError {
    // The URL is left out: its query may hold what the caller would not write into a log.
    let error = error.without_url();
    let kind = kind(&error, progress);
    let mut failure = TransportError::new(kind);
    if kind == TransportErrorKind::Timeout(TimeoutPhase::Connect) {
        failure = failure.with_message(no_connection(connect_timeout));
    }
    failure.with_unsent(!progress.is_sent).with_source(error)
}

/// The time limit of a whole request, before there was a response.
pub(super) fn timed_out(progress: Progress, timeout: Duration) -> TransportError {
    if progress.is_sent {
        TransportError::new(TransportErrorKind::Timeout(TimeoutPhase::Response)).with_message(no_response(timeout))
    } else {
        TransportError::new(TransportErrorKind::Timeout(TimeoutPhase::Connect)).with_message(no_connection(timeout))
    }
}

/// The time limit of a whole request, within the response.
pub(super) fn body_timed_out(timeout: Duration) -> TransportError {
    TransportError::new(TransportErrorKind::Timeout(TimeoutPhase::Body)).with_message(no_response(timeout))
}

pub(super) fn body_too_long(limit: usize) -> TransportError {
    TransportError::new(TransportErrorKind::BodyTooLong).with_source(BodyTooLong(limit))
}

fn no_connection(limit: Duration) -> String {
    format!("no connection within the time limit of {limit:?}")
}

fn no_response(limit: Duration) -> String {
    format!("no whole response within the time limit of {limit:?}")
}

fn kind(error: &reqwest::Error, progress: Progress) -> TransportErrorKind {
    if error.is_builder() {
        return TransportErrorKind::InvalidRequest;
    }
    if error.is_connect() {
        return if error.is_timeout() {
            TransportErrorKind::Timeout(TimeoutPhase::Connect)
        } else if causes(error).any(is_tls) {
            TransportErrorKind::Tls
        } else if progress.is_proxied {
            TransportErrorKind::Proxy
        } else if error.is_dns() {
            TransportErrorKind::NameResolution
        } else {
            TransportErrorKind::Connect
        };
    }
    // The other side may refuse our certificate when we already hold the connection for good.
    if causes(error).any(is_tls) {
        TransportErrorKind::Tls
    } else if causes(error).any(is_protocol) {
        TransportErrorKind::Protocol
    } else {
        TransportErrorKind::ConnectionBroken
    }
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// TLS's own errors travel within those of input and output.
fn is_tls(cause: &(dyn StdError + 'static)) -> bool {
    let within = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    cause.is::<rustls::Error>()
        || within.is_some_and(|inner| {
            inner.is::<rustls::Error>() || inner.downcast_ref::<io::Error>().is_some_and(|e| is_tls(e))
        })
}

/// A head that is none, or a body whose chunks are none.
fn is_protocol(cause: &(dyn StdError + 'static)) -> bool {
    cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse)
        || cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput))
}

//! What went wrong, of an error of a library.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use rustls::AlertDescription;

use super::library::{Cause, Obstacle, Stage};
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
pub(super) fn failure(cause: Cause, progress: Progress, connect_timeout: Duration) -> TransportError {
    let kind = kind(&cause, progress);
    let mut failure = TransportError::new(kind);
    if kind == TransportErrorKind::Timeout(TimeoutPhase::Connect) {
        failure = failure.with_message(no_connection(connect_timeout));
    }
    failure.with_unsent(!progress.is_sent).with_source(cause.error)
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

fn kind(cause: &Cause, progress: Progress) -> TransportErrorKind {
    let has = |is: fn(&(dyn StdError + 'static)) -> bool| causes(&*cause.error).any(is);
    match cause.stage {
        #[cfg(feature = "reqwest")]
        Stage::Building => TransportErrorKind::InvalidRequest,
        Stage::Connecting(Obstacle::TimeLimit) => TransportErrorKind::Timeout(TimeoutPhase::Connect),
        Stage::Connecting(_) if has(is_lasting_tls) => TransportErrorKind::Tls,
        // The other side may refuse our certificate when we already hold the connection for good.
        Stage::Exchanging if has(is_refusal_by_tls) => TransportErrorKind::Tls,
        Stage::Exchanging if has(|cause| tls(cause).is_some()) => TransportErrorKind::ConnectionBroken,
        Stage::Connecting(_) if progress.is_proxied => TransportErrorKind::Proxy,
        Stage::Connecting(Obstacle::Name) => TransportErrorKind::NameResolution,
        Stage::Connecting(Obstacle::Other) => TransportErrorKind::Connect,
        Stage::Exchanging if has(is_protocol) => TransportErrorKind::Protocol,
        Stage::Exchanging => TransportErrorKind::ConnectionBroken,
    }
}

/// An error, and what it comes from.
pub(super) fn causes<'e>(error: &'e (dyn StdError + 'static)) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&cause| cause.source())
}

/// TLS's own error, which travels within those of input and output.
fn tls<'e>(cause: &'e (dyn StdError + 'static)) -> Option<&'e rustls::Error> {
    cause.downcast_ref().or_else(|| {
        let within: &(dyn StdError + 'static) = cause.downcast_ref::<io::Error>()?.get_ref()?;
        tls(within)
    })
}

/// No agreement on a secure connection, as there will be none the next time.
fn is_lasting_tls(cause: &(dyn StdError + 'static)) -> bool {
    tls(cause).is_some_and(|error| !matches!(error, rustls::Error::AlertReceived(alert) if is_passing(*alert)))
}

/// A refusal by the other side of what this one has shown.
fn is_refusal_by_tls(cause: &(dyn StdError + 'static)) -> bool {
    tls(cause).is_some_and(|error| matches!(error, rustls::Error::AlertReceived(alert) if !is_passing(*alert)))
}

/// What a server or a load balancer says that stops, or has trouble of its own.
fn is_passing(alert: AlertDescription) -> bool {
    use AlertDescription::{BadRecordMac, CloseNotify, InternalError, UserCanceled};
    matches!(alert, BadRecordMac | CloseNotify | InternalError | UserCanceled)
}

/// A head that is none, or a body whose chunks are none.
fn is_protocol(cause: &(dyn StdError + 'static)) -> bool {
    cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse)
        || cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput))
}

#[cfg(test)]
mod tests {
    use super::*;
    use AlertDescription::{CloseNotify, InternalError, UnknownCA};
    use TransportErrorKind::{Connect, ConnectionBroken, Tls};

    /// What a failure of TLS is, as hyper hands it on: within two errors of input and output.
    fn kind_of(error: rustls::Error, stage: Stage) -> TransportErrorKind {
        let within = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, error));
        kind(&Cause { stage, error: Box::new(within) }, Progress { is_sent: false, is_proxied: false })
    }

    #[test]
    fn no_agreement_lasts_and_trouble_of_the_other_side_passes() {
        use rustls::Error::{AlertReceived, DecryptError, InvalidCertificate};
        let connecting = |error| kind_of(error, Stage::Connecting(Obstacle::Other));
        assert_eq!(connecting(InvalidCertificate(rustls::CertificateError::Expired)), Tls);
        assert_eq!(connecting(AlertReceived(UnknownCA)), Tls);
        assert_eq!(connecting(AlertReceived(InternalError)), Connect);
        assert_eq!(kind_of(AlertReceived(UnknownCA), Stage::Exchanging), Tls);
        // The last is a record that was damaged on the way.
        for passing in [AlertReceived(CloseNotify), AlertReceived(InternalError), DecryptError] {
            assert_eq!(kind_of(passing, Stage::Exchanging), ConnectionBroken);
        }
    }
}

//! Why there is no whole response.

use std::fmt;

use http::{HeaderMap, StatusCode};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a [`Transport`](super::Transport) has no whole response to a request.
///
/// ```
/// use huaweicloud_core::{TransportError, TransportErrorKind};
///
/// let error = TransportError::new(TransportErrorKind::Connect).with_source(std::io::Error::other("refused"));
/// assert!(error.is_unsent());
/// assert_eq!(error.to_string(), "could not connect");
/// assert!(!TransportError::new(TransportErrorKind::ConnectionBroken).is_unsent());
/// ```
pub struct TransportError(Box<Inner>);

struct Inner {
    kind: TransportErrorKind,
    message: Option<String>,
    is_unsent: bool,
    response: Option<(StatusCode, HeaderMap)>,
    source: Option<Source>,
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request cannot be sent by this transport, now or later.
    InvalidRequest,
    /// The host, or the proxy, has no address.
    NameResolution,
    /// No connection could be made: refused, or unreachable.
    Connect,
    /// No secure connection could be made: a certificate is not trusted, or is for another name.
    Tls,
    /// The proxy could not be reached, or does not let the request through.
    Proxy,
    /// A time limit struck.
    Timeout(TimeoutPhase),
    /// The connection broke before the response was complete.
    ConnectionBroken,
    /// What came is no HTTP.
    Protocol,
    /// The body of the response is longer than the limit.
    BodyTooLong,
    /// Anything else.
    Other,
}

/// What a request was waiting for when a time limit struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutPhase {
    /// For a connection: the service got nothing of the request.
    Connect,
    /// For the response to begin.
    Response,
    /// For the rest of the response.
    Body,
}

impl TransportErrorKind {
    /// Whether it can only happen before anything is sent.
    fn precedes_sending(self) -> bool {
        matches!(
            self,
            Self::InvalidRequest
                | Self::NameResolution
                | Self::Connect
                | Self::Tls
                | Self::Proxy
                | Self::Timeout(TimeoutPhase::Connect)
        )
    }

    fn text(self) -> &'static str {
        match self {
            Self::InvalidRequest => "the request could not be built",
            Self::NameResolution => "the name of the host could not be resolved",
            Self::Connect => "could not connect",
            Self::Tls => "no secure connection could be made",
            Self::Proxy => "could not connect through the proxy",
            Self::Timeout(TimeoutPhase::Connect) => "no connection within the time limit",
            Self::Timeout(_) => "no whole response within the time limit",
            Self::ConnectionBroken => "the connection broke",
            Self::Protocol => "the response is no HTTP",
            Self::BodyTooLong => "the response is longer than the limit",
            Self::Other => "the request failed",
        }
    }
}

impl TransportError {
    /// An error of a kind. It [is unsent](Self::is_unsent) if it is of a kind that can only happen before anything is sent.
    pub fn new(kind: TransportErrorKind) -> Self {
        let is_unsent = kind.precedes_sending();
        Self(Box::new(Inner { kind, message: None, is_unsent, response: None, source: None }))
    }

    /// Sets what `Display` says, in place of a text for the kind. It must not hold anything secret.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.0.message = Some(message.into());
        self
    }

    /// Sets whether the service certainly got nothing of the request.
    #[must_use]
    pub fn with_unsent(mut self, is_unsent: bool) -> Self {
        self.0.is_unsent = is_unsent;
        self
    }

    /// Adds what had come of the response: the request was sent.
    #[must_use]
    pub fn with_response(mut self, status: StatusCode, headers: HeaderMap) -> Self {
        self.0.response = Some((status, headers));
        self.with_unsent(false)
    }

    /// Adds the cause. Neither it nor its own causes may show anything secret.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> TransportErrorKind {
        self.0.kind
    }

    /// Whether the service certainly got nothing of the request, so that sending it again cannot do anything twice.
    pub fn is_unsent(&self) -> bool {
        self.0.is_unsent
    }

    /// Takes out what had come of the response.
    pub(crate) fn take_response(&mut self) -> Option<(StatusCode, HeaderMap)> {
        self.0.response.take()
    }

    /// The message that is set, if one is.
    pub(crate) fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The cause alone.
    pub(crate) fn into_source(self) -> Option<Source> {
        self.0.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().unwrap_or_else(|| self.0.kind.text()))
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("is_unsent", &self.0.is_unsent)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

//! What a library does of an exchange, and which libraries there are.

use std::error::Error as StdError;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use rustls::ClientConfig;

use super::body::SentBody;
use super::proxy::Proxy;
use super::settings::HttpSettings;
use crate::error::Error;
use crate::service::Endpoint;

/// What sends the requests of a client, if no [`Transport`](crate::Transport) is set. Each needs the feature of its name.
///
/// The default is the leaner one of those that are compiled: hyper, if it is. A caller sees no difference but in speed: settings, limits
/// and failures are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HttpLibrary {
    /// hyper, with nothing above it but its own pool of connections.
    #[cfg(feature = "hyper")]
    #[default]
    Hyper,
    /// reqwest.
    #[cfg(feature = "reqwest")]
    #[cfg_attr(not(feature = "hyper"), default)]
    Reqwest,
}

/// What a library does of an exchange. The rest is written once, in [`HttpTransport`](super::HttpTransport).
pub(super) trait Library: Sized + Send + Sync + 'static {
    /// A response whose body is still to be read.
    type Response: Send;
    type Error: Send;

    /// Sets the library up. It follows no redirect, looks at no environment, and adds no header but `Accept`.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] for what it cannot be set up with.
    fn new(
        endpoint: &Endpoint,
        settings: &HttpSettings,
        tls: ClientConfig,
        proxy: Option<&Proxy>,
    ) -> Result<Self, Error>;

    /// Sends a request once it is polled, and reads the head of the response.
    fn send(
        &self,
        request: http::request::Parts,
        body: SentBody,
    ) -> impl Future<Output = Result<Self::Response, Self::Error>> + Send;

    /// Takes the head out of a response.
    fn take_head(response: &mut Self::Response) -> (StatusCode, HeaderMap);

    /// How long the body is, if the response says so.
    fn body_length(response: &Self::Response) -> Option<u64>;

    /// The next part of the body; none at its end.
    fn chunk(response: &mut Self::Response) -> impl Future<Output = Result<Option<Bytes>, Self::Error>> + Send;

    /// What an error says, with itself as the first of its causes.
    fn cause(error: Self::Error) -> Cause;
}

/// Why there is no response.
pub(super) struct Cause {
    pub(super) stage: Stage,
    /// It shows nothing secret.
    pub(super) error: Box<dyn StdError + Send + Sync>,
}

/// What a library was doing when it failed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It took the request for one that cannot be sent.
    #[cfg(feature = "reqwest")]
    Building,
    Connecting(Obstacle),
    Exchanging,
}

/// What was in the way of a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
    TimeLimit,
    /// The name has no address.
    Name,
    Other,
}

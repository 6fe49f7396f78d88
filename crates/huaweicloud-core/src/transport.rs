//! The way to the service and back: nothing here knows of credentials or signatures.

mod connector;
mod error;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
pub(crate) mod http_client;
mod message;

use std::pin::Pin;

pub(crate) use connector::Connector;
pub use error::{TimeoutPhase, TransportError, TransportErrorKind};
#[cfg(any(feature = "hyper", feature = "reqwest"))]
pub use http_client::HttpLibrary;
pub(crate) use message::BODY_LIMIT;
pub use message::{TransportRequest, TransportResponse};

/// What [`Transport::send`] returns.
pub type TransportFuture<'t> = Pin<Box<dyn Future<Output = Result<TransportResponse, TransportError>> + Send + 't>>;

/// Carries requests to a service, and responses back.
///
/// The features `hyper` and `reqwest`, of which the latter is on by default, have one each; see [`ClientBuilder`](crate::ClientBuilder) for its settings. Implement
/// this to send by another library, or to look at what is sent; [`ClientBuilder::transport`](crate::ClientBuilder::transport)
/// takes it. For tests there is `testing::MockService` (feature `testing`).
///
/// A transport keeps to the following:
///
/// - Method, target, headers and body go out as they are, in their spelling: they are signed.
/// - No redirect is followed: what is signed for one host must not reach another one.
/// - A response of any status is a response; it is read to its end, and not decompressed.
/// - A request takes no longer than [`timeout`](TransportRequest::timeout), with all that belongs to it, and the body of a
///   response has no more bytes than [`body_limit`](TransportRequest::body_limit).
/// - An error [is unsent](TransportError::is_unsent) only if the service certainly got nothing of the request: such a one may
///   be sent again, whatever it does.
/// - Dropping the future gives the request up.
///
/// ```
/// use huaweicloud_core::{Transport, TransportError, TransportFuture, TransportRequest};
///
/// /// Counts requests, which another transport sends.
/// struct Counting<T> {
///     inner: T,
///     requests: std::sync::atomic::AtomicUsize,
/// }
///
/// impl<T: Transport> Transport for Counting<T> {
///     fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
///         self.requests.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
///         self.inner.send(request)
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and reads the response, whatever its status, to its end.
    ///
    /// # Errors
    ///
    /// A [`TransportError`] if there is no whole response.
    fn send(&self, request: TransportRequest) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

//! An open connection, as what sends requests over it.

use http::{Request, Response};
use hyper::body::Incoming;
#[cfg(feature = "http2")]
use hyper::client::conn::http2;
use hyper::client::conn::{TrySendError, http1};
#[cfg(feature = "http2")]
use hyper_util::client::legacy::connect::Connection as _;
#[cfg(feature = "http2")]
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::sync::oneshot;

use super::connector::Connection;
use crate::transport::http_client::body::SentBody;

/// What sends requests over a connection, which a task of its own reads and writes.
pub(super) enum Sender {
    /// One request at a time.
    Http1(http1::SendRequest<SentBody>),
    /// Any number at once.
    #[cfg(feature = "http2")]
    Http2(http2::SendRequest<SentBody>),
}

/// Why a connection has ended, if that is for a reason that no request was told.
pub(super) type Ended = oneshot::Receiver<hyper::Error>;

impl Sender {
    /// Begins to speak HTTP, of the version that was agreed on.
    pub(super) async fn open(connection: Connection) -> hyper::Result<(Self, Ended)> {
        let (ends, ended) = oneshot::channel();
        #[cfg(feature = "http2")]
        if connection.connected().is_negotiated_h2() {
            let mut builder = http2::Builder::new(TokioExecutor::new());
            let (sender, connection) = builder.timer(TokioTimer::new()).handshake(connection).await?;
            // Each request is told what becomes of it.
            tokio::spawn(connection);
            return Ok((Self::Http2(sender), ended));
        }
        let (sender, connection) = http1::handshake(connection).await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                // Mostly nobody waits for it.
                let _ = ends.send(error);
            }
        });
        Ok((Self::Http1(sender), ended))
    }

    /// Sends a request, and reads the head of its response. An error has the request if nothing of it was sent.
    pub(super) async fn send(
        &mut self,
        request: Request<SentBody>,
    ) -> Result<Response<Incoming>, TrySendError<Request<SentBody>>> {
        match self {
            Self::Http1(sender) => sender.try_send_request(request).await,
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.try_send_request(request).await,
        }
    }

    /// Whether several requests may be on the connection at once.
    pub(super) fn is_shared(&self) -> bool {
        match self {
            Self::Http1(_) => false,
            #[cfg(feature = "http2")]
            Self::Http2(_) => true,
        }
    }

    /// Another one for the same connection, if that is shared.
    pub(super) fn share(&self) -> Option<Self> {
        match self {
            Self::Http1(_) => None,
            #[cfg(feature = "http2")]
            Self::Http2(sender) => Some(Self::Http2(sender.clone())),
        }
    }

    /// Whether it takes a request now.
    pub(super) fn is_ready(&self) -> bool {
        match self {
            Self::Http1(sender) => sender.is_ready(),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.is_ready(),
        }
    }

    /// Waits until it takes a request.
    pub(super) async fn ready(&mut self) -> hyper::Result<()> {
        match self {
            Self::Http1(sender) => sender.ready().await,
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.ready().await,
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        match self {
            Self::Http1(sender) => sender.is_closed(),
            #[cfg(feature = "http2")]
            Self::Http2(sender) => sender.is_closed(),
        }
    }
}

//! The way to the service: names, TCP, the proxy, TLS, within a time limit.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::{GaiAddrs, GaiResolver, Name};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tower_service::Service;

use super::sender::{Ended, Sender};

/// When nothing has come over a connection for so long, the system asks whether anybody is there, and how often in vain before it
/// gives the connection up.
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_RETRIES: u32 = 3;
/// For how long what was sent may be without an acknowledgement.
#[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;
type BoxFuture<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

/// A connection: TLS, where it is spoken, over the [first hop](FirstHop).
pub(super) type Connection = MaybeHttpsStream<Hop>;
type Hop = MaybeHttpsStream<TokioIo<TcpStream>>;

/// Connects to the service, or to it by way of a proxy.
pub(super) struct Connector {
    to_service: HttpsConnector<FirstHop>,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(tls: ClientConfig, proxy: Option<Intercept>, timeout: Duration) -> Self {
        // With a proxy HTTP/1.1 is spoken, whatever the service speaks.
        let mut proxy_tls = tls.clone();
        proxy_tls.alpn_protocols.clear();
        let tcp = tcp();
        let to_proxy = HttpsConnector::from((tcp.clone(), proxy_tls));
        let first = FirstHop { tcp, to_proxy, proxy: proxy.map(Arc::new) };
        Self { to_service: HttpsConnector::from((first, tls)), timeout }
    }

    /// Connects, within the time limit.
    pub(super) async fn connect(&self, service: Uri) -> Result<(Sender, Ended), BoxError> {
        // A handshake has a large state, which in a box of its own is not moved around with each request that needs none.
        let connecting = Box::pin(async { Ok(Sender::open(self.to_service.clone().call(service).await?).await?) });
        match tokio::time::timeout(self.timeout, connecting).await {
            Ok(connected) => connected,
            Err(_) => Err(io::Error::from(io::ErrorKind::TimedOut).into()),
        }
    }
}

fn tcp() -> HttpConnector<Resolver> {
    let mut tcp = HttpConnector::new_with_resolver(Resolver(GaiResolver::new()));
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_keepalive(Some(KEEPALIVE));
    tcp.set_keepalive_interval(Some(KEEPALIVE));
    tcp.set_keepalive_retries(Some(KEEPALIVE_RETRIES));
    #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
    tcp.set_tcp_user_timeout(Some(UNACKNOWLEDGED));
    tcp
}

/// Connects to the service as if there were no TLS: over TCP, or through the proxy.
#[derive(Clone)]
struct FirstHop {
    tcp: HttpConnector<Resolver>,
    to_proxy: HttpsConnector<HttpConnector<Resolver>>,
    proxy: Option<Arc<Intercept>>,
}

impl FirstHop {
    async fn connect(mut self, service: Uri) -> Result<Hop, BoxError> {
        let Some(proxy) = self.proxy else {
            return Ok(MaybeHttpsStream::Http(self.tcp.call(service).await?));
        };
        if service.scheme() != Some(&Scheme::HTTPS) {
            return self.to_proxy.call(proxy.uri().clone()).await;
        }
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy);
        if let Some(authorization) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(authorization.clone());
        }
        Ok(tunnel.call(service).await?)
    }
}

impl Service<Uri> for FirstHop {
    type Response = Hop;
    type Error = BoxError;
    type Future = BoxFuture<Hop, BoxError>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, service: Uri) -> Self::Future {
        Box::pin(self.clone().connect(service))
    }
}

/// The system's resolver, whose failures are known by their type.
#[derive(Clone)]
struct Resolver(GaiResolver);

impl Service<Name> for Resolver {
    type Response = GaiAddrs;
    type Error = Unresolved;
    type Future = BoxFuture<GaiAddrs, Unresolved>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Unresolved>> {
        self.0.poll_ready(context).map_err(Unresolved)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let resolving = self.0.call(name);
        Box::pin(async move { resolving.await.map_err(Unresolved) })
    }
}

/// A name has no address.
#[derive(Debug)]
pub(super) struct Unresolved(io::Error);

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Unresolved {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_address_says_what_the_system_said() {
        assert_eq!(Unresolved(io::Error::other("no such name")).to_string(), "no such name");
    }
}

//! A server of TLS for one request, and a proxy in front of it.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use crate::loopback::Received;

/// A server for one request, which it responds to with 204.
pub(crate) struct TlsServer {
    address: SocketAddr,
    served: JoinHandle<(Option<Received>, Option<Received>)>,
}

impl TlsServer {
    pub(crate) async fn start(config: ServerConfig) -> Self {
        Self::listen(config, false).await
    }

    /// Reached by a proxy, which is served on the same connection.
    pub(crate) async fn behind_a_proxy(config: ServerConfig) -> Self {
        Self::listen(config, true).await
    }

    async fn listen(config: ServerConfig, is_proxied: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let served = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut tunnel = None;
            if is_proxied {
                tunnel = Some(Received::read(&mut stream).await);
                stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await.unwrap();
            }
            (tunnel, serve(config, stream).await)
        });
        Self { address, served }
    }

    /// Where it is, as an endpoint.
    pub(crate) fn endpoint(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// Where the proxy is.
    pub(crate) fn proxy(&self, user: &str) -> String {
        format!("http://{user}{}", self.address)
    }

    /// The request; none if the handshake failed.
    pub(crate) async fn received(self) -> Option<Received> {
        self.served.await.unwrap().1
    }

    /// The request to the proxy, and that to the server.
    pub(crate) async fn tunnelled(self) -> (Received, Option<Received>) {
        let (tunnel, received) = self.served.await.unwrap();
        (tunnel.unwrap(), received)
    }
}

async fn serve(config: ServerConfig, stream: TcpStream) -> Option<Received> {
    let mut stream = TlsAcceptor::from(Arc::new(config)).accept(stream).await.ok()?;
    let received = Received::read(&mut stream).await;
    stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").await.unwrap();
    stream.shutdown().await.unwrap();
    // Until the client has read it and goes away.
    let _ = stream.read_to_end(&mut Vec::new()).await;
    Some(received)
}

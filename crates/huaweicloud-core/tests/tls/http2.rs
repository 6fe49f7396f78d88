//! HTTP/2, where the feature is on and the service speaks it.

use std::convert::Infallible;
use std::sync::Arc;

use http_body_util::Empty;
use huaweicloud_core::http::{Request, Response, Version};
use huaweicloud_core::{Bytes, ServiceClient};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use crate::authority::Authority;
use crate::{LIST, builder};

/// Responds to the requests of one connection, and tells which connection they came over.
async fn serve(stream: TcpStream, config: ServerConfig, number: usize, seen: mpsc::UnboundedSender<usize>) {
    let Ok(stream) = TlsAcceptor::from(Arc::new(config)).accept(stream).await else { return };
    let respond = service_fn(move |_: Request<Incoming>| {
        seen.send(number).unwrap();
        async { Ok::<_, Infallible>(Response::builder().status(204).body(Empty::<Bytes>::new()).unwrap()) }
    });
    let connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
    let _ = connection.serve_connection(TokioIo::new(stream), respond).await;
}

async fn list_eight_times(client: &ServiceClient) {
    let calls: Vec<_> = (0..8).map(|_| tokio::spawn(client.request(&LIST).send_without_value())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn calls_that_began_at_once_leave_one_connection_for_those_that_follow() {
    let authority = Authority::new("authority");
    let mut config = authority.server("localhost");
    config.alpn_protocols = vec![b"h2".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let (seen, mut requests) = mpsc::unbounded_channel();
    let server = tokio::spawn(async move {
        for number in 0.. {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(serve(stream, config.clone(), number, seen.clone()));
        }
    });
    let widgets = builder(&endpoint).add_ca_certificates(authority.pem()).build().unwrap();
    list_eight_times(&widgets.0).await;
    while requests.try_recv().is_ok() {}
    list_eight_times(&widgets.0).await;
    let first = requests.recv().await.unwrap();
    for _ in 1..8 {
        assert_eq!(requests.recv().await.unwrap(), first);
    }
    server.abort();
}

#[tokio::test]
async fn calls_share_one_connection_where_the_service_speaks_it() {
    let authority = Authority::new("authority");
    let mut config = authority.server("localhost");
    config.alpn_protocols = vec![b"h2".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let (seen, mut requests) = mpsc::unbounded_channel();
    let server = tokio::spawn(async move {
        // One connection and no more.
        let (stream, _) = listener.accept().await.unwrap();
        let stream = TlsAcceptor::from(Arc::new(config)).accept(stream).await.unwrap();
        let respond = service_fn(move |request: Request<Incoming>| {
            let signature = request.headers().get("authorization").is_some();
            seen.send((request.version(), request.uri().path().to_owned(), signature)).unwrap();
            async { Ok::<_, Infallible>(Response::builder().status(204).body(Empty::<Bytes>::new()).unwrap()) }
        });
        let connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
        let _ = connection.serve_connection(TokioIo::new(stream), respond).await;
    });
    let widgets = builder(&endpoint).add_ca_certificates(authority.pem()).build().unwrap();
    for _ in 0..3 {
        widgets.0.request(&LIST).send_without_value().await.unwrap();
        assert_eq!(requests.recv().await.unwrap(), (Version::HTTP_2, "/v1/p1/widgets".to_owned(), true));
    }
    server.abort();
}

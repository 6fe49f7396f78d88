//! HTTP/2, where the feature is on and the service speaks it.

use std::convert::Infallible;
use std::sync::Arc;

use http_body_util::Empty;
use huaweicloud_core::Bytes;
use huaweicloud_core::http::{Request, Response, Version};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

use crate::authority::Authority;
use crate::{LIST, builder};

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

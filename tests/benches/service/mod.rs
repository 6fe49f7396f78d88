//! A service that responds to every request with the documented example of `ShowBackgroundTask`, and does nothing else, so
//! that what is measured is the client.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::mpsc;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

pub(crate) const PATH: &str =
    "/v2/0123456789abcdef0123456789abcdef/instances/3e7f9a52/tasks/8abfa7b272adc5b40172b73130065ae7";

const BODY: &str = r#"{"task_count":"1","tasks":[{"id":"8abfa7b272adc5b40172b73130065ae7","name":"bindInstancePublicIp","user_name":"paas_dms","user_id":"3df5acbc24a54fadb62a043c9000a307","params":"{\"public_ip_id\":\"1aea7aed-e7d8-40ea-b3de-6f3ee9d5db9f\",\"public_ip_address\":\"100.93.2.18\",\"enable_public_ip\":true}","status":"SUCCESS","created_at":"2020-06-15T08:55:53.606Z","updated_at":"2020-06-15T08:55:56.600Z"}]}"#;

/// Starts the service on a thread of its own, which ends with the program.
pub(crate) fn start() -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                tokio::spawn(
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service_fn(respond)),
                );
            }
        });
    });
    receiver.recv().unwrap()
}

async fn respond(_: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut response = Response::new(Full::new(Bytes::from_static(BODY.as_bytes())));
    response.headers_mut().insert("content-type", "application/json".parse().unwrap());
    response.headers_mut().insert("x-request-id", "0123456789abcdef0123456789abcdef".parse().unwrap());
    Ok(response)
}

//! Connections.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::service::Service;

/// How long requests under way may still take when the simulator is stopped.
const GRACE: Duration = Duration::from_secs(5);
/// Pause after a connection that could not be accepted, when the process has no more file descriptors for example.
const PAUSE: Duration = Duration::from_millis(50);

/// Responds to what comes in until `stopped` is done, then to what is under way. Dropping the future cuts all connections.
pub(crate) async fn serve(listener: TcpListener, service: Arc<Service>, mut stopped: oneshot::Receiver<()>) {
    let under_way = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => accept(stream, &service, &under_way, &mut connections),
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
            // Forgets connections that have ended.
            Some(_) = connections.join_next() => {}
            _ = &mut stopped => break,
        }
    }
    drop(listener);
    // What takes longer is cut when the set of connections is dropped.
    let _ = tokio::time::timeout(GRACE, under_way.shutdown()).await;
}

fn accept(
    stream: TcpStream,
    service: &Arc<Service>,
    under_way: &GracefulShutdown,
    connections: &mut JoinSet<Result<(), hyper::Error>>,
) {
    let service = Arc::clone(service);
    let respond = service_fn(move |request| {
        let service = Arc::clone(&service);
        async move { Ok::<_, Infallible>(service.respond(request).await) }
    });
    let connection = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), respond);
    connections.spawn(under_way.watch(connection));
}

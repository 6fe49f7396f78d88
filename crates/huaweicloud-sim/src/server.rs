//! Connections: how many, how long, and what is read of them.

mod body;
mod connection;
mod head_time;
mod limits;
mod verbatim;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::task::JoinSet;

use crate::gateway::Gateway;
pub(crate) use body::{Body, Content, read};
use connection::GuardedIo;
pub(crate) use connection::{ConnectionState, Ending, UnderWay};
use head_time::HeadTime;
pub use limits::Limits;
pub(crate) use verbatim::Verbatim;

/// How long requests under way may still take when the simulator is stopped.
const GRACE: Duration = Duration::from_secs(5);
/// Pause after a connection that could not be accepted, when the process has no more file descriptors for example.
const PAUSE: Duration = Duration::from_millis(50);

/// Responds to what comes in until `stopped` is done, then to what is under way. Dropping the future cuts all connections.
pub(crate) async fn serve(listener: TcpListener, gateway: Arc<Gateway>, mut stopped: oneshot::Receiver<()>) {
    let under_way = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let places = Arc::new(Semaphore::new(gateway.limits.connections));
    loop {
        let accepted = async {
            // A connection waits in the queue of the operating system until there is a place for it.
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            (place, accepted) = accepted => match (place, accepted) {
                (Ok(place), Ok((stream, peer))) => {
                    accept(stream, peer, place, &gateway, &under_way, &mut connections);
                }
                _ => tokio::time::sleep(PAUSE).await,
            },
            // Forgets connections that have ended.
            Some(ended) = connections.join_next() => {
                if let Err(error) = ended {
                    tracing::error!(%error, "a connection ended by a mistake in the simulator");
                }
            }
            _ = &mut stopped => break,
        }
    }
    drop(listener);
    // What takes longer is cut when the set of connections is dropped.
    let _ = tokio::time::timeout(GRACE, under_way.shutdown()).await;
}

fn accept(
    stream: TcpStream,
    peer: SocketAddr,
    place: OwnedSemaphorePermit,
    gateway: &Arc<Gateway>,
    under_way: &GracefulShutdown,
    connections: &mut JoinSet<()>,
) {
    // Responses are small: none waits for the next one to fill a packet.
    let _ = stream.set_nodelay(true);
    let state = Arc::new(ConnectionState::new(Arc::clone(&gateway.numbers), peer));
    let io = GuardedIo::new(TokioIo::new(stream), Arc::clone(&state), &gateway.limits);
    let service = {
        let gateway = Arc::clone(gateway);
        service_fn(move |request| {
            let (gateway, state) = (Arc::clone(&gateway), Arc::clone(&state));
            async move { gateway.respond(request, &state).await }
        })
    };
    let connection = http1::Builder::new().max_buf_size(gateway.limits.head_bytes).serve_connection(io, service);
    let connection = under_way.watch(connection);
    connections.spawn(async move {
        let _ = connection.await;
        drop(place);
    });
}

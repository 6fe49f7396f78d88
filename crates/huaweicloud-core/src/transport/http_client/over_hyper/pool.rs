//! The connections to one endpoint, which are kept for later requests.
//!
//! hyper-util's own pool serves any number of hosts, and lets each request race the making of a connection against one that comes
//! back. This one knows its host: a request takes the connection that was used last, and makes one if there is none.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use http::{Request, Response, Uri};
use hyper::body::Incoming;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::Failure;
use super::connector::Connector;
use super::sender::Sender;
use crate::transport::http_client::body::SentBody;

/// For how long a connection is waited for that has given its response, and does not take a request yet. Mostly it is about to;
/// where the response came before the service had read the request, it may never.
const GRACE: Duration = Duration::from_millis(10);

pub(super) struct Pool {
    connector: Connector,
    /// Where connections lead.
    service: Uri,
    /// Whether a request names all of its URL, as those to a proxy do.
    is_absolute: bool,
    max_idle: usize,
    idle_timeout: Duration,
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    /// The one that was used last is the last.
    connections: Vec<Unused>,
    /// Closes what nobody has used for too long.
    reaper: Option<JoinHandle<()>>,
}

struct Unused {
    sender: Sender,
    since: Instant,
}

/// A connection in use. When it is dropped it is closed, because how far it is then is not known, unless it was given back.
pub(super) struct Lease {
    sender: Sender,
    pool: Arc<Pool>,
}

impl Pool {
    pub(super) fn new(
        connector: Connector,
        service: Uri,
        is_absolute: bool,
        max_idle: usize,
        idle_timeout: Duration,
    ) -> Arc<Self> {
        Arc::new(Self { connector, service, is_absolute, max_idle, idle_timeout, idle: Mutex::default() })
    }

    /// Sends a request over a connection that is kept, or over a new one. One that turns out to be closed before the request is on it
    /// gives the request back, and the next one is taken.
    pub(super) async fn send(
        self: &Arc<Self>,
        mut request: Request<SentBody>,
    ) -> Result<(Response<Incoming>, Lease), Failure> {
        let uri = request.uri().clone();
        while let Some(mut sender) = self.take() {
            if !sender.is_ready() && !matches!(tokio::time::timeout(GRACE, sender.ready()).await, Ok(Ok(()))) {
                continue;
            }
            *request.uri_mut() = self.target(&uri, &sender);
            match sender.send(request).await {
                Ok(response) => return Ok((response, self.lease(sender))),
                Err(mut failed) => match failed.take_message() {
                    Some(unsent) => request = unsent,
                    None => return Err(Failure::Exchanging(failed.into_error())),
                },
            }
        }
        let (sender, ended) = self.connector.connect(self.service.clone()).await.map_err(Failure::Connecting)?;
        let mut sender = self.settle(sender);
        *request.uri_mut() = self.target(&uri, &sender);
        match sender.send(request).await {
            Ok(response) => Ok((response, self.lease(sender))),
            Err(failed) if failed.message().is_some() => {
                drop(sender);
                // Why the connection ended, if it ended for a reason, says more than that it has.
                Err(Failure::Exchanging(ended.await.unwrap_or_else(|_| failed.into_error())))
            }
            Err(failed) => Err(Failure::Exchanging(failed.into_error())),
        }
    }

    fn target(&self, uri: &Uri, sender: &Sender) -> Uri {
        match uri.path_and_query() {
            Some(origin) if !self.is_absolute && !sender.is_shared() => Uri::from(origin.clone()),
            _ => uri.clone(),
        }
    }

    fn lease(self: &Arc<Self>, sender: Sender) -> Lease {
        Lease { sender, pool: Arc::clone(self) }
    }

    /// Takes out a connection that is kept: of those that take a request now the last, else the last one.
    fn take(&self) -> Option<Sender> {
        let mut idle = self.idle();
        let connections = &mut idle.connections;
        if connections.last()?.is_over(self.idle_timeout) {
            // And so are those before it.
            connections.clear();
            return None;
        }
        let ready = connections.iter().rposition(|unused| unused.sender.is_ready());
        let place = ready.unwrap_or(connections.len() - 1);
        if let (Some(_), Some(shared)) = (ready, connections[place].sender.share()) {
            connections[place].since = Instant::now();
            return Some(shared);
        }
        Some(connections.remove(place).sender)
    }

    /// Keeps a new connection that many requests share while it is used, too; of several that were made at the same time, the first.
    fn settle(self: &Arc<Self>, new: Sender) -> Sender {
        let Some(shared) = new.share() else { return new };
        let kept = self.idle().connections.iter().find_map(|unused| unused.sender.share().filter(Sender::is_ready));
        kept.unwrap_or_else(|| {
            self.keep(shared);
            new
        })
    }

    fn keep(self: &Arc<Self>, sender: Sender) {
        let mut idle = self.idle();
        if idle.connections.len() >= self.max_idle {
            return;
        }
        idle.connections.push(Unused { sender, since: Instant::now() });
        // It may have ended with a runtime that is gone.
        if idle.reaper.as_ref().is_none_or(JoinHandle::is_finished) {
            idle.reaper = Some(tokio::spawn(reap(Arc::downgrade(self), self.idle_timeout)));
        }
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        if let Some(reaper) = self.idle().reaper.take() {
            reaper.abort();
        }
    }
}

impl Unused {
    fn is_over(&self, timeout: Duration) -> bool {
        self.since.elapsed() >= timeout
    }
}

impl Lease {
    /// Gives the connection back after the whole of a response.
    pub(super) fn give_back(self) {
        if !self.sender.is_shared() {
            self.pool.keep(self.sender);
        }
    }
}

/// Closes, until there is none, the connections that nobody has used for a time.
async fn reap(pool: Weak<Pool>, timeout: Duration) {
    loop {
        tokio::time::sleep(timeout).await;
        let Some(pool) = pool.upgrade() else { return };
        let mut idle = pool.idle();
        idle.connections.retain(|unused| !unused.is_over(timeout) && !unused.sender.is_closed());
        if idle.connections.is_empty() {
            idle.reaper = None;
            return;
        }
    }
}

//! A service on the loopback interface that goes wrong in the way that a test says, and is well after that.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::loopback::Received;

/// What the service does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Responds, and keeps the connection. Nothing is carried out unless the status is 200.
    Respond(String),
    /// Resets the connection when the request arrives, before it is read.
    ResetBefore,
    /// Carries the request out, and resets the connection.
    ResetAfter,
    /// Carries the request out, writes the beginning of a response, and closes the connection.
    Begin(String),
    /// Carries the request out, writes the beginning of a response, and then nothing more.
    Stall(String),
    /// Carries the request out, and writes the response byte by byte.
    Drip(String),
    /// Writes that the client shall go on, for as long as it listens.
    ContinueForEver,
    /// Responds, and closes the connection without having said so.
    RespondAndClose(String),
}

/// A response with a length.
pub(crate) fn response(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nX-Request-Id: r-1\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

/// The response of a service that is well.
pub(crate) fn success() -> String {
    response("200 OK", "", r#"{"name":"left"}"#)
}

/// A refusal with a code of the service.
pub(crate) fn refusal(status: &str, headers: &str, code: &str) -> String {
    response(status, headers, &format!(r#"{{"error_code":"{code}","error_msg":"no"}}"#))
}

/// The service.
pub(crate) struct Server {
    address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct State {
    steps: Mutex<VecDeque<Step>>,
    /// The dates of the signatures of all requests that were read, or begun.
    requests: Mutex<Vec<Option<String>>>,
    /// The tokens of all requests that were read.
    tokens: Mutex<Vec<String>>,
    /// The access keys of all that were signed.
    access_keys: Mutex<Vec<String>>,
    executions: Mutex<usize>,
    connections: Mutex<usize>,
    closed: Notify,
}

impl Server {
    /// A service that does these steps, one for each request, and then responds as one that is well.
    pub(crate) async fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State { steps: Mutex::new(steps.into_iter().collect()), ..State::default() });
        let serving = Arc::clone(&state);
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                *serving.connections.lock().unwrap() += 1;
                let serving = Arc::clone(&serving);
                tokio::spawn(async move {
                    serving.serve(stream).await;
                    serving.closed.notify_one();
                });
            }
        });
        Self { address, state, task }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests arrived.
    pub(crate) fn requests(&self) -> usize {
        self.state.requests.lock().unwrap().len()
    }

    /// How many requests were carried out.
    pub(crate) fn executions(&self) -> usize {
        *self.state.executions.lock().unwrap()
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        *self.state.connections.lock().unwrap()
    }

    /// As of when each request was signed.
    pub(crate) fn dates(&self) -> Vec<String> {
        self.state.requests.lock().unwrap().iter().flatten().cloned().collect()
    }

    /// The token of each request that had one.
    pub(crate) fn tokens(&self) -> Vec<String> {
        self.state.tokens.lock().unwrap().clone()
    }

    /// The access key of each request that was signed.
    pub(crate) fn access_keys(&self) -> Vec<String> {
        self.state.access_keys.lock().unwrap().clone()
    }

    /// Waits until a connection has been closed.
    pub(crate) async fn until_closed(&self) {
        self.state.closed.notified().await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl State {
    async fn serve(&self, mut stream: TcpStream) {
        let mut peeked = [0];
        while stream.peek(&mut peeked).await.is_ok_and(|bytes| bytes == 1) {
            let step = self.steps.lock().unwrap().pop_front().unwrap_or_else(|| Step::Respond(success()));
            if matches!(step, Step::ResetBefore) {
                self.requests.lock().unwrap().push(None);
                return stream.set_zero_linger().unwrap();
            }
            let received = Received::read(&mut stream).await;
            self.requests.lock().unwrap().push(received.header("x-sdk-date").map(str::to_owned));
            let signed =
                received.header("authorization").and_then(|value| value.split_once("Access=")?.1.split(',').next());
            self.access_keys.lock().unwrap().extend(signed.map(str::to_owned));
            self.tokens.lock().unwrap().extend(received.header("x-auth-token").map(str::to_owned));
            if !self.respond(&mut stream, step).await {
                return;
            }
        }
    }

    /// Does a step; whether the connection stays.
    async fn respond(&self, stream: &mut TcpStream, step: Step) -> bool {
        let is_executed = match &step {
            Step::Respond(response) | Step::RespondAndClose(response) => response.starts_with("HTTP/1.1 200 "),
            Step::ContinueForEver | Step::ResetBefore => false,
            Step::ResetAfter | Step::Begin(_) | Step::Stall(_) | Step::Drip(_) => true,
        };
        *self.executions.lock().unwrap() += usize::from(is_executed);
        match step {
            Step::Respond(response) => stream.write_all(response.as_bytes()).await.is_ok(),
            Step::RespondAndClose(text) | Step::Begin(text) => {
                let _ = stream.write_all(text.as_bytes()).await;
                false
            }
            Step::ResetBefore | Step::ResetAfter => {
                stream.set_zero_linger().unwrap();
                false
            }
            Step::Stall(beginning) => {
                stream.write_all(beginning.as_bytes()).await.unwrap();
                // Until the client gives up.
                let _ = stream.read_to_end(&mut Vec::new()).await;
                false
            }
            Step::Drip(response) => {
                stream.set_nodelay(true).unwrap();
                for byte in response.as_bytes() {
                    stream.write_all(&[*byte]).await.unwrap();
                    tokio::task::yield_now().await;
                }
                true
            }
            Step::ContinueForEver => {
                while stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await.is_ok() {
                    tokio::task::yield_now().await;
                }
                false
            }
        }
    }
}

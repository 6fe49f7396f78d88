//! A server that has a response for each path.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::loopback::Received;

/// A path with its query, and the responses to it, the last of which is that of all later requests.
type Responses = Vec<(&'static str, Vec<String>)>;

/// Gives credentials, and is the service, too: a path that it has no response for is answered with 204.
pub(crate) struct Issuer {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    task: JoinHandle<()>,
}

/// A response with headers, each with its line end, and a body.
pub(crate) fn response(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

/// A response of 200.
pub(crate) fn ok(body: &str) -> String {
    response("200 OK", "", body)
}

impl Issuer {
    pub(crate) async fn start(responses: impl IntoIterator<Item = (&'static str, Vec<String>)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let responses = Arc::new(Mutex::new(responses.into_iter().collect::<Responses>()));
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let kept = Arc::clone(&received);
        let task = tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (responses, kept) = (Arc::clone(&responses), Arc::clone(&kept));
                tokio::spawn(async move {
                    let request = Received::read(&mut stream).await;
                    let response = next(&mut responses.lock().unwrap(), &request.target);
                    kept.lock().unwrap().push(request);
                    let _ = stream.write_all(response.as_bytes()).await;
                });
            }
        });
        Self { address, received, task }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests for a path came.
    pub(crate) fn count(&self, target: &str) -> usize {
        self.received.lock().unwrap().iter().filter(|request| request.target == target).count()
    }

    /// What is read from the last request for a path.
    pub(crate) fn last<T>(&self, target: &str, read: impl FnOnce(&Received) -> T) -> T {
        let received = self.received.lock().unwrap();
        read(received.iter().rev().find(|request| request.target == target).unwrap())
    }

    /// A header of the last request for a path.
    pub(crate) fn header(&self, target: &str, name: &str) -> Option<String> {
        self.last(target, |request| request.header(name).map(str::to_owned))
    }

    /// The body of the last request for a path.
    pub(crate) fn body(&self, target: &str) -> serde_json::Value {
        self.last(target, |request| serde_json::from_slice(&request.body).unwrap())
    }
}

fn next(responses: &mut Responses, target: &str) -> String {
    let of_path = responses.iter_mut().find(|(known, _)| *known == target).map(|(_, responses)| responses);
    match of_path {
        Some(several) if several.len() > 1 => several.remove(0),
        Some(last) => last.first().unwrap().clone(),
        None => "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_owned(),
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

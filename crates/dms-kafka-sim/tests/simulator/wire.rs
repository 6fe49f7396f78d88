//! Requests written byte by byte, so that a test can send what no HTTP library would.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use dms_kafka_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Simulator};
use huaweicloud_core::Clock;
use huaweicloud_core::signing::{SignableRequest, Signer, parse_date};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The time of all tests, on both sides.
pub(crate) fn now() -> SystemTime {
    parse_date("20240309T010203Z").unwrap()
}

pub(crate) fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// A clock that stands.
pub(crate) struct Stopped(pub(crate) SystemTime);

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        self.0
    }
}

/// A simulator with the documented examples, at the time of all tests.
pub(crate) async fn simulator() -> Simulator {
    Simulator::builder().clock(Stopped(now())).start().await.unwrap()
}

/// Path of something of the example instance: `instance_path("/tasks")`.
pub(crate) fn instance_path(rest: &str) -> String {
    format!("/v2/{EXAMPLE_PROJECT_ID}/instances/{EXAMPLE_INSTANCE_ID}{rest}")
}

/// A request; every part may be changed after it was signed.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) address: SocketAddr,
}

impl Request {
    /// A request to a simulator, with the header `Host` only.
    pub(crate) fn new(simulator: &Simulator, method: &str, target: &str) -> Self {
        let address = simulator.addr();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: vec![("host".to_owned(), address.to_string())],
            body: Vec::new(),
            address,
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(n, _)| n != name);
        self
    }

    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        self.without(name).header(name, value)
    }

    /// Signs what is there with the example's key.
    pub(crate) fn sign(self) -> Self {
        self.sign_with(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY, now())
    }

    pub(crate) fn sign_with(self, access_key: &str, secret_key: &str, at: SystemTime) -> Self {
        // What is signed is sorted, whatever the order in which it is sent.
        let mut query: Vec<_> = self.query.split('&').collect();
        query.sort_unstable();
        let query = query.join("&");
        let mut signable = SignableRequest::new(&self.method, "", &self.path).query(&query).body(&self.body);
        for (name, value) in &self.headers {
            signable = signable.header(name, value.as_str());
        }
        let signature = Signer::new(access_key, &secret_key.into()).unwrap().sign(&signable, at).unwrap();
        let (date, authorization) = (signature.date().to_owned(), signature.authorization().to_owned());
        let content_hash = signature.content_hash();
        let signed = self.with("x-sdk-date", &date).header("authorization", &authorization);
        match content_hash {
            Some(value) => signed.header("x-sdk-content-sha256", value),
            None => signed,
        }
    }

    pub(crate) fn authorization(&self) -> String {
        self.headers.iter().find(|(name, _)| name == "authorization").unwrap().1.clone()
    }

    /// The bytes of the request; `connection` is the value of the header of that name.
    pub(crate) fn bytes(&self, connection: &str) -> Vec<u8> {
        let question_mark = if self.query.is_empty() { "" } else { "?" };
        let mut lines = vec![format!("{} {}{question_mark}{} HTTP/1.1", self.method, self.path, self.query)];
        lines.extend(self.headers.iter().map(|(name, value)| format!("{name}: {value}")));
        if !self.body.is_empty() {
            lines.push(format!("content-length: {}", self.body.len()));
        }
        lines.push(format!("connection: {connection}\r\n\r\n"));
        let head = lines.join("\r\n");
        [head.as_bytes(), &self.body].concat()
    }

    pub(crate) async fn send(&self) -> Response {
        send(self.address, &self.bytes("close")).await
    }
}

/// Signs a `GET` and sends it.
pub(crate) async fn get(simulator: &Simulator, target: &str) -> Response {
    Request::new(simulator, "GET", target).sign().send().await
}

/// Signs a request with a body of JSON and sends it.
async fn with_body(simulator: &Simulator, method: &str, target: &str, body: &Value) -> Response {
    let request = Request::new(simulator, method, target).header("content-type", "application/json");
    request.body(body.to_string()).sign().send().await
}

/// Signs a `POST` and sends it.
pub(crate) async fn post(simulator: &Simulator, target: &str, body: &Value) -> Response {
    with_body(simulator, "POST", target, body).await
}

/// Signs a `PUT` and sends it.
pub(crate) async fn put(simulator: &Simulator, target: &str, body: &Value) -> Response {
    with_body(simulator, "PUT", target, body).await
}

/// Signs a `DELETE` and sends it.
pub(crate) async fn delete(simulator: &Simulator, target: &str) -> Response {
    Request::new(simulator, "DELETE", target).sign().send().await
}

/// Sends bytes and reads until the simulator closes the connection.
pub(crate) async fn send(address: SocketAddr, bytes: &[u8]) -> Response {
    let exchange = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut received = Vec::new();
        stream.read_to_end(&mut received).await.unwrap();
        received
    };
    // A simulator that waits for more than there is fails the test instead of holding it up.
    let received = tokio::time::timeout(seconds(60), exchange).await.unwrap();
    Response::parse(&received)
}

/// A response, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn parse(received: &[u8]) -> Self {
        let text = String::from_utf8(received.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        };
        Self { status, headers: lines.map(header).collect(), body: body.to_owned() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.header("content-type"), Some("application/json"));
        serde_json::from_str(&self.body).unwrap()
    }

    /// Ids of the tasks in the body, and their count.
    pub(crate) fn task_ids(&self) -> (Vec<String>, String) {
        assert_eq!(self.status, 200, "{}", self.body);
        let body = self.json();
        let ids = body["tasks"].as_array().unwrap().iter().map(|task| task["id"].as_str().unwrap().to_owned());
        (ids.collect(), body["task_count"].as_str().unwrap().to_owned())
    }

    /// Checks that it is a refusal of the documented form, and gives its message.
    #[track_caller]
    pub(crate) fn refusal(&self, status: u16, code: &str) -> String {
        assert_eq!(self.status, status, "{}", self.body);
        let body = self.json();
        assert_eq!(body["error_code"], code, "{}", self.body);
        assert_eq!(body.as_object().unwrap().len(), 2, "{}", self.body);
        assert_eq!(self.header("x-request-id").unwrap().len(), 32);
        body["error_msg"].as_str().unwrap().to_owned()
    }
}

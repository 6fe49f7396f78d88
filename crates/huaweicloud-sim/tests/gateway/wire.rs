//! Requests written byte by byte, so that a test can send what no HTTP library would, and signed by code of this file's own.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use huaweicloud_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY, Service, Simulator, SimulatorBuilder};
use ring::{digest, hmac};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) const BUNDLE: &str = include_str!("../../../../tests/widgets/openapi/widgets.json");
const DATE: &str = "20240309T010203Z";

/// The time of all tests: that of `DATE`.
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_709_946_123)
}

pub(crate) fn builder() -> SimulatorBuilder {
    Simulator::builder().clock(now)
}

pub(crate) fn widgets() -> Service {
    Service::from_bundle(BUNDLE).unwrap()
}

pub(crate) async fn simulator() -> Simulator {
    builder().start(widgets()).await.unwrap()
}

/// A request; every part may be changed after it was signed.
#[derive(Clone)]
pub(crate) struct Request {
    method: String,
    target: String,
    pub(crate) headers: Vec<(String, String)>,
    body: String,
    address: SocketAddr,
}

impl Request {
    pub(crate) fn new(simulator: &Simulator, method: &str, target: &str) -> Self {
        let address = simulator.addr();
        let headers = vec![("host".to_owned(), address.to_string())];
        Self { method: method.to_owned(), target: target.to_owned(), headers, body: String::new(), address }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn body(mut self, body: impl std::fmt::Display) -> Self {
        self.body = body.to_string();
        self
    }

    pub(crate) fn sign(self) -> Self {
        self.sign_with(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY)
    }

    /// Signs the date, and the security token if there is one, as clients do that do not sign the host.
    pub(crate) fn sign_with(self, access_key: &str, secret_key: &str) -> Self {
        let token = self.headers.iter().find(|(name, _)| name == "x-security-token").map(|(_, value)| value.clone());
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let (signed, names) = match token {
            Some(token) => (format!("x-sdk-date:{DATE}\nx-security-token:{token}\n"), "x-sdk-date;x-security-token"),
            None => (format!("x-sdk-date:{DATE}\n"), "x-sdk-date"),
        };
        let mut pairs: Vec<_> = query.split('&').collect();
        pairs.sort_unstable();
        let (query, body) = (pairs.join("&"), hash(self.body.as_bytes()));
        let slash = if path.ends_with('/') { "" } else { "/" };
        let canonical = format!("{}\n{path}{slash}\n{query}\n{signed}\n{names}\n{body}", self.method);
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret_key.as_bytes());
        let text = format!("SDK-HMAC-SHA256\n{DATE}\n{}", hash(canonical.as_bytes()));
        let signature = hex(hmac::sign(&key, text.as_bytes()).as_ref());
        let authorization =
            format!("SDK-HMAC-SHA256 Access={access_key}, SignedHeaders={names}, Signature={signature}");
        self.header("x-sdk-date", DATE).header("authorization", &authorization)
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut lines = vec![format!("{} {} HTTP/1.1\r\nconnection: close", self.method, self.target)];
        lines.extend(self.headers.iter().map(|(name, value)| format!("{name}: {value}")));
        if !self.body.is_empty() {
            lines.push(format!("content-length: {}", self.body.len()));
        }
        format!("{}\r\n\r\n{}", lines.join("\r\n"), self.body).into_bytes()
    }

    pub(crate) async fn send(&self) -> Response {
        send(self.address, &self.bytes()).await.unwrap_or_else(|received| panic!("{received:?}"))
    }

    /// What comes, if no whole response does.
    pub(crate) async fn send_in_vain(&self) -> String {
        match send(self.address, &self.bytes()).await {
            Ok(response) => panic!("{response:?}"),
            Err(received) => received,
        }
    }
}

fn hash(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// Sends bytes and reads until the connection is closed or reset: a response, or what there is of one.
pub(crate) async fn send(address: SocketAddr, bytes: &[u8]) -> Result<Response, String> {
    let exchange = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // Whoever is refused early may not be listened to until the end.
        let _ = stream.write_all(bytes).await;
        let mut received = Vec::new();
        let _ = stream.read_to_end(&mut received).await;
        received
    };
    // A simulator that waits for more than there is fails the test instead of holding it up.
    let received = tokio::time::timeout(Duration::from_secs(60), exchange).await.unwrap();
    Response::parse(&String::from_utf8_lossy(&received))
}

/// A response, taken apart.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Response {
    fn parse(text: &str) -> Result<Self, String> {
        let (head, body) = text.split_once("\r\n\r\n").ok_or(text)?;
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or(text)?;
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        let response = Self { status, headers, body: body.to_owned() };
        let length = response.header("content-length").map(|length| length.parse::<usize>().unwrap());
        if length.is_some_and(|length| length != response.body.len()) { Err(text.to_owned()) } else { Ok(response) }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}", self.body))
    }

    /// Checks that it is a refusal of the documented form, with a request id, and gives its message.
    #[track_caller]
    pub(crate) fn refusal(&self, status: u16, code: &str) -> String {
        assert_eq!(self.status, status, "{}", self.body);
        let body = self.json();
        assert_eq!(body["error_code"], code, "{}", self.body);
        assert_eq!(self.header("x-request-id").unwrap().len(), 32);
        body["error_msg"].as_str().unwrap().to_owned()
    }
}

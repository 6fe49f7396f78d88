//! A server for one request on the loopback interface, and comparisons of what it took and gave.
//!
//! If the environment names the address of an upstream server, for a crate `my-client` in `MY_CLIENT_UPSTREAM`, that one
//! responds instead: a mock server which has the specification, `.ci/foreign/prism` for example.

use std::fmt::Write as _;

use huaweicloud_core::{Credentials, Error, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::Client;

/// What the server responds.
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Name of the example that it is, if it is one.
    pub(crate) example: &'static str,
    /// None if it is empty.
    pub(crate) media_type: &'static str,
    pub(crate) body: &'static [u8],
}

/// What a request is expected to be; values are those before any encoding.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    pub(crate) method: &'static str,
    pub(crate) segments: &'static [&'static str],
    pub(crate) query: &'static [(&'static str, &'static str)],
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) content_type: &'static str,
    pub(crate) json: Option<&'static str>,
    pub(crate) form: &'static [(&'static str, &'static str)],
}

/// A request as it came.
#[derive(Debug)]
pub(crate) struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Reply {
    /// Whether another server that has the specification can respond the same: what no example documents it does not know,
    /// and one that has only floating-point numbers rounds large integers.
    fn is_known_elsewhere(&self) -> bool {
        let is_exact = |body: Value| !is_any_number(&body, &|number| number.as_f64().is_some_and(|number| number.abs() > 2_f64.powi(53)));
        !self.example.is_empty() && serde_json::from_slice(self.body).is_ok_and(is_exact)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Reply\r\nContent-Length: {}\r\n", self.status, self.body.len());
        if !self.media_type.is_empty() {
            write!(head, "Content-Type: {}\r\n", self.media_type).unwrap();
        }
        head.push_str("Connection: close\r\n\r\n");
        [head.as_bytes(), self.body].concat()
    }
}

/// Makes a call to a server that replies once; what it took, and what the call gave.
pub(crate) async fn call<T>(
    reply: Reply,
    call: impl AsyncFnOnce(Client) -> Result<Response<T>, Error>,
) -> (Request, Result<Response<T>, Error>) {
    let upstream = std::env::var(env!("CARGO_PKG_NAME").to_uppercase().replace('-', "_") + "_UPSTREAM");
    exchange(reply, upstream.ok(), call).await
}

/// Makes a call that no upstream server gets: it does not keep the conditions between its values.
#[allow(dead_code, reason = "a service may have no conditions")]
pub(crate) async fn call_alone<T>(
    reply: Reply,
    call: impl AsyncFnOnce(Client) -> Result<Response<T>, Error>,
) -> (Request, Result<Response<T>, Error>) {
    exchange(reply, None, call).await
}

async fn exchange<T>(
    reply: Reply,
    upstream: Option<String>,
    call: impl AsyncFnOnce(Client) -> Result<Response<T>, Error>,
) -> (Request, Result<Response<T>, Error>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client(format!("http://{}", listener.local_addr().unwrap()));
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let request = Request::read(&mut stream).await;
        let bytes = match upstream {
            Some(address) => request.forward(&address, &reply).await,
            None => reply.to_bytes(),
        };
        stream.write_all(&bytes).await.unwrap();
        request
    });
    let result = call(client).await;
    // A request that was refused before it was sent leaves the server waiting.
    if let Err(error) = &result {
        assert!(!error.is_unsent(), "not sent: {error}");
    }
    (server.await.unwrap(), result)
}

fn client(endpoint: String) -> Client {
    let credentials = Credentials::new("ak", "sk").with_project_id("p-1");
    Client::builder().endpoint(endpoint).credentials(credentials).build().unwrap()
}

impl Request {
    async fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let head_length = loop {
            if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "the client went away");
        };
        let mut body = bytes.split_off(head_length);
        let head = String::from_utf8(bytes).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let first: Vec<&str> = lines.next().unwrap().split(' ').collect();
        let [method, target, "HTTP/1.1"] = first[..] else { panic!("{first:?}") };
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        let headers: Vec<_> = lines.map(|line| header(line).unwrap_or_else(|| panic!("{line}"))).collect();
        let mut request = Self { method: method.to_owned(), target: target.to_owned(), headers, body: Vec::new() };
        let length: usize = request.header("content-length").map_or(0, |length| length.parse().unwrap());
        while body.len() < length {
            assert_ne!(stream.read_buf(&mut body).await.unwrap(), 0, "the client went away");
        }
        request.body = body;
        request
    }

    /// Sends it to another server; what that one responded, with the status that was asked for.
    async fn forward(&self, address: &str, reply: &Reply) -> Vec<u8> {
        let status = reply.status;
        let mut head = format!("{} {} HTTP/1.1\r\nConnection: close\r\nPrefer: code={status}", self.method, self.target);
        if !reply.example.is_empty() {
            write!(head, ", example={}", reply.example).unwrap();
        }
        head.push_str("\r\n");
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(&[head.as_bytes(), b"\r\n", &self.body].concat()).await.unwrap();
        let mut response = Vec::new();
        stream.read_to_end(&mut response).await.unwrap();
        let shown = String::from_utf8_lossy(&response);
        assert!(shown.starts_with(&format!("HTTP/1.1 {status} ")), "{} {}: {shown}", self.method, self.target);
        if reply.is_known_elsewhere() { response } else { reply.to_bytes() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} is there twice");
        value
    }

    /// Compares it with what is expected.
    pub(crate) fn compare(&self, expected: &Expected) {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let segments: Vec<String> = path.split('/').map(decoded).collect();
        assert_eq!((self.method.as_str(), segments.as_slice()), (expected.method, owned(expected.segments).as_slice()));
        assert_eq!(pairs(query), sorted(expected.query), "the query of {}", self.target);
        for (name, value) in expected.headers {
            assert_eq!(self.header(name), Some(*value), "the header {name}");
        }
        assert_eq!(self.header("content-type"), Some(expected.content_type));
        if let Some(json) = expected.json {
            let sent: Value = serde_json::from_slice(&self.body).unwrap();
            let expected = serde_json::from_str(json).unwrap();
            assert!(is_equal(&sent, &expected), "sent {sent}, not {expected}");
        } else {
            let sent = std::str::from_utf8(&self.body).unwrap();
            assert_eq!(pairs(sent), sorted(expected.form), "the body {sent:?}");
        }
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// The pairs of a query or a form, as a server reads them; their order says nothing.
fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let plus = |text: &str| decoded(&text.replace('+', " "));
    let mut pairs: Vec<_> = pairs.map(|pair| pair.split_once('=').unwrap()).map(|(name, value)| (plus(name), plus(value))).collect();
    pairs.sort();
    pairs
}

fn sorted(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    pairs.sort();
    pairs
}

/// Percent-decoded text.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
        } else {
            byte
        });
    }
    String::from_utf8(bytes).unwrap()
}

/// Reads an example into its type.
pub(crate) fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// What a type writes.
pub(crate) fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// Reads an object into a type, and compares one of its fields, by its name in Rust, with what it should be; and then what
/// the type writes under the name of the field, which is nothing for one that is never sent.
pub(crate) fn field<T: DeserializeOwned + Serialize>(
    name: &str,
    object: &str,
    of: impl FnOnce(&T) -> Value,
    expected: &str,
    is_sent: bool,
) {
    let value: T = read(object);
    let expected: Value = serde_json::from_str(expected).unwrap();
    let read = of(&value);
    assert!(is_same(&read, &expected), "`{name}` is read as {read}, not as {expected}");
    let written = written(&value);
    match written.get(name) {
        Some(sent) => assert!(is_sent && is_same(sent, &expected), "`{name}` is sent as {sent}, not as {expected}"),
        None => assert!(!is_sent, "`{name}` is not sent"),
    }
}

/// Compares what was read of a response with its example. Only what is empty or null may be absent.
pub(crate) fn same(read: &Value, example: &str) {
    let expected = serde_json::from_str(example).unwrap();
    assert!(is_same(read, &expected), "read {read}, not {expected}");
}

fn is_same(read: &Value, expected: &Value) -> bool {
    match (read, expected) {
        (read, expected) if is_empty(read) && is_empty(expected) => true,
        (Value::Object(read), Value::Object(expected)) => {
            read.iter().all(|(name, value)| expected.get(name).map_or(is_empty(value), |expected| is_same(value, expected)))
                && expected.iter().all(|(name, value)| read.contains_key(name) || is_empty(value))
        }
        (Value::Array(read), Value::Array(expected)) => {
            read.len() == expected.len() && read.iter().zip(expected).all(|(read, expected)| is_same(read, expected))
        }
        (read, expected) => is_equal(read, expected),
    }
}

/// Whether one of the numbers in a value is such a one.
fn is_any_number(value: &Value, is_such: &impl Fn(&serde_json::Number) -> bool) -> bool {
    match value {
        Value::Number(number) => is_such(number),
        Value::Array(elements) => elements.iter().any(|element| is_any_number(element, is_such)),
        Value::Object(entries) => entries.values().any(|entry| is_any_number(entry, is_such)),
        _ => false,
    }
}

/// Whether a value is null, a list without elements, or an object without entries but such ones.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(elements) => elements.is_empty(),
        Value::Object(entries) => entries.values().all(is_empty),
        _ => false,
    }
}

/// Whether two values are one: numbers count by what they are, not by how they are written.
fn is_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || is_close(left.as_f64(), right.as_f64()) && (left.is_f64() || right.is_f64()),
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, value)| right.get(name).is_some_and(|other| is_equal(value, other)))
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_equal(left, right))
        }
        (left, right) => left == right,
    }
}

/// Whether two numbers are one but for the last digit, which `serde_json` may read otherwise than the client.
fn is_close(left: Option<f64>, right: Option<f64>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => (left - right).abs() <= left.abs() * 4.0 * f64::EPSILON,
        _ => false,
    }
}

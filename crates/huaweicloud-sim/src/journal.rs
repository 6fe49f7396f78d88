//! The last requests, for whoever wants to see what came.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use data_encoding::HEXLOWER;
use hyper::Method;
use hyper::header::{HeaderName, HeaderValue};
use hyper::http::request::Parts;

use crate::secret::{MASK, is_secret_header};

/// How many requests are kept, and how much of a body.
const KEPT: usize = 1_000;
const BODY_KEPT: usize = 64 * 1024;

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<VecDeque<RecordedRequest>>);

/// A request as it came, and what became of it. Headers that let their holder in are masked before they are kept.
#[derive(Clone)]
pub struct RecordedRequest {
    number: u64,
    received: SystemTime,
    method: Method,
    head: Head,
    body: Bytes,
    outcome: Outcome,
}

/// The target and the headers of a request, a line each: a copy, because the parts of a request keep the buffer that the
/// connection was read into, which is much longer.
#[derive(Clone)]
struct Head(Box<[u8]>);

/// What became of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// The operation that it was for, if it came so far.
    pub(crate) operation: Option<Arc<str>>,
    /// Whether the operation was carried out.
    pub(crate) was_executed: bool,
    /// The status that was responded; none if the connection was cut.
    pub(crate) status: Option<u16>,
    /// The code of a refusal.
    pub(crate) code: Option<Cow<'static, str>>,
    pub(crate) took: Duration,
}

impl RecordedRequest {
    /// The request id in the response (`X-Request-Id`).
    pub fn request_id(&self) -> String {
        RequestId::of(self.number).to_string()
    }

    /// When it came, by the clock of the machine.
    pub const fn received(&self) -> SystemTime {
        self.received
    }

    /// Its method.
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// Its path, as it was sent.
    pub fn path(&self) -> &str {
        self.head.target().split('?').next().unwrap_or_default()
    }

    /// Its query, as it was sent.
    pub fn query(&self) -> &str {
        self.head.target().split_once('?').map_or("", |(_, query)| query)
    }

    /// A header, the first if it came several times, and none if it is not UTF-8; one that lets its holder in is masked.
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.head.headers().find(|(other, _)| other.eq_ignore_ascii_case(name.as_bytes()))?;
        std::str::from_utf8(value).ok()
    }

    /// The beginning of its body, 64 KiB at most. It may hold passwords.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The operation that it was for, if there is one at its path, and its sender was let in.
    pub fn operation(&self) -> Option<&str> {
        self.outcome.operation.as_deref()
    }

    /// Whether the operation was carried out; a response may have been lost all the same.
    pub const fn was_executed(&self) -> bool {
        self.outcome.was_executed
    }

    /// The HTTP status of the response; none if the connection was cut instead.
    pub const fn status(&self) -> Option<u16> {
        self.outcome.status
    }

    /// The code of a refusal.
    pub fn error_code(&self) -> Option<&str> {
        self.outcome.code.as_deref()
    }

    /// How long the simulator took, faults included.
    pub const fn took(&self) -> Duration {
        self.outcome.took
    }
}

impl fmt::Debug for RecordedRequest {
    /// Without the body, and the query, which may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("request_id", &self.request_id())
            .field("method", &self.method)
            .field("path", &self.path())
            .field("headers", &self.head)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

impl Head {
    fn of(parts: &Parts) -> Self {
        let (path, query) = (parts.uri.path(), parts.uri.query());
        let length = parts.headers.iter().map(|(name, value)| name.as_str().len() + 2 + kept(name, value).len());
        let mut text =
            Vec::with_capacity(path.len() + query.map_or(0, |query| 1 + query.len()) + length.sum::<usize>());
        text.extend_from_slice(path.as_bytes());
        for piece in query.map(|query| ["?", query]).iter().flatten() {
            text.extend_from_slice(piece.as_bytes());
        }
        for (name, value) in &parts.headers {
            for piece in [b"\n", name.as_str().as_bytes(), b":", kept(name, value)] {
                text.extend_from_slice(piece);
            }
        }
        Self(text.into())
    }

    /// The lines: neither a target nor a header can have a line end in it.
    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.0.split(|byte| *byte == b'\n')
    }

    fn target(&self) -> &str {
        self.lines().next().and_then(|line| std::str::from_utf8(line).ok()).unwrap_or_default()
    }

    fn headers(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.lines().skip(1).filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            Some((line.get(..colon)?, line.get(colon + 1..)?))
        })
    }
}

/// What is kept of a header's value.
fn kept<'r>(name: &HeaderName, value: &'r HeaderValue) -> &'r [u8] {
    if is_secret_header(name.as_str()) { MASK.as_bytes() } else { value.as_bytes() }
}

impl fmt::Debug for Head {
    /// The headers alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers =
            self.headers().map(|(name, value)| (String::from_utf8_lossy(name), String::from_utf8_lossy(value)));
        f.debug_map().entries(headers).finish()
    }
}

impl Journal {
    pub(crate) fn record(&self, number: u64, received: SystemTime, parts: &Parts, body: &Bytes, outcome: Outcome) {
        let (method, head) = (parts.method.clone(), Head::of(parts));
        // A copy of what is kept: a slice would keep all of a long body.
        let body = if body.len() > BODY_KEPT { Bytes::copy_from_slice(&body[..BODY_KEPT]) } else { body.clone() };
        let entry = RecordedRequest { number, received, method, head, body, outcome };
        let oldest = {
            let mut entries = self.locked();
            let oldest = if entries.len() == KEPT { entries.pop_front() } else { None };
            entries.push_back(entry);
            oldest
        };
        drop(oldest);
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.locked().iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.locked().clear();
    }

    fn locked(&self) -> MutexGuard<'_, VecDeque<RecordedRequest>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The id of a request, 32 hexadecimal digits.
///
/// Ids are counted, not drawn: the responses of a simulator are the same in each run, so that it can stand in documents and
/// be compared with a snapshot.
#[derive(Clone, Copy)]
pub(crate) struct RequestId([u8; 32]);

impl RequestId {
    pub(crate) fn of(number: u64) -> Self {
        let mut digits = [b'0'; 32];
        HEXLOWER.encode_mut(&number.to_be_bytes(), &mut digits[16..]);
        Self(digits)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Digits are text.
        f.write_str(std::str::from_utf8(&self.0).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::Request;

    fn recorded(request: hyper::http::request::Builder) -> RecordedRequest {
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let journal = Journal::default();
        journal.record(26, SystemTime::UNIX_EPOCH, &parts, &Bytes::new(), Outcome::default());
        journal.all().remove(0)
    }

    #[test]
    fn target_and_headers_are_read_as_they_came_and_secrets_are_not_kept() {
        let request = Request::put("/v1/a%20b?limit=1?&x=:")
            .header("Kind", "a: b")
            .header("kind", "second")
            .header("empty", "")
            .header("latin", [0xe9].as_slice())
            .header("Authorization", "hunter2");
        let recorded = recorded(request);
        assert_eq!((recorded.method(), recorded.path(), recorded.query()), ("PUT", "/v1/a%20b", "limit=1?&x=:"));
        let headers = ["KIND", "empty", "latin", "authorization", "none"].map(|name| recorded.header(name));
        assert_eq!(headers, [Some("a: b"), Some(""), None, Some(MASK), None]);
        assert!(!recorded.head.0.windows(7).any(|bytes| bytes == b"hunter2"));
        assert_eq!(recorded.request_id(), "0000000000000000000000000000001a");
    }

    #[test]
    fn a_target_without_a_query_has_none_and_a_host_is_no_part_of_it() {
        let recorded = recorded(Request::get("http://widgets.example/v1"));
        assert_eq!((recorded.path(), recorded.query(), recorded.header("host")), ("/v1", "", None));
    }

    #[test]
    fn no_more_of_a_head_is_kept_than_there_is() {
        let recorded = recorded(Request::get("/v1").header("a", "b"));
        assert_eq!(&*recorded.head.0, b"/v1\na:b");
    }
}

//! The last requests, for whoever wants to see what came.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, Uri};

use crate::secret::{MASK, is_secret_header};

/// How many requests are kept, and how much of a body.
const KEPT: usize = 1_000;
const BODY_KEPT: usize = 64 * 1024;

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<VecDeque<RecordedRequest>>);

/// A request as it came, and what became of it. Headers that let their holder in are masked.
#[derive(Clone)]
pub struct RecordedRequest {
    number: u64,
    received: SystemTime,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    outcome: Outcome,
}

/// What became of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// The operation that it was for, if it came so far.
    pub(crate) operation: Option<String>,
    /// Whether the operation was carried out.
    pub(crate) was_executed: bool,
    /// The status that was responded; none if the connection was cut.
    pub(crate) status: Option<u16>,
    /// The code of a refusal.
    pub(crate) code: Option<String>,
    pub(crate) took: Duration,
}

impl RecordedRequest {
    /// The request id in the response (`X-Request-Id`).
    pub fn request_id(&self) -> String {
        request_id(self.number)
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
        self.uri.path()
    }

    /// Its query, as it was sent.
    pub fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    /// A header; one that lets its holder in is masked.
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?;
        if is_secret_header(&name.to_ascii_lowercase()) { Some(MASK) } else { value.to_str().ok() }
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
            .field("headers", &self.headers)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

impl Journal {
    pub(crate) fn record(&self, number: u64, received: SystemTime, parts: Parts, body: &Bytes, outcome: Outcome) {
        let Parts { method, uri, mut headers, .. } = parts;
        for (name, value) in &mut headers {
            if is_secret_header(name.as_str()) {
                *value = hyper::header::HeaderValue::from_static(MASK);
            }
        }
        // A copy of what is kept: a slice would keep all of a long body.
        let body = if body.len() > BODY_KEPT { Bytes::copy_from_slice(&body[..BODY_KEPT]) } else { body.clone() };
        let entry = RecordedRequest { number, received, method, uri, headers, body, outcome };
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

/// Ids of requests are counted, not drawn: the responses of a simulator are the same in each run, so that it can stand in
/// documents and be compared with a snapshot.
pub(crate) fn request_id(number: u64) -> String {
    format!("{number:032x}")
}

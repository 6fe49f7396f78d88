//! Requests and responses as a transport carries them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, Uri};

use crate::runtime::Clock;
use crate::service::Operation;

const TIMEOUT: Duration = Duration::from_secs(60);
/// How many bytes the body of a response may have by default.
pub(crate) const BODY_LIMIT: usize = 8 << 20;

/// A response of any status, read to its end.
pub type TransportResponse = http::Response<Bytes>;

/// A request that is ready to be sent: signed, or with its token.
///
/// `Debug` shows neither the values of query and headers nor the body.
pub struct TransportRequest {
    operation: &'static Operation,
    http: http::Request<Bytes>,
    timeout: Duration,
    body_limit: usize,
    clock: Arc<dyn Clock>,
}

impl TransportRequest {
    /// A request for an operation, with the limits that a client has by default: 60 s, and a response of 8 MiB.
    ///
    /// Clients make them; this is for tests of a transport.
    pub fn new(operation: &'static Operation, http: http::Request<Bytes>, clock: Arc<dyn Clock>) -> Self {
        Self { operation, http, timeout: TIMEOUT, body_limit: BODY_LIMIT, clock }
    }

    /// Sets how long the request may take.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how many bytes the body of the response may have.
    #[must_use]
    pub fn with_body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// The operation that is asked for.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The method.
    pub fn method(&self) -> &Method {
        self.http.method()
    }

    /// Where it goes, with scheme and host; path and query are in the spelling in which they are signed.
    pub fn uri(&self) -> &Uri {
        self.http.uri()
    }

    /// All headers. Values that hold something secret are marked sensitive.
    pub fn headers(&self) -> &HeaderMap {
        self.http.headers()
    }

    /// The body; empty if there is none.
    pub fn body(&self) -> &Bytes {
        self.http.body()
    }

    /// How long it may take: connecting, sending, waiting and reading the response.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// How many bytes the body of the response may have.
    pub fn body_limit(&self) -> usize {
        self.body_limit
    }

    /// The clock of the client, to wait with.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The request as the `http` crate has it; the operation, a `&'static Operation`, is among its extensions.
    pub fn into_http(mut self) -> http::Request<Bytes> {
        self.http.extensions_mut().insert(self.operation);
        self.http
    }

    /// The request as the `http` crate has it, without more.
    #[cfg(any(feature = "hyper", feature = "reqwest"))]
    pub(super) fn into_parts(self) -> (http::request::Parts, Bytes) {
        self.http.into_parts()
    }
}

impl fmt::Debug for TransportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers().keys().map(HeaderName::as_str).collect();
        f.debug_struct("TransportRequest")
            .field("operation", &self.operation.id())
            .field("path", &self.uri().path())
            .field("headers", &headers)
            .field("body_bytes", &self.body().len())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::SystemClock;

    #[test]
    fn a_request_has_the_limits_of_a_client() {
        static SHOW: Operation = Operation::new("ShowWidget", crate::Method::Get, "/v1/widget");
        let request = TransportRequest::new(&SHOW, http::Request::default(), Arc::new(SystemClock));
        assert_eq!((request.timeout(), request.body_limit()), (Duration::from_secs(60), 8_388_608));
    }
}

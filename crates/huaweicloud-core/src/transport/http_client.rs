//! Requests over HTTP, by reqwest: TLS, proxies, time limits, the size of responses. The only module that knows reqwest.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use rustls::crypto::{CryptoProvider, ring};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::Error;
use crate::service::Endpoint;
use crate::wire::{BodyTooLong, ResponseHead, WireRequest, WireResponse};

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimeLimits {
    pub(crate) connect: Duration,
    /// For a request as a whole: connecting, sending, waiting and reading the response.
    pub(crate) whole: Duration,
}

/// Carries requests to one endpoint.
pub(crate) struct HttpTransport {
    http: reqwest::Client,
    time_limits: TimeLimits,
    body_limit: usize,
}

impl HttpTransport {
    /// It follows no redirect, so that nothing signed goes anywhere else.
    pub(crate) fn new(endpoint: &Endpoint, time_limits: TimeLimits, body_limit: usize) -> Result<Self, Error> {
        let failed = |what: &str, source: Box<dyn std::error::Error + Send + Sync>| {
            Error::configuration(format!("{what} could not be set up")).with_source(source)
        };
        let tls = tls_config(endpoint).map_err(|error| failed("TLS", error.into()))?;
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(time_limits.connect)
            .timeout(time_limits.whole);
        if endpoint.is_loopback() {
            // A proxy cannot reach the loopback interface of this machine.
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| failed("the HTTP client", error.into()))?;
        Ok(Self { http, time_limits, body_limit })
    }

    /// Sends a request and reads the response, whatever its status, to its end.
    ///
    /// # Errors
    ///
    /// [`Error::is_connection`], [`Error::is_timeout`], or [`Error::is_invalid_request`] for what HTTP cannot carry.
    pub(crate) async fn send(&self, request: WireRequest) -> Result<WireResponse, Error> {
        let mut http_request = reqwest::Request::new(request.method, request.url);
        *http_request.headers_mut() = request.headers;
        if !request.body.is_empty() {
            *http_request.body_mut() = Some(request.body.into());
        }
        let mut response = self.http.execute(http_request).await.map_err(|error| self.failure(error))?;
        let headers = std::mem::take(response.headers_mut());
        let head = ResponseHead::new(response.status().as_u16(), &headers);
        match self.read_body(&mut response).await {
            Ok(body) => Ok(WireResponse { head, headers, body }),
            Err(error) => Err(self.failure(error).with_response(head).with_headers(headers)),
        }
    }

    /// Reads a body whole, but never more of it than the limit.
    async fn read_body(&self, response: &mut reqwest::Response) -> reqwest::Result<Result<Bytes, BodyTooLong>> {
        let limit = self.body_limit;
        if response.content_length().is_some_and(|length| length > limit as u64) {
            return Ok(Err(BodyTooLong(limit)));
        }
        let Some(first) = response.chunk().await? else { return Ok(Ok(Bytes::new())) };
        let mut whole: Option<Vec<u8>> = None;
        while let Some(next) = response.chunk().await? {
            let whole = whole.get_or_insert_with(|| first.to_vec());
            whole.extend_from_slice(&next);
            if whole.len() > limit {
                return Ok(Err(BodyTooLong(limit)));
            }
        }
        let whole = whole.map_or(first, Bytes::from);
        Ok(if whole.len() > limit { Err(BodyTooLong(limit)) } else { Ok(whole) })
    }

    /// A failure before, during or after sending.
    fn failure(&self, error: reqwest::Error) -> Error {
        // The URL is left out: its query may hold what the caller would not write into a log.
        let error = error.without_url();
        let failure = if error.is_timeout() {
            Error::timeout(if error.is_connect() {
                format!("no connection within the time limit of {:?}", self.time_limits.connect)
            } else {
                format!("no whole response within the time limit of {:?}", self.time_limits.whole)
            })
        } else if error.is_connect() {
            Error::connection("could not connect")
        } else if error.is_builder() {
            Error::invalid_request("the request could not be built")
        } else {
            Error::connection("the connection broke")
        };
        let unsent = error.is_connect() || error.is_builder();
        let failure = if unsent { failure } else { failure.sent() };
        failure.with_source(error)
    }
}

/// TLS with the process's provider of cryptography if it has chosen one, else with ring, which also signs the requests;
/// certificates are checked as the platform does.
fn tls_config(endpoint: &Endpoint) -> Result<ClientConfig, rustls::Error> {
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    if endpoint.is_plain_http() && endpoint.is_loopback() {
        // No TLS will be spoken: reading the platform's certificates would be most of the time to the first request.
        return Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth());
    }
    Ok(builder.with_platform_verifier()?.with_no_client_auth())
}

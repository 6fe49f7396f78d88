//! What lies between a request and the network: TLS, proxies, the size of answers.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use rustls::crypto::{CryptoProvider, ring};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

use super::TimeLimits;
use crate::{Endpoint, Error};

/// An HTTP client for one endpoint. It follows no redirect, so that nothing signed goes anywhere else.
pub(super) fn http_client(endpoint: &Endpoint, limits: TimeLimits) -> Result<reqwest::Client, Error> {
    let failed = |what: &str, source: Box<dyn std::error::Error + Send + Sync>| {
        Error::configuration(format!("{what} could not be set up")).with_source(source)
    };
    let tls = tls_config(endpoint).map_err(|error| failed("TLS", error.into()))?;
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(limits.connect)
        .timeout(limits.whole);
    if endpoint.is_loopback() {
        // A proxy cannot reach the loopback interface of this machine.
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| failed("the HTTP client", error.into()))
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

/// Why a body could not be read.
pub(super) enum BodyError {
    TooLong(TooLong),
    Broken(reqwest::Error),
}

/// An answer longer than the limit.
#[derive(Debug)]
pub(super) struct TooLong(usize);

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer is longer than the limit of {} bytes", self.0)
    }
}

impl std::error::Error for TooLong {}

/// Reads a body whole, but never more than `limit` bytes of it.
pub(super) async fn read_body(response: &mut reqwest::Response, limit: usize) -> Result<Bytes, BodyError> {
    let too_long = || BodyError::TooLong(TooLong(limit));
    if response.content_length().is_some_and(|length| length > limit as u64) {
        return Err(too_long());
    }
    let Some(first) = response.chunk().await.map_err(BodyError::Broken)? else { return Ok(Bytes::new()) };
    let mut whole: Option<Vec<u8>> = None;
    while let Some(next) = response.chunk().await.map_err(BodyError::Broken)? {
        let whole = whole.get_or_insert_with(|| first.to_vec());
        whole.extend_from_slice(&next);
        if whole.len() > limit {
            return Err(too_long());
        }
    }
    let whole = whole.map_or(first, Bytes::from);
    if whole.len() > limit { Err(too_long()) } else { Ok(whole) }
}

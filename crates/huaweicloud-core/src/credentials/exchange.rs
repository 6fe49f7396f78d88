//! Requests to whoever gives credentials.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::CredentialsRequest;
use crate::error::Error;
use crate::exchange::exchange;
use crate::redaction::Redaction;
use crate::response::RawResponse;
use crate::service::{Endpoint, Operation, ServiceInfo};
use crate::transport::{Transport, TransportRequest};

/// A cloud whose identity service takes longer is not well, and a call should not wait for it.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long connecting to what is near may take: on a machine that has no such thing, nobody responds at all.
const NEARBY_CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const BODY_LIMIT: usize = 1 << 20;

const IDENTITY: ServiceInfo = ServiceInfo::new("identity", "iam", &[]);
const USER_AGENT_VALUE: &str = concat!("huaweicloud-core-rust/", env!("CARGO_PKG_VERSION"));

/// The way to one endpoint that gives credentials.
pub(crate) struct Issuer<'r> {
    request: &'r CredentialsRequest,
    endpoint: Endpoint,
    transport: Arc<dyn Transport>,
    /// What is sent, and shall not be read in an error.
    secrets: Arc<[SecretString]>,
}

impl<'r> Issuer<'r> {
    /// The way to an endpoint of a cloud.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] for plain HTTP to another machine: passwords and tokens would travel in the clear.
    pub(crate) fn new(
        request: &'r CredentialsRequest,
        endpoint: Endpoint,
        secrets: impl IntoIterator<Item = SecretString>,
    ) -> Result<Self, Error> {
        if endpoint.is_plain_http() && !endpoint.is_loopback() {
            return Err(Error::configuration(format!("`{endpoint}` is plain HTTP on another machine; use https")));
        }
        let transport = request.transport(&endpoint)?;
        Ok(Self { request, endpoint, transport, secrets: secrets.into_iter().collect() })
    }

    /// The way to an endpoint that this machine, or its link, has for what runs on it.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] for plain HTTP to anywhere else.
    pub(crate) fn nearby(
        request: &'r CredentialsRequest,
        endpoint: Endpoint,
        secrets: impl IntoIterator<Item = SecretString>,
    ) -> Result<Self, Error> {
        if endpoint.is_plain_http() && !endpoint.is_local() {
            return Err(Error::configuration(format!("`{endpoint}` is plain HTTP on another machine; use https")));
        }
        let transport = request.nearby(&endpoint, NEARBY_CONNECT_TIMEOUT)?;
        Ok(Self { request, endpoint, transport, secrets: secrets.into_iter().collect() })
    }

    /// Sends a request for an operation once; its path and query are `target`.
    ///
    /// # Errors
    ///
    /// What came of it, if that is no response of 2xx.
    pub(crate) async fn send(
        &self,
        operation: &'static Operation,
        target: (&str, &str),
        mut headers: HeaderMap,
        body: Bytes,
    ) -> Result<Box<RawResponse>, Error> {
        headers.insert(HOST, self.endpoint.host().clone());
        headers.insert(USER_AGENT, HeaderValue::from_static(USER_AGENT_VALUE));
        let uri = self.endpoint.uri(target.0, target.1)?;
        let mut http = http::Request::new(body);
        *http.method_mut() = operation.method().into();
        *http.uri_mut() = uri;
        *http.headers_mut() = headers;
        let request = TransportRequest::new(operation, http, Arc::clone(self.request.clock()))
            .with_timeout(TIMEOUT)
            .with_body_limit(BODY_LIMIT);
        let redaction = Redaction::new(Arc::clone(&self.secrets), None);
        let outcome = exchange(&IDENTITY, &self.endpoint, &*self.transport, request, redaction).await;
        outcome.map_err(|error| error.of(operation.id()))
    }

    /// Sends a request whose body is JSON.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub(super) async fn send_json(
        &self,
        operation: &'static Operation,
        target: (&str, &str),
        mut headers: HeaderMap,
        body: &Value,
    ) -> Result<Box<RawResponse>, Error> {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
        self.send(operation, target, headers, Bytes::from(body.to_string())).await
    }
}

/// What stands in the place of an error of a request for credentials: why there are none, with all that support asks for.
pub(crate) fn no_credentials(error: Error) -> Error {
    if error.is_credentials() { error } else { Error::credentials(error.to_string()).with_source(error) }
}

/// A header that no log shows.
///
/// # Errors
///
/// [`Error::is_credentials`] for a secret that no header can hold, by what it is.
pub(super) fn secret_header(
    name: HeaderName,
    what: &str,
    secret: &SecretString,
) -> Result<(HeaderName, HeaderValue), Error> {
    let mut value = HeaderValue::from_str(secret.expose_secret())
        .map_err(|_| Error::credentials(format!("{what} holds a character that no header can hold")))?;
    value.set_sensitive(true);
    Ok((name, value))
}

/// A variable of the environment that is not empty.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.trim().is_empty())
}

/// The content of a file that holds a token, without the white space around it. It is read each time, because tokens are rotated.
///
/// # Errors
///
/// [`Error::is_credentials`] for a file that is not there, or is empty, by its path.
pub(super) fn token_file(path: &std::path::Path) -> Result<SecretString, Error> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::credentials(format!("cannot read {}: {error}", path.display())))?;
    match text.trim() {
        "" => Err(Error::credentials(format!("{} is empty", path.display()))),
        token => Ok(SecretString::from(token)),
    }
}

//! Building a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::{Authentication, Inner, ServiceClient, TimeLimits, header_text, transport};
use crate::credentials::{CredentialKind, is_empty};
use crate::signing::Signer;
use crate::{Clock, Credentials, Endpoint, Error, Region, ServiceInfo, SystemClock};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// A client of one service, built from the [`ServiceClient`] that does its work. Generated clients implement it.
pub trait Service: From<ServiceClient> {
    /// The service.
    const INFO: ServiceInfo;
    /// Name and version of the client, for the `User-Agent` header: visible ASCII.
    const USER_AGENT: &'static str;
}

/// Sets up a client: whose requests, and where to. Everything else has a default.
///
/// | option | default |
/// |---|---|
/// | [`credentials`](Self::credentials) | none: must be set |
/// | [`region`](Self::region) or [`endpoint`](Self::endpoint) | none: one must be set; the endpoint wins |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`timeout`](Self::timeout) | 60 s for a whole request |
/// | [`body_limit`](Self::body_limit) | 64 MiB an answer |
/// | [`allow_plain_http`](Self::allow_plain_http) | no: plain HTTP only to this machine |
///
/// Proxies are taken from the environment (`HTTPS_PROXY`, `NO_PROXY`), certificates from the platform.
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder<S> {
    region: Option<Region>,
    endpoint: Option<String>,
    credentials: Option<Credentials>,
    time_limits: TimeLimits,
    body_limit: usize,
    allow_plain_http: bool,
    clock: Box<dyn Clock>,
    service: PhantomData<fn() -> S>,
}

impl<S: Service> ClientBuilder<S> {
    /// A builder with the defaults.
    pub fn new() -> Self {
        Self {
            region: None,
            endpoint: None,
            credentials: None,
            time_limits: TimeLimits { connect: CONNECT_TIMEOUT, whole: TIMEOUT },
            body_limit: BODY_LIMIT,
            allow_plain_http: false,
            clock: Box::new(SystemClock),
            service: PhantomData,
        }
    }

    /// Sets the region; its endpoint is looked up in the service's table.
    pub fn region(mut self, region: impl Into<Region>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets where the service answers, `https://host` or `https://host:port`; see [`Endpoint`].
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Sets who requests are from.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets how long connecting may take.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.time_limits.connect = timeout;
        self
    }

    /// Sets how long a request may take as a whole: connecting, sending, waiting and reading the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.time_limits.whole = timeout;
        self
    }

    /// Sets how many bytes an answer may have.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Allows an endpoint of plain HTTP on another machine. Requests and answers, passwords in them included, then
    /// travel in the clear.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Sets the clock that requests are signed with.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] if credentials or endpoint are missing or cannot be used; the message says which.
    pub fn build(self) -> Result<S, Error> {
        let endpoint: Endpoint = match (&self.endpoint, &self.region) {
            (Some(endpoint), _) => endpoint.parse()?,
            (None, Some(region)) => S::INFO.endpoint(region)?,
            (None, None) => return Err(Error::configuration("neither region nor endpoint is set; set one of them")),
        };
        if endpoint.is_plain_http() && !endpoint.is_loopback() && !self.allow_plain_http {
            return Err(Error::configuration(format!(
                "the endpoint `{endpoint}` is plain HTTP on another machine; use https, or allow plain HTTP"
            )));
        }
        let credentials = self.credentials.ok_or_else(|| {
            Error::configuration("no credentials are set; set them, from the environment for example")
        })?;
        let project = credentials.project_id.as_deref().map(project_header).transpose()?;
        let user_agent = header_text(S::USER_AGENT)
            .ok_or_else(|| Error::configuration("the user agent holds a character that no header can hold"))?;
        let inner = Inner {
            service: S::INFO,
            http: transport::http_client(&endpoint, self.time_limits)?,
            authentication: authentication(&credentials.kind)?,
            endpoint,
            project,
            user_agent,
            clock: self.clock,
            time_limits: self.time_limits,
            body_limit: self.body_limit,
        };
        Ok(ServiceClient { inner: Arc::new(inner) }.into())
    }
}

fn authentication(kind: &CredentialKind) -> Result<Authentication, Error> {
    match kind {
        CredentialKind::Token(token) if is_empty(token) => {
            Err(Error::configuration("the token of the credentials is empty; set it"))
        }
        CredentialKind::Token(token) => Ok(Authentication::Token(sensitive(token)?)),
        CredentialKind::AccessKey { access_key, secret_key, security_token } => {
            let signer = Signer::new(access_key.expose_secret(), secret_key)
                .map_err(|error| Error::configuration(error.to_string()))?;
            let security_token = security_token.as_ref().map(sensitive).transpose()?;
            Ok(Authentication::Signed { signer, security_token })
        }
    }
}

fn project_header(id: &str) -> Result<HeaderValue, Error> {
    if id.is_empty() {
        return Err(Error::configuration("the project id of the credentials is empty; set it, or leave it out"));
    }
    let header = header_text(id);
    header.ok_or_else(|| Error::configuration("the project id of the credentials is not visible ASCII; correct it"))
}

/// A header value that no log shows.
fn sensitive(secret: &SecretString) -> Result<HeaderValue, Error> {
    let mut value = header_text(secret.expose_secret())
        .ok_or_else(|| Error::configuration("a token of the credentials holds a character that no header can hold"))?;
    value.set_sensitive(true);
    Ok(value)
}

impl<S: Service> Default for ClientBuilder<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for ClientBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("region", &self.region)
            .field("credentials", &self.credentials)
            .field("time_limits", &self.time_limits)
            .finish_non_exhaustive()
    }
}

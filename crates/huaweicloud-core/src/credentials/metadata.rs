//! Keys that a cloud gives its virtual machines.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};
use secrecy::SecretString;

use super::Credentials;
use super::exchange::{Issuer, no_credentials, secret_header};
use super::provider::{CredentialsFuture, CredentialsProvider, CredentialsRequest};
use super::temporary::temporary;
use crate::error::Error;
use crate::service::{Method, Operation};

const TOKEN: Operation = Operation::new("CreateMetadataToken", Method::Put, "/meta-data/latest/api/token");
const KEYS: Operation = Operation::new("ShowSecurityKey", Method::Get, "/openstack/latest/securitykey");

const ENDPOINT: &str = "http://169.254.169.254";
const LIFETIME: HeaderName = HeaderName::from_static("x-metadata-token-ttl-seconds");
const METADATA_TOKEN: HeaderName = HeaderName::from_static("x-metadata-token");
/// How long a machine on which nobody answers is taken for one that has no metadata.
const PAUSE: Duration = Duration::from_secs(5 * 60);

/// Temporary keys of the agency of a virtual machine (ECS), from the metadata that the cloud has for it.
///
/// Connecting may take one second. Where nobody answers, nobody is asked again for five minutes: the reason comes at once. No proxy is
/// asked.
#[derive(Debug, Default)]
#[must_use = "a provider does nothing until a client has it"]
pub struct MetadataCredentials {
    endpoint: Option<String>,
    /// Until when nobody is there, and why.
    absent: Mutex<Option<(SystemTime, String)>>,
    /// Whether somebody has ever answered: then it is there, and one failure to connect is nothing to remember.
    is_there: AtomicBool,
}

impl MetadataCredentials {
    /// Keys from the usual address, `http://169.254.169.254`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets where the metadata is.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    async fn ask(&self, request: &CredentialsRequest) -> Result<Credentials, Error> {
        if let Some((until, why)) = &*self.absent.lock().unwrap_or_else(PoisonError::into_inner)
            && request.clock().now() < *until
        {
            return Err(Error::credentials_not_set_up(why.as_str()));
        }
        let issuer = Issuer::nearby(request, self.endpoint.as_deref().unwrap_or(ENDPOINT).parse()?, [])?;
        let headers = match token(&issuer).await {
            Ok(Some(token)) => {
                HeaderMap::from_iter([secret_header(METADATA_TOKEN, "the token of the metadata", &token)?])
            }
            Ok(None) => HeaderMap::new(),
            Err(error) if error.is_unsent() && !self.is_there.load(Ordering::Relaxed) => {
                return Err(self.note_absence(request, &error));
            }
            Err(error) => return Err(error),
        };
        self.is_there.store(true, Ordering::Relaxed);
        temporary(&*issuer.send(&KEYS, (KEYS.path(), ""), headers, Bytes::new()).await?)
    }

    fn note_absence(&self, request: &CredentialsRequest, error: &Error) -> Error {
        let why = error.to_string();
        let until = request.clock().now().checked_add(PAUSE).map(|until| (until, why.clone()));
        *self.absent.lock().unwrap_or_else(PoisonError::into_inner) = until;
        Error::credentials_not_set_up(why)
    }
}

/// A token for the metadata; none where the metadata is given without one.
async fn token(issuer: &Issuer<'_>) -> Result<Option<SecretString>, Error> {
    let headers = HeaderMap::from_iter([(LIFETIME, HeaderValue::from_static("21600"))]);
    match issuer.send(&TOKEN, (TOKEN.path(), ""), headers, Bytes::new()).await {
        Ok(response) => {
            let token = str::from_utf8(response.body()).ok().map(str::trim).filter(|token| !token.is_empty());
            Ok(token.map(SecretString::from))
        }
        Err(error) if matches!(error.http_status(), Some(404 | 405 | 503)) => Ok(None),
        Err(error) => Err(error),
    }
}

impl CredentialsProvider for MetadataCredentials {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async move { self.ask(request).await.map_err(no_credentials) })
    }
}

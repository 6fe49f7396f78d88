//! Keys for a token of an identity provider that IAM federates with.

use std::path::PathBuf;

use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::Credentials;
use super::exchange::{Issuer, no_credentials, token_file, variable};
use super::iam::iam_endpoint;
use super::provider::{CredentialsFuture, CredentialsProvider, CredentialsRequest};
use super::temporary::temporary;
use crate::error::Error;
use crate::response::RawResponse;
use crate::service::{Method, Operation};

const TOKEN: Operation = Operation::new("CreateTokenWithIdToken", Method::Post, "/v3.0/OS-AUTH/id-token/tokens");
const KEYS: Operation =
    Operation::new("CreateTemporaryAccessKeyByToken", Method::Post, "/v3.0/OS-CREDENTIAL/securitytokens");

const IDENTITY_PROVIDER: HeaderName = HeaderName::from_static("x-idp-id");
pub(super) const SUBJECT_TOKEN: &str = "x-subject-token";
/// How long the keys are asked for.
const SECONDS: u32 = 21_600;

/// Temporary keys that the identity service (IAM) gives for a token of an identity provider that it federates with.
///
/// The official SDKs call it `idp_id` and `id_token_file`, in the environment and in the profile file, and
/// [`EnvironmentCredentials`](crate::EnvironmentCredentials) and [`ProfileCredentials`](crate::ProfileCredentials) find it there. The
/// file is read each time when keys are asked for, because its token is rotated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a provider does nothing until a client has it"]
pub struct FederatedCredentials {
    identity_provider: String,
    token_file: PathBuf,
    endpoint: Option<String>,
    project_id: Option<String>,
}

impl FederatedCredentials {
    /// Keys for the token in a file, by the id of the identity provider that issued it.
    pub fn new(identity_provider: impl Into<String>, token_file: impl Into<PathBuf>) -> Self {
        Self {
            identity_provider: identity_provider.into(),
            token_file: token_file.into(),
            endpoint: None,
            project_id: None,
        }
    }

    /// Sets where IAM is; else `HUAWEICLOUD_SDK_IAM_ENDPOINT` says it, or the region.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Sets the project that requests are for.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    pub(super) async fn ask(&self, request: &CredentialsRequest) -> Result<Credentials, Error> {
        let id_token = token_file(&self.token_file)?;
        let endpoint = iam_endpoint(self.endpoint.as_deref(), request, variable)?;
        let identity_provider = HeaderValue::from_str(&self.identity_provider)
            .map_err(|_| Error::credentials("the id of the identity provider holds what no header can hold"))?;
        let headers = HeaderMap::from_iter([(IDENTITY_PROVIDER, identity_provider)]);
        let body = json!({"auth": {"id_token": {"id": id_token.expose_secret()}}});
        let issuer = Issuer::new(request, endpoint.clone(), [id_token])?;
        let token = subject_token(&*issuer.send_json(&TOKEN, (TOKEN.path(), ""), headers, &body).await?)?;
        let token_part = json!({"id": token.expose_secret(), "duration_seconds": SECONDS});
        let body = json!({"auth": {"identity": {"methods": ["token"], "token": token_part}}});
        let issuer = Issuer::new(request, endpoint, [token])?;
        let keys = temporary(&*issuer.send_json(&KEYS, (KEYS.path(), ""), HeaderMap::new(), &body).await?)?;
        Ok(self.project_id.iter().fold(keys, Credentials::with_project_id))
    }
}

impl CredentialsProvider for FederatedCredentials {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async move { self.ask(request).await.map_err(no_credentials) })
    }
}

/// The token that IAM gives in a header.
pub(super) fn subject_token(response: &RawResponse) -> Result<SecretString, Error> {
    let token = response.header_value(SUBJECT_TOKEN).and_then(|value| value.to_str().ok());
    token.map(SecretString::from).ok_or_else(|| Error::credentials("the response has no header `X-Subject-Token`"))
}

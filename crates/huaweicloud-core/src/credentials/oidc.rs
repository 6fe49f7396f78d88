//! Keys of an agency, for a token of an OpenID Connect provider.

use std::path::PathBuf;

use http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::Credentials;
use super::exchange::{Issuer, no_credentials, token_file, variable};
use super::iam::sts_endpoint;
use super::provider::{CredentialsFuture, CredentialsProvider, CredentialsRequest};
use super::temporary::temporary;
use crate::error::Error;
use crate::service::{Method, Operation};

const ASSUME: Operation = Operation::new("AssumeAgencyWithOIDC", Method::Post, "/v5/agencies/assume-with-oidc");

const PROVIDER_URN: &str = "HUAWEICLOUD_OIDC_PROVIDER_URN";
const AGENCY_URN: &str = "HUAWEICLOUD_OIDC_AGENCY_URN";
const ID_TOKEN: &str = "HUAWEICLOUD_OIDC_ID_TOKEN";
const TOKEN_FILE: &str = "HUAWEICLOUD_OIDC_TOKEN_FILE";
const SESSION_NAME: &str = "HUAWEICLOUD_OIDC_SESSION_NAME";
const DURATION_SECONDS: &str = "HUAWEICLOUD_OIDC_DURATION_SECONDS";
const POLICY: &str = "HUAWEICLOUD_OIDC_POLICY";
const POLICY_IDS: &str = "HUAWEICLOUD_OIDC_POLICY_IDS";

const DEFAULT_SESSION: &str = "oidc-sts-session";
const DEFAULT_SECONDS: u64 = 3_600;

/// Temporary keys of an agency, which the security token service (STS) gives for a token of an OpenID Connect provider: that of a
/// service account of Kubernetes, for example.
///
/// What is not set is what the environment says, as in the official SDKs:
///
/// | setting | variable |
/// |---|---|
/// | [`provider_urn`](Self::provider_urn) | `HUAWEICLOUD_OIDC_PROVIDER_URN` |
/// | [`agency_urn`](Self::agency_urn) | `HUAWEICLOUD_OIDC_AGENCY_URN` |
/// | [`token_file`](Self::token_file) | `HUAWEICLOUD_OIDC_TOKEN_FILE`, or the token itself in `HUAWEICLOUD_OIDC_ID_TOKEN` |
/// | [`session_name`](Self::session_name) | `HUAWEICLOUD_OIDC_SESSION_NAME`, else `oidc-sts-session` |
/// | [`duration_seconds`](Self::duration_seconds) | `HUAWEICLOUD_OIDC_DURATION_SECONDS`, else an hour |
/// | a narrower policy | `HUAWEICLOUD_OIDC_POLICY`, and `HUAWEICLOUD_OIDC_POLICY_IDS` with commas between them |
/// | [`endpoint`](Self::endpoint) | `HUAWEICLOUD_SDK_STS_ENDPOINT`, else that of the region |
/// | the project | `HUAWEICLOUD_SDK_PROJECT_ID` |
///
/// The file is read each time when keys are asked for, because its token is rotated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a provider does nothing until a client has it"]
pub struct OidcCredentials {
    provider_urn: Option<String>,
    agency_urn: Option<String>,
    token_file: Option<PathBuf>,
    session_name: Option<String>,
    duration_seconds: Option<u64>,
    endpoint: Option<String>,
}

impl OidcCredentials {
    /// All as the environment says.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the provider that issued the token.
    pub fn provider_urn(mut self, urn: impl Into<String>) -> Self {
        self.provider_urn = Some(urn.into());
        self
    }

    /// Sets the agency whose keys are asked for.
    pub fn agency_urn(mut self, urn: impl Into<String>) -> Self {
        self.agency_urn = Some(urn.into());
        self
    }

    /// Sets the file that holds the token.
    pub fn token_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.token_file = Some(path.into());
        self
    }

    /// Sets the name under which the cloud logs what is done with the keys.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = Some(name.into());
        self
    }

    /// Sets for how many seconds the keys are asked for.
    pub fn duration_seconds(mut self, seconds: u64) -> Self {
        self.duration_seconds = Some(seconds);
        self
    }

    /// Sets where STS is.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// The token, and the body of the request.
    fn body(&self, variable: impl Fn(&str) -> Option<String>) -> Result<(SecretString, Value), Error> {
        let needed = |set: &Option<String>, name: &str| {
            let value = set.clone().or_else(|| variable(name));
            value.ok_or_else(|| Error::credentials(format!("no token of OpenID Connect is set up; set {name}")))
        };
        let provider_urn = needed(&self.provider_urn, PROVIDER_URN)?;
        let agency_urn = needed(&self.agency_urn, AGENCY_URN)?;
        let token = self.token(&variable)?;
        let seconds = match (self.duration_seconds, variable(DURATION_SECONDS)) {
            (Some(seconds), _) => seconds,
            (None, None) => DEFAULT_SECONDS,
            (None, Some(text)) => text.trim().parse().map_err(|_| {
                Error::credentials(format!("the environment variable {DURATION_SECONDS} is no number of seconds"))
            })?,
        };
        let session = self.session_name.clone().or_else(|| variable(SESSION_NAME));
        let mut body = Map::new();
        body.insert("provider_urn".to_owned(), provider_urn.into());
        body.insert("agency_urn".to_owned(), agency_urn.into());
        body.insert("agency_session_name".to_owned(), session.as_deref().unwrap_or(DEFAULT_SESSION).into());
        body.insert("id_token".to_owned(), token.expose_secret().into());
        body.insert("duration_seconds".to_owned(), seconds.into());
        if let Some(policy) = variable(POLICY) {
            body.insert("policy".to_owned(), policy.into());
        }
        if let Some(ids) = variable(POLICY_IDS) {
            let ids: Vec<&str> = ids.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
            body.insert("policy_ids".to_owned(), json!(ids));
        }
        Ok((token, Value::Object(body)))
    }

    fn token(&self, variable: impl Fn(&str) -> Option<String>) -> Result<SecretString, Error> {
        let file = self.token_file.clone();
        match (file, variable(ID_TOKEN), variable(TOKEN_FILE)) {
            (Some(path), ..) => token_file(&path),
            (None, Some(token), _) => Ok(SecretString::from(token.trim())),
            (None, None, Some(path)) => token_file(path.as_ref()),
            (None, None, None) => {
                Err(Error::credentials(format!("no token of OpenID Connect is set up; set {TOKEN_FILE} or {ID_TOKEN}")))
            }
        }
    }

    /// Whether anything says that there is such a token.
    fn is_meant(&self, variable: impl Fn(&str) -> Option<String>) -> bool {
        let is_set = self.provider_urn.is_some() || self.agency_urn.is_some() || self.token_file.is_some();
        is_set || [PROVIDER_URN, AGENCY_URN, ID_TOKEN, TOKEN_FILE].into_iter().any(|name| variable(name).is_some())
    }

    async fn ask(&self, request: &CredentialsRequest) -> Result<Credentials, Error> {
        let body = self.body(variable);
        let (token, body) = if self.is_meant(variable) { body? } else { body.map_err(Error::not_set_up)? };
        let endpoint = sts_endpoint(self.endpoint.as_deref(), request, variable)?;
        let issuer = Issuer::new(request, endpoint, [token])?;
        let response = issuer.send_json(&ASSUME, (ASSUME.path(), ""), HeaderMap::new(), &body).await?;
        temporary(&response)
    }
}

impl CredentialsProvider for OidcCredentials {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async move { self.ask(request).await.map_err(no_credentials) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_what_is_not_set() {
        let variable = |name: &str| {
            let value = match name {
                PROVIDER_URN => "urn:p",
                AGENCY_URN => "urn:a",
                ID_TOKEN => " TOKENVALUE\n",
                DURATION_SECONDS => "900",
                POLICY => "{}",
                POLICY_IDS => "a, ,b",
                _ => return None,
            };
            Some(value.to_owned())
        };
        let (token, body) = OidcCredentials::new().agency_urn("urn:own").body(variable).unwrap();
        assert_eq!(token.expose_secret(), "TOKENVALUE");
        assert_eq!(
            body,
            json!({
                "provider_urn": "urn:p", "agency_urn": "urn:own", "agency_session_name": "oidc-sts-session",
                "id_token": "TOKENVALUE", "duration_seconds": 900, "policy": "{}", "policy_ids": ["a", "b"],
            })
        );
        let missing = OidcCredentials::new().body(|_| None).unwrap_err();
        assert!(missing.to_string().ends_with("; set HUAWEICLOUD_OIDC_PROVIDER_URN"), "{missing}");
        let missing = OidcCredentials::new().provider_urn("p").agency_urn("a").body(|_| None).unwrap_err();
        assert!(missing.to_string().ends_with("; set HUAWEICLOUD_OIDC_TOKEN_FILE or HUAWEICLOUD_OIDC_ID_TOKEN"));
    }
}

//! Keys that a cluster gives its pods.

use std::path::PathBuf;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use secrecy::SecretString;
use serde_json::json;
use url::Url;

use super::Credentials;
use super::exchange::{Issuer, no_credentials, secret_header, token_file, variable};
use super::provider::{CredentialsFuture, CredentialsProvider, CredentialsRequest};
use super::temporary::temporary;
use crate::error::Error;
use crate::service::{Endpoint, Method, Operation};

const KEYS: Operation = Operation::new("AssumePodIdentity", Method::Post, "/");

const URI: &str = "HC_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN_FILE: &str = "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE";

/// Temporary keys of a pod, from the agent of its cluster (CCE).
///
/// Address and token are what `HC_CONTAINER_CREDENTIALS_FULL_URI` and `HC_CONTAINER_AUTHORIZATION_TOKEN_FILE` say, unless they are set.
/// The file is read each time when keys are asked for, because its token is rotated. Plain HTTP is taken for addresses of the
/// machine and of its link alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a provider does nothing until a client has it"]
pub struct PodIdentityCredentials {
    uri: Option<String>,
    token_file: Option<PathBuf>,
}

impl PodIdentityCredentials {
    /// All as the environment says.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the address that gives keys, with its path.
    pub fn uri(mut self, uri: impl Into<String>) -> Self {
        self.uri = Some(uri.into());
        self
    }

    /// Sets the file that holds the token.
    pub fn token_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.token_file = Some(path.into());
        self
    }

    /// Where to ask, and the token to ask with.
    fn settings(&self, variable: impl Fn(&str) -> Option<String>) -> Result<(Url, SecretString), Error> {
        let missing = |name: &str| Error::credentials(format!("no identity of a pod is set up; set {name}"));
        let uri = self.uri.clone().or_else(|| variable(URI)).ok_or_else(|| missing(URI).not_set_up())?;
        let path = self.token_file.clone().or_else(|| variable(TOKEN_FILE).map(PathBuf::from));
        let token = token_file(&path.ok_or_else(|| missing(TOKEN_FILE))?)?;
        let url =
            Url::parse(uri.trim()).map_err(|error| Error::credentials(format!("{URI} is not a URL ({error})")))?;
        Ok((url, token))
    }

    async fn ask(&self, request: &CredentialsRequest) -> Result<Credentials, Error> {
        let (mut url, token) = self.settings(variable)?;
        let headers = HeaderMap::from_iter([secret_header(AUTHORIZATION, "the token of the pod", &token)?]);
        let (path, query) = (url.path().to_owned(), url.query().unwrap_or_default().to_owned());
        url.set_path("");
        url.set_query(None);
        let endpoint: Endpoint = url.as_str().parse()?;
        let issuer = Issuer::nearby(request, endpoint, [token])?;
        temporary(&*issuer.send_json(&KEYS, (&path, &query), headers, &json!({})).await?)
    }
}

impl CredentialsProvider for PodIdentityCredentials {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async move { self.ask(request).await.map_err(no_credentials) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let missing = |uri: Option<&str>| {
            let variable = |name: &str| uri.filter(|_| name == URI).map(str::to_owned);
            PodIdentityCredentials::new().settings(variable).unwrap_err().to_string()
        };
        assert!(missing(None).ends_with("; set HC_CONTAINER_CREDENTIALS_FULL_URI"));
        assert!(missing(Some("http://h")).ends_with("; set HC_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
    }
}

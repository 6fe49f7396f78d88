//! Tokens for a user and a password.

use http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::Credentials;
use super::exchange::{Issuer, no_credentials, variable};
use super::federation::subject_token;
use super::iam::iam_endpoint;
use super::provider::{CredentialsFuture, CredentialsProvider, CredentialsRequest};
use crate::error::Error;
use crate::service::{Endpoint, Method, Operation};
use crate::wire::iso_date;

const TOKEN: Operation = Operation::new("KeystoneCreateUserTokenByPassword", Method::Post, "/v3/auth/tokens");

/// Tokens (`X-Auth-Token`) that the identity service (IAM) gives for a user and a password. A token holds for a day, and another one
/// is asked for before it is over.
///
/// The token is for one project: the one that is set, or else the one that is called as the region of the client.
///
/// ```
/// use huaweicloud_core::PasswordCredentials;
///
/// let provider = PasswordCredentials::new("OTC00000000001000000001", "alice", "hunter2").project_name("eu-de_team");
/// assert!(!format!("{provider:?}").contains("hunter2"));
/// ```
#[derive(Clone, Debug)]
#[must_use = "a provider does nothing until a client has it"]
pub struct PasswordCredentials {
    /// The account of the user; it may be left out for a user who is known by an id.
    domain: Option<NameOrId>,
    /// The account of the project, if it is another one.
    project_domain: Option<NameOrId>,
    user: NameOrId,
    password: SecretString,
    project: Option<NameOrId>,
    endpoint: Option<String>,
}

/// How something of IAM is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NameOrId {
    Name(String),
    Id(String),
}

impl NameOrId {
    fn json(&self) -> Value {
        match self {
            Self::Name(name) => json!({ "name": name }),
            Self::Id(id) => json!({ "id": id }),
        }
    }
}

impl PasswordCredentials {
    /// Tokens of a user of an account (`domain`), each by name.
    pub fn new(domain: impl Into<String>, user: impl Into<String>, password: impl Into<String>) -> Self {
        let (domain, user) = (NameOrId::Name(domain.into()), NameOrId::Name(user.into()));
        Self::of(Some(domain), user, SecretString::from(password.into()))
    }

    pub(super) fn of(domain: Option<NameOrId>, user: NameOrId, password: SecretString) -> Self {
        Self { domain, project_domain: None, user, password, project: None, endpoint: None }
    }

    /// Sets the account of the project, if it is not that of the user.
    pub(super) fn project_domain(mut self, domain: Option<NameOrId>) -> Self {
        self.project_domain = domain;
        self
    }

    /// Sets the project by its name, `eu-de` or `eu-de_team` for example.
    pub fn project_name(mut self, name: impl Into<String>) -> Self {
        self.project = Some(NameOrId::Name(name.into()));
        self
    }

    /// Sets the project by its id.
    pub fn project_id(mut self, id: impl Into<String>) -> Self {
        self.project = Some(NameOrId::Id(id.into()));
        self
    }

    /// Sets where IAM is; else `HUAWEICLOUD_SDK_IAM_ENDPOINT` says it, or the region.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    async fn ask(&self, request: &CredentialsRequest) -> Result<Credentials, Error> {
        let endpoint = iam_endpoint(self.endpoint.as_deref(), request, variable)?;
        self.ask_at(request, endpoint, TOKEN.path()).await
    }

    /// Asks at an endpoint, for which the path is `path`.
    pub(super) async fn ask_at(
        &self,
        request: &CredentialsRequest,
        endpoint: Endpoint,
        path: &str,
    ) -> Result<Credentials, Error> {
        let of_region = || request.region().map(|region| NameOrId::Name(region.id().to_owned()));
        let project = self.project.clone().or_else(of_region).ok_or_else(|| {
            Error::credentials("a token is for one project; set it by name or id, or set the region of the client")
        })?;
        let mut user = self.user.json();
        user["password"] = self.password.expose_secret().into();
        // A user that is known by its id is so without its account.
        if let (NameOrId::Name(_), Some(domain)) = (&self.user, &self.domain) {
            user["domain"] = domain.json();
        }
        let mut scope = project.json();
        if let NameOrId::Name(name) = &project {
            let domain = self.project_domain.as_ref().or(self.domain.as_ref()).ok_or_else(|| {
                Error::credentials(format!(
                    "the project `{name}` is known by its name alone; set `project_domain_name` or `project_id`, or their \
                     environment variables OS_PROJECT_DOMAIN_NAME and OS_PROJECT_ID"
                ))
            })?;
            scope["domain"] = domain.json();
        }
        let body = json!({"auth": {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": scope},
        }});
        let issuer = Issuer::new(request, endpoint, [self.password.clone()])?;
        let response = issuer.send_json(&TOKEN, (path, ""), HeaderMap::new(), &body).await?;
        let credentials = Credentials::token(subject_token(&response)?.expose_secret());
        let said: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        let text = |pointer: &str| said.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
        let project = match &project {
            NameOrId::Id(id) => Some(id.as_str()),
            NameOrId::Name(_) => text("/token/project/id"),
        };
        let credentials = project.into_iter().fold(credentials, Credentials::with_project_id);
        Ok(text("/token/expires_at").and_then(iso_date).into_iter().fold(credentials, Credentials::expiring_at))
    }
}

impl CredentialsProvider for PasswordCredentials {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async move { self.ask(request).await.map_err(no_credentials) })
    }
}

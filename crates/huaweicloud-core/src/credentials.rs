//! Who a request is from.

mod chain;
mod environment;
pub(crate) mod exchange;
mod federation;
pub(crate) mod iam;
mod metadata;
mod oidc;
mod openstack;
mod password;
mod pod;
mod profile;
mod provider;
mod temporary;

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use secrecy::{ExposeSecret, SecretString};

pub use chain::CredentialsChain;
pub use environment::EnvironmentCredentials;
pub use federation::FederatedCredentials;
pub use metadata::MetadataCredentials;
pub use oidc::OidcCredentials;
pub use openstack::OpenStackCredentials;
pub use password::PasswordCredentials;
pub use pod::PodIdentityCredentials;
pub use profile::ProfileCredentials;
pub use provider::{CredentialsFuture, CredentialsProvider, CredentialsRequest};

/// Proof of identity, and the project that requests are for.
///
/// Two kinds: an access key with its secret key, which signs every request, or a token of the identity service, which is
/// sent along in `X-Auth-Token`. `Debug` shows neither.
///
/// ```
/// use huaweicloud_core::Credentials;
///
/// let credentials = Credentials::new("AKEXAMPLE", "SKexample").with_project_id("0123456789abcdef0123456789abcdef");
/// assert_eq!(format!("{credentials:?}"), "Credentials(AccessKey [redacted], project 0123456789abcdef0123456789abcdef)");
/// ```
#[derive(Clone)]
pub struct Credentials {
    pub(crate) kind: CredentialKind,
    pub(crate) project_id: Option<String>,
    /// The name of the project, where its id is not known.
    pub(crate) project_name: Option<String>,
    pub(crate) expires_at: Option<SystemTime>,
}

#[derive(Clone)]
pub(crate) enum CredentialKind {
    AccessKey { access_key: SecretString, secret_key: SecretString, security_token: Option<SecretString> },
    Token(SecretString),
}

impl CredentialKind {
    /// All of it that nobody may see.
    pub(crate) fn secrets(&self) -> Arc<[SecretString]> {
        match self {
            Self::AccessKey { access_key, secret_key, security_token } => {
                [access_key, secret_key].into_iter().chain(security_token).cloned().collect()
            }
            Self::Token(token) => [token.clone()].into(),
        }
    }
}

impl Credentials {
    /// An access key (AK) and its secret key (SK).
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        let kind = CredentialKind::AccessKey {
            access_key: SecretString::from(access_key.into()),
            secret_key: SecretString::from(secret_key.into()),
            security_token: None,
        };
        Self { kind, project_id: None, project_name: None, expires_at: None }
    }

    /// A temporary access key with the security token that was issued together with it; it is sent, signed, in
    /// `X-Security-Token`.
    pub fn temporary(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        let kind = CredentialKind::AccessKey {
            access_key: SecretString::from(access_key.into()),
            secret_key: SecretString::from(secret_key.into()),
            security_token: Some(SecretString::from(security_token.into())),
        };
        Self { kind, project_id: None, project_name: None, expires_at: None }
    }

    /// A token of the identity service (IAM), sent in `X-Auth-Token`; requests are not signed.
    ///
    /// The token must be scoped to the project. It is valid for 24 hours. For calls after that, a
    /// [`CredentialsProvider`] gives another one.
    pub fn token(token: impl Into<String>) -> Self {
        let kind = CredentialKind::Token(SecretString::from(token.into()));
        Self { kind, project_id: None, project_name: None, expires_at: None }
    }

    /// Sets the project that requests are for. A single request may name another one.
    #[must_use]
    pub fn with_project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    /// Sets the project that requests are for by its name, `eu-de_team` for example. Its id, if it is not set, is asked of the identity
    /// service with the first request that needs it; without a name, the project is the one that is called as the region.
    #[must_use]
    pub fn with_project_name(mut self, name: impl Into<String>) -> Self {
        self.project_name = Some(name.into());
        self
    }

    /// Sets when they are over, of those that a [`CredentialsProvider`] gives: it is asked for others shortly before.
    #[must_use]
    pub fn expiring_at(mut self, end: SystemTime) -> Self {
        self.expires_at = Some(end);
        self
    }

    /// When they are over, if that is known.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// The project that requests are for.
    pub fn project_id(&self) -> Option<&str> {
        self.project_id.as_deref()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.kind {
            CredentialKind::AccessKey { security_token: None, .. } => "AccessKey",
            CredentialKind::AccessKey { security_token: Some(_), .. } => "TemporaryAccessKey",
            CredentialKind::Token(_) => "Token",
        };
        write!(f, "Credentials({kind} [redacted], ")?;
        match &self.project_id {
            Some(project) => write!(f, "project {project})"),
            None => f.write_str("no project)"),
        }
    }
}

/// Whether a secret has no characters.
pub(crate) fn is_empty(secret: &SecretString) -> bool {
    secret.expose_secret().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let all = [
            Credentials::new("AKVALUE", "SKVALUE"),
            Credentials::temporary("AKVALUE", "SKVALUE", "TOKENVALUE"),
            Credentials::token("TOKENVALUE"),
        ];
        for credentials in all {
            let shown = format!("{credentials:?} {credentials:#?}");
            assert!(!shown.contains("VALUE"), "{shown}");
        }
    }
}

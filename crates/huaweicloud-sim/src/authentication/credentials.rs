//! Whom the gateway knows: access keys and tokens, users and agencies, and the projects that they may use.

mod file;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::fingerprint::Fingerprint;
pub(crate) use file::KeysFile;

/// The projects that somebody may use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Projects {
    /// Whatever a request names.
    #[default]
    Any,
    /// Those that are named. Each request of their holder shares them.
    Only(Arc<BTreeSet<String>>),
}

impl Projects {
    pub(crate) fn allow(&self, project_id: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Only(projects) => projects.contains(project_id),
        }
    }

    fn of(projects: Vec<String>) -> Self {
        if projects.is_empty() { Self::Any } else { Self::only(projects) }
    }

    pub(crate) fn only(projects: impl IntoIterator<Item = String>) -> Self {
        Self::Only(Arc::new(projects.into_iter().collect()))
    }
}

/// Whom a gateway lets in, and with what: access keys, tokens, users with passwords, agencies, identity providers, and projects.
///
/// It is written in JSON for a program, or made by a test:
///
/// ```
/// use huaweicloud_sim::Credentials;
///
/// let credentials = Credentials::from_json(r#"{
///     "projects": [{"id": "0123456789abcdef0123456789abcdef", "name": "eu-de"}],
///     "access_keys": [{"access_key": "AK", "secret_key": "SK", "projects": ["0123456789abcdef0123456789abcdef"]}],
///     "tokens": [{"token": "a-token"}],
///     "users": [{"domain": "d", "name": "u", "password": "p"}],
///     "agencies": [{"domain": "d", "name": "a"}],
///     "providers": [{"id": "p"}]}"#)?;
/// assert!(!format!("{credentials:?}").contains("SK"));
/// # Ok::<(), huaweicloud_sim::CredentialsError>(())
/// ```
///
/// Whoever has no `projects` may use all.
#[derive(Clone, Default)]
pub struct Credentials {
    pub(super) access_keys: BTreeMap<String, Arc<AccessKey>>,
    pub(super) tokens: BTreeMap<Fingerprint, Projects>,
    pub(crate) projects: Vec<Project>,
    pub(crate) users: Vec<User>,
    pub(crate) agencies: Vec<Agency>,
    pub(crate) providers: Vec<Provider>,
}

/// A project, and the name by which clients look for it: that of a region, or of one beside it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Project {
    pub(crate) id: String,
    /// Without one, the project is that of every region.
    pub(crate) name: Option<String>,
}

/// Somebody with a password, of a domain, which is what accounts are called in identity.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) domain: String,
    pub(crate) name: String,
    pub(crate) password: SecretString,
    pub(crate) projects: Projects,
}

/// What somebody of another account, a machine or an outsider may act as.
#[derive(Clone)]
pub(crate) struct Agency {
    pub(crate) domain: String,
    pub(crate) name: String,
    pub(crate) projects: Projects,
}

/// An identity provider, whose tokens are taken as they are.
#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) id: String,
    pub(crate) projects: Projects,
}

/// An access key, with what verifies its signatures.
pub(crate) struct AccessKey {
    pub(super) key: hmac::Key,
    /// What a request must bring with a temporary key.
    pub(super) security_token: Option<Fingerprint>,
    pub(crate) projects: Projects,
}

impl AccessKey {
    pub(crate) fn new(secret_key: &SecretString, security_token: Option<&SecretString>, projects: Projects) -> Self {
        let security_token = security_token.map(|token| Fingerprint::of(token.expose_secret().as_bytes()));
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret_key.expose_secret().as_bytes());
        Self { key, security_token, projects }
    }
}

/// Credentials that cannot be used: what is wrong, without the secrets in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsError(String);

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CredentialsError {}

impl Credentials {
    /// Reads what stands in a keys file. Nobody else is known.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and where.
    pub fn from_json(text: &str) -> Result<Self, CredentialsError> {
        KeysFile::parse(text)?.credentials()
    }

    /// Adds an access key that may use any project.
    ///
    /// # Errors
    ///
    /// If the access key, or its secret key, is empty or has characters that cannot stand in a header, or the access key is
    /// known already.
    pub fn add_access_key(&mut self, access_key: &str, secret_key: &str) -> Result<(), CredentialsError> {
        self.insert(access_key, &SecretString::from(secret_key.to_owned()), None, Projects::Any)
    }

    /// Adds a token that may use any project.
    ///
    /// # Errors
    ///
    /// If the token is empty or has characters that cannot stand in a header, or is known already.
    pub fn add_token(&mut self, token: &str) -> Result<(), CredentialsError> {
        self.insert_token(&SecretString::from(token.to_owned()), Projects::Any)
    }

    /// Adds a project, which identity lists under a name: that of a region. Without a name it is that of every region.
    pub fn add_project(&mut self, id: &str, name: Option<&str>) {
        self.projects.push(Project { id: id.to_owned(), name: name.map(str::to_owned) });
    }

    /// Adds a user with a password, who may use any project.
    pub fn add_user(&mut self, domain: &str, name: &str, password: &str) {
        let (domain, name, password) = (domain.to_owned(), name.to_owned(), SecretString::from(password.to_owned()));
        self.users.push(User { domain, name, password, projects: Projects::Any });
    }

    /// Adds an agency, which may use any project.
    pub fn add_agency(&mut self, domain: &str, name: &str) {
        self.agencies.push(Agency { domain: domain.to_owned(), name: name.to_owned(), projects: Projects::Any });
    }

    /// Adds an identity provider by its id, whose tokens may use any project.
    pub fn add_provider(&mut self, id: &str) {
        self.providers.push(Provider { id: id.to_owned(), projects: Projects::Any });
    }

    fn insert(
        &mut self,
        access_key: &str,
        secret_key: &SecretString,
        security_token: Option<&SecretString>,
        projects: Projects,
    ) -> Result<(), CredentialsError> {
        if !is_sendable(access_key) || access_key.contains(',') {
            return Err(CredentialsError(
                "an access key is empty, or has characters other than letters, digits and signs".to_owned(),
            ));
        }
        if secret_key.expose_secret().is_empty() {
            return Err(CredentialsError(format!("the access key `{access_key}` has an empty secret key")));
        }
        if security_token.is_some_and(|token| !is_sendable(token.expose_secret())) {
            return Err(CredentialsError(format!(
                "the access key `{access_key}` has a security token that no header can hold"
            )));
        }
        let key = Arc::new(AccessKey::new(secret_key, security_token, projects));
        match self.access_keys.insert(access_key.to_owned(), key) {
            Some(_) => Err(CredentialsError(format!("the access key `{access_key}` is given twice"))),
            None => Ok(()),
        }
    }

    fn insert_token(&mut self, token: &SecretString, projects: Projects) -> Result<(), CredentialsError> {
        let token = token.expose_secret();
        if !is_sendable(token) {
            return Err(CredentialsError(
                "a token is empty, or has characters other than letters, digits and signs".to_owned(),
            ));
        }
        match self.tokens.insert(Fingerprint::of(token.as_bytes()), projects) {
            Some(_) => Err(CredentialsError("a token is given twice".to_owned())),
            None => Ok(()),
        }
    }
}

/// Whether a text can be sent in a header, and is there at all.
fn is_sendable(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_keys", &self.access_keys.len())
            .field("tokens", &self.tokens.len())
            .field("projects", &self.projects)
            .field("users", &self.users.len())
            .field("agencies", &self.agencies.len())
            .field("providers", &self.providers.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_a_mistake_says_where_and_shows_no_secret() {
        for text in [
            r#"{"access_keys": [{"access_key": "AK", "secret_key": ["hunter2"]}]}"#,
            r#"{"access_keys": [{"access_key": "AK", "secret": "hunter2"}]}"#,
            r#"{"tokens": "hunter2"}"#,
            "hunter2",
        ] {
            let error = Credentials::from_json(text).unwrap_err().to_string();
            assert!(error.starts_with("line 1, column ") && !error.contains("hunter2"), "{error}");
        }
        for (access_key, secret_key) in [("", "hunter2"), ("AK", ""), ("A K", "hunter2"), ("A,K", "hunter2")] {
            let error = Credentials::default().add_access_key(access_key, secret_key).unwrap_err().to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn what_is_empty_or_given_twice_is_refused_and_not_shown() {
        let key = |more: &str| format!(r#"{{"access_key": "AK", "secret_key": "hunter2"{more}}}"#);
        for (text, why) in [
            (r#"{"tokens": [{"token": ""}]}"#.to_owned(), "a token is empty"),
            (r#"{"tokens": [{"token": "hunter2 "}]}"#.to_owned(), "a token is empty, or has characters"),
            (r#"{"tokens": [{"token": "hunter2"}, {"token": "hunter2"}]}"#.to_owned(), "a token is given twice"),
            (format!(r#"{{"access_keys": [{}, {}]}}"#, key(""), key("")), "the access key `AK` is given twice"),
            (
                format!(r#"{{"access_keys": [{}]}}"#, key(r#", "security_token": """#)),
                "the access key `AK` has a security",
            ),
        ] {
            let error = Credentials::from_json(&text).unwrap_err().to_string();
            assert!(error.starts_with(why) && !error.contains("hunter2"), "{text}: {error}");
        }
        assert!(Credentials::default().add_token("").is_err());
    }

    #[test]
    fn projects_that_are_named_are_the_only_ones() {
        let projects = Projects::of(vec!["p".to_owned()]);
        assert!(projects.allow("p") && !projects.allow("q") && Projects::of(Vec::new()).allow("q"));
    }
}

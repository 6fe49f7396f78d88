//! The keys file.

use secrecy::SecretString;
use serde::Deserialize;

use super::{Agency, Credentials, CredentialsError, Project, Projects, Provider, User};

/// What stands in a keys file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct KeysFile {
    pub(crate) projects: Vec<Project>,
    pub(crate) access_keys: Vec<FileKey>,
    tokens: Vec<FileToken>,
    users: Vec<FileUser>,
    agencies: Vec<FileAgency>,
    providers: Vec<FileProvider>,
}

impl KeysFile {
    pub(crate) fn parse(text: &str) -> Result<Self, CredentialsError> {
        serde_json::from_str(text).map_err(|error| {
            // Only where it is: what stands there may be a secret, which serde would show.
            let what = if error.is_data() {
                "a key is unknown, is missing or has a value of another type"
            } else {
                "this is no JSON"
            };
            CredentialsError(format!("line {}, column {}: {what}", error.line(), error.column()))
        })
    }

    /// Whom it lets in.
    pub(crate) fn credentials(self) -> Result<Credentials, CredentialsError> {
        let mut credentials = Credentials { projects: self.projects, ..Credentials::default() };
        for key in self.access_keys {
            credentials.insert(
                &key.access_key,
                &key.secret_key,
                key.security_token.as_ref(),
                Projects::of(key.projects),
            )?;
        }
        for FileToken { token, projects } in self.tokens {
            credentials.insert_token(&token, Projects::of(projects))?;
        }
        credentials.users = self
            .users
            .into_iter()
            .map(|FileUser { domain, name, password, projects }| User {
                domain,
                name,
                password,
                projects: Projects::of(projects),
            })
            .collect();
        credentials.agencies = self
            .agencies
            .into_iter()
            .map(|FileAgency { domain, name, projects }| Agency { domain, name, projects: Projects::of(projects) })
            .collect();
        let provider = |FileProvider { id, projects }| Provider { id, projects: Projects::of(projects) };
        credentials.providers = self.providers.into_iter().map(provider).collect();
        Ok(credentials)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileKey {
    pub(crate) access_key: String,
    pub(crate) secret_key: SecretString,
    #[serde(default)]
    pub(crate) security_token: Option<SecretString>,
    #[serde(default)]
    pub(crate) projects: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToken {
    token: SecretString,
    #[serde(default)]
    projects: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileUser {
    domain: String,
    name: String,
    password: SecretString,
    #[serde(default)]
    projects: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileAgency {
    domain: String,
    name: String,
    #[serde(default)]
    projects: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileProvider {
    id: String,
    #[serde(default)]
    projects: Vec<String>,
}

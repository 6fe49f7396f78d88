//! Credentials as the tools of OpenStack have them, which Open Telekom Cloud is used with.

#[cfg(feature = "clouds-yaml")]
mod clouds;

use std::path::PathBuf;

use secrecy::SecretString;
use url::Url;

use super::Credentials;
use super::exchange::{no_credentials, variable};
use super::iam::{iam_endpoint, is_open_telekom_cloud};
use super::password::{NameOrId, PasswordCredentials};
use super::provider::{CredentialsFuture, CredentialsProvider, CredentialsRequest};
use crate::error::Error;

/// Credentials of the tools of OpenStack, which Open Telekom Cloud is used with: the variables `OS_*`, and, with the feature
/// `clouds-yaml`, the file `clouds.yaml`.
///
/// | what | variable | key in `clouds.yaml` |
/// |---|---|---|
/// | access key and secret key | `OS_ACCESS_KEY`, `OS_SECRET_KEY` | `ak`, `sk` |
/// | security token of a temporary key | `OS_SECURITY_TOKEN` | `security_token` |
/// | or a token of IAM | `OS_TOKEN` | `token` |
/// | or user and password | `OS_USERNAME`, `OS_PASSWORD` | `username`, `password` |
/// | the user's account | `OS_USER_DOMAIN_NAME`, `OS_DOMAIN_NAME` | `user_domain_name`, `domain_name` |
/// | the project | `OS_PROJECT_ID`, `OS_PROJECT_NAME` | `project_id`, `project_name` |
/// | where IAM is | `OS_AUTH_URL`; else it is that of the region | `auth_url` |
///
/// The other names of these are read, too: `OS_TENANT_NAME`, `OS_USER_ID`, `OS_USER_DOMAIN_ID`, `OS_AUTH_TOKEN`. `OS_CLOUD` names an entry
/// of `clouds.yaml`, which then comes before the variables; an only entry needs no name. The file is that of
/// `OS_CLIENT_CONFIG_FILE`, or else `clouds.yaml` in the current directory, in `~/.config/openstack` or in `/etc/openstack`, and
/// `secure.yaml` beside it has what nobody else may read. Files are read each time when the client asks.
///
/// A user and a password give a token, which is renewed before it is over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a provider does nothing until a client has it"]
pub struct OpenStackCredentials {
    cloud: Option<String>,
    file: Option<PathBuf>,
    /// Whether they are taken in regions of Open Telekom Cloud alone.
    only_there: bool,
}

impl OpenStackCredentials {
    /// All as the environment says.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the entry of `clouds.yaml` that is taken, whatever the variables say.
    pub fn cloud(mut self, name: impl Into<String>) -> Self {
        self.cloud = Some(name.into());
        self
    }

    /// Sets the file, in the place of the usual ones.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// Those of a chain that nobody asked for Open Telekom Cloud: they are another cloud's if the region is.
    pub(super) fn in_its_regions() -> Self {
        Self { only_there: true, ..Self::default() }
    }

    async fn ask(&self, request: &CredentialsRequest) -> Result<Credentials, Error> {
        if self.only_there && !request.region().is_some_and(is_open_telekom_cloud) {
            return Err(Error::credentials_not_set_up("the client has no region of Open Telekom Cloud"));
        }
        match self.settings()?.found()? {
            Found::Ready(credentials) => Ok(credentials),
            Found::Password { provider, auth_url } => {
                let set = auth_url.as_deref().map(parse_auth_url).transpose()?;
                let (endpoint, path) = match set {
                    Some((endpoint, path)) => (endpoint.parse()?, path),
                    None => (iam_endpoint(None, request, variable)?, "/v3/auth/tokens".to_owned()),
                };
                provider.ask_at(request, endpoint, &path).await
            }
        }
    }

    /// The entry of the file if one is named, else the variables, else the only entry.
    fn settings(&self) -> Result<Settings, Error> {
        let named = self.cloud.clone().or_else(|| variable("OS_CLOUD"));
        let variables = Settings::of_variables(variable);
        if named.is_none() && self.file.is_none() && !variables.is_empty() {
            return Ok(variables);
        }
        #[cfg(feature = "clouds-yaml")]
        return clouds::settings(named.as_deref(), self.file.as_deref());
        #[cfg(not(feature = "clouds-yaml"))]
        match named {
            Some(name) => Err(Error::credentials(format!(
                "`{name}` is an entry of clouds.yaml: turn the feature `clouds-yaml` on"
            ))),
            None => Err(Error::credentials_not_set_up(
                "no OS_USERNAME and OS_PASSWORD, nor OS_ACCESS_KEY and OS_SECRET_KEY, are set",
            )),
        }
    }
}

impl CredentialsProvider for OpenStackCredentials {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async move { self.ask(request).await.map_err(no_credentials) })
    }
}

/// The names of all that is read, each with its other names.
const NAMES: [&[&str]; 14] = [
    &["access_key", "ak", "access_key_id"],
    &["secret_key", "sk", "secret_access_key"],
    &["security_token"],
    &["token", "auth_token"],
    &["username", "user_name"],
    &["user_id"],
    &["password"],
    &["user_domain_name", "domain_name"],
    &["user_domain_id", "domain_id"],
    &["project_domain_name"],
    &["project_domain_id"],
    &["project_name", "tenant_name"],
    &["project_id", "tenant_id"],
    &["auth_url"],
];

/// What is set, under the first of its names.
#[derive(Default)]
struct Settings(Vec<(&'static str, SecretString)>);

/// What comes of settings.
enum Found {
    Ready(Credentials),
    Password { provider: PasswordCredentials, auth_url: Option<String> },
}

impl Settings {
    fn of_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        Self::of(|name| variable(&format!("OS_{}", name.to_ascii_uppercase())))
    }

    fn of(get: impl Fn(&str) -> Option<String>) -> Self {
        let set = NAMES.iter().filter_map(|names| {
            let value = names.iter().find_map(|name| get(name).filter(|value| !value.is_empty()))?;
            Some((*names.first()?, SecretString::from(value)))
        });
        Self(set.collect())
    }

    /// Whether nothing says who somebody is.
    fn is_empty(&self) -> bool {
        ["access_key", "token", "username", "user_id"].iter().all(|name| self.get(name).is_none())
    }

    fn get(&self, name: &str) -> Option<&str> {
        use secrecy::ExposeSecret;
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.expose_secret())
    }

    fn needed(&self, name: &str) -> Result<&str, Error> {
        self.get(name).ok_or_else(|| {
            let variable = format!("OS_{}", name.to_ascii_uppercase());
            Error::credentials(format!("`{name}` is missing; set it, or the environment variable {variable}"))
        })
    }

    fn found(&self) -> Result<Found, Error> {
        let ready = if let Some(access_key) = self.get("access_key") {
            let secret_key = self.needed("secret_key")?;
            match self.get("security_token") {
                Some(token) => Credentials::temporary(access_key, secret_key, token),
                None => Credentials::new(access_key, secret_key),
            }
        } else if let Some(token) = self.get("token") {
            Credentials::token(token)
        } else {
            return self.password();
        };
        let ready = self.get("project_id").into_iter().fold(ready, Credentials::with_project_id);
        Ok(Found::Ready(self.get("project_name").into_iter().fold(ready, Credentials::with_project_name)))
    }

    fn password(&self) -> Result<Found, Error> {
        let text = |name: &str| self.get(name).map(str::to_owned);
        let user = match text("user_id") {
            Some(id) => NameOrId::Id(id),
            None => NameOrId::Name(self.needed("username")?.to_owned()),
        };
        let domain_of = |id: &str, name: &str| text(id).map(NameOrId::Id).or_else(|| text(name).map(NameOrId::Name));
        let domain = match (domain_of("user_domain_id", "user_domain_name"), &user) {
            // A user that is known by its id is so without its account.
            (domain, NameOrId::Id(_)) => domain,
            (Some(domain), NameOrId::Name(_)) => Some(domain),
            (None, NameOrId::Name(_)) => Some(NameOrId::Name(self.needed("user_domain_name")?.to_owned())),
        };
        let provider = PasswordCredentials::of(domain, user, SecretString::from(self.needed("password")?));
        let provider = provider.project_domain(domain_of("project_domain_id", "project_domain_name"));
        let provider = match (text("project_id"), text("project_name")) {
            (Some(id), _) => provider.project_id(id),
            (None, Some(name)) => provider.project_name(name),
            (None, None) => provider,
        };
        Ok(Found::Password { provider, auth_url: text("auth_url") })
    }
}

/// The endpoint of an address such as `https://iam.eu-de.otc.t-systems.com:443/v3`, and the path of tokens below it.
fn parse_auth_url(text: &str) -> Result<(String, String), Error> {
    let wrong = || Error::credentials("`auth_url` is not a URL such as `https://iam.eu-de.otc.t-systems.com/v3`");
    let url = Url::parse(text.trim()).map_err(|_| wrong())?;
    let path = url.path().trim_end_matches('/');
    let path = if path.ends_with("/v3") { path.to_owned() } else { format!("{path}/v3") };
    let endpoint = url.origin().ascii_serialization();
    if url.cannot_be_a_base() || endpoint == "null" {
        return Err(wrong());
    }
    Ok((endpoint, format!("{path}/auth/tokens")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(variables: &[(&str, &str)]) -> Result<Found, Error> {
        let get = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        Settings::of_variables(get).found()
    }

    #[test]
    fn keys_come_before_a_token_and_that_before_a_password() {
        let password = [("OS_USERNAME", "alice"), ("OS_PASSWORD", "PWVALUE"), ("OS_DOMAIN_NAME", "OTC1")];
        let token = [&password[..], &[("OS_AUTH_TOKEN", "TOKENVALUE"), ("OS_TENANT_ID", "p1")]].concat();
        let keys = [&token[..], &[("OS_ACCESS_KEY", "AKVALUE"), ("OS_SECRET_KEY", "SKVALUE")]].concat();
        let ready = |variables: &[(&str, &str)]| match found(variables).unwrap() {
            Found::Ready(credentials) => format!("{credentials:?}"),
            Found::Password { .. } => panic!("a password"),
        };
        assert_eq!(ready(&keys), "Credentials(AccessKey [redacted], project p1)");
        assert_eq!(ready(&token), "Credentials(Token [redacted], project p1)");
        let Found::Password { provider, auth_url } = found(&password).unwrap() else { panic!("no password") };
        assert_eq!(auth_url, None);
        assert!(!format!("{provider:?}").contains("VALUE"));
    }

    #[test]
    fn what_is_missing_is_named_with_its_variable() {
        let missing = |variables: &[(&str, &str)]| found(variables).err().unwrap().to_string();
        assert_eq!(missing(&[]), "`username` is missing; set it, or the environment variable OS_USERNAME");
        assert!(missing(&[("OS_ACCESS_KEY", "a")]).contains("OS_SECRET_KEY"));
        assert!(missing(&[("OS_USERNAME", "a"), ("OS_PASSWORD", "b")]).contains("OS_USER_DOMAIN_NAME"));
    }

    #[test]
    fn a_project_has_an_account_of_its_own_or_that_of_the_user() {
        let shown = |more: &[(&str, &str)]| {
            let variables = [&[("OS_USER_ID", "u1"), ("OS_PASSWORD", "b"), ("OS_PROJECT_NAME", "p")], more].concat();
            let Found::Password { provider, .. } = found(&variables).unwrap() else { panic!("no password") };
            format!("{provider:?}")
        };
        let none = shown(&[]);
        assert!(none.contains("domain: None, project_domain: None"), "{none}");
        let of_user = shown(&[("OS_USER_DOMAIN_NAME", "OTC1")]);
        assert!(of_user.contains(r#"domain: Some(Name("OTC1")), project_domain: None"#), "{of_user}");
        let own = shown(&[("OS_PROJECT_DOMAIN_ID", "d1"), ("OS_PROJECT_DOMAIN_NAME", "OTC2")]);
        assert!(own.contains(r#"project_domain: Some(Id("d1"))"#), "{own}");
    }

    #[test]
    fn tokens_are_below_the_version_of_the_address() {
        for text in ["https://iam.example:443/v3", "https://iam.example/v3/", "https://iam.example"] {
            let expected = ("https://iam.example".to_owned(), "/v3/auth/tokens".to_owned());
            assert_eq!(parse_auth_url(text).unwrap(), expected, "{text}");
        }
        assert_eq!(parse_auth_url("http://127.0.0.1:81/identity").unwrap().1, "/identity/v3/auth/tokens");
        assert!(parse_auth_url("iam.example").is_err() && parse_auth_url("mailto:hunter2").is_err());
    }
}

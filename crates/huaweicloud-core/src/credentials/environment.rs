//! Credentials from environment variables.

use super::Credentials;
use super::exchange::{no_credentials, variable};
use super::federation::FederatedCredentials;
use super::provider::{CredentialsFuture, CredentialsProvider, CredentialsRequest};
use crate::error::Error;

/// Pairs of variables that hold an access key and its secret key; the first pair that is set is taken.
///
/// The first is what the official SDKs read, the second what the samples on the documentation pages read.
const KEY_PAIRS: [(&str, &str); 2] = [("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"), ("CLOUD_SDK_AK", "CLOUD_SDK_SK")];
const SECURITY_TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";
const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";

const IDENTITY_PROVIDER: &str = "HUAWEICLOUD_SDK_IDP_ID";
const ID_TOKEN_FILE: &str = "HUAWEICLOUD_SDK_ID_TOKEN_FILE";

/// Credentials from the environment, as [`Credentials::from_env`] reads them, each time when the client asks; or, if
/// `HUAWEICLOUD_SDK_IDP_ID` and `HUAWEICLOUD_SDK_ID_TOKEN_FILE` are set, [`FederatedCredentials`] of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EnvironmentCredentials;

impl CredentialsProvider for EnvironmentCredentials {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async move {
            match federated(variable)? {
                Some(federated) => federated.ask(request).await.map_err(no_credentials),
                None => Credentials::from_env(),
            }
        })
    }
}

/// A federation, if the environment says so.
fn federated(variable: impl Fn(&str) -> Option<String>) -> Result<Option<FederatedCredentials>, Error> {
    match (variable(IDENTITY_PROVIDER), variable(ID_TOKEN_FILE)) {
        (Some(id), Some(file)) => {
            let federated = FederatedCredentials::new(id, file);
            Ok(Some(variable(PROJECT_ID).into_iter().fold(federated, FederatedCredentials::project_id)))
        }
        (None, None) => Ok(None),
        (Some(_), None) => Err(half_set(IDENTITY_PROVIDER, ID_TOKEN_FILE)),
        (None, Some(_)) => Err(half_set(ID_TOKEN_FILE, IDENTITY_PROVIDER)),
    }
}

impl Credentials {
    /// Reads credentials from the environment.
    ///
    /// | variable | holds |
    /// |---|---|
    /// | `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK` | access key and secret key |
    /// | `CLOUD_SDK_AK`, `CLOUD_SDK_SK` | the same, as the samples of the documentation name them; taken if the first two are not set |
    /// | `HUAWEICLOUD_SDK_SECURITY_TOKEN` | security token of a temporary access key (optional) |
    /// | `HUAWEICLOUD_SDK_PROJECT_ID` | project (optional) |
    ///
    /// An empty variable counts as one that is not set.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] if no pair is set, if only one half of a pair is, or if a value is not Unicode. The
    /// message names the variables, never their values.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(|name| match std::env::var(name) {
            Ok(value) => Ok(Some(value)),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => {
                Err(Error::configuration(format!("the environment variable {name} is not Unicode")))
            }
        })
    }

    fn from_variables(read: impl Fn(&str) -> Result<Option<String>, Error>) -> Result<Self, Error> {
        let get = |name: &str| Ok::<_, Error>(read(name)?.filter(|value| !value.is_empty()));
        for (access_name, secret_name) in KEY_PAIRS {
            let (access_key, secret_key) = match (get(access_name)?, get(secret_name)?) {
                (Some(access_key), Some(secret_key)) => (access_key, secret_key),
                (None, None) => continue,
                (Some(_), None) => return Err(half_set(access_name, secret_name)),
                (None, Some(_)) => return Err(half_set(secret_name, access_name)),
            };
            let mut credentials = match get(SECURITY_TOKEN)? {
                Some(token) => Self::temporary(access_key, secret_key, token),
                None => Self::new(access_key, secret_key),
            };
            credentials.project_id = get(PROJECT_ID)?;
            return Ok(credentials);
        }
        let pairs = KEY_PAIRS.map(|(access_name, secret_name)| format!("{access_name} and {secret_name}"));
        Err(Error::configuration(format!("no access key in the environment; set {}", pairs.join(", or "))).not_set_up())
    }
}

fn half_set(present: &str, absent: &str) -> Error {
    Error::configuration(format!("the environment sets {present} but not {absent}; set both"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::CredentialKind;
    use secrecy::ExposeSecret;

    fn read(variables: &[(&str, &str)]) -> Result<Credentials, Error> {
        Credentials::from_variables(|name| {
            Ok(variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
        })
    }

    fn access_key(credentials: &Credentials) -> (&str, &str, Option<&str>) {
        match &credentials.kind {
            CredentialKind::AccessKey { access_key, secret_key, security_token } => (
                access_key.expose_secret(),
                secret_key.expose_secret(),
                security_token.as_ref().map(ExposeSecret::expose_secret),
            ),
            CredentialKind::Token(_) => panic!("a token"),
        }
    }

    #[test]
    fn the_variables_of_the_sdks_come_first() {
        let credentials = read(&[
            ("CLOUD_SDK_AK", "sample"),
            ("CLOUD_SDK_SK", "sample"),
            ("HUAWEICLOUD_SDK_AK", "ak"),
            ("HUAWEICLOUD_SDK_SK", "sk"),
            ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "token"),
            ("HUAWEICLOUD_SDK_PROJECT_ID", "project"),
        ])
        .unwrap();
        assert_eq!(access_key(&credentials), ("ak", "sk", Some("token")));
        assert_eq!(credentials.project_id(), Some("project"));
    }

    #[test]
    fn the_variables_of_the_samples_do_too() {
        let credentials = read(&[("HUAWEICLOUD_SDK_AK", ""), ("CLOUD_SDK_AK", "ak"), ("CLOUD_SDK_SK", "sk")]).unwrap();
        assert_eq!(access_key(&credentials), ("ak", "sk", None));
        assert_eq!(credentials.project_id(), None);
    }

    #[test]
    fn a_federation_needs_both_of_its_variables() {
        let read = |set: &[&str]| federated(|name| set.contains(&name).then(|| "value".to_owned()));
        assert_eq!(read(&[]).unwrap(), None);
        let expected = FederatedCredentials::new("value", "value").project_id("value");
        assert_eq!(read(&[IDENTITY_PROVIDER, ID_TOKEN_FILE, PROJECT_ID]).unwrap(), Some(expected));
        assert!(read(&[ID_TOKEN_FILE]).unwrap_err().to_string().contains("but not HUAWEICLOUD_SDK_IDP_ID; set both"));
    }

    #[test]
    fn half_a_pair_and_no_pair_say_what_to_set() {
        let half = read(&[("HUAWEICLOUD_SDK_SK", "hunter2")]).unwrap_err().to_string();
        assert_eq!(half, "the environment sets HUAWEICLOUD_SDK_SK but not HUAWEICLOUD_SDK_AK; set both");
        let none = read(&[]).unwrap_err();
        assert!(none.is_configuration());
        assert_eq!(
            none.to_string(),
            "no access key in the environment; set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or CLOUD_SDK_AK and CLOUD_SDK_SK"
        );
    }
}

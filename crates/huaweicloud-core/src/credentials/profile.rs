//! Credentials from the file that the official SDKs read.

use std::io::ErrorKind;
use std::path::PathBuf;

use super::Credentials;
use super::exchange::no_credentials;
use super::federation::FederatedCredentials;
use super::provider::{CredentialsFuture, CredentialsProvider, CredentialsRequest};
use crate::error::Error;

const FILE: &str = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";

/// The sections that official SDKs look for, in the order in which they are taken.
const DEFAULT_PROFILES: [&str; 2] = ["basic", "basiccredentials"];

/// Credentials from a profile file: the one that `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names, or
/// `.huaweicloud/credentials` in the home directory.
///
/// ```ini
/// [basic]
/// ak = your-access-key
/// sk = your-secret-key
/// project_id = your-project
/// ```
///
/// A section is a profile; without a choice it is `[basic]`. Its keys, in any case, are `ak`, `sk`, `security_token`
/// and `project_id`; or `idp_id` and `id_token_file` of [`FederatedCredentials`], with `iam_endpoint`. A line that begins with `#` or `;` is a comment. Values are taken as they stand: quotes belong to
/// them.
///
/// The file is read when the client asks: with its first call, and again when the service refuses what was in it, so
/// that keys can be rotated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a provider does nothing until a client has it"]
pub struct ProfileCredentials {
    file: Option<PathBuf>,
    profile: Option<String>,
}

impl ProfileCredentials {
    /// The profile `basic` of the usual file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the file.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// Sets the profile: the name of a section.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    fn path(&self, variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Result<PathBuf, Error> {
        let named = || variable(FILE).filter(|path| !path.is_empty()).map(PathBuf::from);
        let home = || std::env::home_dir().map(|home| home.join(".huaweicloud").join("credentials"));
        self.file.clone().or_else(named).or_else(home).ok_or_else(|| {
            Error::credentials_not_set_up(format!(
                "there is no home directory; name the file by the environment variable {FILE}"
            ))
        })
    }

    fn read(&self, variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Result<Found, Error> {
        let path = self.path(&variable)?;
        let refuse = |why: String| Error::credentials(format!("{}: {why}", path.display()));
        // Nobody has said that there is a profile, and there is none.
        let is_meant =
            self.profile.is_some() || self.file.is_some() || variable(FILE).is_some_and(|path| !path.is_empty());
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                let refused = Error::credentials(format!("cannot read {}: {error}", path.display()));
                let is_absent = error.kind() == ErrorKind::NotFound && !is_meant;
                return Err(if is_absent { refused.not_set_up() } else { refused });
            }
        };
        let found = Profile::find(&text, self.profile.as_deref()).and_then(Profile::found);
        found.map_err(|why| {
            let refused = refuse(why);
            // A file of those who name a profile each time need not have one for those who name none.
            if !is_meant && Profile::has_no_default(&text) { refused.not_set_up() } else { refused }
        })
    }
}

impl CredentialsProvider for ProfileCredentials {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async move {
            match self.read(|name| std::env::var_os(name))? {
                Found::Keys(credentials) => Ok(credentials),
                Found::Federated(federated) => federated.ask(request).await.map_err(no_credentials),
            }
        })
    }
}

/// What comes of a profile.
#[derive(Debug)]
enum Found {
    Keys(Credentials),
    Federated(FederatedCredentials),
}

/// What a section holds.
#[derive(Default)]
struct Profile<'t> {
    name: &'t str,
    entries: Vec<(String, &'t str)>,
}

impl<'t> Profile<'t> {
    /// The profile of a name, or the one that is meant without a name.
    fn find(text: &'t str, name: Option<&str>) -> Result<Self, String> {
        let profiles = Self::all(text)?;
        let names = name.map_or_else(|| DEFAULT_PROFILES.to_vec(), |name| vec![name]);
        let known: Vec<String> = profiles.iter().map(|profile| format!("`{}`", profile.name)).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let wanted = names.first().copied().unwrap_or_default();
        let mut found = None;
        for profile in profiles {
            let rank = names.iter().position(|name| profile.name.eq_ignore_ascii_case(name));
            if let Some(rank) = rank
                && found.as_ref().is_none_or(|(best, _)| rank < *best)
            {
                found = Some((rank, profile));
            }
        }
        found.map(|(_, profile)| profile).ok_or_else(|| format!("there is no profile `{wanted}`; there are: {known}"))
    }

    /// Whether a text is right, and has none of the profiles that are meant without a name.
    fn has_no_default(text: &'t str) -> bool {
        let is_default = |profile: &Self| DEFAULT_PROFILES.iter().any(|name| profile.name.eq_ignore_ascii_case(name));
        Self::all(text).is_ok_and(|all| !all.iter().any(is_default))
    }

    /// All profiles. What is wrong is named by its line, and never shown.
    fn all(text: &'t str) -> Result<Vec<Self>, String> {
        let mut profiles = Vec::<Self>::new();
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let (number, line) = (number + 1, line.trim());
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                profiles.push(Self { name: name.trim(), entries: Vec::new() });
                continue;
            }
            let Some((key, value)) = line.split_once(['=', ':']) else {
                return Err(format!("line {number} is neither `[profile]` nor `key = value`"));
            };
            let Some(profile) = profiles.last_mut() else {
                return Err(format!("line {number} stands before the first `[profile]`"));
            };
            profile.entries.push((key.trim().to_ascii_lowercase(), value.trim()));
        }
        Ok(profiles)
    }

    fn get(&self, key: &str) -> Option<&'t str> {
        let value = self.entries.iter().rev().find(|(name, _)| name == key).map(|(_, value)| *value);
        value.filter(|value| !value.is_empty())
    }

    fn found(self) -> Result<Found, String> {
        match (self.get("idp_id"), self.get("id_token_file")) {
            (Some(id), Some(file)) => {
                let federated = FederatedCredentials::new(id, file);
                let federated = self.get("iam_endpoint").into_iter().fold(federated, FederatedCredentials::endpoint);
                let project_id = self.get("project_id").into_iter();
                Ok(Found::Federated(project_id.fold(federated, FederatedCredentials::project_id)))
            }
            (Some(_), None) => Err(format!("the profile `{}` has no `id_token_file`; set it", self.name)),
            (None, Some(_)) => Err(format!("the profile `{}` has no `idp_id`; set it", self.name)),
            (None, None) => self.keys().map(Found::Keys),
        }
    }

    fn keys(self) -> Result<Credentials, String> {
        let name = self.name;
        let (access_key, secret_key) = match (self.get("ak"), self.get("sk")) {
            (Some(access_key), Some(secret_key)) => (access_key, secret_key),
            (None, _) => return Err(format!("the profile `{name}` has no `ak`; set it")),
            (Some(_), None) => return Err(format!("the profile `{name}` has no `sk`; set it")),
        };
        let credentials = match self.get("security_token") {
            Some(token) => Credentials::temporary(access_key, secret_key, token),
            None => Credentials::new(access_key, secret_key),
        };
        Ok(self.get("project_id").into_iter().fold(credentials, Credentials::with_project_id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::CredentialKind;
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    const TEXT: &str = "\u{feff}# of a team\n[other]\nAK=o\nsk = p%q\n\n[basic]\n ak : AKVALUE \nSK = \"s=k\"\n; sk = no\n\
                        project_id = p1\nsecurity_token =\n";

    fn read(text: &str, name: Option<&str>) -> Result<(String, String, Option<String>), String> {
        let Found::Keys(credentials) = Profile::find(text, name).and_then(Profile::found)? else {
            panic!("a federation")
        };
        let CredentialKind::AccessKey { access_key, secret_key, .. } = &credentials.kind else { panic!("a token") };
        let [access_key, secret_key] = [access_key, secret_key].map(|secret| secret.expose_secret().to_owned());
        Ok((access_key, secret_key, credentials.project_id().map(str::to_owned)))
    }

    #[test]
    fn profiles_are_read_as_the_official_sdks_read_them() {
        let owned = |a: &str, s: &str, p: Option<&str>| Ok((a.to_owned(), s.to_owned(), p.map(str::to_owned)));
        assert_eq!(read(TEXT, None), owned("AKVALUE", "\"s=k\"", Some("p1")));
        assert_eq!(read(TEXT, Some("other")), owned("o", "p%q", None));
        // The spelling of one of the official SDKs.
        assert_eq!(read("[BasicCredentials]\nak=a\nsk=s", None), owned("a", "s", None));
        assert_eq!(read("[basiccredentials]\nak=a\nsk=s\n[basic]\nak=b\nsk=t", None), owned("b", "t", None));
    }

    #[test]
    fn what_is_wrong_is_said_without_what_stands_there() {
        for (text, name, reason) in [
            ("", None, "there is no profile `basic`; there are: none"),
            (TEXT, Some("team"), "there is no profile `team`; there are: `other`, `basic`"),
            ("[basic]\nsk=SKVALUE", None, "the profile `basic` has no `ak`; set it"),
            ("[basic]\nak=AKVALUE\nsk=", None, "the profile `basic` has no `sk`; set it"),
            ("[basic]\nAKVALUE", None, "line 2 is neither `[profile]` nor `key = value`"),
            ("ak=AKVALUE", None, "line 1 stands before the first `[profile]`"),
            ("[basic]\nidp_id=x", None, "the profile `basic` has no `id_token_file`; set it"),
            ("[basic]\nid_token_file=x\nak=a", None, "the profile `basic` has no `idp_id`; set it"),
        ] {
            assert_eq!(read(text, name).unwrap_err(), reason);
        }
    }

    #[test]
    fn the_file_is_the_one_that_is_set_or_named() {
        let named = |name: &str| (name == FILE).then(|| "/from/variable".into());
        assert_eq!(ProfileCredentials::new().path(named).unwrap(), PathBuf::from("/from/variable"));
        let set = ProfileCredentials::new().file("/set");
        assert_eq!(set.path(named).unwrap(), PathBuf::from("/set"));
        let error = ProfileCredentials::new().file("/nowhere/at/all").read(|_| None).unwrap_err();
        assert!(error.is_credentials() && error.message().starts_with("cannot read /nowhere/at/all: "), "{error}");
    }

    #[test]
    fn a_file_without_the_profile_that_nobody_names_sets_nothing_up() {
        for (text, expected) in
            [("", true), ("[team]\nak = a\nsk = b\n", true), ("[BASIC]\nak = a\n", false), ("ak", false)]
        {
            assert_eq!(Profile::has_no_default(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\[?[a-z]{0,3}[\\]=:#; \\n]{0,3}){0,12}", name in "[a-z]{0,3}") {
            let _ = Profile::find(&text, Some(&name)).and_then(Profile::found);
        }
    }
}

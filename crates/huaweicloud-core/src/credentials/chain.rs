//! Several providers, one after another.

use std::borrow::Cow;
use std::fmt;

use super::environment::EnvironmentCredentials;
use super::profile::ProfileCredentials;
use super::provider::{CredentialsFuture, CredentialsProvider, CredentialsRequest};
use crate::error::Error;

/// The first of several providers that has credentials. If none has, the error lists each with its reason.
///
/// ```
/// use huaweicloud_core::{CredentialsChain, ProfileCredentials};
///
/// let own = CredentialsChain::standard().or("the profile of the team", ProfileCredentials::new().profile("team"));
/// assert_eq!(own.names().collect::<Vec<_>>(), ["the environment", "the profile", "the profile of the team"]);
/// ```
#[must_use = "providers do nothing until a client has them"]
pub struct CredentialsChain {
    providers: Vec<(Cow<'static, str>, Box<dyn CredentialsProvider>)>,
}

impl CredentialsChain {
    /// No providers.
    pub fn new() -> Self {
        Self { providers: Vec::new() }
    }

    /// The environment, then the profile file: the places that the official SDKs look in, as far as they need no
    /// network.
    pub fn standard() -> Self {
        Self::new().or("the environment", EnvironmentCredentials).or("the profile", ProfileCredentials::new())
    }

    /// Adds a provider, which is asked if those before it have nothing. Its name stands before its reason.
    pub fn or(mut self, name: impl Into<Cow<'static, str>>, provider: impl CredentialsProvider) -> Self {
        self.providers.push((name.into(), Box::new(provider)));
        self
    }

    /// The names of the providers, in the order in which they are asked.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.providers.iter().map(|(name, _)| name.as_ref())
    }
}

impl Default for CredentialsChain {
    fn default() -> Self {
        Self::standard()
    }
}

impl CredentialsProvider for CredentialsChain {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async move {
            let mut reasons = Vec::new();
            for (name, provider) in &self.providers {
                match provider.provide(request).await {
                    Ok(credentials) => return Ok(credentials),
                    Err(error) => reasons.push(format!("{name}: {}", error.message())),
                }
            }
            let reasons = if reasons.is_empty() { "there is no provider".to_owned() } else { reasons.join("; ") };
            Err(Error::credentials(format!("no provider has credentials: {reasons}")))
        })
    }
}

impl fmt::Debug for CredentialsChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

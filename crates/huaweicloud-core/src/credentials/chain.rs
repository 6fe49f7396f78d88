//! Several providers, one after another.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use super::environment::EnvironmentCredentials;
use super::metadata::MetadataCredentials;
use super::oidc::OidcCredentials;
use super::openstack::OpenStackCredentials;
use super::pod::PodIdentityCredentials;
use super::profile::ProfileCredentials;
use super::provider::{CredentialsFuture, CredentialsProvider, CredentialsRequest};
use crate::error::Error;

/// The first of several providers that is set up. If none is, the error lists each with its reason.
///
/// A provider that is set up and has no credentials, for want of half a pair of variables or because who issues them cannot be
/// reached, ends the chain: no program goes on as somebody else. So does one that had credentials before: it alone is asked for the
/// next ones, too. A provider of your own says by [`Error::credentials_not_set_up`] that the next one is to be asked.
///
/// ```
/// use huaweicloud_core::{CredentialsChain, ProfileCredentials};
///
/// let own = CredentialsChain::standard().or("the profile of the team", ProfileCredentials::new().profile("team"));
/// assert_eq!(own.names().last(), Some("the profile of the team"));
/// ```
#[must_use = "providers do nothing until a client has them"]
pub struct CredentialsChain {
    providers: Vec<(Cow<'static, str>, Box<dyn CredentialsProvider>)>,
    /// The number of the one that has had credentials.
    chosen: OnceLock<usize>,
}

impl CredentialsChain {
    /// No providers.
    pub fn new() -> Self {
        Self { providers: Vec::new(), chosen: OnceLock::new() }
    }

    /// The places that the official SDKs look in, and the tools of OpenStack, in this order:
    ///
    /// 1. a token of OpenID Connect, for keys of an agency ([`OidcCredentials`]);
    /// 2. the environment ([`EnvironmentCredentials`]);
    /// 3. the profile file ([`ProfileCredentials`]);
    /// 4. if the region of the client is one of Open Telekom Cloud, what the tools of OpenStack use ([`OpenStackCredentials`]);
    /// 5. the identity of a pod ([`PodIdentityCredentials`]);
    /// 6. the metadata of a virtual machine ([`MetadataCredentials`]).
    ///
    /// Only what is set up there is asked over the network; the metadata, last, when nothing else is set up.
    pub fn standard() -> Self {
        Self::new()
            .or("OpenID Connect", OidcCredentials::new())
            .or("the environment", EnvironmentCredentials)
            .or("the profile", ProfileCredentials::new())
            .or("OpenStack", OpenStackCredentials::in_its_regions())
            .or("the pod", PodIdentityCredentials::new())
            .or("the metadata", MetadataCredentials::new())
    }

    /// Adds a provider, which is asked if those before it are not set up. Its name stands before its reason.
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
            if let Some((name, provider)) = self.chosen.get().and_then(|index| self.providers.get(*index)) {
                let again = provider.provide(request).await;
                return again.map_err(|error| {
                    Error::credentials(format!("{name}, which had credentials before: {}", error.message()))
                        .with_source(error)
                });
            }
            let mut reasons = Vec::new();
            for (index, (name, provider)) in self.providers.iter().enumerate() {
                match provider.provide(request).await {
                    Ok(credentials) => {
                        // Who else asks at the same time is given the same.
                        let _ = self.chosen.set(index);
                        return Ok(credentials);
                    }
                    Err(error) if error.is_not_set_up() => reasons.push(format!("{name}: {}", error.message())),
                    Err(error) => {
                        let reason = format!("{name}, which is set up, has no credentials: {}", error.message());
                        let others = self.providers.get(index + 1..).unwrap_or_default().iter();
                        let others = others.map(|(name, _)| format!("{name}: not asked"));
                        let reasons: Vec<String> = std::iter::once(reason).chain(reasons).chain(others).collect();
                        return Err(Error::credentials(reasons.join("; ")).with_source(error));
                    }
                }
            }
            let reasons = if reasons.is_empty() { "there is no provider".to_owned() } else { reasons.join("; ") };
            Err(Error::credentials_not_set_up(format!("no provider has credentials: {reasons}")))
        })
    }
}

impl fmt::Debug for CredentialsChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

//! Credentials that change.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use super::Credentials;
use crate::error::Error;
use crate::runtime::Clock;

/// What [`CredentialsProvider::provide`] returns.
pub type CredentialsFuture<'p> = Pin<Box<dyn Future<Output = Result<Credentials, Error>> + Send + 'p>>;

/// Gives credentials, and others when those are over.
///
/// A client asks for them with its first call, and keeps them until shortly before they
/// [expire](Credentials::expiring_at); those that do not expire, until the service refuses them. However many calls
/// need them, they are asked for once. While the old ones still work, a failure to get new ones fails no call.
///
/// ```
/// use huaweicloud_core::{Credentials, CredentialsFuture, CredentialsProvider, CredentialsRequest};
/// use std::time::Duration;
///
/// /// Tokens from wherever a company keeps them.
/// struct Vault;
///
/// impl CredentialsProvider for Vault {
///     fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
///         Box::pin(async move {
///             let token = "from the vault";
///             let in_an_hour = request.clock().now() + Duration::from_secs(3600);
///             Ok(Credentials::token(token).expiring_at(in_an_hour))
///         })
///     }
/// }
/// ```
pub trait CredentialsProvider: Send + Sync + 'static {
    /// Gives credentials that hold now.
    ///
    /// # Errors
    ///
    /// [`Error::credentials`] with the reason why there are none. It must not hold anything secret.
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p>;
}

impl<P: CredentialsProvider + ?Sized> CredentialsProvider for Arc<P> {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        (**self).provide(request)
    }
}

/// What a provider may need of the client that asks.
#[derive(Clone)]
pub struct CredentialsRequest {
    clock: Arc<dyn Clock>,
}

impl CredentialsRequest {
    /// A request with a clock. Clients make them; this is for tests of a provider.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }

    /// The clock of the client.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }
}

impl fmt::Debug for CredentialsRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsRequest").finish_non_exhaustive()
    }
}

//! Credentials that change.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::Credentials;
use crate::error::Error;
use crate::runtime::Clock;
use crate::service::{Endpoint, Region};
use crate::transport::{Connector, Transport};

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

/// What a provider may need of the client that asks: its clock, its region, and ways to wherever credentials come from.
#[derive(Clone)]
pub struct CredentialsRequest {
    clock: Arc<dyn Clock>,
    connector: Option<Connector>,
    region: Option<Region>,
    /// The host of the service that the credentials are for.
    service_host: Option<String>,
}

impl CredentialsRequest {
    /// A request with a clock. Clients make them; this is for tests of a provider.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, connector: None, region: None, service_host: None }
    }

    /// Sets what carries requests to anywhere, for tests of a provider.
    #[must_use]
    pub fn with_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.connector = Some(Connector::Given(transport));
        self
    }

    /// Sets the region of the client, for tests of a provider.
    #[must_use]
    pub fn with_region(mut self, region: impl Into<Region>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the ways and the region of a client.
    pub(crate) fn connecting(mut self, connector: Connector, region: Option<Region>) -> Self {
        (self.connector, self.region) = (Some(connector), region);
        self
    }

    /// Sets where the service of a client is.
    pub(crate) fn for_service_at(mut self, endpoint: &Endpoint) -> Self {
        self.service_host = Some(endpoint.host_name().to_owned());
        self
    }

    /// The host of the service that the credentials are for, if that is known.
    pub(crate) fn service_host(&self) -> Option<&str> {
        self.service_host.as_deref()
    }

    /// The clock of the client.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The region of the client, if it was set up with one.
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    /// What carries requests to an endpoint, as the client carries those to its service: the transport that it was given, or else
    /// one with its proxy and its certificates.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] for what cannot be set up.
    pub fn transport(&self, endpoint: &Endpoint) -> Result<Arc<dyn Transport>, Error> {
        self.connector()?.connect(endpoint)
    }

    /// What carries requests to an endpoint that is near, or not there.
    pub(super) fn nearby(&self, endpoint: &Endpoint, connect_timeout: Duration) -> Result<Arc<dyn Transport>, Error> {
        self.connector()?.connect_nearby(endpoint, connect_timeout)
    }

    fn connector(&self) -> Result<&Connector, Error> {
        self.connector.as_ref().ok_or_else(|| Error::configuration("the request for credentials has no transport"))
    }
}

impl fmt::Debug for CredentialsRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsRequest").field("region", &self.region).finish_non_exhaustive()
    }
}

//! The client.

use huaweicloud_core::{BuiltClient, Service, ServiceClient, ServiceInfo};

use crate::service;

/// Sets up a [`Client`]. Credentials and a place to go must be set, everything else has a default.
///
/// | what | option |
/// |---|---|
/// | who requests are from: one of the two must be set | [`credentials`](huaweicloud_core::ClientBuilder::credentials), [`credentials_provider`](huaweicloud_core::ClientBuilder::credentials_provider) |
/// | where they go: one of the two must be set | [`region`](huaweicloud_core::ClientBuilder::region), [`endpoint`](huaweicloud_core::ClientBuilder::endpoint) |
/// | plain HTTP to other machines | [`allow_plain_http`](huaweicloud_core::ClientBuilder::allow_plain_http) |
/// | limits | [`timeout`](huaweicloud_core::ClientBuilder::timeout), [`body_limit`](huaweicloud_core::ClientBuilder::body_limit) |
/// | calls that fail | [`retry_policy`](huaweicloud_core::ClientBuilder::retry_policy), [`no_retries`](huaweicloud_core::ClientBuilder::no_retries), [`retry_budget`](huaweicloud_core::ClientBuilder::retry_budget) |
/// | what looks at calls | [`interceptor`](huaweicloud_core::ClientBuilder::interceptor) |
/// | what the client calls itself | [`user_agent_suffix`](huaweicloud_core::ClientBuilder::user_agent_suffix) |
/// | proxies | [`proxy`](huaweicloud_core::ClientBuilder::proxy), [`no_proxy`](huaweicloud_core::ClientBuilder::no_proxy) |
/// | certificates | [`add_ca_certificates`](huaweicloud_core::ClientBuilder::add_ca_certificates), [`only_ca_certificates`](huaweicloud_core::ClientBuilder::only_ca_certificates), [`client_certificate`](huaweicloud_core::ClientBuilder::client_certificate) |
/// | connections | [`connect_timeout`](huaweicloud_core::ClientBuilder::connect_timeout), [`max_connections`](huaweicloud_core::ClientBuilder::max_connections), [`max_idle_connections`](huaweicloud_core::ClientBuilder::max_idle_connections), [`idle_timeout`](huaweicloud_core::ClientBuilder::idle_timeout) |
/// | another HTTP client, another clock | [`transport`](huaweicloud_core::ClientBuilder::transport), [`clock`](huaweicloud_core::ClientBuilder::clock) |
/// | the client | [`build`](huaweicloud_core::ClientBuilder::build) |
///
/// Defaults stand beside the options of [`huaweicloud_core::ClientBuilder`], which this is.
pub type ClientBuilder = huaweicloud_core::ClientBuilder<Client>;

/// A client of DMS for RocketMQ in one region.
///
/// It has a method for each operation, named like it: [`list_background_tasks`](Self::list_background_tasks) for
/// `ListBackgroundTasks`. A method begins a request; its setters fill it in, `send` sends it.
///
/// Cheap to clone: clones share their connections. Build one and keep it.
///
/// ```no_run
/// use dms_rocketmq::{Client, Credentials};
///
/// # fn example() -> Result<(), dms_rocketmq::Error> {
/// let client = Client::builder().region("eu-de").credentials(Credentials::from_env()?).build()?;
/// # Ok(())
/// # }
/// ```
///
/// # Operations
#[doc = include_str!("generated/operations.md")]
#[derive(Clone, Debug)]
pub struct Client {
    service: ServiceClient,
}

impl Client {
    /// Begins to set up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// The client underneath, which sends requests for operations that this crate has no method for.
    pub fn service_client(&self) -> &ServiceClient {
        &self.service
    }
}

impl Service for Client {
    const INFO: ServiceInfo = service::INFO;
    const USER_AGENT: &'static str = concat!("dms-rocketmq-rust/", env!("CARGO_PKG_VERSION"));

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self { service: client.into_service_client() }
    }
}

//! The client.

use huaweicloud_core::{BuiltClient, Service, ServiceClient, ServiceInfo};

use crate::service;

/// Sets up a [`Client`]; see [`huaweicloud_core::ClientBuilder`] for its options and their defaults.
pub type ClientBuilder = huaweicloud_core::ClientBuilder<Client>;

/// A client of DMS for Kafka in one region.
///
/// It has a method for each operation, named like it: [`list_background_tasks`](Self::list_background_tasks) for
/// `ListBackgroundTasks`. A method begins a request; its setters fill it in, `send` sends it.
///
/// Cheap to clone: clones share their connections. Build one and keep it.
///
/// ```no_run
/// use dms_kafka::{Client, Credentials};
///
/// # fn example() -> Result<(), dms_kafka::Error> {
/// let client = Client::builder().region("eu-de").credentials(Credentials::from_env()?).build()?;
/// # Ok(())
/// # }
/// ```
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
    const USER_AGENT: &'static str = concat!("dms-kafka-rust/", env!("CARGO_PKG_VERSION"));

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self { service: client.into_service_client() }
    }
}

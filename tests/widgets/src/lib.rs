//! The client of an invented service, as `cargo xtask generate` makes it from `openapi/widgets` in this folder.
//!
//! It is here to be compiled and called: it holds what the specification of a real service may not hold yet, and shows that
//! neither the generator nor the runtime knows any service by name. To regenerate it, run `cargo xtask generate` in this
//! folder.

#[rustfmt::skip]
#[allow(clippy::too_many_lines, reason = "a schema may have many fields, and work many steps")]
mod generated;
#[cfg(feature = "testing")]
pub mod testing;

pub use generated::*;
pub use huaweicloud_core::Error;
use huaweicloud_core::{BuiltClient, ClientBuilder, Service, ServiceClient, ServiceInfo};

/// A client of the invented service.
///
/// # Operations
#[doc = include_str!("generated/operations.md")]
#[derive(Clone, Debug)]
pub struct Client {
    service: ServiceClient,
}

impl Client {
    /// Begins to set up a client.
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    /// The client underneath.
    pub fn service_client(&self) -> &ServiceClient {
        &self.service
    }
}

impl Service for Client {
    const INFO: ServiceInfo = service::INFO;
    const USER_AGENT: &'static str = "widgets/0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self { service: client.into_service_client() }
    }
}

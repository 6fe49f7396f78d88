//! The client: what is shared by all requests to one service.

mod builder;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod connections;

use std::fmt;
use std::sync::Arc;

pub use builder::{BuiltClient, ClientBuilder, Service};

use crate::channel::Channel;
use crate::data::WaitToken;
use crate::error::Error;
use crate::request::{RequestBuilder, RequestParts};
use crate::service::{Endpoint, Method, Operation};
use crate::waiting::{LongRunning, Wait};

/// Sends requests to one service. Cheap to clone: clones share their connections.
///
/// Generated clients wrap it; build one with [`ClientBuilder`].
#[derive(Clone)]
pub struct ServiceClient {
    pub(crate) channel: Arc<Channel>,
}

impl ServiceClient {
    /// Begins a request for an operation.
    pub fn request(&self, operation: &'static Operation) -> RequestBuilder {
        RequestBuilder::new(Arc::clone(&self.channel), operation)
    }

    /// Begins a request to a path, for whatever has no operation here. It is signed, sent and repeated as any other, in the project of the
    /// client where `{project_id}` stands; and it is taken for one that must not be carried out twice unless
    /// [`set_idempotent`](RequestBuilder::set_idempotent) says otherwise.
    ///
    /// Parameters in braces are set by [`set_path`](RequestBuilder::set_path), which encodes them. What stands in the path itself is sent as
    /// it is.
    ///
    /// ```no_run
    /// # use huaweicloud_core::{Error, Method, ServiceClient};
    /// # async fn example(client: ServiceClient) -> Result<(), Error> {
    /// let mut request = client.request_to(Method::Get, "/v2/{project_id}/widgets/{id}");
    /// request.set_path("id", "w-1").set_query("limit", 10).set_idempotent(true);
    /// let response = request.send::<serde_json::Value>().await?;
    /// println!("{}", response.value());
    /// # Ok(())
    /// # }
    /// ```
    pub fn request_to(&self, method: Method, path: &str) -> RequestBuilder {
        RequestBuilder::to(Arc::clone(&self.channel), method, path)
    }

    /// Opens connections before they are needed, by as many requests at once (`HEAD /`) that are not signed and whose responses are passed
    /// over. Name resolution, connecting and the handshake of TLS are then no part of the first calls.
    ///
    /// # Errors
    ///
    /// [`Error::is_connection`] or [`Error::is_timeout`] if the service cannot be reached.
    pub async fn warm(&self, connections: usize) -> Result<(), Error> {
        self.channel.warm(connections).await
    }

    /// Makes a request for an operation from what was kept of one.
    ///
    /// # Errors
    ///
    /// [`Error::is_invalid_request`] for the parts of a request for another operation, which it names, and for parts that no
    /// request for this one has.
    pub fn request_from_parts(
        &self,
        operation: &'static Operation,
        parts: RequestParts,
    ) -> Result<RequestBuilder, Error> {
        RequestBuilder::from_parts(Arc::clone(&self.channel), operation, parts)
    }

    /// Goes on waiting for work that an operation began, in this process or in another one. It is asked at once how far it is.
    ///
    /// # Errors
    ///
    /// [`Error::is_invalid_request`] for a token of another operation, or of a version that watches something else.
    pub fn resume_wait<T>(
        &self,
        operation: &'static Operation,
        work: &'static LongRunning,
        token: WaitToken,
    ) -> Result<Wait<T>, Error> {
        Wait::resume(Arc::clone(&self.channel), operation, work, token)
    }

    /// Where requests go.
    pub fn endpoint(&self) -> &Endpoint {
        &self.channel.endpoint
    }

    /// The project that requests are for, unless they name another one; none if a provider of credentials says which.
    pub fn project_id(&self) -> Option<&str> {
        self.channel.identity.fixed()?.project_id()
    }
}

impl fmt::Debug for ServiceClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceClient")
            .field("endpoint", &self.channel.endpoint.origin())
            .field("project_id", &self.project_id())
            .finish_non_exhaustive()
    }
}

//! A service that responds as a test says, without a network; needs the feature `testing`.
//!
//! A [`MockService`] is told which requests to expect and what to respond; a client gets its [transport](MockService::transport)
//! in place of hyper or reqwest, and everything else is as in production: requests are built, checked and signed, responses are read.
//! Generated clients have a typed layer on top of it, made of [`TypedWhen`] and [`TypedSequence`].
//!
//! ```
//! use huaweicloud_core::testing::{MockResponse, MockService};
//! use huaweicloud_core::{BuiltClient, Method, Operation, Service, ServiceClient, ServiceInfo};
//! use serde_json::{Value, json};
//!
//! # struct Widgets(ServiceClient);
//! # impl Service for Widgets {
//! #     const INFO: ServiceInfo = ServiceInfo::new("widgets", "widget", &[]);
//! #     const USER_AGENT: &'static str = "widgets-rust/1.0";
//! #     fn from_built(client: BuiltClient<Self>) -> Self {
//! #         Self(client.into_service_client())
//! #     }
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), huaweicloud_core::Error> {
//! const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v1/{project_id}/widgets");
//!
//! let service = MockService::new();
//! let sequence = service.when(&LIST).path("project_id", "mock-project").respond(&json!([{"name": "left"}]));
//! sequence.then(MockResponse::refusal(403, "W.403", "no more"));
//!
//! let widgets: Widgets = service.builder().build()?;
//! assert_eq!(widgets.0.request(&LIST).send::<Value>().await?[0]["name"], "left");
//! assert!(widgets.0.request(&LIST).send::<Value>().await.unwrap_err().is_unauthorized());
//!
//! assert_eq!(service.requests()[1].path_parameter("project_id"), Some("mock-project"));
//! // When `service` is dropped, what was expected and did not come fails the test.
//! # Ok(())
//! # }
//! ```

mod clock;
mod expectation;
mod matcher;
mod recorded;
mod response;
mod service;
mod transport;
mod typed;

pub use clock::ManualClock;
pub use expectation::{Sequence, When};
pub use recorded::RecordedRequest;
pub use response::{MockFailure, MockResponse};
pub use service::MockService;
pub use transport::MockTransport;
pub use typed::{Binary, Json, NoValue, PlainText, ResponseValue, TypedSequence, TypedWhen};

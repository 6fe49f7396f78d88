//! The mock service, through a client, without a network.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod clock;
mod expectations;
mod transports;
mod typed;

use huaweicloud_core::testing::MockService;
use huaweicloud_core::{BuiltClient, Error, Method, Operation, Response, Service, ServiceClient, ServiceInfo};
use serde_json::Value;

const SHOW: Operation = Operation::new("ShowWidget", Method::Get, "/v1/{project_id}/widgets/{widget_id}");
const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v1/{project_id}/widgets");
const CREATE: Operation = Operation::new("CreateWidget", Method::Post, "/v1/{project_id}/widgets");

/// A client as generated code has it.
#[derive(Clone, Debug)]
struct Widgets(ServiceClient);

impl Service for Widgets {
    const INFO: ServiceInfo = ServiceInfo::new("widgets", "widgets", &[]);
    const USER_AGENT: &'static str = "widgets/1.0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self(client.into_service_client())
    }
}

impl Widgets {
    fn of(service: &MockService) -> Self {
        service.builder().build().unwrap()
    }

    async fn show(&self, id: &str) -> Result<Response<Value>, Error> {
        let mut request = self.0.request(&SHOW);
        request.set_path("widget_id", id);
        request.send().await
    }

    async fn list(&self, colour: &str) -> Result<Response<Value>, Error> {
        let mut request = self.0.request(&LIST);
        request.set_query("colour", colour).set_header("X-Shard", "7");
        request.send().await
    }

    async fn create(&self, body: Value) -> Result<Response<Value>, Error> {
        let mut request = self.0.request(&CREATE);
        request.set_body(&body);
        request.send().await
    }
}

/// The message of a panic.
fn panic_of(run: impl FnOnce()) -> String {
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_err();
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => (*panic.downcast::<&str>().unwrap()).to_owned(),
    }
}

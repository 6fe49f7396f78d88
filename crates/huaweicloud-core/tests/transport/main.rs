//! The client over real HTTP, against a server on the loopback interface.

#![cfg(any(feature = "hyper", feature = "reqwest"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod connections;
mod failures;
#[path = "../loopback/mod.rs"]
mod loopback;
mod parameters;
mod refusals;
mod requests;
mod responses;
mod secrets;
mod sent;

use huaweicloud_core::{
    BuiltClient, ClientBuilder, Credentials, Method, Operation, Service, ServiceClient, ServiceInfo,
};
use serde::Deserialize;

const SHOW: Operation = Operation::new("ShowWidget", Method::Get, "/v1/{project_id}/widgets/{widget_id}");
const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v1/{project_id}/widgets");
const CREATE: Operation = Operation::new("CreateWidget", Method::Post, "/v1/{project_id}/widgets");
const DELETE: Operation = Operation::new("DeleteWidgets", Method::Delete, "/v1/{project_id}/widgets");
/// An operation of the service as a whole.
const ZONES: Operation = Operation::new("ListZones", Method::Get, "/v1/zones");

/// A response without a body.
const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\n\r\n";

/// A response whose fields are all optional, as those of generated clients are.
#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
struct Widget {
    name: Option<String>,
    size: Option<i64>,
}

/// A client as generated code has it.
#[derive(Debug)]
struct Widgets(ServiceClient);

impl Service for Widgets {
    const INFO: ServiceInfo = ServiceInfo::new("widgets", "widgets", &[("a-1", "http://widgets.a-1.example")]);
    const USER_AGENT: &'static str = "widgets/1.0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self(client.into_service_client())
    }
}

fn builder(endpoint: &str) -> ClientBuilder<Widgets> {
    let credentials = Credentials::new("AKVALUE", "SKVALUE").with_project_id("p1");
    // Each test sees what becomes of one exchange; `tests/faults` sees what becomes of a call.
    ClientBuilder::new().endpoint(endpoint).credentials(credentials).no_retries()
}

fn client(endpoint: &str) -> ServiceClient {
    builder(endpoint).build().unwrap().0
}

/// A response with a length, and with a request id.
fn http_response(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nX-Request-Id: r-1\r\n{headers}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

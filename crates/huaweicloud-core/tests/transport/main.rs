//! The client over real HTTP, against a server on the loopback interface.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod failures;
#[path = "../loopback/mod.rs"]
mod loopback;
mod secrets;
mod sent;

use huaweicloud_core::{ClientBuilder, Credentials, Method, Operation, Service, ServiceClient, ServiceInfo};
use serde::Deserialize;

const SHOW: Operation = Operation::new("ShowWidget", Method::Get, "/v1/{project_id}/widgets/{widget_id}");
const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v1/{project_id}/widgets");
const CREATE: Operation = Operation::new("CreateWidget", Method::Post, "/v1/{project_id}/widgets");
/// An operation of the service as a whole.
const ZONES: Operation = Operation::new("ListZones", Method::Get, "/v1/zones");

/// An answer whose fields are all optional, as those of generated clients are.
#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
struct Widget {
    name: Option<String>,
    size: Option<i64>,
}

/// A client as generated code has it.
#[derive(Debug)]
struct Widgets(ServiceClient);

impl From<ServiceClient> for Widgets {
    fn from(client: ServiceClient) -> Self {
        Self(client)
    }
}

impl Service for Widgets {
    const INFO: ServiceInfo = ServiceInfo::new("widgets", "widgets", &[("a-1", "http://widgets.a-1.example")]);
    const USER_AGENT: &'static str = "widgets/1.0";
}

fn builder(endpoint: &str) -> ClientBuilder<Widgets> {
    let credentials = Credentials::new("AKVALUE", "SKVALUE").with_project_id("p1");
    ClientBuilder::new().endpoint(endpoint).credentials(credentials)
}

fn client(endpoint: &str) -> ServiceClient {
    builder(endpoint).build().unwrap().0
}

//! Credentials and projects that are asked for over HTTP, on the loopback interface: what is sent to whom, how often, and what a
//! caller is told when there are none.

#![cfg(any(feature = "hyper", feature = "reqwest"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod chain;
mod issuer;
#[path = "../loopback/mod.rs"]
#[allow(dead_code, reason = "this suite has a server of its own")]
mod loopback;
mod project;
mod providers;

use std::path::PathBuf;

use huaweicloud_core::testing::ManualClock;
use huaweicloud_core::{
    BuiltClient, ClientBuilder, CredentialsProvider, Error, Method, Operation, Service, ServiceClient, ServiceInfo,
};

use crate::issuer::Issuer;

const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v1/{project_id}/widgets").idempotent();
const ZONES: Operation = Operation::new("ListZones", Method::Get, "/v1/zones").idempotent();

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
    async fn call(&self, operation: &'static Operation) -> Result<(), Error> {
        self.0.request(operation).send_without_value().await.map(|_| ())
    }
}

/// A client of a service that is on the same server as what gives its credentials.
fn builder(issuer: &Issuer, clock: &ManualClock) -> ClientBuilder<Widgets> {
    ClientBuilder::new().endpoint(issuer.endpoint()).clock(clock.clone()).no_retries()
}

fn client(issuer: &Issuer, clock: &ManualClock, provider: impl CredentialsProvider) -> Widgets {
    builder(issuer, clock).region("eu-de").credentials_provider(provider).build().unwrap()
}

/// A file that is gone when the test ends.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("huaweicloud-core-{name}-{}", std::process::id()));
        let file = Self(path);
        file.write(text);
        file
    }

    fn write(&self, text: &str) {
        std::fs::write(&self.0, text).unwrap();
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

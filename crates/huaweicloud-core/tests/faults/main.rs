//! What becomes of a call when things go wrong: what the caller sees, how many requests the service saw, and that it
//! carried nothing out twice. Over real HTTP on the loopback interface, with clock, sleep and chance in the hands of
//! the test.

#![cfg(any(feature = "hyper", feature = "reqwest"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod budget;
mod cancelling;
mod clock;
mod connections;
mod credentials;
mod crowd;
#[path = "../loopback/mod.rs"]
#[allow(dead_code, reason = "this suite has a server of its own")]
mod loopback;
mod policies;
mod refusals;
mod server;

use std::time::Duration;

use huaweicloud_core::testing::ManualClock;
use huaweicloud_core::{
    BuiltClient, ClientBuilder, Credentials, Error, ErrorClass, ErrorCodeInfo, Method, Operation, Response, Service,
    ServiceClient, ServiceInfo,
};
use serde::Deserialize;

use crate::server::{Server, Step};

const SHOW: Operation = Operation::new("ShowWidget", Method::Get, "/v1/widget").idempotent();
const CREATE: Operation = Operation::new("CreateWidget", Method::Post, "/v1/widgets");

/// What may be carried out twice, and what may not.
const OPERATIONS: [&Operation; 2] = [&SHOW, &CREATE];

#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
struct Widget {
    name: Option<String>,
}

/// A client as generated code has it.
#[derive(Clone, Debug)]
struct Widgets(ServiceClient);

impl Service for Widgets {
    const INFO: ServiceInfo = ServiceInfo::new("widgets", "widgets", &[]).with_error_codes(&[
        ErrorCodeInfo::new("W.1", &[404], "Too many widgets are asked for.").of_class(ErrorClass::Throttled),
        ErrorCodeInfo::new("W.2", &[400], "A widget is still being made.").of_class(ErrorClass::Retry),
        ErrorCodeInfo::new("W.3", &[500], "Making a widget failed.").of_class(ErrorClass::Retry),
        ErrorCodeInfo::new("W.4", &[503], "No widget can be made of this."),
    ]);
    const USER_AGENT: &'static str = "widgets/1.0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self(client.into_service_client())
    }
}

impl Widgets {
    async fn call(&self, operation: &'static Operation) -> Result<Response<Widget>, Error> {
        self.0.request(operation).send().await
    }
}

/// A client with everything as it is by default, but for the clock, by which every sleep ends at once.
fn builder(endpoint: &str, clock: &ManualClock) -> ClientBuilder<Widgets> {
    ClientBuilder::new().endpoint(endpoint).credentials(Credentials::new("AKVALUE", "SKVALUE")).clock(clock.clone())
}

fn client(server: &Server, clock: &ManualClock) -> Widgets {
    builder(&server.endpoint(), clock).build().unwrap()
}

/// A call, and what was seen of it on both sides.
struct Seen {
    outcome: Result<Response<Widget>, Error>,
    requests: usize,
    executions: usize,
    sleeps: Vec<Duration>,
}

impl Seen {
    /// Calls an operation of a service that goes wrong as the steps say, and is well after them.
    async fn of(operation: &'static Operation, steps: impl IntoIterator<Item = Step>) -> Self {
        Self::with(|builder| builder, operation, steps).await
    }

    /// The same, with a client that is set up in another way.
    async fn with(
        set: impl FnOnce(ClientBuilder<Widgets>) -> ClientBuilder<Widgets>,
        operation: &'static Operation,
        steps: impl IntoIterator<Item = Step>,
    ) -> Self {
        let (server, clock) = (Server::start(steps).await, ManualClock::advancing());
        let client = set(builder(&server.endpoint(), &clock)).build().unwrap();
        let outcome = client.call(operation).await;
        let seen =
            Self { outcome, requests: server.requests(), executions: server.executions(), sleeps: clock.sleeps() };
        assert!(operation.is_idempotent() || seen.executions <= 1, "carried out {} times", seen.executions);
        seen
    }

    /// That the call succeeded in so many requests.
    #[track_caller]
    fn succeeded_after(&self, requests: usize) {
        let response = self.outcome.as_ref().unwrap();
        assert_eq!(response.name.as_deref(), Some("left"));
        assert_eq!(self.requests, requests);
    }

    /// That the call failed after so many requests, and why.
    #[track_caller]
    fn failed_after(&self, requests: usize) -> &Error {
        let error = self.outcome.as_ref().unwrap_err();
        assert_eq!((self.requests, error.attempts()), (requests, u32::try_from(requests).unwrap()), "{error:#?}");
        error
    }
}

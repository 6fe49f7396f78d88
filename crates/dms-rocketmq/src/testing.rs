//! A service that responds as a test says, without a network; needs the feature `testing`.
//!
//! [`MockService`] has a method for each operation, which begins to say what the response to its requests is:
//! `when_list_topics` for `ListRocketInstanceTopics`. The types in the module `mock` of each resource say which requests
//! are meant, parameter by parameter, and take what the operation gives.
//!
//! ```
//! # #[cfg(feature = "topics")]
//! # mod example {
//! use dms_rocketmq::testing::MockService;
//! use dms_rocketmq::topics::{CreatedTopicOrStartedDeletion, Topic, TopicCreationOrDeletion, TopicList};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # pub(crate) async fn main() -> Result<(), dms_rocketmq::Error> {
//! let service = MockService::new();
//! let topics = TopicList::new().topics([Topic::new().name("orders")]);
//! service.when_list_topics().with_instance_id("i").with_limit(10).respond(topics);
//! service
//!     .when_create_or_batch_delete_topics()
//!     .with_body(TopicCreationOrDeletion::new().name("invoices"))
//!     .refuse(404, "DMS.00404022", "This instance does not exist.")
//!     .then_respond(CreatedTopicOrStartedDeletion::new().name("invoices"));
//!
//! let client = service.client();
//! let list = client.list_topics("i").limit(10).send().await?;
//! assert_eq!(list.topics[0].name.as_deref(), Some("orders"));
//! let invoices = TopicCreationOrDeletion::new().name("invoices");
//! let error = client.create_or_batch_delete_topics("i", invoices.clone()).send().await.unwrap_err();
//! assert!(error.is_not_found());
//! client.create_or_batch_delete_topics("i", invoices).send().await?;
//! // When `service` is dropped, what was expected and did not come fails the test.
//! # Ok(())
//! # }
//! # }
//! # #[cfg(feature = "topics")]
//! # example::main().unwrap();
//! ```

use std::ops::Deref;

use huaweicloud_core::testing;

use crate::{Client, ClientBuilder};

pub use huaweicloud_core::testing::{
    Binary, Json, ManualClock, MockFailure, MockResponse, MockTransport, NoValue, PlainText, RecordedRequest,
    ResponseValue, Sequence, TypedSequence, TypedWhen, When,
};

/// DMS for RocketMQ as a test says; see the [module](self).
///
/// It stands for the [service](testing::MockService) underneath, which has the requests that came and the clock, and with
/// [`when`](testing::MockService::when) expects requests of any operation.
#[derive(Debug, Default)]
pub struct MockService {
    service: testing::MockService,
}

impl MockService {
    /// A service that expects nothing, with a [`ManualClock`] of its own.
    pub fn new() -> Self {
        Self::default()
    }

    /// A service that expects nothing, whose clients have this clock.
    pub fn with_clock(clock: ManualClock) -> Self {
        Self { service: testing::MockService::with_clock(clock) }
    }

    /// A client of this service.
    pub fn client(&self) -> Client {
        self.service.client()
    }

    /// Begins to set up a client of this service: with its transport and its clock, invented credentials and the project
    /// `mock-project`, all of which may be set again.
    pub fn builder(&self) -> ClientBuilder {
        self.service.builder()
    }
}

impl Deref for MockService {
    type Target = testing::MockService;

    fn deref(&self) -> &testing::MockService {
        &self.service
    }
}

//! The invented service as a test says, without a network.

use std::ops::Deref;

use huaweicloud_core::{ClientBuilder, testing};

use crate::Client;

/// The invented service as a test says. It stands for the service underneath.
#[derive(Debug, Default)]
pub struct MockService {
    service: testing::MockService,
}

impl MockService {
    /// A service that expects nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// A service that expects nothing, whose clients have this clock.
    pub fn with_clock(clock: testing::ManualClock) -> Self {
        Self { service: testing::MockService::with_clock(clock) }
    }

    /// A client of this service.
    pub fn client(&self) -> Client {
        self.service.client()
    }

    /// Begins to set up a client of this service.
    pub fn builder(&self) -> ClientBuilder<Client> {
        self.service.builder()
    }
}

impl Deref for MockService {
    type Target = testing::MockService;

    fn deref(&self) -> &testing::MockService {
        &self.service
    }
}

//! The service.

use std::fmt::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::expectation::{Expectation, When};
use super::response::MockResponse;
use super::{ManualClock, MockTransport, RecordedRequest};
use crate::client::{ClientBuilder, Service};
use crate::credentials::Credentials;
use crate::service::Operation;

/// A service that responds as a test says.
///
/// Of the expectations that a request matches, the first one that has a response left responds. A request that matches none is
/// not responded to: the call fails with [`Error::is_invalid_request`](crate::Error::is_invalid_request), whose text lists what
/// was expected. When the service is dropped, or [verified](Self::verify), such a request fails the test, and so does an
/// expectation that has a response left.
pub struct MockService {
    book: Arc<Book>,
    clock: ManualClock,
}

impl MockService {
    /// A service that expects nothing, with a [`ManualClock`] of its own.
    pub fn new() -> Self {
        Self::with_clock(ManualClock::new())
    }

    /// A service that expects nothing, whose [clients](Self::builder) have this clock.
    pub fn with_clock(clock: ManualClock) -> Self {
        Self { book: Arc::default(), clock }
    }

    /// Begins to say what the response to requests for an operation is.
    pub fn when(&self, operation: &'static Operation) -> When {
        When::new(Arc::clone(&self.book), operation)
    }

    /// Begins to set up a client of this service: with its transport and its clock, invented credentials, the project
    /// `mock-project`, and without retries, so that each response of the test is one that the program sees. All of this may be
    /// set again.
    pub fn builder<S: Service>(&self) -> ClientBuilder<S> {
        ClientBuilder::new()
            .endpoint("https://mock.invalid")
            .credentials(Credentials::new("MOCKACCESSKEY", "mock-secret-key").with_project_id("mock-project"))
            .transport(self.transport())
            .clock(self.clock.clone())
            .no_retries()
    }

    /// A client of this service, set up by [`builder`](Self::builder) and nothing else.
    ///
    /// # Panics
    ///
    /// If the client refuses to be built, which it has no reason for.
    #[track_caller]
    pub fn client<S: Service>(&self) -> S {
        match self.builder().build() {
            Ok(client) => client,
            Err(error) => panic!("a client of the mock service cannot be built: {error}"),
        }
    }

    /// What carries requests to this service, for clients that are set up in another way than by [`builder`](Self::builder).
    pub fn transport(&self) -> MockTransport {
        MockTransport::new(Arc::clone(&self.book))
    }

    /// The clock of the clients.
    pub fn clock(&self) -> &ManualClock {
        &self.clock
    }

    /// The requests that came, in their order, those included that were not expected.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.book.lock().requests.clone()
    }

    /// Checks that everything that came was expected, and that everything expected came.
    ///
    /// # Panics
    ///
    /// If not; the message says what came, or what did not.
    pub fn verify(&self) {
        if let Some(fault) = self.book.fault() {
            panic!("{fault}");
        }
    }
}

impl Default for MockService {
    fn default() -> Self {
        Self::new()
    }
}

/// A test that already fails says why; it is not made to fail twice.
impl Drop for MockService {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.verify();
        }
    }
}

impl fmt::Debug for MockService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockService").field("requests", &self.book.lock().requests).finish_non_exhaustive()
    }
}

/// What is expected, and what came.
#[derive(Default)]
pub(super) struct Book {
    pages: Mutex<Pages>,
}

#[derive(Default)]
struct Pages {
    expectations: Vec<Expectation>,
    requests: Vec<RecordedRequest>,
    /// A message for each request that was not expected.
    unexpected: Vec<String>,
}

impl Book {
    /// Adds an expectation; returns its number.
    pub(super) fn expect(&self, expectation: Expectation) -> usize {
        let mut pages = self.lock();
        pages.expectations.push(expectation);
        pages.expectations.len() - 1
    }

    pub(super) fn add_response(&self, expectation: usize, response: MockResponse) {
        if let Some(expectation) = self.lock().expectations.get_mut(expectation) {
            expectation.add_response(response);
        }
    }

    /// Changes the last response of an expectation, unless that has been given; whether it could.
    pub(super) fn change_last_response(
        &self,
        expectation: usize,
        change: impl FnOnce(MockResponse) -> MockResponse,
    ) -> bool {
        let mut pages = self.lock();
        pages.expectations.get_mut(expectation).is_some_and(|expectation| expectation.change_last_response(change))
    }

    /// Notes a request; gives its number, from 1, and the response to it.
    ///
    /// # Errors
    ///
    /// A message if the request is not expected.
    pub(super) fn serve(&self, request: RecordedRequest) -> Result<(usize, MockResponse), String> {
        let mut pages = self.lock();
        let expectation = pages.expectations.iter_mut().find(|expectation| expectation.mismatch(&request).is_none());
        let response = expectation.and_then(Expectation::take);
        let response = response.ok_or_else(|| unexpected(&request, &pages.expectations));
        pages.requests.push(request);
        let number = pages.requests.len();
        if let Err(message) = &response {
            pages.unexpected.push(message.clone());
        }
        response.map(|response| (number, response))
    }

    /// What came and was not expected, or was expected and did not come.
    fn fault(&self) -> Option<String> {
        let pages = self.lock();
        if !pages.unexpected.is_empty() {
            return Some(pages.unexpected.join("\n"));
        }
        let unmet: Vec<String> = pages
            .expectations
            .iter()
            .filter(|expectation| expectation.missing() > 0)
            .map(|expectation| format!("\n- {expectation}: {} more", expectation.missing()))
            .collect();
        if unmet.is_empty() {
            return None;
        }
        let came: Vec<String> = pages.requests.iter().map(|request| format!("\n- {request}")).collect();
        let came = if came.is_empty() { " nothing".to_owned() } else { came.concat() };
        Some(format!("expected requests did not come:{}\nwhat came:{came}", unmet.concat()))
    }

    fn lock(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Book").finish_non_exhaustive()
    }
}

/// Says what a request is, and of each expectation why it is not met by it.
fn unexpected(request: &RecordedRequest, expectations: &[Expectation]) -> String {
    let mut message = format!("an unexpected request came: {request}\nexpected:");
    if expectations.is_empty() {
        message.push_str(" nothing");
    }
    for expectation in expectations {
        let why = expectation.mismatch(request).unwrap_or_default();
        // Writing into a text cannot fail.
        let _ = write!(message, "\n- {expectation}: {why}");
    }
    message
}

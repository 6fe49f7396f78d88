//! The responses to requests for one operation.

#![allow(clippy::return_self_not_must_use, reason = "a sequence ends where the test says no more")]

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use super::{NoValue, ResponseValue};
use crate::testing::expectation::Sequence;
use crate::testing::{MockFailure, MockResponse};

/// The responses to the requests that are expected, one after another, each given once. A success has a value of the kind
/// `V`.
///
/// What is said after a response is said of it alone:
/// `.respond(creating).times(3).then_respond(ready).after(Duration::from_secs(5))`. A clone adds to the same sequence.
pub struct TypedSequence<V> {
    sequence: Sequence,
    status: u16,
    value: PhantomData<fn() -> V>,
}

impl<V> TypedSequence<V> {
    pub(super) fn new(sequence: Sequence, status: u16) -> Self {
        Self { sequence, status, value: PhantomData }
    }

    /// Adds a response, which is given when those before it have been.
    pub fn then(self, response: MockResponse) -> Self {
        self.sequence.then(response);
        self
    }

    /// Adds a refusal: a status, and the service's code and message.
    ///
    /// # Panics
    ///
    /// For a status that is none.
    #[track_caller]
    pub fn then_refuse(self, status: u16, code: &str, message: &str) -> Self {
        self.then(MockResponse::refusal(status, code, message))
    }

    /// Adds a failure, without a response.
    pub fn then_fail(self, failure: MockFailure) -> Self {
        self.then(MockResponse::failure(failure))
    }

    /// Gives the last response so many times, which all must be asked for.
    ///
    /// # Panics
    ///
    /// If it has been given already, as for all that is said of it.
    #[track_caller]
    pub fn times(self, times: usize) -> Self {
        self.change_last(|response| response.times(times))
    }

    /// Gives the last response any number of times, none included.
    #[track_caller]
    pub fn any_times(self) -> Self {
        self.change_last(MockResponse::any_times)
    }

    /// Gives the last response only after a time has passed on the clock of the client. If that is longer than the time
    /// limit of the request, the request fails at its limit.
    #[track_caller]
    pub fn after(self, delay: Duration) -> Self {
        self.change_last(|response| response.after(delay))
    }

    /// Gives the last response with another status than the documented one.
    ///
    /// # Panics
    ///
    /// For a number that is no status.
    #[track_caller]
    pub fn with_status(self, status: u16) -> Self {
        self.change_last(|response| response.with_status(status))
    }

    /// Gives the last response with a header.
    ///
    /// # Panics
    ///
    /// For a name or a value that no header can have.
    #[track_caller]
    pub fn with_header(self, name: &str, value: &str) -> Self {
        self.change_last(|response| response.with_header(name, value))
    }

    #[track_caller]
    fn change_last(self, change: impl FnOnce(MockResponse) -> MockResponse) -> Self {
        self.sequence.change_last(change);
        self
    }
}

impl<V: ResponseValue> TypedSequence<V> {
    /// Adds a response: a value, with the documented status.
    #[track_caller]
    pub fn then_respond(self, value: impl Into<V::Value>) -> Self {
        let response = V::response(value.into()).with_status(self.status);
        self.then(response)
    }
}

impl TypedSequence<NoValue> {
    /// Adds a response without a body, with the documented status.
    pub fn then_respond(self) -> Self {
        let response = MockResponse::empty().with_status(self.status);
        self.then(response)
    }
}

impl<V> Clone for TypedSequence<V> {
    fn clone(&self) -> Self {
        Self::new(self.sequence.clone(), self.status)
    }
}

impl<V> fmt::Debug for TypedSequence<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sequence.fmt(f)
    }
}

//! Which requests are expected.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::RecordedRequest;
use super::matcher::Matcher;
use super::response::{MockFailure, MockResponse, Times};
use super::service::Book;
use crate::service::Operation;

/// Requests for an operation, of which a test is about to say what the response is. Without more, all of them; each matcher
/// leaves those that match it.
#[must_use = "nothing is expected until there is a response"]
pub struct When {
    book: Arc<Book>,
    operation: &'static Operation,
    matchers: Vec<Matcher>,
}

#[expect(clippy::needless_pass_by_value, reason = "texts and numbers are written plainly, without `&`")]
impl When {
    pub(super) fn new(book: Arc<Book>, operation: &'static Operation) -> Self {
        Self { book, operation, matchers: Vec::new() }
    }

    /// Requests with this path parameter, before it is encoded.
    pub fn path(self, name: &str, value: impl ToString) -> Self {
        self.matching(Matcher::Path(name.to_owned(), value.to_string()))
    }

    /// Requests with this query parameter, before it is encoded; one pair of several with that name is enough.
    pub fn query(self, name: &str, value: impl ToString) -> Self {
        self.matching(Matcher::Query(name.to_owned(), value.to_string()))
    }

    /// Requests without this query parameter.
    pub fn without_query(self, name: &str) -> Self {
        self.matching(Matcher::QueryValues(name.to_owned(), Vec::new()))
    }

    /// Requests with this header.
    pub fn header(self, name: &str, value: impl ToString) -> Self {
        self.matching(Matcher::Header(name.to_owned(), Some(value.to_string())))
    }

    /// Requests whose body is this value as JSON, whatever the order of its fields.
    ///
    /// # Panics
    ///
    /// For a value that does not let itself be written as JSON.
    pub fn body<T: Serialize + ?Sized>(self, value: &T) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.matching(Matcher::Json(value)),
            Err(error) => panic!("the expected body of {} cannot be written as JSON: {error}", self.operation.id()),
        }
    }

    /// Requests whose body is JSON of which `predicate` holds. `what` says what that is, for messages.
    pub fn body_where(self, what: &str, predicate: impl Fn(&Value) -> bool + Send + Sync + 'static) -> Self {
        self.request_where(what, move |request| request.json().is_some_and(&predicate))
    }

    /// Requests of which `predicate` holds. `what` says what that is, for messages.
    pub fn request_where(
        self,
        what: &str,
        predicate: impl Fn(&RecordedRequest) -> bool + Send + Sync + 'static,
    ) -> Self {
        let reason = format!("not {what}");
        let mismatch = move |request: &RecordedRequest| (!predicate(request)).then(|| reason.clone());
        self.matching(Matcher::Predicate(what.to_owned(), Box::new(mismatch)))
    }

    /// Responds once, with a value as JSON and the status 200.
    ///
    /// # Panics
    ///
    /// For a value that does not let itself be written as JSON.
    pub fn respond<T: Serialize + ?Sized>(self, value: &T) -> Sequence {
        self.respond_with(MockResponse::json(value))
    }

    /// Responds.
    pub fn respond_with(self, response: MockResponse) -> Sequence {
        let Self { book, operation, matchers } = self;
        let index = book.expect(Expectation { operation, matchers, responses: vec![response], given: 0, served: 0 });
        Sequence { book, index }
    }

    /// Refuses once, with a status, and the service's code and message.
    ///
    /// # Panics
    ///
    /// For a status that is none.
    pub fn refuse(self, status: u16, code: &str, message: &str) -> Sequence {
        self.respond_with(MockResponse::refusal(status, code, message))
    }

    /// Fails once, without a response.
    pub fn fail(self, failure: MockFailure) -> Sequence {
        self.respond_with(MockResponse::failure(failure))
    }

    fn matching(mut self, matcher: Matcher) -> Self {
        self.add(matcher);
        self
    }

    pub(super) fn add(&mut self, matcher: Matcher) {
        self.matchers.push(matcher);
    }

    pub(super) fn operation(&self) -> &'static Operation {
        self.operation
    }
}

impl fmt::Debug for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("When").field("operation", &self.operation.id()).finish_non_exhaustive()
    }
}

/// The responses to the requests that are expected, one after another.
#[derive(Clone, Debug)]
pub struct Sequence {
    book: Arc<Book>,
    index: usize,
}

impl Sequence {
    /// Adds a response, which is given when those before it have been.
    pub fn then(&self, response: MockResponse) -> &Self {
        self.book.add_response(self.index, response);
        self
    }

    /// Adds a response: a value as JSON, with the status 200.
    ///
    /// # Panics
    ///
    /// For a value that does not let itself be written as JSON.
    pub fn then_respond<T: Serialize + ?Sized>(&self, value: &T) -> &Self {
        self.then(MockResponse::json(value))
    }

    /// Changes the last response.
    ///
    /// # Panics
    ///
    /// If it has been given already.
    #[track_caller]
    pub(super) fn change_last(&self, change: impl FnOnce(MockResponse) -> MockResponse) {
        let is_changed = self.book.change_last_response(self.index, change);
        assert!(is_changed, "the response has been given already; say what is special of it before the request comes");
    }
}

/// Requests that are expected, and the responses to them.
pub(super) struct Expectation {
    operation: &'static Operation,
    matchers: Vec<Matcher>,
    responses: Vec<MockResponse>,
    /// How many of the responses have been given as often as they are to be.
    given: usize,
    /// How often the next one has been given.
    served: usize,
}

impl Expectation {
    pub(super) fn add_response(&mut self, response: MockResponse) {
        self.responses.push(response);
    }

    /// Changes the last response, unless it has been given as often as it is to be; whether it could.
    pub(super) fn change_last_response(&mut self, change: impl FnOnce(MockResponse) -> MockResponse) -> bool {
        if self.given >= self.responses.len() {
            return false;
        }
        self.responses.pop().map(|last| self.responses.push(change(last))).is_some()
    }

    /// Why a request is not among those that are expected, or has no response left; none if it has one.
    pub(super) fn mismatch(&self, request: &RecordedRequest) -> Option<String> {
        if *self.operation != *request.operation() {
            return Some("another operation".to_owned());
        }
        let mismatch = self.matchers.iter().find_map(|matcher| matcher.mismatch(request));
        mismatch.or_else(|| self.next().is_none().then(|| "all its responses have been given".to_owned()))
    }

    /// The next response, which counts as given.
    pub(super) fn take(&mut self) -> Option<MockResponse> {
        self.given = self.next()?;
        let response = self.responses.get(self.given)?.clone();
        self.served += 1;
        if matches!(response.times, Times::Exactly(times) if self.served >= times) {
            self.given += 1;
            self.served = 0;
        }
        Some(response)
    }

    /// Where the next response is.
    fn next(&self) -> Option<usize> {
        let left = self.responses.iter().enumerate().skip(self.given);
        left.filter(|(_, response)| !matches!(response.times, Times::Exactly(0))).map(|(index, _)| index).next()
    }

    /// How many requests must still come.
    pub(super) fn missing(&self) -> usize {
        let left = self.responses.iter().skip(self.given);
        let asked: usize =
            left.map(|response| if let Times::Exactly(times) = response.times { times } else { 0 }).sum();
        asked.saturating_sub(self.served)
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation.id())?;
        for (index, matcher) in self.matchers.iter().enumerate() {
            f.write_str(if index == 0 { " with " } else { ", " })?;
            write!(f, "{matcher}")?;
        }
        Ok(())
    }
}

//! Expectations with the types of one operation.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::{NoValue, ResponseValue, TypedSequence};
use crate::data::ParameterValue;
use crate::request::{QueryValue, spelling};
use crate::service::Operation;
use crate::testing::expectation::When;
use crate::testing::matcher::Matcher;
use crate::testing::{MockResponse, MockService, RecordedRequest};

/// Requests for one operation, whose success has a value of the kind `V`. The types that
/// [`mock_operation!`](crate::mock_operation) writes are filled in through it.
///
/// A value that no request can be sent with would be waited for in vain: it panics where it is given, with what sending
/// would say.
pub struct TypedWhen<V> {
    when: When,
    status: u16,
    value: PhantomData<fn() -> V>,
}

impl<V> TypedWhen<V> {
    /// All requests for an operation, whose success has this status.
    pub fn new(service: &MockService, operation: &'static Operation, status: u16) -> Self {
        Self { when: service.when(operation), status, value: PhantomData }
    }

    /// Leaves the requests with this path parameter.
    #[track_caller]
    pub fn path<P: ParameterValue>(&mut self, name: &str, value: P) {
        let text = self.sendable(spelling::path(name, value));
        self.when.add(Matcher::Path(name.to_owned(), text));
    }

    /// Leaves the requests with this query parameter: of a list, all elements and no other, in any order. Those without it for a
    /// value that is left out, as `None` is.
    #[track_caller]
    pub fn query<Q: QueryValue>(&mut self, name: &str, value: Q) {
        let texts = self.sendable(spelling::query(name, value));
        self.when.add(Matcher::QueryValues(name.to_owned(), texts));
    }

    /// The same for a list that is sent as one value, with commas between its elements in their order.
    #[track_caller]
    pub fn joined_query<Q: QueryValue>(&mut self, name: &str, value: Q) {
        let texts = self.sendable(spelling::joined_query(name, value));
        self.when.add(Matcher::QueryValues(name.to_owned(), texts));
    }

    /// Leaves the requests with this header, or without it for `None`.
    #[track_caller]
    pub fn header<P: ParameterValue>(&mut self, name: &str, value: P) {
        let text = self.sendable(spelling::header(name, value));
        self.when.add(Matcher::Header(name.to_owned(), text));
    }

    /// Leaves the requests whose body is this as JSON, whatever the order of its fields.
    #[track_caller]
    pub fn body<B: Serialize>(&mut self, body: &B) {
        let bytes = self.sendable(spelling::body(body));
        let json = serde_json::from_slice(&bytes).map_err(|error| error.to_string());
        let json = self.sendable(json);
        self.when.add(Matcher::Json(json));
    }

    /// Leaves the requests whose body is this as a form.
    #[track_caller]
    pub fn form_body<B: Serialize>(&mut self, body: &B) {
        let bytes = self.sendable(spelling::form_body(body));
        self.when.add(Matcher::Form(String::from_utf8_lossy(&bytes).into_owned()));
    }

    /// Leaves the requests without a body.
    pub fn no_body(&mut self) {
        self.when.add(Matcher::NoBody);
    }

    /// Leaves the requests whose body is a `B` of which `predicate` holds.
    #[track_caller]
    pub fn body_where<B: DeserializeOwned>(&mut self, predicate: impl Fn(&B) -> bool + Send + Sync + 'static) {
        self.body_read_where(|request| request.body_as().map_err(|error| error.to_string()), predicate);
    }

    /// Leaves the requests whose body is a form, and a `B` of which `predicate` holds. `lists` names the fields that are
    /// lists, which a form with one element of them does not tell.
    #[track_caller]
    pub fn form_body_where<B: DeserializeOwned>(
        &mut self,
        lists: &'static [&'static str],
        predicate: impl Fn(&B) -> bool + Send + Sync + 'static,
    ) {
        let read = |request: &RecordedRequest| {
            serde_json::from_value(form_fields(request.body(), lists)).map_err(|error| error.to_string())
        };
        self.body_read_where(read, predicate);
    }

    /// Leaves the requests of which `predicate` holds.
    #[track_caller]
    pub fn request_where(&mut self, predicate: impl Fn(&RecordedRequest) -> bool + Send + Sync + 'static) {
        let what = wanted(Location::caller());
        let reason = format!("not {what}");
        let mismatch = move |request: &RecordedRequest| (!predicate(request)).then(|| reason.clone());
        self.when.add(Matcher::Predicate(what, Box::new(mismatch)));
    }

    /// Responds.
    pub fn respond_with(self, response: MockResponse) -> TypedSequence<V> {
        let Self { when, status, .. } = self;
        TypedSequence::new(when.respond_with(response), status)
    }

    #[track_caller]
    fn body_read_where<B>(
        &mut self,
        read: impl Fn(&RecordedRequest) -> Result<B, String> + Send + Sync + 'static,
        predicate: impl Fn(&B) -> bool + Send + Sync + 'static,
    ) {
        let what = format!("a body that is {}", wanted(Location::caller()));
        let reason = format!("not {what}");
        let mismatch = move |request: &RecordedRequest| match read(request) {
            Ok(body) => (!predicate(&body)).then(|| reason.clone()),
            Err(error) => Some(format!("the body cannot be read: {error}")),
        };
        self.when.add(Matcher::Predicate(what, Box::new(mismatch)));
    }

    #[track_caller]
    fn sendable<T>(&self, spelled: Result<T, String>) -> T {
        let operation = self.when.operation().id();
        // No closure: the panic is said to be where the test gives the value.
        match spelled {
            Ok(spelled) => spelled,
            Err(fault) => panic!("no request for {operation} can be as this one is expected: {fault}"),
        }
    }
}

impl<V: ResponseValue> TypedWhen<V> {
    /// Responds once, with a value.
    #[track_caller]
    pub fn respond(self, value: V::Value) -> TypedSequence<V> {
        let response = V::response(value).with_status(self.status);
        self.respond_with(response)
    }
}

impl TypedWhen<NoValue> {
    /// Responds once, without a body.
    pub fn respond(self) -> TypedSequence<NoValue> {
        let response = MockResponse::empty().with_status(self.status);
        self.respond_with(response)
    }
}

impl<V> fmt::Debug for TypedWhen<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.when.fmt(f)
    }
}

/// What a condition of a test asks for, for messages: all that is known of it is where it stands.
fn wanted(at: &Location<'_>) -> String {
    format!("as {}:{} wants it", at.file(), at.line())
}

/// The fields of a form as an object, from which its type is read.
fn form_fields(body: &Bytes, lists: &[&str]) -> Value {
    let mut fields = Map::new();
    for (name, value) in form_urlencoded::parse(body) {
        if lists.contains(&&*name) {
            let list = fields.entry(name).or_insert_with(|| Value::Array(Vec::new()));
            list.as_array_mut().into_iter().for_each(|list| list.push(Value::from(value.as_ref())));
        } else {
            fields.insert(name.into_owned(), Value::from(value.as_ref()));
        }
    }
    Value::Object(fields)
}

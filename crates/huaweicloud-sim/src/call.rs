//! A request for an operation, as its handler sees it.

use std::cell::OnceCell;
use std::time::SystemTime;

use hyper::HeaderMap;
use serde::de::DeserializeOwned;

use crate::clock::Timeline;
use crate::document::Operation;
use crate::refusal::{Codes, Refusal};
use crate::routing::PathParameters;
use crate::target::Query;

/// A request for an operation: whom it is from, what it says, and when it came. It has been authenticated, and it keeps
/// what the specification says of its operation.
#[derive(Debug)]
pub struct Call<'r> {
    pub(crate) operation: &'r Operation,
    pub(crate) path: &'r PathParameters<'r>,
    pub(crate) query: &'r Query,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) body: &'r [u8],
    pub(crate) timeline: &'r Timeline,
    /// When a handler asked for the first time.
    pub(crate) now: OnceCell<SystemTime>,
    pub(crate) codes: &'r Codes,
}

impl<'r> Call<'r> {
    /// The official name of the operation.
    pub fn operation(&self) -> &'r str {
        &self.operation.id
    }

    /// The value of a path parameter of the operation, decoded.
    ///
    /// # Errors
    ///
    /// The refusal of a mistake in the simulator, if the operation has no such parameter.
    pub fn path(&self, name: &str) -> Result<&'r str, Refusal> {
        let value = self.path.iter().find(|(other, _)| *other == name).map(|(_, value)| *value);
        value.ok_or_else(|| self.internal(&format!("There is no path parameter `{name}`.")))
    }

    /// The query parameters.
    pub const fn query(&self) -> &'r Query {
        self.query
    }

    /// A header, if it is given and is text.
    pub fn header(&self, name: &str) -> Option<&'r str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body, as it was sent.
    pub const fn body(&self) -> &'r [u8] {
        self.body
    }

    /// The body, read as JSON.
    ///
    /// # Errors
    ///
    /// The refusal of a field that is invalid, which says where.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let parsed = serde_json::from_slice(self.body);
        parsed.map_err(|error| Refusal::of(self.codes.invalid_field).because(&format!("{error}.")))
    }

    /// The simulated time, the same for as long as the call lasts.
    pub fn now(&self) -> SystemTime {
        *self.now.get_or_init(|| self.timeline.now())
    }

    /// Refuses a parameter, with the code of the service.
    pub fn invalid_parameter(&self, why: &str) -> Refusal {
        Refusal::of(self.codes.invalid_parameter).because(why)
    }

    /// Refuses a field of the body, with the code of the service.
    pub fn invalid_field(&self, why: &str) -> Refusal {
        Refusal::of(self.codes.invalid_field).because(why)
    }

    fn internal(&self, why: &str) -> Refusal {
        Refusal::of(self.codes.internal).because(why)
    }
}

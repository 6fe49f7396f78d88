//! A request for an operation, as its handler sees it.

use std::cell::{Cell, OnceCell};
use std::time::SystemTime;

use hyper::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

use crate::clock::Timeline;
use crate::document::Operation;
use crate::oddities::Oddities;
use crate::page::Page;
use crate::refusal::{Codes, Refusal};
use crate::routing::PathParameters;
use crate::target::Query;

/// A request for an operation: whom it is from, what it says, and when it came. It has been authenticated, and it keeps
/// what the specification says of its operation.
#[derive(Debug)]
pub struct Call<'r> {
    pub(crate) operation: &'r Operation,
    pub(crate) method: &'r str,
    /// Path and query, as they were sent.
    pub(crate) target: &'r str,
    pub(crate) path: &'r PathParameters<'r>,
    pub(crate) query: &'r Query,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) body: &'r [u8],
    /// The body as it was held against the specification, if it was.
    pub(crate) json: Option<Value>,
    pub(crate) timeline: &'r Timeline,
    /// When a handler asked for the first time.
    pub(crate) now: OnceCell<SystemTime>,
    pub(crate) codes: &'r Codes,
    pub(crate) work_fails: bool,
    pub(crate) oddities: &'r Oddities,
    /// The page that the handler asked for.
    pub(crate) page: Cell<Option<Page>>,
}

impl<'r> Call<'r> {
    /// The official name of the operation.
    pub fn operation(&self) -> &'r str {
        &self.operation.id
    }

    /// The HTTP method.
    pub const fn method(&self) -> &'r str {
        self.method
    }

    /// Path and query, as they were sent.
    pub const fn target(&self) -> &'r str {
        self.target
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

    /// The body, read as JSON. As the gateway has it, a field that is null is not there, nor is one that is an empty text where none is
    /// allowed; and `2.0` is an integer.
    ///
    /// # Errors
    ///
    /// The refusal of a field that is invalid, which says where.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let parsed = match &self.json {
            Some(value) => T::deserialize(value),
            None => serde_json::from_slice(self.body).and_then(|value| serde_json::from_value(plain(value))),
        };
        parsed.map_err(|error| Refusal::of(self.codes.invalid_field).because(&format!("{error}.")))
    }

    /// The simulated time, the same for as long as the call lasts.
    pub fn now(&self) -> SystemTime {
        *self.now.get_or_init(|| self.timeline.now())
    }

    /// Whether the work is to fail that goes on after the response: a fault asks for it
    /// ([`Effect::FailTask`](crate::Effect::FailTask)).
    pub const fn work_fails(&self) -> bool {
        self.work_fails
    }

    /// Whether an oddity of the service is switched on (see [`Service::oddity`](crate::Service::oddity)).
    pub fn has_oddity(&self, name: &str) -> bool {
        self.oddities.has(name)
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

/// A value without what counts as not sent, and whole numbers without a fraction.
pub(crate) fn plain(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, plain(value))).collect()
        }
        Value::Array(elements) => elements.into_iter().map(plain).collect(),
        Value::Number(number) => Value::Number(whole(&number).map_or(number, Into::into)),
        other => other,
    }
}

/// A number with a fraction that is none, as an integer.
fn whole(number: &Number) -> Option<i64> {
    let float = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0)?;
    // Up to 2^53 each integer is a number of its own.
    #[allow(clippy::cast_possible_truncation, reason = "it has no fraction, and its range is checked")]
    (float.abs() < 9_007_199_254_740_992.0).then_some(float as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_null_is_not_sent_and_a_whole_number_is_an_integer() {
        let sent = r#"{"a": null, "b": [1.0, null, {"c": null, "d": 1.5}], "e": -3.00, "f": 1e300, "g": 12}"#;
        let read = r#"{"b": [1, null, {"d": 1.5}], "e": -3, "f": 1e300, "g": 12}"#;
        let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(plain(value(sent)), value(read));
    }
}

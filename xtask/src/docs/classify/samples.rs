//! The page's own examples: what they say about where a field stands.

use serde_json::Value;

use crate::docs::facts::{Example, Examples, SchemaType};

/// How many values of an example are looked at for one question.
const MAX_VALUES: usize = 2_000;

/// The bodies of the examples of one way: requests, or responses with one status.
#[derive(Debug, Clone, Default)]
pub(super) struct Samples<'e> {
    bodies: Vec<(&'e Value, u32)>,
}

impl<'e> Samples<'e> {
    /// The bodies of the example requests.
    pub(super) fn of_request(examples: &'e Examples) -> Self {
        Self::of(examples.request.iter())
    }

    /// The bodies of the example responses with a status; those without one are of the success.
    pub(super) fn of_response(examples: &'e Examples, status: &str) -> Self {
        let is_success = status.starts_with('2');
        Self::of(examples.response.iter().filter(|example| match example.status.as_deref() {
            Some(found) => found == status || (is_success && found.starts_with('2')),
            None => is_success,
        }))
    }

    fn of(examples: impl Iterator<Item = &'e Example>) -> Self {
        let bodies = examples.filter_map(|example| Some((example.body.json()?, example.line)));
        Self { bodies: bodies.filter(|(body, _)| body.is_object() || body.is_array()).collect() }
    }

    /// The bodies, each with its line.
    pub(super) fn bodies(&self) -> impl Iterator<Item = (&'e Value, u32)> + '_ {
        self.bodies.iter().copied()
    }

    /// The same bodies inside of an object that they have around them.
    pub(super) fn inside(&self, key: &str) -> Self {
        let bodies = self.bodies.iter().filter_map(|(body, line)| Some((body.get(key)?, *line)));
        Self { bodies: bodies.collect() }
    }

    /// The values at a path; lists on the way are gone through.
    pub(super) fn at(&self, path: &[String]) -> Vec<&'e Value> {
        let mut values: Vec<&Value> = self.bodies.iter().map(|(body, _)| *body).collect();
        for key in path {
            let items = values.into_iter().flat_map(items).take(MAX_VALUES);
            values = items.flat_map(|value| step(value, key)).take(MAX_VALUES).collect();
        }
        values
    }

    /// The keys of the objects at a path, in their order and once each.
    pub(super) fn keys(&self, path: &[String]) -> Vec<&'e str> {
        let mut keys: Vec<&str> = Vec::new();
        for object in self.at(path).into_iter().flat_map(items).take(MAX_VALUES).filter_map(Value::as_object) {
            for key in object.keys() {
                if keys.len() < 200 && !keys.contains(&key.as_str()) {
                    keys.push(key);
                }
            }
        }
        keys
    }

    /// Whether what stands at a path is a list; none if there is nothing.
    pub(super) fn is_list(&self, path: &[String]) -> Option<bool> {
        self.at(path).into_iter().find(|value| !value.is_null()).map(Value::is_array)
    }

    /// The one type of all scalars at a path, and in lists there; none if there is nothing, or something else.
    pub(super) fn scalar(&self, path: &[String]) -> Option<SchemaType> {
        let values = self.at(path).into_iter().flat_map(items).filter(|value| !value.is_null());
        let mut types = values.take(MAX_VALUES).map(|value| match value {
            Value::String(_) => Some(SchemaType::String),
            Value::Bool(_) => Some(SchemaType::Boolean),
            Value::Number(number) if number.is_i64() => Some(SchemaType::Integer),
            Value::Number(_) => Some(SchemaType::Number),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        });
        let first = types.next()??;
        types.all(|next| next.as_ref() == Some(&first)).then_some(first)
    }
}

/// A value, or the values of a list in it.
pub(super) fn items(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter().flat_map(|item| match item {
            Value::Array(inner) => inner.iter().collect::<Vec<_>>(),
            item => vec![item],
        })),
        value => Box::new(std::iter::once(value)),
    }
}

/// What a key leads to; `*` leads to all values of a map.
fn step<'v>(value: &'v Value, key: &str) -> Vec<&'v Value> {
    match (value, key) {
        (Value::Object(fields), "*") => fields.values().collect(),
        (Value::Object(fields), key) => fields.get(key).into_iter().collect(),
        _ => Vec::new(),
    }
}

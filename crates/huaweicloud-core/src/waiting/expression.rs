//! Values of a request and its response, by their names.

use serde_json::Value;

use super::work::Test;
use crate::request::RequestParts;

/// A request, what came back, and the element at hand.
#[derive(Clone, Copy)]
pub(super) struct Exchange<'e> {
    pub(super) request: &'e RequestParts,
    pub(super) body: &'e Value,
    pub(super) response: &'e Value,
    pub(super) each: Option<&'e Value>,
}

impl Exchange<'_> {
    /// The value of an expression; none of one that was not sent. Any other text stands for itself.
    pub(super) fn value(&self, expression: &str) -> Option<Value> {
        let in_document =
            |document: &Value, pointer: &str| document.pointer(pointer).filter(|value| !value.is_null()).cloned();
        let text = |text: Option<&str>| text.map(Value::from);
        if let Some(name) = expression.strip_prefix("$request.path.") {
            text(self.request.path(name))
        } else if let Some(name) = expression.strip_prefix("$request.query.") {
            text(self.request.query(name).first().map(String::as_str))
        } else if let Some(name) = expression.strip_prefix("$request.header.") {
            text(self.request.header(name))
        } else if let Some(pointer) = expression.strip_prefix("$request.body#") {
            in_document(self.body, pointer)
        } else if let Some(pointer) = expression.strip_prefix("$response.body#") {
            in_document(self.response, pointer)
        } else if let Some(pointer) = expression.strip_prefix("$each#") {
            in_document(self.each?, pointer)
        } else {
            Some(expression.into())
        }
    }

    /// The same as text.
    pub(super) fn text(&self, expression: &str) -> Option<String> {
        self.value(expression).and_then(|value| text_of(&value))
    }

    /// Whether a value is as a step asks for.
    pub(super) fn holds(&self, expression: &str, test: Test) -> bool {
        let or_default = |default: Option<&str>| self.text(expression).or_else(|| default.map(str::to_owned));
        match test {
            Test::Sent => self.value(expression).is_some_and(|value| !is_empty(&value)),
            Test::NotSent => self.value(expression).is_none_or(|value| is_empty(&value)),
            Test::OneOf { texts, default } => or_default(default).is_some_and(|text| texts.contains(&text.as_str())),
            Test::NoneOf { texts, default } => or_default(default).is_none_or(|text| !texts.contains(&text.as_str())),
        }
    }
}

/// A scalar as text; none of anything else.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether there is nothing in a value.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

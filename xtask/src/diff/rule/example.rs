//! Edits of a specification of widgets.

use serde_json::{Map, Value, json};

use super::Example;
use crate::spec::parse_yaml;

/// Which part of a specification an example is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// The schema of the field `gear`, in what is sent or in what is read.
    Schema,
    /// The same, of a rule that knows only what is sent.
    Sent,
    /// A query parameter, besides its name.
    Parameter,
    /// What stands beside the id of an operation.
    Operation,
    /// What stands beside the version of a document.
    Document,
}

pub(super) const fn schema(old: &'static str, new: &'static str) -> Example {
    Example { frame: Frame::Schema, old, new }
}

pub(super) const fn sent(old: &'static str, new: &'static str) -> Example {
    Example { frame: Frame::Sent, old, new }
}

pub(super) const fn parameter(old: &'static str, new: &'static str) -> Example {
    Example { frame: Frame::Parameter, old, new }
}

pub(super) const fn operation(old: &'static str, new: &'static str) -> Example {
    Example { frame: Frame::Operation, old, new }
}

pub(super) const fn document(old: &'static str, new: &'static str) -> Example {
    Example { frame: Frame::Document, old, new }
}

impl Example {
    /// Both documents, with the part in a request.
    ///
    /// # Errors
    ///
    /// If an example is no YAML.
    pub fn in_request(&self) -> Result<[Value; 2], String> {
        self.both(Frame::in_request)
    }

    /// Both documents, with the part in a response.
    ///
    /// # Errors
    ///
    /// If an example is no YAML.
    pub fn in_response(&self) -> Result<[Value; 2], String> {
        self.both(Frame::in_response)
    }

    fn both(&self, frame: impl Fn(Frame, Value) -> Value) -> Result<[Value; 2], String> {
        let framed = |text: &str| {
            let part = parse_yaml(text).map_err(|error| format!("{text}: {error}"))?;
            Ok::<_, String>(frame(self.frame, part))
        };
        Ok([framed(self.old)?, framed(self.new)?])
    }
}

impl Frame {
    /// A document with the part; a schema is that of a field that is sent.
    pub(in crate::diff) fn in_request(self, part: Value) -> Value {
        self.document(part, |gear| {
            let schema = json!({ "type": "object", "properties": { "gear": gear } });
            json!({ "requestBody": { "content": { "application/json": { "schema": schema } } }, "responses": {} })
        })
    }

    /// A document with the part; a schema is that of a field that is read.
    pub(in crate::diff) fn in_response(self, part: Value) -> Value {
        self.document(part, |gear| {
            let schema = json!({ "type": "object", "properties": { "gear": gear } });
            json!({ "responses": { "200": { "content": { "application/json": { "schema": schema } } } } })
        })
    }

    fn document(self, part: Value, of_schema: impl Fn(Value) -> Value) -> Value {
        match self {
            Self::Schema | Self::Sent => with_operation(of_schema(part)),
            Self::Parameter => {
                let named = merged(json!({ "name": "gear", "in": "query" }), part);
                with_operation(json!({ "parameters": [named], "responses": {} }))
            }
            Self::Operation => with_operation(part),
            Self::Document => merged(with_operation(json!({ "responses": {} })), part),
        }
    }
}

/// What examples refer to.
fn components() -> Value {
    json!({
        "schemas": {
            "Cog": { "type": "object", "properties": { "teeth": { "type": "integer" } } },
            "Spring": { "type": "object", "properties": { "turns": { "type": "integer" } } },
            "Axle": { "type": "object", "properties": { "length": { "type": "integer" } } },
        },
        "securitySchemes": {
            "token": { "type": "http", "scheme": "bearer" },
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
        },
    })
}

fn with_operation(members: Value) -> Value {
    let operation = merged(json!({ "operationId": "CreateWidget" }), members);
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Widgets", "version": "1" },
        "paths": { "/widgets": { "post": operation } },
        "components": components(),
    })
}

/// `base` with the members of `over`; one that is null is taken out.
fn merged(base: Value, over: Value) -> Value {
    let (Value::Object(mut base), Value::Object(over)) = (base, over) else { return Value::Object(Map::new()) };
    for (key, value) in over {
        if value.is_null() {
            base.remove(&key);
        } else {
            base.insert(key, value);
        }
    }
    Value::Object(base)
}

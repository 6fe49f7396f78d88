//! Fields that the documented examples show as null: their schemas allow it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::addition::Addition;
use super::write;
use crate::model::{Content, Model, Schema, Shape};

/// How deep values are looked at.
const DEPTH: usize = 32;

/// What allows null where examples have it. Nothing is said of a schema that was there before.
pub(super) fn additions(base: &Model, model: &Model) -> Vec<Addition> {
    let mut found = Found { model, seen: BTreeSet::new() };
    for operation in &model.operations {
        let request = operation.request.iter().filter_map(|request| request.content.as_ref());
        let responses = operation.responses.iter().filter_map(|response| response.content.as_ref());
        for Content { schema, examples, .. } in request.chain(responses) {
            for example in examples {
                found.value(schema, &example.value, 0);
            }
        }
    }
    let new = found.seen.into_iter().filter(|pointer| base.spec.document.pointer(pointer).is_none());
    new.map(|pointer| Addition::entry(&write::file_of(&model.spec, pointer), pointer, "nullable", Value::Bool(true)))
        .collect()
}

/// Pointers of the schemas that null is a value of.
struct Found<'m> {
    model: &'m Model,
    seen: BTreeSet<&'m str>,
}

impl<'m> Found<'m> {
    fn value(&mut self, schema: &'m Schema, value: &Value, depth: usize) {
        let resolved = self.model.resolve(schema);
        match (&resolved.shape, value) {
            _ if depth > DEPTH => {}
            // Nothing stands beside a reference.
            (_, Value::Null) => {
                let is_open = matches!(resolved.shape, Shape::Any | Shape::Unreadable);
                if !is_open && !self.model.is_nullable(schema) && self.has_place(schema) {
                    self.seen.insert(&schema.pointer);
                }
            }
            (Shape::Array(items), Value::Array(values)) => {
                for value in values {
                    self.value(items, value, depth + 1);
                }
            }
            (Shape::Map(inner), Value::Object(fields)) => {
                for value in fields.values() {
                    self.value(inner, value, depth + 1);
                }
            }
            (Shape::Object(object), Value::Object(fields)) => {
                for property in &object.properties {
                    if let Some(value) = fields.get(&property.name) {
                        self.value(&property.schema, value, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn has_place(&self, schema: &Schema) -> bool {
        let written = self.model.spec.document.pointer(&schema.pointer);
        written.and_then(Value::as_object).is_some_and(|entries| !entries.contains_key("$ref"))
    }
}

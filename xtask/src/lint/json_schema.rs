//! From the model to JSON Schema (draft 4, which OpenAPI 3.0 builds on), to compare examples with.
//!
//! Whatever the specification holds, the schema is one that the library takes: limits that make no sense are left out, for
//! they are reported by their own rule, and references to nothing allow anything.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::places::Direction;
use crate::model::{Limit, Model, Object, Property, Schema, Shape, StringFormat};

/// The formats of text that are compared, as the library knows them.
const COMPARED_FORMATS: [&str; 9] =
    ["date", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid"];

/// Why a limit makes no sense; none if it does, or if reading has refused it.
pub(super) fn limit_fault(limit: Limit, value: &Value) -> Option<(String, &'static str)> {
    match (limit, value) {
        (Limit::MultipleOf, Value::Number(step)) if step.as_f64().is_none_or(|step| step <= 0.0) => {
            Some((format!("no value is a multiple of {step}"), "write a number above 0, or delete it"))
        }
        (Limit::Pattern, Value::String(pattern)) => {
            let error = jsonschema::draft4::new(&json!({ "pattern": pattern })).err()?;
            let message = format!("the pattern is no regular expression that is known: {error}");
            Some((message, "write it in the syntax of ECMA 262, without slashes around it"))
        }
        _ => None,
    }
}

/// A validator of values of a schema that go one way.
pub(super) fn validator(model: &Model, schema: &Schema, direction: Direction) -> Result<jsonschema::Validator, String> {
    let document = Builder::new(model, direction).document(schema);
    let options = jsonschema::options().with_draft(jsonschema::Draft::Draft4).should_validate_formats(true);
    options.build(&document).map_err(|error| error.to_string())
}

/// Writes each schema that a reference leads to once, under a number.
struct Builder<'m> {
    model: &'m Model,
    direction: Direction,
    numbers: BTreeMap<(&'m str, bool), usize>,
    waiting: Vec<(usize, &'m Schema, bool)>,
}

impl<'m> Builder<'m> {
    const fn new(model: &'m Model, direction: Direction) -> Self {
        Self { model, direction, numbers: BTreeMap::new(), waiting: Vec::new() }
    }

    fn document(mut self, schema: &'m Schema) -> Value {
        let mut definitions = Map::new();
        let root = self.schema(schema);
        while let Some((number, schema, is_nullable)) = self.waiting.pop() {
            let written = self.written(schema, is_nullable);
            definitions.insert(number.to_string(), written);
        }
        json!({ "allOf": [root], "definitions": definitions })
    }

    /// A schema, or the reference to it. Whether null is allowed is decided where the reference stands, so that errors name
    /// the value that is wrong, and no choice of two schemas.
    fn schema(&mut self, schema: &'m Schema) -> Value {
        if schema.target().is_none() {
            return self.written(schema, schema.nullable);
        }
        let resolved = self.model.resolve(schema);
        if resolved.target().is_some() {
            return json!({});
        }
        let is_nullable = self.model.is_nullable(schema);
        let next = self.numbers.len();
        let number = *self.numbers.entry((resolved.pointer.as_str(), is_nullable)).or_insert(next);
        if number == next {
            self.waiting.push((number, resolved, is_nullable));
        }
        json!({ "$ref": format!("#/definitions/{number}") })
    }

    fn written(&mut self, schema: &'m Schema, is_nullable: bool) -> Value {
        let mut written = Map::new();
        let kind = match &schema.shape {
            Shape::Any | Shape::Unreadable | Shape::Reference(_) => return json!({}),
            Shape::String(format) => {
                if let StringFormat::Other(format) = format
                    && COMPARED_FORMATS.contains(&format.as_str())
                {
                    written.insert("format".to_owned(), json!(format));
                }
                "string"
            }
            Shape::Enum(values) => {
                let mut values: Vec<Value> = values.values.iter().map(|value| json!(value.wire)).collect();
                values.dedup();
                values.extend(is_nullable.then_some(Value::Null));
                if !values.is_empty() {
                    written.insert("enum".to_owned(), Value::Array(values));
                }
                "string"
            }
            Shape::Integer => {
                // What the client reads and writes has 64 bits.
                written.insert("allOf".to_owned(), json!([{ "minimum": i64::MIN, "maximum": i64::MAX }]));
                "integer"
            }
            Shape::Number => "number",
            Shape::Boolean => "boolean",
            Shape::Array(items) => {
                written.insert("items".to_owned(), self.schema(items));
                "array"
            }
            Shape::Map(values) => {
                written.insert("additionalProperties".to_owned(), self.schema(values));
                "object"
            }
            Shape::AnyObject => "object",
            Shape::Object(object) => {
                self.object(object, &mut written);
                "object"
            }
        };
        let kind = if is_nullable { json!([kind, "null"]) } else { json!(kind) };
        written.insert("type".to_owned(), kind);
        limits(schema, &mut written);
        Value::Object(written)
    }

    fn object(&mut self, object: &'m Object, written: &mut Map<String, Value>) {
        let (mut properties, mut required, mut aliased) = (Map::new(), Vec::new(), Vec::new());
        let direction = self.direction;
        for property in object.properties.iter().filter(|property| goes(property, direction)) {
            let schema = self.schema(&property.schema);
            for name in property.schema.aliases.iter().chain([&property.name]) {
                properties.insert(name.clone(), schema.clone());
            }
            let names: Vec<&str> = property.wire_names().collect();
            match names.as_slice() {
                _ if !property.required => {}
                [name] => required.push(json!(name)),
                names => aliased.push(
                    json!({ "anyOf": names.iter().map(|name| json!({ "required": [name] })).collect::<Vec<_>>() }),
                ),
            }
        }
        written.insert("properties".to_owned(), Value::Object(properties));
        written.insert("additionalProperties".to_owned(), json!(false));
        if !required.is_empty() {
            written.insert("required".to_owned(), Value::Array(required));
        }
        if !aliased.is_empty() {
            written.insert("allOf".to_owned(), Value::Array(aliased));
        }
    }
}

/// Whether bodies that go one way have a property.
pub(super) fn goes(property: &Property, direction: Direction) -> bool {
    match direction {
        Direction::Request => !property.schema.read_only,
        Direction::Response => !property.schema.write_only,
        Direction::Either => true,
    }
}

fn limits(schema: &Schema, written: &mut Map<String, Value>) {
    for (limit, value) in &schema.limits {
        let needs = match limit {
            Limit::ExclusiveMinimum => schema.limit(Limit::Minimum),
            Limit::ExclusiveMaximum => schema.limit(Limit::Maximum),
            _ => Some(value),
        };
        if needs.is_some() && limit_fault(*limit, value).is_none() {
            written.insert(limit.keyword().to_owned(), value.clone());
        }
    }
}

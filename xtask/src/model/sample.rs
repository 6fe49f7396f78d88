//! A plain value of a schema, always the same.

use serde_json::{Map, Value, json};

use super::{Model, Schema, Shape};

/// How deep lists and maps are filled; below they are empty, which ends every recursion that can end.
const MAX_DEPTH: u8 = 4;

impl Model {
    /// A value of a schema that is no default of its type: what is required of an object, one element of a list.
    pub fn sample(&self, schema: &Schema) -> Value {
        sample_at(self, schema, MAX_DEPTH)
    }
}

fn sample_at(model: &Model, schema: &Schema, depth: u8) -> Value {
    let schema = model.resolve(schema);
    match &schema.shape {
        Shape::Any | Shape::AnyObject | Shape::Reference(_) | Shape::Unreadable => json!({"any": [1]}),
        Shape::String(_) => json!("text"),
        Shape::Enum(values) => values.values.first().map_or_else(|| json!("text"), |value| json!(value.wire)),
        Shape::Integer => json!(7),
        Shape::Number => json!(1.5),
        Shape::Boolean => json!(true),
        Shape::Array(_) if depth == 0 => json!([]),
        Shape::Array(items) => json!([sample_at(model, items, depth - 1)]),
        Shape::Map(_) if depth == 0 => json!({}),
        Shape::Map(values) => json!({"key": sample_at(model, values, depth - 1)}),
        Shape::Object(object) => {
            let required = object.properties.iter().filter(|property| property.required);
            let fields: Map<String, Value> =
                required.map(|property| (property.name.clone(), sample_at(model, &property.schema, depth))).collect();
            Value::Object(fields)
        }
    }
}

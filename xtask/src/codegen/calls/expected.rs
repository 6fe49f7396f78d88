//! What becomes of the example of a body, by what the model says of its schema.

use serde_json::{Map, Value, json};

use crate::model::{Model, NamedSchema, Property, Schema, SchemaUsage, Shape};

/// Knows what of a body is sent and read.
pub(super) struct Bodies<'m> {
    pub(super) model: &'m Model,
    pub(super) usage: SchemaUsage<'m>,
}

impl Bodies<'_> {
    /// The fields at the top of a response that are read and never sent, by their names in Rust.
    pub(super) fn unsent(&self, schema: &Schema, example: &Value) -> Vec<(String, Value)> {
        let Some(named) = self.model.named(schema) else { return Vec::new() };
        let properties = named.schema.properties().iter().filter(|property| self.is_unsent(named, property));
        let given = properties.filter_map(|property| {
            let value = property.wire_names().find_map(|name| example.get(name))?;
            Some((property.rust_name.clone(), self.written(&property.schema, value)))
        });
        given.collect()
    }

    /// Whether a field of a type is read and never sent.
    pub(super) fn is_unsent(&self, of: &NamedSchema, property: &Property) -> bool {
        property.schema.read_only && self.usage.usage(&of.name).in_requests
    }

    /// What a type writes that has read an example, in a request or back from a response: fields under their own names,
    /// without those that are never sent.
    pub(super) fn written(&self, schema: &Schema, example: &Value) -> Value {
        match (&self.model.resolve(schema).shape, example) {
            (Shape::Array(items), Value::Array(elements)) => {
                elements.iter().map(|element| self.written(items, element)).collect()
            }
            (Shape::Map(values), Value::Object(entries)) => {
                entries.iter().map(|(key, value)| (key.clone(), self.written(values, value))).collect()
            }
            (Shape::Object(object), Value::Object(entries)) => {
                let mut written = Map::new();
                for (name, value) in entries {
                    let has_name =
                        |property: &&Property| property.name == *name || property.schema.aliases.contains(name);
                    let Some(property) = object.properties.iter().find(has_name) else { continue };
                    if !self.model.named(schema).is_some_and(|named| self.is_unsent(named, property))
                        && !self.is_absent(property, value)
                    {
                        written.insert(property.name.clone(), self.written(&property.schema, value));
                    }
                }
                Value::Object(written)
            }
            (_, value) => value.clone(),
        }
    }

    /// Null and absent are one for a field of any JSON that may be absent, unless null is said to be a value of it.
    fn is_absent(&self, property: &Property, value: &Value) -> bool {
        let is_any = matches!(self.model.resolve(&property.schema).shape, Shape::Any);
        value.is_null() && is_any && !property.required && !self.model.is_nullable(&property.schema)
    }
}

/// The pairs of a form: one for each field, and for each element of a list.
pub(super) fn form(model: &Model, schema: &Schema, sent: &Value) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in sent.as_object().into_iter().flatten() {
        let property = model.resolve(schema).property(name);
        let of = property.map(|property| model.resolve(&property.schema));
        let of = of.map(|of| of.items().map_or(of, |items| model.resolve(items)));
        let is_number = of.is_some_and(|of| of.shape == Shape::Number);
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            // `2` is a number with a fraction of none.
            Value::Number(number) if is_number => json!(number.as_f64()).to_string(),
            other => other.to_string(),
        };
        match value {
            Value::Array(elements) => pairs.extend(elements.iter().map(|element| (name.clone(), text(element)))),
            single => pairs.push((name.clone(), text(single))),
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;

    #[test]
    fn null_is_left_out_of_a_field_of_any_json_unless_it_is_a_value_or_must_be_there() {
        let resource = "paths: {}\ncomponents:\n  schemas:\n    Thing:\n      type: object\n      required: [needed]\n      \
                        properties:\n        any: {description: Any.}\n        none: {description: Any., nullable: true}\n        \
                        needed: {description: Any.}\n        size: {type: integer}\n";
        let model = fixture::of(&[("sources.toml", ""), ("resources/things.yaml", resource)]);
        let bodies = Bodies { model: &model, usage: SchemaUsage::of(&model) };
        let schema = &model.schemas.get("Thing").unwrap().schema;
        let written = |value: Value| bodies.written(schema, &value);
        let nulls = json!({"any": null, "none": null, "needed": null, "size": null});
        assert_eq!(written(nulls), json!({"none": null, "needed": null, "size": null}));
        assert_eq!(written(json!({"any": 1, "none": 2, "other": 3})), json!({"any": 1, "none": 2}));
    }
}

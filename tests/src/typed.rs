//! JSON values beside the schemas that describe them.

use serde_json::{Map, Value};
use xtask::model::{Model, NamedSchema, Property, Schema, Shape};

/// The property that a key of an object stands for, by its own name or by another one that it is known under.
pub(crate) fn property_of<'m>(schema: &'m Schema, key: &str) -> Option<&'m Property> {
    let has_alias = |property: &&Property| property.schema.aliases.iter().any(|alias| alias == key);
    schema.property(key).or_else(|| schema.properties().iter().find(has_alias))
}

/// What is said of a schema; of a plain reference, what is said of its target.
pub(crate) fn description<'m>(model: &'m Model, schema: &'m Schema) -> &'m str {
    chain(model, schema).map(|schema| schema.description.as_str()).find(|text| !text.is_empty()).unwrap_or_default()
}

/// Whether `null` is a value of a schema, or of what it refers to.
pub(crate) fn is_nullable(model: &Model, schema: &Schema) -> bool {
    chain(model, schema).any(|schema| schema.nullable)
}

/// A schema, what it refers to, what that refers to, and so on. A model without problems has no circles there.
fn chain<'m>(model: &'m Model, schema: &'m Schema) -> impl Iterator<Item = &'m Schema> {
    std::iter::successors(Some(schema), |at| Some(&model.schemas.get(at.target()?)?.schema))
}

/// The values of types in a body: itself, its elements if it is a list, its values if it is a map. None if no type
/// describes them.
///
/// Examples of lists show one element sometimes: it counts as a list of one.
pub(crate) fn typed_values<'m, 'v>(
    model: &'m Model,
    schema: &'m Schema,
    value: &'v Value,
) -> Vec<(&'m NamedSchema, &'v Value)> {
    if let Some(named) = model.named(schema) {
        return vec![(named, value)];
    }
    let inner: (&Schema, Vec<&Value>) = match (&model.resolve(schema).shape, value) {
        (Shape::Array(items), Value::Array(elements)) => (items, elements.iter().collect()),
        (Shape::Array(items), single) => (items, vec![single]),
        (Shape::Map(values), Value::Object(entries)) => (values, entries.values().collect()),
        _ => return Vec::new(),
    };
    let (schema, values) = inner;
    values.into_iter().filter(|value| !value.is_null()).flat_map(|value| typed_values(model, schema, value)).collect()
}

/// The type that describes the values of a body, which may be a list or a map of them.
pub(crate) fn type_in<'m>(model: &'m Model, schema: &'m Schema) -> Option<&'m NamedSchema> {
    model.named(schema).or_else(|| match &model.resolve(schema).shape {
        Shape::Array(inner) | Shape::Map(inner) => type_in(model, inner),
        _ => None,
    })
}

/// The value with every field under its own name, where it came under another that the specification knows.
pub(crate) fn with_own_names(model: &Model, schema: &Schema, value: &Value) -> Value {
    rewritten(model, schema, value, &|_| true)
}

/// What the type of a schema writes of a value: each field under its own name, without those that only responses have.
pub(crate) fn written_part(model: &Model, schema: &Schema, value: &Value) -> Value {
    rewritten(model, schema, value, &|property| !property.schema.read_only)
}

fn rewritten(model: &Model, schema: &Schema, value: &Value, keep: &impl Fn(&Property) -> bool) -> Value {
    let schema = model.resolve(schema);
    match (&schema.shape, value) {
        (Shape::Object(_), Value::Object(entries)) => {
            let mut fields = Map::new();
            for (key, value) in entries {
                let Some(property) = property_of(schema, key) else {
                    fields.insert(key.clone(), value.clone());
                    continue;
                };
                // `null` takes away no value that came under another name.
                let is_taken = value.is_null() && fields.contains_key(&property.name);
                if keep(property) && !is_taken {
                    let value = rewritten(model, &property.schema, value, keep);
                    fields.insert(property.name.clone(), value);
                }
            }
            Value::Object(fields)
        }
        (Shape::Map(values), Value::Object(entries)) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), rewritten(model, values, value, keep)));
            Value::Object(entries.collect())
        }
        (Shape::Array(items), Value::Array(elements)) => {
            elements.iter().map(|element| rewritten(model, items, element, keep)).collect()
        }
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixture::{of, reference, trees};

    #[test]
    fn fields_get_their_own_names_and_null_takes_none_away() {
        let (service, tree) = (trees(), of(reference("Tree")));
        let value = json!({"naem": 1, "name": null, "left": {"naem": 2}, "children": [{"naem": 3}, null], "new": 4});
        let expected = json!({"name": 1, "left": {"name": 2}, "children": [{"name": 3}, null], "new": 4});
        assert_eq!(with_own_names(&service.model, &tree, &value), expected);
    }

    #[test]
    fn what_only_responses_have_is_not_written() {
        let (service, tree) = (trees(), of(reference("Tree")));
        let value = json!({"any": 1, "made": 2, "left": {"any": 1, "made": 2}});
        assert_eq!(written_part(&service.model, &tree, &value), json!({"any": 1, "left": {"any": 1}}));
    }

    #[test]
    fn values_of_types_are_found_in_lists_and_maps() {
        let service = trees();
        let tree = || Box::new(of(reference("Tree")));
        let count = |shape, value| typed_values(&service.model, &of(shape), &value).len();
        assert_eq!(count(reference("Tree"), json!({})), 1);
        assert_eq!(count(reference("Word"), json!("w")), 0);
        assert_eq!(count(Shape::Array(tree()), json!([{}, null, {}])), 2);
        assert_eq!(count(Shape::Array(tree()), json!({})), 1);
        assert_eq!(count(Shape::Map(tree()), json!({"a": {}, "b": {}})), 2);
        assert_eq!(count(Shape::Any, json!({})), 0);
    }
}

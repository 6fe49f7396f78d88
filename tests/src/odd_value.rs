//! Values of a schema with the oddities that services are known for.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use xtask::model::{Model, Property, Schema, Shape};

use crate::typed::is_nullable;

/// How often a value may hold one of the same schema, one within the other.
const MAX_TURNS: usize = 2;

/// A strategy for values of a schema: scalars in other spellings, nulls, fields under other names or absent, values that
/// no page lists. None for a schema that refers to itself without an end.
pub(crate) fn odd_value(model: &Model, schema: &Schema) -> Option<BoxedStrategy<Value>> {
    Odd { model, path: Vec::new() }.value(schema)
}

struct Odd<'m> {
    model: &'m Model,
    /// The named schemas on the way from the outermost one.
    path: Vec<&'m str>,
}

impl<'m> Odd<'m> {
    fn value(&mut self, schema: &'m Schema) -> Option<BoxedStrategy<Value>> {
        let strategy = match &schema.shape {
            Shape::Reference(name) => return self.named(name),
            Shape::Any | Shape::Unreadable => any_json(),
            Shape::String(_) => text(json!("NEW")),
            Shape::Enum(values) => text(values.values.first().map_or_else(|| json!("NEW"), |value| json!(value.wire))),
            Shape::Integer => two_spellings(any::<i64>().boxed()),
            Shape::Number => two_spellings(any::<i32>().boxed()),
            Shape::Boolean => two_spellings(any::<bool>().boxed()),
            Shape::Array(items) => self.array(items),
            Shape::Map(values) => self.map(values),
            Shape::AnyObject => map_of(any_json()),
            Shape::Object(object) => return self.object(&object.properties),
        };
        Some(strategy)
    }

    fn named(&mut self, name: &'m str) -> Option<BoxedStrategy<Value>> {
        if self.path.iter().filter(|known| **known == name).count() >= MAX_TURNS {
            return None;
        }
        let named = self.model.schemas.get(name)?;
        self.path.push(name);
        let value = self.value(&named.schema);
        self.path.pop();
        value
    }

    fn array(&mut self, items: &'m Schema) -> BoxedStrategy<Value> {
        let Some(element) = self.value(items) else { return Just(json!([])).boxed() };
        prop::collection::vec(or_null(element), 0..4).prop_map(Value::from).boxed()
    }

    fn map(&mut self, values: &'m Schema) -> BoxedStrategy<Value> {
        self.value(values).map_or_else(|| Just(json!({})).boxed(), |value| map_of(or_null(value)))
    }

    /// An object with any of its fields absent or `null`, unless they are required.
    fn object(&mut self, properties: &'m [Property]) -> Option<BoxedStrategy<Value>> {
        let mut object = Just(Map::new()).boxed();
        for property in properties {
            let value = match (self.value(&property.schema), property.required) {
                (Some(value), true) if is_nullable(self.model, &property.schema) => {
                    or_null(value).prop_map(Some).boxed()
                }
                (Some(value), true) => value.prop_map(Some).boxed(),
                (Some(value), false) => prop::option::of(or_null(value)).boxed(),
                (None, true) => return None,
                (None, false) => Just(None).boxed(),
            };
            let names = property.wire_names().map(str::to_owned).collect::<Vec<_>>();
            object = (object, prop::sample::select(names), value)
                .prop_map(|(mut object, name, value)| {
                    object.extend(value.map(|value| (name, value)));
                    object
                })
                .boxed();
        }
        Some(object.prop_map(Value::Object).boxed())
    }
}

fn text(known: Value) -> BoxedStrategy<Value> {
    prop_oneof![
        3 => "\\PC{0,12}".prop_map(Value::from),
        1 => Just(known),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
    ]
    .boxed()
}

/// A scalar as it is, and as text.
fn two_spellings<T: ToString + Clone + std::fmt::Debug + 'static>(values: BoxedStrategy<T>) -> BoxedStrategy<Value>
where
    Value: From<T>,
{
    let spelled = |value: T| prop_oneof![Just(Value::from(value.clone())), Just(json!(value.to_string()))];
    values.prop_flat_map(spelled).boxed()
}

fn any_json() -> BoxedStrategy<Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        Just(json!([1, {}])),
        Just(json!({"deep": [null, true, {"x": "y"}]})),
    ]
    .boxed()
}

fn map_of(values: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop::collection::hash_map("[a-z]{1,4}", values, 0..4)
        .prop_map(|entries| Value::Object(entries.into_iter().collect()))
        .boxed()
}

fn or_null(value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop_oneof![4 => value, 1 => Just(Value::Null)].boxed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{of, properties, reference, trees};

    #[test]
    fn a_schema_without_an_end_has_no_values() {
        let mut service = trees();
        let tree = of(reference("Tree"));
        assert!(odd_value(&service.model, &tree).is_some());
        properties(&mut service, "Tree").iter_mut().find(|of| of.name == "left").unwrap().required = true;
        assert!(odd_value(&service.model, &tree).is_none());
    }
}

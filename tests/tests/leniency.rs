//! What services really send: every type survives it. The values are made from the specification, so that a new type joins
//! by being in the bundle.

#![cfg(test)]

use dms_kafka::registry::TYPES;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use workspace_tests::bundle::{bundle, schemas};
use workspace_tests::loss::lost;

/// A value of a schema, with the oddities that services are known for.
fn odd_value(bundle: &Value, schema: &Value) -> BoxedStrategy<Value> {
    if let Some(pointer) = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#')) {
        return odd_value(bundle, bundle.pointer(pointer).unwrap());
    }
    match schema["type"].as_str().unwrap() {
        "string" => prop_oneof![
            3 => "\\PC{0,12}".prop_map(Value::from),
            // A value of an enum, documented or not.
            1 => Just(schema.get("enum").map_or_else(|| json!("NEW"), |values| values[0].clone())),
            1 => any::<i64>().prop_map(Value::from),
            1 => any::<bool>().prop_map(Value::from),
        ]
        .boxed(),
        "integer" => any::<i64>().prop_flat_map(|n| prop_oneof![Just(json!(n)), Just(json!(n.to_string()))]).boxed(),
        "number" => any::<i32>().prop_flat_map(|n| prop_oneof![Just(json!(n)), Just(json!(n.to_string()))]).boxed(),
        "boolean" => any::<bool>().prop_flat_map(|b| prop_oneof![Just(json!(b)), Just(json!(b.to_string()))]).boxed(),
        "array" => {
            prop::collection::vec(or_null(odd_value(bundle, &schema["items"])), 0..4).prop_map(Value::from).boxed()
        }
        "object" if schema.get("properties").is_some() => odd_object(bundle, schema),
        "object" => odd_map(bundle, schema),
        other => panic!("a schema of type {other}"),
    }
}

/// An object with any of its fields missing or `null`, unless they are required.
fn odd_object(bundle: &Value, schema: &Value) -> BoxedStrategy<Value> {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut object = Just(Map::new()).boxed();
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let (name, value) = (name.clone(), odd_value(bundle, property));
        let value = if required.contains(&json!(name)) {
            value.prop_map(Some).boxed()
        } else {
            prop::option::of(or_null(value)).boxed()
        };
        object = (object, value)
            .prop_map(move |(mut object, value)| {
                object.extend(value.map(|value| (name.clone(), value)));
                object
            })
            .boxed();
    }
    object.prop_map(Value::Object).boxed()
}

/// A map, or an object of any form.
fn odd_map(bundle: &Value, schema: &Value) -> BoxedStrategy<Value> {
    let value = match schema.get("additionalProperties") {
        Some(values) if values.is_object() => or_null(odd_value(bundle, values)),
        _ => prop_oneof![any::<i64>().prop_map(Value::from), "\\PC{0,8}".prop_map(Value::from), Just(json!([1, {}]))]
            .boxed(),
    };
    prop::collection::hash_map("[a-z]{1,4}", value, 0..4)
        .prop_map(|entries| Value::Object(entries.into_iter().collect()))
        .boxed()
}

fn or_null(value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop_oneof![4 => value, 1 => Just(Value::Null)].boxed()
}

/// A type with an odd value of it.
fn odd_case() -> impl Strategy<Value = (usize, Value)> {
    let bundle = bundle();
    let schemas = schemas(&bundle);
    let cases = TYPES
        .iter()
        .enumerate()
        .map(|(index, of)| odd_value(&bundle, schemas[of.name()]).prop_map(move |value| (index, value)).boxed());
    proptest::strategy::Union::new(cases)
}

/// Puts fields that no page lists into every object that has fields; a map and an object of any form have none.
fn with_extra_fields(bundle: &Value, schema: &Value, value: &Value) -> Value {
    if let Some(pointer) = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#')) {
        return with_extra_fields(bundle, bundle.pointer(pointer).unwrap(), value);
    }
    match (value, schema.get("properties"), schema.get("items")) {
        (Value::Object(fields), Some(properties), _) => {
            let extended = fields.iter().map(|(name, value)| {
                let schema = properties.get(name).unwrap_or(&Value::Null);
                (name.clone(), with_extra_fields(bundle, schema, value))
            });
            let mut extended: Map<String, Value> = extended.collect();
            extended.insert("field_of_tomorrow".to_owned(), json!({"deep": [1, null, {"x": "y"}]}));
            Value::Object(extended)
        }
        (Value::Array(elements), _, Some(items)) => {
            elements.iter().map(|element| with_extra_fields(bundle, items, element)).collect()
        }
        _ => value.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn odd_values_survive((index, value) in odd_case()) {
        let of = &TYPES[index];
        let written = of.round_trip(value.clone());
        prop_assert!(written.is_ok(), "{}: {:?}", of.name(), written);
        prop_assert_eq!(lost(&value, &written.unwrap()), Vec::<String>::new());
    }

    #[test]
    fn fields_of_tomorrow_change_nothing((index, value) in odd_case()) {
        let (of, bundle) = (&TYPES[index], bundle());
        let extended = with_extra_fields(&bundle, schemas(&bundle)[of.name()], &value);
        let (plain, extended) = (of.round_trip(value.clone()), of.round_trip(extended));
        prop_assert_eq!(plain.unwrap(), extended.unwrap());
    }
}

#[test]
fn an_unknown_status_is_written_back_as_it_came() {
    let of = workspace_tests::bundle::generated_type("BackgroundTask");
    let task = json!({"id": "t", "status": "PAUSED_SINCE_2027"});
    assert_eq!(of.round_trip(task.clone()).unwrap(), task);
}

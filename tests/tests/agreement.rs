//! The generated types and the specification say the same, field by field, both ways.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use dms_kafka::Operation;
use dms_kafka::registry::{OPERATIONS, TYPES};
use huaweicloud_core::schema::GeneratedType;
use serde_json::Value;
use workspace_tests::bundle::{bundle, schemas};

/// Read by the runtime, which knows other spellings of it too: no type is generated.
const ERROR_SCHEMA: &str = "ServiceError";

#[test]
fn every_schema_has_a_type_and_every_type_a_schema() {
    let bundle = bundle();
    let described: BTreeSet<&str> = schemas(&bundle).into_keys().filter(|name| *name != ERROR_SCHEMA).collect();
    let generated: BTreeSet<&str> = TYPES.iter().map(GeneratedType::name).collect();
    assert_eq!(generated, described);
}

#[test]
fn every_field_agrees_both_ways() {
    let bundle = bundle();
    for (name, described) in schemas(&bundle).into_iter().filter(|(name, _)| *name != ERROR_SCHEMA) {
        let of = TYPES.iter().find(|of| of.name() == name).unwrap();
        let generated = of.schema();
        assert_eq!(fields(&bundle, described), fields(&bundle, generated.as_value()), "the fields of {name}");
        assert_eq!(described.get("required"), generated.get("required"), "what is required of {name}");
        assert_eq!(described["description"], summary(generated.as_value()), "the description of {name}");
    }
}

#[test]
fn every_value_of_an_enum_agrees_both_ways() {
    let bundle = bundle();
    let enums = schemas(&bundle).into_iter().filter(|(_, schema)| schema.get("enum").is_some());
    let mut count = 0;
    for (name, described) in enums {
        count += 1;
        let of = TYPES.iter().find(|of| of.name() == name).unwrap();
        let generated = of.schema();
        let variants = generated.get("anyOf").and_then(Value::as_array).unwrap();
        let documented = variants.iter().filter_map(|variant| {
            Some((variant.get("const")?.as_str()?.to_owned(), variant.get("description")?.as_str()?.to_owned()))
        });
        let explained = described["x-enum-descriptions"].as_object().unwrap();
        let explained = explained.iter().map(|(value, meaning)| (value.clone(), meaning.as_str().unwrap().to_owned()));
        assert_eq!(documented.collect::<Vec<_>>(), explained.collect::<Vec<_>>(), "the values of {name}, in order");
        let is_open = variants.last() == Some(&serde_json::json!({}));
        assert!(is_open, "{name} takes values that are not documented");
    }
    assert!(count > 0);
}

#[test]
fn every_operation_is_in_the_client_and_in_the_bundle() {
    let bundle = bundle();
    let mut described = BTreeMap::new();
    for (path, item) in bundle["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let idempotent = operation["x-idempotent"].as_bool().unwrap();
            let id = operation["operationId"].as_str().unwrap();
            described.insert(id.to_owned(), (method.to_uppercase(), path.clone(), idempotent));
        }
    }
    let generated: BTreeMap<_, _> = OPERATIONS
        .iter()
        .map(|of| (of.id().to_owned(), (of.method().as_str().to_owned(), of.path().to_owned(), of.is_idempotent())))
        .collect();
    assert_eq!(generated, described);
}

#[test]
fn background_tasks_are_simulated_and_nothing_that_the_client_has_not() {
    let simulated: BTreeSet<&str> = dms_kafka_sim::operations().map(Operation::id).collect();
    let generated: BTreeSet<&str> = OPERATIONS.iter().map(Operation::id).collect();
    assert!(simulated.is_subset(&generated), "{simulated:?}");
    assert!(
        ["ListBackgroundTasks", "ShowBackgroundTask", "DeleteBackgroundTask"].iter().all(|id| simulated.contains(id))
    );
}

/// A description without what stands below it: the documented limits.
fn summary(described: &Value) -> &str {
    let description = described.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = description.split("\n\nSent as `").next().unwrap();
    description.split("\n\nDocumented: ").next().unwrap()
}

/// Fields with their types, in one notation for OpenAPI and for JSON Schema, and with their descriptions.
fn fields(bundle: &Value, schema: &Value) -> BTreeMap<String, (String, String)> {
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    properties
        .map(|(name, property)| {
            let target = property.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
            // In OpenAPI 3.0 a reference has no description beside it: that of its target counts.
            let described = target.and_then(|pointer| bundle.pointer(pointer)).unwrap_or(property);
            let described = if property.get("description").is_some() { property } else { described };
            let description = summary(described).to_owned();
            (name.clone(), (notation(property), description))
        })
        .collect()
}

/// `string`, `integer/int64`, `[BackgroundTask]`, `BackgroundTaskStatus`.
fn notation(property: &Value) -> String {
    if let Some(target) = property.get("$ref").and_then(Value::as_str) {
        return target.rsplit('/').next().unwrap().to_owned();
    }
    if let Some(choices) = property.get("anyOf").and_then(Value::as_array) {
        return choices.iter().filter(|choice| choice["type"] != "null").map(notation).collect();
    }
    let kind = match &property["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").unwrap(),
        kind => kind,
    };
    match kind.as_str().unwrap() {
        "array" => format!("[{}]", notation(&property["items"])),
        "integer" => format!("integer/{}", property["format"].as_str().unwrap()),
        "object" => match property.get("additionalProperties") {
            Some(values @ Value::Object(_)) => format!("{{{}}}", notation(values)),
            _ => "{}".to_owned(),
        },
        kind => kind.to_owned(),
    }
}

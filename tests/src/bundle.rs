//! The bundle of the specification, as the tests look at it.

use std::collections::BTreeMap;

use dms_kafka::registry::TYPES;
use huaweicloud_core::schema::GeneratedType;
use serde_json::Value;

/// The text of the bundle, as it is committed.
const BUNDLE: &str = include_str!("../../openapi/dms-kafka.json");

/// The bundle.
///
/// # Panics
///
/// If the committed bundle is no JSON.
pub fn bundle() -> Value {
    serde_json::from_str(BUNDLE).unwrap_or_else(|error| panic!("openapi/dms-kafka.json: {error}"))
}

/// Component schemas by name.
pub fn schemas(bundle: &Value) -> BTreeMap<&str, &Value> {
    let schemas = bundle.pointer("/components/schemas").and_then(Value::as_object);
    schemas.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema)).collect()
}

/// An example of a body, and the schema that it is an example of.
#[derive(Clone, Debug)]
pub struct Example {
    /// Operation, status and name of the example.
    pub title: String,
    /// Name of the component schema of the body.
    pub schema: String,
    /// The example.
    pub value: Value,
}

/// Every example of a response or of a request.
pub fn examples(bundle: &Value) -> Vec<Example> {
    let mut found = Vec::new();
    let paths = bundle.get("paths").and_then(Value::as_object).into_iter().flatten();
    for operation in paths.flat_map(|(_, item)| item.as_object().into_iter().flatten()).map(|(_, value)| value) {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        for (status, response) in operation.get("responses").and_then(Value::as_object).into_iter().flatten() {
            collect(&format!("{id} {status}"), response, &mut found);
        }
        if let Some(body) = operation.get("requestBody") {
            collect(&format!("{id} request"), body, &mut found);
        }
    }
    found
}

fn collect(title: &str, holder: &Value, found: &mut Vec<Example>) {
    let Some(content) = holder.pointer("/content/application~1json") else { return };
    let is_list = content.pointer("/schema/items").is_some();
    let reference = content.pointer("/schema/$ref").or_else(|| content.pointer("/schema/items/$ref"));
    // A body without a reference is a bare word, which has no type of its own.
    let Some(schema) = reference.and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next()) else {
        return;
    };
    for (name, example) in content.get("examples").and_then(Value::as_object).into_iter().flatten() {
        let value = example.get("value").cloned().unwrap_or_default();
        // Of a bare list, each element is an example.
        let values = match value {
            Value::Array(elements) if is_list => elements,
            value => vec![value],
        };
        for (index, value) in values.into_iter().enumerate() {
            found.push(Example { title: format!("{title} {name} {index}"), schema: schema.to_owned(), value });
        }
    }
}

/// The generated type of a component schema.
///
/// # Panics
///
/// If there is none.
pub fn generated_type(name: &str) -> &'static GeneratedType {
    TYPES.iter().find(|known| known.name() == name).unwrap_or_else(|| panic!("no type is generated for `{name}`"))
}

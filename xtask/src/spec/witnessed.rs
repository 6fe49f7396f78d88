//! What `witnesses.toml` records, put where it belongs in the bundle.

use serde_json::{Map, Value, json};

use super::record::EXPLORER;
use super::{Statement, WitnessRecord, extension as x};

/// Writes `x-witnesses` into each operation, and into the parameters and fields that the record is about. What stands there
/// already stays; what leads nowhere is for lint to report.
pub(super) fn witnessed(document: &mut Value, record: &WitnessRecord) {
    if record == &WitnessRecord::default() {
        return;
    }
    let listed = record.explorer.iter().flat_map(|explorer| &explorer.operations);
    let listed: std::collections::HashSet<&str> = listed.map(String::as_str).collect();
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let operations = paths.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut);
    for operation in operations.flat_map(Map::values_mut) {
        let Some(Value::Array(sources)) = operation.get(x::SOURCES) else { continue };
        let mut known_by = sources.clone();
        let is_listed = operation.get("operationId").and_then(Value::as_str).is_some_and(|id| listed.contains(id));
        known_by.extend(is_listed.then(|| json!(EXPLORER)));
        put(operation, "known-by", Value::Array(known_by));
    }
    for statement in &record.statement {
        let Some(place) = document.pointer_mut(&statement.at) else { continue };
        state(place, statement);
    }
}

fn state(place: &mut Value, statement: &Statement) {
    // Beside a plain reference nothing may stand in OpenAPI 3.0.
    if place.get("$ref").is_some() {
        *place = json!({ "allOf": [place.take()] });
    }
    if !statement.known_by.is_empty() {
        put(place, "known-by", json!(statement.known_by));
    }
    for (key, says) in statement.contradictions() {
        put(place, key, json!(says));
    }
}

fn put(place: &mut Value, key: &str, value: Value) {
    let Value::Object(place) = place else { return };
    if let Value::Object(witnesses) = place.entry(x::WITNESSES).or_insert_with(|| json!({})) {
        witnesses.entry(key).or_insert(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_and_places_say_who_knows_them() {
        let list = json!({"operationId": "ListWidgets", "x-sources": ["page", "interface"], "parameters": [
            {"name": "limit"}, {"name": "kind", "x-witnesses": {"known-by": ["page"]}},
        ]});
        let mut document = json!({
            "paths": {"/w": {"get": list, "post": {"operationId": "CreateWidget", "x-sources": ["page"]}}},
            "components": {"schemas": {"Widget": {"properties": {"size": {"$ref": "#/s"}}}}},
        });
        let untouched = document.clone();
        witnessed(&mut document, &WitnessRecord::default());
        assert_eq!(document, untouched);
        let record: WitnessRecord = toml::from_str(
            "[explorer]\nsha256 = ''\noperations = ['ListWidgets']\n\
             [[statement]]\nat = '/paths/~1w/get/parameters/0'\nname = 'limit'\ntype = { integer = ['a'], string = ['b'] }\n\
             [[statement]]\nat = '/paths/~1w/get/parameters/1'\nname = 'kind'\nknown-by = ['interface']\n\
             [[statement]]\nat = '/components/schemas/Widget/properties/size'\nknown-by = ['interface']\n\
             [[statement]]\nat = '/components/schemas/Gone'\nknown-by = ['interface']\n",
        )
        .unwrap();
        witnessed(&mut document, &record);
        let list = &document["paths"]["/w"]["get"];
        assert_eq!(list["x-witnesses"], json!({"known-by": ["page", "interface", "explorer"]}));
        assert_eq!(document["paths"]["/w"]["post"]["x-witnesses"], json!({"known-by": ["page"]}));
        let types = json!({"type": {"integer": ["a"], "string": ["b"]}});
        assert_eq!(list["parameters"][0]["x-witnesses"], types);
        assert_eq!(list["parameters"][1]["x-witnesses"], json!({"known-by": ["page"]}));
        let size = json!({"allOf": [{"$ref": "#/s"}], "x-witnesses": {"known-by": ["interface"]}});
        assert_eq!(document["components"]["schemas"]["Widget"]["properties"]["size"], size);
    }
}

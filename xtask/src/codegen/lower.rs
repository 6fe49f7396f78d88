//! A document that progenitor can take, cut from the bundle for one module.
//!
//! What would make progenitor's types stricter than the service is left out: ranges, lengths and patterns (which give
//! newtypes that refuse), formats of text (which give types that refuse) and of numbers (which lose digits), defaults of
//! fields. It all stays in the bundle and in the documentation.

use std::collections::BTreeSet;

use anyhow::Context as _;
use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use super::enums::VARIANT_NAMES;
use super::facts::ModuleFacts;
use super::schema_use::SchemaUse;
use crate::spec::walk::{collect_references, resolve, schema_name};
use crate::spec::{Spec, child};

/// The name that an operation or a field has in Rust, where its official one is misspelt or reads badly.
pub(crate) const RUST_NAME: &str = "x-rust-name";

/// Keywords of a schema that narrow it.
const NARROWING: [&str; 14] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "default",
];

/// What progenitor is given for a module.
pub(super) struct Lowered {
    /// The operations of the module, and every component that they and its schemas need.
    pub(super) document: OpenAPI,
    /// The schemas among them that other modules define: the path of each type in the crate.
    pub(super) replacements: Vec<(String, String)>,
}

pub(super) fn lower(spec: &Spec, schema_use: &SchemaUse, module: &ModuleFacts) -> anyhow::Result<Lowered> {
    let mut paths = Map::new();
    for operation in &module.operations {
        let item = spec.document.get("paths").and_then(|paths| paths.get(&operation.path));
        let value = item.and_then(|item| item.get(&operation.method)).cloned().unwrap_or_default();
        let lowered = paths.entry(&operation.path).or_insert_with(|| json!({}));
        if let Value::Object(lowered) = lowered {
            lowered.insert(operation.method.clone(), value);
        }
    }
    let mut paths = Value::Object(paths);
    keep_one_success(&spec.document, &mut paths);
    let paths = paths;
    let own: Vec<String> = module.schemas.iter().map(|name| child("/components/schemas", name)).collect();
    let mut pointers: BTreeSet<&str> = own.iter().map(String::as_str).collect();
    collect_references(&spec.document, &paths, &mut pointers);
    for schema in own.iter().filter_map(|pointer| spec.document.pointer(pointer)) {
        collect_references(&spec.document, schema, &mut pointers);
    }
    let replacements = pointers.iter().copied().filter_map(schema_name).filter_map(|name| {
        let home = schema_use.home(name)?.replace('-', "_");
        (home != module.name).then(|| (name.to_owned(), format!("crate::{home}::{name}")))
    });
    let replacements = replacements.collect();
    let components = components(spec, &pointers);
    let mut document = json!({
        "openapi": "3.0.3",
        "info": { "title": spec.service.title, "version": spec.service.version },
        "paths": paths,
        "components": components,
    });
    widen(&mut document, false);
    let document = serde_json::from_value(document).context("the lowered document is no OpenAPI document")?;
    Ok(Lowered { document, replacements })
}

/// The components that are pointed to, by kind and name.
fn components(spec: &Spec, pointers: &BTreeSet<&str>) -> Map<String, Value> {
    let mut components = Map::new();
    for pointer in pointers {
        let parts = pointer.strip_prefix("/components/").and_then(|rest| rest.split_once('/'));
        if let (Some((kind, name)), Some(component)) = (parts, spec.document.pointer(pointer))
            && let Value::Object(named) = components.entry(kind).or_insert_with(|| json!({}))
        {
            named.insert(name.to_owned(), component.clone());
        }
    }
    components
}

/// Takes out of every operation the successes without a body beside one that has a body, for which progenitor has no
/// type: the runtime reads an answer without a body as one without fields.
fn keep_one_success(document: &Value, paths: &mut Value) {
    let items = paths.as_object_mut().into_iter().flatten().map(|(_, item)| item);
    for operation in items.flat_map(|item| item.as_object_mut().into_iter().flatten()).map(|(_, operation)| operation) {
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { continue };
        let has_body = |status: &str, response: &Value| {
            status.starts_with('2') && resolve(document, response).get("content").is_some()
        };
        if responses.iter().any(|(status, response)| has_body(status, response)) {
            responses.retain(|status, response| !status.starts_with('2') || has_body(status, response));
        }
    }
}

pub(super) fn schema<'d>(document: &'d Value, name: &str) -> Option<&'d Value> {
    document.pointer("/components/schemas")?.get(name)
}

/// Takes out of every schema what narrows it. `named` says that the keys of `value` are names, not keywords.
fn widen(value: &mut Value, named: bool) {
    match value {
        Value::Object(entries) => {
            if !named {
                entries.retain(|key, _| {
                    !NARROWING.contains(&key.as_str()) && !matches!(key.as_str(), "example" | "examples")
                });
                if matches!(entries.get("type").and_then(Value::as_str), Some("string" | "number")) {
                    entries.remove("format");
                }
                // progenitor would make names from the values, and fails where it cannot.
                if let (Some(names), true) = (entries.get(VARIANT_NAMES).cloned(), entries.contains_key("enum")) {
                    entries.insert("enum".to_owned(), names);
                }
                if let (Some(name), true) = (entries.get(RUST_NAME).cloned(), entries.contains_key("operationId")) {
                    entries.insert("operationId".to_owned(), name);
                }
            }
            for (key, inner) in entries.iter_mut() {
                let names_below =
                    !named && matches!(key.as_str(), "properties" | "schemas" | "parameters" | "responses");
                widen(inner, names_below);
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|inner| widen(inner, false)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_go_and_names_that_look_like_them_stay() {
        let mut value = json!({
            "type": "object",
            "properties": {
                "pattern": { "type": "string", "pattern": "^a$", "format": "date-time", "example": "a" },
                "default": { "type": "integer", "format": "int64", "minimum": 1, "default": 3 },
                "price": { "type": "number", "format": "float" },
            },
        });
        widen(&mut value, false);
        let expected = json!({
            "type": "object",
            "properties": {
                "pattern": { "type": "string" },
                "default": { "type": "integer", "format": "int64" },
                "price": { "type": "number" },
            },
        });
        assert_eq!(value, expected);
    }

    #[test]
    fn a_success_with_a_body_is_kept_alone_wherever_the_body_stands() {
        let document = json!({ "components": { "responses": { "Widget": { "content": {} } } } });
        let one = json!({ "200": { "$ref": "#/components/responses/Widget" }, "4XX": {} });
        let mut both = one.clone();
        both["204"] = json!({ "description": "None." });
        let mut paths = json!({ "/widgets": { "get": { "responses": both } } });
        keep_one_success(&document, &mut paths);
        assert_eq!(paths["/widgets"]["get"]["responses"], one);
    }
}

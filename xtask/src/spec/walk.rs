//! Going through the parts of a document, each with its JSON pointer.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::child;

/// Methods that a path may have.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation and where it stands.
pub(crate) struct OperationAt<'d> {
    pub(crate) pointer: String,
    pub(crate) path: &'d str,
    pub(crate) value: &'d Value,
}

/// Each operation of the document.
pub(crate) fn operations(document: &Value) -> impl Iterator<Item = OperationAt<'_>> {
    members(document, "/paths").flat_map(|(pointer, path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.filter(|(method, _)| METHODS.contains(&method.as_str())).map(move |(method, value)| OperationAt {
            pointer: child(&pointer, method),
            path,
            value,
        })
    })
}

/// Each member of the mapping that `pointer` points to: its pointer, its key and its value.
pub(crate) fn members<'d>(
    document: &'d Value,
    pointer: &str,
) -> impl Iterator<Item = (String, &'d str, &'d Value)> + use<'d> {
    let entries = document.pointer(pointer).and_then(Value::as_object);
    let pointer = pointer.to_owned();
    entries.into_iter().flatten().map(move |(key, value)| (child(&pointer, key), key.as_str(), value))
}

/// Each element of the list that `pointer` points to, with its pointer.
pub(crate) fn elements<'d>(document: &'d Value, pointer: &str) -> impl Iterator<Item = (String, &'d Value)> + use<'d> {
    let list = document.pointer(pointer).and_then(Value::as_array);
    let pointer = pointer.to_owned();
    list.into_iter().flatten().enumerate().map(move |(index, value)| (format!("{pointer}/{index}"), value))
}

/// A path whose parameters have no names: pages and specification may call them differently.
pub(crate) fn template(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

/// What a value stands for: itself, or what its `$ref` points to, however far.
pub(crate) fn resolve<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let mut at = value;
    // A chain of references longer than this is a circle.
    for _ in 0..32 {
        match reference(at).and_then(|pointer| document.pointer(pointer)) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// The pointer of a local `$ref`.
pub(crate) fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()?.strip_prefix('#')
}

/// Adds the names of the component schemas that `value` refers to, directly or not.
pub(crate) fn collect_schemas(document: &Value, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            if let Some(pointer) = reference(value) {
                let name = pointer.strip_prefix("/components/schemas/");
                let is_new = name.is_none_or(|name| found.insert(name.to_owned()));
                if let (true, Some(target)) = (is_new, document.pointer(pointer)) {
                    collect_schemas(document, target, found);
                }
            }
            entries.iter().for_each(|(_, inner)| collect_schemas(document, inner, found));
        }
        Value::Array(elements) => elements.iter().for_each(|inner| collect_schemas(document, inner, found)),
        _ => {}
    }
}

/// Calls `visit` for every mapping in the document, outermost first, but for examples and extensions, which hold no
/// part of a description.
pub(crate) fn mappings(document: &Value, visit: &mut impl FnMut(&str, &Map<String, Value>)) {
    descend(document, "", visit);
}

fn descend(value: &Value, pointer: &str, visit: &mut impl FnMut(&str, &Map<String, Value>)) {
    match value {
        Value::Object(entries) => {
            visit(pointer, entries);
            for (key, inner) in entries {
                // A property may be named `example`; what is below `properties` is not left out.
                let named = pointer.ends_with("/properties");
                let left_out = matches!(key.as_str(), "example" | "examples" | "default") || key.starts_with("x-");
                if named || !left_out {
                    descend(inner, &child(pointer, key), visit);
                }
            }
        }
        Value::Array(elements) => {
            for (index, inner) in elements.iter().enumerate() {
                descend(inner, &format!("{pointer}/{index}"), visit);
            }
        }
        _ => {}
    }
}

/// Every schema of the document: components, and what stands in parameters and bodies.
pub(crate) fn schemas(document: &Value, visit: &mut impl FnMut(&str, &Map<String, Value>)) {
    mappings(document, &mut |pointer, mapping| {
        if is_schema(pointer) {
            visit(pointer, mapping);
        }
    });
}

fn is_schema(pointer: &str) -> bool {
    let mut segments = pointer.rsplit('/');
    let (last, before) = (segments.next().unwrap_or_default(), segments.next().unwrap_or_default());
    matches!(last, "schema" | "items" | "additionalProperties") && before != "properties"
        || matches!(before, "properties" | "allOf" | "oneOf" | "anyOf")
        || (before == "schemas" && segments.next() == Some("components"))
}

/// Whether a schema is a component, which has a name.
pub(crate) fn is_component(pointer: &str) -> bool {
    pointer.strip_prefix("/components/schemas/").is_some_and(|name| !name.contains('/'))
}

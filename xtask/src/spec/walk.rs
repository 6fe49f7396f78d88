//! Going through the parts of a document, each with its JSON pointer.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::child;
use super::pointer::push_child;

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

/// Adds the pointers to what `value` refers to, directly or not. What is below a pointer that is there already is not
/// gone through again.
pub(crate) fn collect_references<'d>(document: &'d Value, value: &'d Value, found: &mut BTreeSet<&'d str>) {
    match value {
        Value::Object(entries) => {
            if let Some(pointer) = reference(value).filter(|pointer| found.insert(pointer))
                && let Some(target) = document.pointer(pointer)
            {
                collect_references(document, target, found);
            }
            entries.iter().for_each(|(_, inner)| collect_references(document, inner, found));
        }
        Value::Array(elements) => elements.iter().for_each(|inner| collect_references(document, inner, found)),
        _ => {}
    }
}

/// The name of the component schema that `pointer` points to, if it is one.
pub(crate) fn schema_name(pointer: &str) -> Option<&str> {
    pointer.strip_prefix("/components/schemas/")
}

/// Calls `visit` for every mapping in the document, outermost first, but for examples and extensions, which hold no
/// part of a description.
pub(crate) fn mappings<'d>(document: &'d Value, visit: &mut impl FnMut(&str, &'d Map<String, Value>)) {
    descend(document, &mut String::new(), visit);
}

/// `pointer` is that of `value`, and has room for those below it: most rules go through the whole document.
fn descend<'d>(value: &'d Value, pointer: &mut String, visit: &mut impl FnMut(&str, &'d Map<String, Value>)) {
    let length = pointer.len();
    match value {
        Value::Object(entries) => {
            visit(pointer, entries);
            // A property may be named `example`; what is below `properties` is not left out.
            let named = pointer.ends_with("/properties");
            for (key, inner) in entries {
                let left_out = matches!(key.as_str(), "example" | "examples" | "default") || key.starts_with("x-");
                if named || !left_out {
                    push_child(pointer, key);
                    descend(inner, pointer, visit);
                    pointer.truncate(length);
                }
            }
        }
        Value::Array(elements) => {
            for (index, inner) in elements.iter().enumerate() {
                push_child(pointer, &index.to_string());
                descend(inner, pointer, visit);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

/// Every schema of the document: components, and what stands in parameters and bodies.
pub(crate) fn schemas<'d>(document: &'d Value, visit: &mut impl FnMut(&str, &'d Map<String, Value>)) {
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

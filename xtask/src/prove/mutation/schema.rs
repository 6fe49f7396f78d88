//! Changes of what stands beside a type, and of components as a whole.

use serde_json::{Value, json};

use super::{Mutation, add, members};
use crate::contract::Edit;
use crate::spec::{child, extension as x};

/// The component that changes add.
const ADDED: &str = "/components/schemas/AddedByProof";

/// A keyword that a change puts beside a type, with what the change is called.
const KEYWORDS: [(&str, &str, &str); 12] = [
    ("string", "default.added", "default"),
    ("integer", "default.added", "default"),
    ("boolean", "default.added", "default"),
    ("integer", "multiple.added", "multipleOf"),
    ("integer", "limit.added.least", "minimum"),
    ("string", "size.added.least", "minLength"),
    ("array", "size.added.items", "minItems"),
    ("array", "unique.added", "uniqueItems"),
    ("*", "read-only.added", "readOnly"),
    ("*", "write-only.added", "writeOnly"),
    ("*", "rust-name.added", x::RUST_NAME),
    ("*", "aliases.added", x::ALIASES),
];

/// The keywords of limits that are numbers.
const LIMITS: [&str; 9] = [
    "maximum",
    "minimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "maxProperties",
    "minProperties",
    "multipleOf",
];

/// What stands under a keyword that is added to a type.
fn value(kind: &str, keyword: &str) -> Value {
    match (kind, keyword) {
        ("string", "default") => json!("a"),
        (_, "multipleOf") => json!(5),
        ("boolean", "default") | (_, "uniqueItems" | "readOnly" | "writeOnly") => json!(true),
        (_, x::RUST_NAME) => json!("renamed_by_proof"),
        (_, x::ALIASES) => json!(["alias_by_proof"]),
        (_, "default") => json!(1),
        _ => json!(0),
    }
}

/// Changes of keywords beside the type of a field.
pub(super) fn of_keywords(at: &str, field: &Value, all: &mut Vec<Mutation>) {
    let kind = field.get("type").and_then(Value::as_str).unwrap_or_default();
    let is_plain = field.get("$ref").is_none();
    for (of, name, keyword) in KEYWORDS.iter().filter(|(of, _, _)| is_plain && (*of == kind || *of == "*")) {
        if field.get(keyword).is_none() {
            add(all, name, at, vec![Edit::set(child(at, keyword), value(of, keyword))]);
        } else {
            let removed = format!("{}.removed", keyword.trim_start_matches("x-"));
            add(all, &removed, at, vec![Edit::Remove { pointer: child(at, keyword) }]);
        }
    }
    of_limits(at, field, all);
    for keyword in ["pattern", "format", "default", "exclusiveMaximum", "exclusiveMinimum"] {
        let pointer = child(at, keyword);
        match field.get(keyword) {
            Some(Value::String(_)) if keyword == "pattern" => {
                add(all, "pattern.changed", at, vec![Edit::set(pointer.clone(), "^b*$")]);
            }
            Some(Value::Number(_)) if keyword == "default" => {
                add(all, "default.changed", at, vec![Edit::set(pointer.clone(), 2)]);
            }
            Some(Value::Bool(is)) if keyword == "default" => {
                add(all, "default.changed", at, vec![Edit::set(pointer.clone(), !is)]);
            }
            Some(_) => {}
            None => continue,
        }
        add(all, &format!("{keyword}.removed"), at, vec![Edit::Remove { pointer }]);
    }
    of_shape(at, field, kind, all);
}

/// Changes of the limits that there are.
pub(super) fn of_limits(at: &str, schema: &Value, all: &mut Vec<Mutation>) {
    for keyword in LIMITS {
        let Some(limit) = schema.get(keyword).and_then(Value::as_i64) else { continue };
        let pointer = child(at, keyword);
        let mut changed = |how: &str, edit| add(all, &format!("{keyword}.{how}"), &pointer, vec![edit]);
        changed("removed", Edit::Remove { pointer: pointer.clone() });
        changed("more", Edit::set(pointer.clone(), limit + 1));
        changed("less", Edit::set(pointer.clone(), (limit - 1).max(0)));
    }
    if schema.get("uniqueItems").is_some() {
        add(all, "unique.removed", at, vec![Edit::Remove { pointer: child(at, "uniqueItems") }]);
    }
}

/// Changes of the type itself.
fn of_shape(at: &str, field: &Value, kind: &str, all: &mut Vec<Mutation>) {
    let anything = json!({ "description": "Anything." });
    add(all, "schema.removed", at, vec![Edit::set(at, anything.clone())]);
    if kind == "number" {
        let edits = vec![Edit::set(child(at, "type"), "integer"), Edit::set(child(at, "format"), "int64")];
        add(all, "type.narrowed", at, edits);
    }
    if field.pointer("/items/type").is_some() {
        add(all, "items.changed", at, vec![Edit::set(child(at, "items"), json!({ "type": "boolean" }))]);
        add(all, "items.any", at, vec![Edit::set(child(at, "items"), json!({}))]);
    } else if field.get("items") == Some(&json!({})) {
        add(all, "items.described", at, vec![Edit::set(child(at, "items"), json!({ "type": "string" }))]);
    }
    if field.get("additionalProperties").is_some() {
        let values = child(at, "additionalProperties");
        add(all, "values.changed", at, vec![Edit::set(values.clone(), json!({ "type": "boolean" }))]);
        add(all, "values.any", at, vec![Edit::set(values, true)]);
    }
    let value = json!({ "description": "A value of few.", "type": "string", "enum": ["ONE"],
        "x-enum-descriptions": { "ONE": "The only one." } });
    let reference = json!({ "description": "One of few.", "allOf": [{ "$ref": format!("#{ADDED}") }] });
    add(all, "enum.added", at, vec![Edit::set(ADDED, value), Edit::set(at, reference.clone())]);
    let object = json!({ "description": "An object.", "type": "object",
        "properties": { "part": { "description": "A part.", "type": "string" } } });
    add(all, "type.object", at, vec![Edit::set(ADDED, object), Edit::set(at, reference)]);
}

/// Changes of a component as a whole. `document` is what may refer to it.
pub(super) fn of_component(document: &Value, name: &str, schema: &Value, all: &mut Vec<Mutation>) {
    let at = child("/components/schemas", name);
    let to = format!("{at}ByProof");
    let mut references = Vec::new();
    find_references(document, &format!("#/components/schemas/{name}"), "", &mut references);
    let mut edits: Vec<Edit> = references
        .iter()
        .map(|place| Edit::set(place.as_str(), format!("#/components/schemas/{name}ByProof")))
        .collect();
    edits.push(Edit::Move { pointer: at.clone(), to });
    add(all, "component.renamed", &at, edits);
    add(all, "component.documentation", &at, vec![Edit::set(child(&at, "description"), "Other words.")]);
    if schema.get("enum").is_some() {
        let text = json!({ "description": "Any text.", "type": "string" });
        add(all, "enum.removed", &at, vec![Edit::set(at.as_str(), text)]);
        add(all, "states.removed", &at, vec![Edit::Remove { pointer: child(&at, x::STATES) }]);
    }
    if schema.get("properties").is_some() {
        let anything = json!({ "description": "Any object.", "type": "object" });
        add(all, "component.opened", &at, vec![Edit::set(at.as_str(), anything)]);
        for place in &references {
            let other = members(document.pointer("/components/schemas"))
                .find(|(other, schema)| *other != name && schema.get("properties").is_some());
            let edit = other.map(|(other, _)| Edit::set(place.as_str(), format!("#/components/schemas/{other}")));
            add(all, "component.exchanged", place, edit.into_iter().collect());
        }
    }
}

/// A component that nothing refers to.
pub(super) fn added(all: &mut Vec<Mutation>) {
    let object = json!({ "description": "Added.", "type": "object",
        "properties": { "part": { "description": "A part.", "type": "string" } } });
    add(all, "component.added", ADDED, vec![Edit::set(ADDED, object)]);
}

/// Where a document refers to something.
fn find_references(value: &Value, target: &str, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let at = child(at, key);
                if key == "$ref" && value == target {
                    found.push(at);
                } else {
                    find_references(value, target, &at, found);
                }
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                find_references(value, target, &child(at, &index.to_string()), found);
            }
        }
        _ => {}
    }
}

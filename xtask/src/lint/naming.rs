//! The rule for names: what the generated code calls things.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::operation::is_upper_camel;
use crate::codegen::enums::{UNKNOWN, VARIANT_NAMES};
use crate::codegen::lower::RUST_NAME;
use crate::problem::Problem;
use crate::spec::walk::{members, operations, schemas};
use crate::spec::{Spec, child};

/// Endings that say how a type is sent and not what it is.
const HOLLOW_ENDINGS: [&str; 9] = ["Req", "Resp", "Request", "Response", "Entity", "Dto", "Body", "Model", "Object"];

/// Types that every file of the generated code sees under these names.
const TAKEN: [&str; 13] = [
    "Client",
    "Error",
    "ErrorCode",
    "Into",
    "Method",
    "Operation",
    "Option",
    "Response",
    "Result",
    "Secret",
    "String",
    "Vec",
    "Box",
];

pub(super) fn names(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut refuse = |pointer: String, message: String, remedy: &str| {
        problems.push(spec.problem(pointer, "names", message, remedy));
    };
    for (pointer, name, _) in members(&spec.document, "/components/schemas") {
        let noun = "call it by a noun of the field in UpperCamelCase: Topic, TopicList, NewTopic";
        if !is_upper_camel(name) {
            refuse(pointer, format!("`{name}` is no name of a type"), noun);
        } else if TAKEN.contains(&name) {
            refuse(pointer, format!("`{name}` is the name of a type that all generated code uses"), noun);
        } else if let Some(ending) = HOLLOW_ENDINGS.iter().find(|ending| name.ends_with(*ending)) {
            let message = format!("`{name}` ends in `{ending}`, which says how it is sent and not what it is");
            refuse(pointer, message, "name what it is; the official name belongs into `x-official-name`");
        }
    }
    let schema_names: BTreeSet<&str> =
        members(&spec.document, "/components/schemas").map(|(_, name, _)| name).collect();
    let mut operation_names = BTreeSet::new();
    for operation in operations(&spec.document) {
        let text = |key: &str| operation.value.get(key).and_then(Value::as_str);
        let remedy = "write into `x-rust-name`, in the form of official names, one of its own: ResetUserPassword";
        if let Some(name) = text(RUST_NAME).filter(|name| !is_upper_camel(name)) {
            refuse(child(&operation.pointer, RUST_NAME), format!("`{name}` is no name of an operation"), remedy);
        }
        let Some(name) = text(RUST_NAME).or(text("operationId")) else { continue };
        if !operation_names.insert(name) {
            refuse(operation.pointer, format!("two operations are called `{name}` in Rust"), remedy);
        } else if schema_names.contains(name) {
            refuse(operation.pointer, format!("the operation and a schema are both called `{name}`"), remedy);
        }
    }
    schemas(&spec.document, &mut |pointer, schema| {
        for (pointer, message) in fields(pointer, schema) {
            refuse(pointer, message, "write `x-rust-name` in snake_case, one of its own for each field");
        }
        if let Some(names) = schema.get(VARIANT_NAMES)
            && let Some(message) = variants(schema, names)
        {
            let remedy = "list one UpperCamelCase name for each value of `enum`, in the same order";
            refuse(child(pointer, VARIANT_NAMES), message, remedy);
        }
    });
    problems
}

/// Fields whose names in Rust are no names, or are there twice.
fn fields(pointer: &str, schema: &Map<String, Value>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (wire, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let chosen = property.get(RUST_NAME).and_then(Value::as_str);
        let at = || child(&child(&child(pointer, "properties"), wire), RUST_NAME);
        if let Some(name) = chosen.filter(|name| !is_snake(name)) {
            found.push((at(), format!("`{name}` is no name of a field")));
        }
        let name = chosen.map_or_else(|| snake(wire), str::to_owned);
        if !seen.insert(name.clone()) {
            found.push((child(&child(pointer, "properties"), wire), format!("two fields are called `{name}` in Rust")));
        }
    }
    found
}

fn variants(schema: &Map<String, Value>, names: &Value) -> Option<String> {
    let count = schema.get("enum").and_then(Value::as_array).map_or(0, Vec::len);
    let names: Vec<&str> = names.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if names.len() != count {
        return Some(format!("{} names for {count} values", names.len()));
    }
    let unique: BTreeSet<&str> = names.iter().copied().collect();
    if unique.len() < count {
        return Some("two values have one name".to_owned());
    }
    let wrong = names.into_iter().find(|name| !is_upper_camel(name) || *name == UNKNOWN);
    wrong.map(|name| format!("`{name}` is no name of a variant"))
}

/// Whether it is in `snake_case`, and no keyword.
fn is_snake(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The name that a field has in Rust unless one is chosen.
fn snake(wire: &str) -> String {
    let mut name = String::with_capacity(wire.len() + 4);
    let mut before_is_lower = false;
    for c in wire.chars() {
        if c.is_ascii_uppercase() && before_is_lower {
            name.push('_');
        }
        before_is_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        name.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
    }
    name
}

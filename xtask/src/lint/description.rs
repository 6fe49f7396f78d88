//! The rule that everything is described.

use serde_json::{Map, Value};

use crate::problem::Problem;
use crate::spec::walk::{mappings, operations, schemas};
use crate::spec::{Spec, child};

pub(super) fn descriptions(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut ask = |pointer: &str, part: Option<&Value>, what: &str| {
        let text = part.and_then(Value::as_str).unwrap_or_default();
        let (message, remedy) = if text.trim().is_empty() {
            (format!("{what} is missing or empty"), "write it in short English, in words of our own")
        } else if text.trim() != text {
            (
                format!("{what} begins or ends with white space"),
                "write `>-` or `|-` where it stands on lines of its own",
            )
        } else {
            return;
        };
        problems.push(spec.problem(pointer, "description", message, remedy));
    };
    for operation in operations(&spec.document) {
        ask(&operation.pointer, operation.value.get("summary"), "the summary of the operation");
        ask(&operation.pointer, operation.value.get("description"), "the description of the operation");
    }
    schemas(&spec.document, &mut |pointer, schema| {
        if needs_description(pointer) && !schema.contains_key("$ref") {
            ask(pointer, schema.get("description"), "the description of the schema");
        }
        for (value, meaning) in schema.get("x-enum-descriptions").and_then(Value::as_object).into_iter().flatten() {
            ask(&child(&child(pointer, "x-enum-descriptions"), value), Some(meaning), "the meaning of the value");
        }
    });
    mappings(&spec.document, &mut |pointer, mapping| {
        if is_parameter(mapping) || is_response(pointer, mapping) {
            ask(pointer, mapping.get("description"), "the description");
        }
    });
    problems
}

/// Components and properties are what readers look up; items and the schemas of bodies and parameters are told of by
/// what holds them.
fn needs_description(pointer: &str) -> bool {
    let before = pointer.rsplit('/').nth(1);
    matches!(before, Some("properties" | "schemas"))
}

fn is_parameter(mapping: &Map<String, Value>) -> bool {
    mapping.contains_key("in") && mapping.contains_key("name")
}

fn is_response(pointer: &str, mapping: &Map<String, Value>) -> bool {
    pointer.rsplit('/').nth(1) == Some("responses") && !mapping.contains_key("$ref")
}

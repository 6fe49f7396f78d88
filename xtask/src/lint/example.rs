//! The rule for examples.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::problem::Problem;
use crate::spec::walk::{collect_references, members, operations, resolve, schema_name};
use crate::spec::{Spec, child};

pub(super) fn examples(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in operations(&spec.document) {
        for (pointer, status, response) in members(&spec.document, &child(&operation.pointer, "responses")) {
            let content = resolve(&spec.document, response).pointer("/content/application~1json");
            if let (true, Some(content)) = (status.starts_with('2'), content) {
                check(spec, &format!("{pointer}/content/application~1json"), content, &mut problems);
            }
        }
        let pointer = format!("{}/requestBody/content/application~1json", operation.pointer);
        if let Some(content) = spec.document.pointer(&pointer) {
            check(spec, &pointer, content, &mut problems);
        }
    }
    problems
}

/// Asks for one example at least, and holds each against the schema of the body.
fn check(spec: &Spec, pointer: &str, content: &Value, problems: &mut Vec<Problem>) {
    let examples = content.get("examples").and_then(Value::as_object);
    let Some(examples) = examples.filter(|examples| !examples.is_empty()) else {
        let remedy = "write the documented example under `examples/documented`, with a summary";
        problems.push(spec.problem(pointer, "example", "the body has no example", remedy));
        return;
    };
    let schema = json!({ "allOf": [content.get("schema")], "components": { "schemas": needed(spec, content) } });
    let validator = match jsonschema::draft4::new(&schema) {
        Ok(validator) => validator,
        Err(error) => {
            let message = format!("the schema cannot be used to validate: {error}");
            problems.push(spec.problem(pointer, "example", message, "correct the schema that the message names"));
            return;
        }
    };
    for (name, example) in examples {
        let at = format!("{}/value", child(&child(pointer, "examples"), name));
        for error in validator.iter_errors(example.get("value").unwrap_or(&Value::Null)) {
            let message = format!("the example does not fit its schema: {error}");
            let remedy =
                "correct the example or the schema; if the page is wrong, keep its example and record the quirk";
            problems.push(spec.problem(format!("{at}{}", error.instance_path()), "example", message, remedy));
        }
    }
}

/// The component schemas that a body refers to: JSON Schema reads a reference from the top of its document.
fn needed(spec: &Spec, content: &Value) -> Map<String, Value> {
    let mut found = BTreeSet::new();
    collect_references(&spec.document, content.get("schema").unwrap_or(&Value::Null), &mut found);
    found
        .into_iter()
        .filter_map(|pointer| Some((schema_name(pointer)?.to_owned(), spec.document.pointer(pointer)?.clone())))
        .collect()
}

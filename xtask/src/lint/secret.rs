//! The rule for secrets: text that looks like one is marked, so that the client never shows it.

use serde_json::{Map, Value};

use crate::problem::Problem;
use crate::spec::walk::{elements, operations, resolve, schemas};
use crate::spec::{Spec, child};

/// What the name of a secret contains.
const SECRET: [&str; 9] =
    ["password", "passwd", "passwrod", "pass_word", "secret", "token", "private_key", "credential", "access_key"];

/// Says of a field that it is none in spite of its name.
const NO_SECRET: &str = "x-no-secret";

pub(super) fn secrets(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    let remedy = "write `format: password`, or `x-no-secret: true` if knowing it opens nothing";
    schemas(&spec.document, &mut |pointer, schema| {
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if property.as_object().is_some_and(|property| looks_secret(name, property)) {
                let pointer = child(&child(pointer, "properties"), name);
                problems.push(spec.problem(pointer, "secret", format!("`{name}` looks like a secret"), remedy));
            }
        }
    });
    for operation in operations(&spec.document) {
        for (pointer, value) in elements(&spec.document, &child(&operation.pointer, "parameters")) {
            let parameter = resolve(&spec.document, value);
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let schema = parameter.get("schema").and_then(Value::as_object);
            if schema.is_some_and(|schema| looks_secret(name, schema)) {
                let message = format!("`{name}` looks like a secret, and parameters are no place for one");
                let remedy = "write `x-no-secret: true` into its schema if knowing it opens nothing";
                problems.push(spec.problem(pointer, "secret", message, remedy));
            }
        }
    }
    problems
}

/// Whether a text has the name of a secret, and nothing says whether it is one.
fn looks_secret(name: &str, schema: &Map<String, Value>) -> bool {
    let name = name.to_ascii_lowercase().replace(['-', '.'], "_");
    let is_text = schema.get("type").and_then(Value::as_str) == Some("string");
    let is_decided = schema.get("format").is_some_and(|format| format == "password")
        || schema.get(NO_SECRET) == Some(&Value::Bool(true));
    is_text && !is_decided && SECRET.iter().any(|word| name.contains(word))
}

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
        if is_marked(schema) && !is_property(pointer) && !pointer.starts_with("/paths/") {
            let message = "only a field becomes a `Secret`; this would be shown".to_owned();
            let remedy = "write `format: password` into a field whose type is `string`";
            problems.push(spec.problem(pointer, "secret", message, remedy));
        }
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if property.as_object().is_some_and(|property| !is_marked(property) && looks_secret(name, property)) {
                let pointer = child(&child(pointer, "properties"), name);
                problems.push(spec.problem(pointer, "secret", format!("`{name}` looks like a secret"), remedy));
            }
        }
    });
    for operation in operations(&spec.document) {
        for (pointer, value) in elements(&spec.document, &child(&operation.pointer, "parameters")) {
            let parameter = resolve(&spec.document, value);
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let schema = parameter.get("schema").map(|schema| resolve(&spec.document, schema));
            let schema = schema.and_then(Value::as_object);
            if schema.is_some_and(|schema| is_marked(schema) || looks_secret(name, schema)) {
                let message = format!("`{name}` looks like a secret, and parameters are no place for one");
                let remedy = "write `x-no-secret: true` into its schema if knowing it opens nothing";
                problems.push(spec.problem(pointer, "secret", message, remedy));
            }
        }
    }
    problems
}

fn is_property(pointer: &str) -> bool {
    pointer.rsplit('/').nth(1) == Some("properties")
}

/// Whether something says that a text is a secret.
fn is_marked(schema: &Map<String, Value>) -> bool {
    schema.get("format").is_some_and(|format| format == "password")
}

/// Whether a text, or a list or a map of texts, has the name of a secret, and nothing says that it is none.
fn looks_secret(name: &str, schema: &Map<String, Value>) -> bool {
    let name = name.to_ascii_lowercase().replace(['-', '.'], "_");
    let is_text = |schema: &Value| schema.get("type").is_some_and(|kind| kind == "string");
    let holds_text = schema.get("type").is_some_and(|kind| kind == "string")
        || ["items", "additionalProperties"].iter().filter_map(|key| schema.get(*key)).any(is_text);
    let is_none = schema.get(NO_SECRET) == Some(&Value::Bool(true));
    holds_text && !is_none && SECRET.iter().any(|word| name.contains(word))
}

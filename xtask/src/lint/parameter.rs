//! Rules for parameters.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::problem::Problem;
use crate::spec::walk::{elements, members, operations, resolve};
use crate::spec::{Spec, child};

pub(super) fn path_parameters(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in operations(&spec.document) {
        let parameters = elements(&spec.document, &child(&operation.pointer, "parameters"));
        let resolved: Vec<_> = parameters.map(|(pointer, value)| (pointer, resolve(&spec.document, value))).collect();
        let in_path = resolved.iter().filter(|(_, value)| text(value, "in") == "path");
        let declared: BTreeSet<&str> = in_path.clone().map(|(_, value)| text(value, "name")).collect();
        let in_template: BTreeSet<&str> = placeholders(operation.path).collect();
        for name in in_template.symmetric_difference(&declared) {
            let message = format!("`{name}` is in the path or in the parameters, but not in both");
            let remedy = "name the placeholder and the parameter (`in: path`) alike";
            problems.push(spec.problem(operation.pointer.clone(), "path-parameter", message, remedy));
        }
        for (pointer, value) in in_path.filter(|(_, value)| value.get("required") != Some(&Value::Bool(true))) {
            let message = format!("the path parameter `{}` is not required", text(value, "name"));
            problems.push(spec.problem(pointer.clone(), "path-parameter", message, "write `required: true`"));
        }
    }
    problems
}

pub(super) fn parameters(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (pointer, _, item) in members(&spec.document, "/paths") {
        if item.get("parameters").is_some() {
            let message = "the parameters of a path are those of no operation, for the generator";
            let remedy = "write them into each operation, by `$ref` to a component";
            problems.push(spec.problem(child(&pointer, "parameters"), "parameter", message, remedy));
        }
    }
    for operation in operations(&spec.document) {
        let mut seen = BTreeSet::new();
        for (pointer, value) in elements(&spec.document, &child(&operation.pointer, "parameters")) {
            let parameter = resolve(&spec.document, value);
            let (name, place) = (text(parameter, "name"), text(parameter, "in"));
            let mut refuse = |message: String, remedy: &str| {
                problems.push(spec.problem(pointer.clone(), "parameter", message, remedy));
            };
            if !seen.insert((place, name)) {
                refuse(format!("`{name}` in {place} is declared twice"), "declare it once");
            }
            if !matches!(place, "path" | "query") {
                refuse(format!("`{name}` is in `{place}`"), "the generator knows parameters in path and query");
            }
            let schema = parameter.get("schema").map(|schema| resolve(&spec.document, schema));
            let kind = schema.map_or("", |schema| text(schema, "type"));
            if !matches!(kind, "string" | "integer" | "number" | "boolean" | "array") {
                refuse(
                    format!("`{name}` has no plain type"),
                    "write `schema: {type: string}`, or another scalar, or a list",
                );
            }
        }
    }
    problems
}

/// Names in braces in a path template.
fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

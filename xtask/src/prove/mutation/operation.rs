//! Changes of an operation that are none of its parameters.

use serde_json::{Value, json};

use super::{Mutation, add, add_given, members, schema};
use crate::contract::Edit;
use crate::spec::{child, extension as x, parent};

pub(super) fn of_operation(at: &str, operation: &Value, all: &mut Vec<Mutation>) {
    let (path, method) = (parent(at).unwrap_or_default(), at.rsplit('/').next().unwrap_or_default());
    let moved = |path: String, method: &str| Edit::Move { pointer: at.to_owned(), to: child(&path, method) };
    add(all, "operation.path.changed", at, vec![moved(format!("{path}~1proof"), method)]);
    let other = if method == "post" { "put" } else { "post" };
    add(all, "operation.method.changed", at, vec![moved(path.to_owned(), other)]);
    let mut added = operation.clone();
    if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
        added["operationId"] = json!(format!("{id}ByProof"));
        if let Value::Object(added) = &mut added {
            added.shift_remove(x::RUST_NAME);
        }
    }
    let place = child(&format!("{path}~1added"), method);
    // The file is that of the operation, which the first edit names.
    add(all, "operation.added", at, vec![Edit::set(child(at, "summary"), "Does it."), Edit::set(place, added)]);
    if operation.get("deprecated").is_some() {
        let edits = ["deprecated", x::NOT_REPLACED, x::REPLACED_BY].map(|key| Edit::Remove { pointer: child(at, key) });
        add(all, "deprecated.removed", at, edits.into());
    }
    let gone = || vec![Edit::Remove { pointer: at.to_owned() }];
    add_given(all, "operation.removed.draft", at, vec![Edit::set(child(at, "x-stability-level"), "alpha")], gone());
    if operation.get("deprecated").is_some() {
        add_given(all, "operation.removed.ended", at, vec![Edit::set(child(at, "x-sunset"), "2020-01-01")], gone());
    }
    add(all, "rust-name.operation", at, vec![Edit::set(child(at, x::RUST_NAME), "DoItByProof")]);
    for key in [x::PAGING, x::LONG_RUNNING, x::PARTIAL_FAILURE, x::REQUIRES, x::AVAILABILITY] {
        if operation.get(key).is_some() {
            add(
                all,
                &format!("{}.removed", key.trim_start_matches("x-")),
                at,
                vec![Edit::Remove { pointer: child(at, key) }],
            );
        }
    }
    let is_idempotent = operation.get(x::IDEMPOTENT) == Some(&Value::Bool(true));
    add(all, "idempotent.changed", at, vec![Edit::set(child(at, x::IDEMPOTENT), !is_idempotent)]);
    add(all, "permission.changed", at, vec![Edit::set(child(at, x::PERMISSION), "unknown")]);
    bodies(at, operation, all);
}

/// Changes of what is sent and received.
fn bodies(at: &str, operation: &Value, all: &mut Vec<Mutation>) {
    let body = child(at, "requestBody");
    let text = json!({ "application/json": { "schema": { "type": "array", "items": { "type": "string" } },
        "examples": { "documented": { "summary": "Two.", "value": ["a", "b"] } } } });
    if operation.get("requestBody").is_some() {
        add(all, "request.body.removed", at, vec![Edit::Remove { pointer: body }]);
    } else if !at.ends_with("/get") && !at.ends_with("/head") {
        for is_required in [false, true] {
            let kind = if is_required { "request.body.added.required" } else { "request.body.added" };
            let new = json!({ "description": "Added.", "required": is_required, "content": text.clone() });
            add(all, kind, at, vec![Edit::set(body.as_str(), new)]);
        }
    }
    let responses = child(at, "responses");
    let missing = child(&responses, "404");
    let refusal = json!({ "description": "It is not there." });
    let given = vec![Edit::set(missing.as_str(), refusal)];
    add_given(all, "response.error.removed", at, given, vec![Edit::Remove { pointer: missing }]);
    let successes: Vec<_> = members(operation.get("responses")).filter(|(status, _)| status.starts_with('2')).collect();
    for (status, response) in &successes {
        let here = child(&responses, status);
        if successes.len() > 1 {
            add(all, "response.success.removed", &here, vec![Edit::Remove { pointer: here.clone() }]);
        }
        let other = if *status == "200" { "202" } else { "200" };
        let there = child(&responses, other);
        add(all, "response.status.changed", at, vec![Edit::Move { pointer: here.clone(), to: there.clone() }]);
        add(all, "response.success.added", at, vec![Edit::set(there, (*response).clone())]);
        let content = child(&here, "content");
        match response.get("content") {
            Some(_) => add(all, "response.body.removed", at, vec![Edit::Remove { pointer: content }]),
            None if response.get("$ref").is_none() && !at.ends_with("/head") => {
                add(all, "response.body.added", at, vec![Edit::set(content, text.clone())]);
            }
            None => {}
        }
    }
}

/// Changes of a parameter that is written where it stands, or is shared.
pub(super) fn of_parameter(at: &str, parameter: &Value, all: &mut Vec<Mutation>) {
    let is_in = |place: &str| parameter.get("in").and_then(Value::as_str) == Some(place);
    if is_in("query") || is_in("header") {
        let other = if is_in("query") { "header" } else { "query" };
        add(all, "parameter.location.changed", at, vec![Edit::set(child(at, "in"), other)]);
    }
    add(all, "parameter.rust-name", at, vec![Edit::set(child(at, x::RUST_NAME), "renamed_by_proof")]);
    let schema = child(at, "schema");
    let kind = parameter.pointer("/schema/type").and_then(Value::as_str).unwrap_or_default();
    if kind == "array" {
        let is_exploded = parameter.get("explode") != Some(&Value::Bool(false));
        add(all, "parameter.explode.changed", at, vec![Edit::set(child(at, "explode"), !is_exploded)]);
        add(all, "parameter.items.changed", at, vec![Edit::set(child(&schema, "items"), json!({ "type": "boolean" }))]);
    }
    if let Some(own) = parameter.get("schema") {
        schema::of_limits(&schema, own, all);
    }
    let list = json!({ "type": "array", "items": { "type": "string" } });
    add(all, "parameter.list", at, vec![Edit::set(schema.as_str(), list)]);
    if kind == "integer" || kind == "string" {
        let default = if kind == "integer" { json!(3) } else { json!("a") };
        add(all, "parameter.default.added", at, vec![Edit::set(child(&schema, "default"), default)]);
    }
    add(all, "parameter.documentation", at, vec![Edit::set(child(at, "description"), "Other words.")]);
}

/// Another name of a part of the path, wherever it stands.
pub(super) fn of_path_parameter(document: &Value, at: &str, parameter: &Value, all: &mut Vec<Mutation>) {
    let Some(name) = parameter.get("name").and_then(Value::as_str) else { return };
    let (here, there) = (format!("{{{name}}}"), format!("{{{name}_renamed}}"));
    let mut edits = vec![Edit::set(child(at, "name"), format!("{name}_renamed"))];
    for (path, item) in members(document.get("paths")).filter(|(path, _)| path.contains(&here)) {
        let (old, new) = (child("/paths", path), child("/paths", &path.replace(&here, &there)));
        let methods = members(Some(item)).map(|(method, _)| method);
        edits.extend(methods.map(|method| Edit::Move { pointer: child(&old, method), to: child(&new, method) }));
    }
    add(all, "parameter.renamed.path", at, edits);
}

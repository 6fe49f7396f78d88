//! Rules for operations.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use crate::problem::Problem;
use crate::spec::walk::{mappings, members, operations};
use crate::spec::{Spec, SpecFile, child, part};

pub(super) fn operation_id(spec: &Spec) -> Vec<Problem> {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    let mut problems = Vec::new();
    let remedy = "write `operationId` with the official name, as in the page's anchor: ShowBackgroundTask";
    for operation in operations(&spec.document) {
        let pointer = operation.pointer;
        match operation.value.get("operationId").and_then(Value::as_str) {
            None => problems.push(spec.problem(pointer, "operation-id", "the operation has no operationId", remedy)),
            Some(id) if !is_upper_camel(id) => {
                let message = format!("`{id}` is not in the form of official names");
                problems.push(spec.problem(child(&pointer, "operationId"), "operation-id", message, remedy));
            }
            Some(id) => {
                if let Some(other) = seen.insert(id, pointer.clone()) {
                    let message = format!("`{id}` is the name of {other} too");
                    problems.push(spec.problem(child(&pointer, "operationId"), "operation-id", message, remedy));
                }
            }
        }
    }
    problems
}

pub(super) fn is_upper_camel(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_uppercase()) && id.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Files of the generated folder that are those of no resource.
const TAKEN: [&str; 4] = ["error-code", "mod", "registry", "service"];

pub(super) fn resource_tag(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in spec.resources() {
        if !is_resource_name(&file.name) {
            problems.push(Problem {
                file: file.path.clone(),
                pointer: String::new(),
                rule: "resource-tag",
                message: format!("`{}` is no name of a module and of its feature", file.name),
                remedy: "name the file by a noun in kebab-case: consumer-groups.yaml".to_owned(),
            });
        }
        if file.value.pointer("/tag/name").and_then(Value::as_str) != Some(file.name.as_str()) {
            let remedy = format!("write `tag: {{name: {}, description: …}}` at the top of the file", file.name);
            problems.push(Problem {
                file: file.path.clone(),
                pointer: "/tag".to_owned(),
                rule: "resource-tag",
                message: "the file has no tag of its own name".to_owned(),
                remedy,
            });
        }
        for operation in operations(&file.value) {
            let tags = operation.value.get("tags").and_then(Value::as_array);
            let names: Vec<&str> = tags.into_iter().flatten().filter_map(Value::as_str).collect();
            if names != [file.name.as_str()] {
                let message = format!("the tags are {names:?}, and the file is that of `{}`", file.name);
                let remedy =
                    format!("write `tags: [{}]`, or move the operation into the file of its resource", file.name);
                problems.push(spec.problem(operation.pointer, "resource-tag", message, remedy));
            }
        }
    }
    problems
}

/// Whether a file of that name gives a module, in `snake_case`, and a feature of its own.
fn is_resource_name(name: &str) -> bool {
    let is_kebab = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    is_kebab && syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok() && !TAKEN.contains(&name)
}

pub(super) fn placement(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    let components = |file| {
        let kinds = members(file, "/components");
        kinds.flat_map(|(kind, _, _)| members(file, &kind)).map(|(pointer, _, _)| pointer)
    };
    let homes: HashMap<String, &SpecFile> =
        spec.resources().flat_map(|file| components(&file.value).map(move |pointer| (pointer, file))).collect();
    for file in spec.resources() {
        mappings(&file.value, &mut |pointer, mapping| {
            let target = mapping.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
            let home = target.and_then(|target| homes.get(part(target)));
            if let Some(home) = home.filter(|home| home.name != file.name) {
                problems.push(Problem {
                    file: file.path.clone(),
                    pointer: pointer.to_owned(),
                    rule: "placement",
                    message: format!("the reference is to a component of `{}`, another resource", home.name),
                    remedy: "move the component to common.yaml: a resource can be compiled without the others"
                        .to_owned(),
                });
            }
        });
    }
    problems
}

pub(super) fn idempotency(spec: &Spec) -> Vec<Problem> {
    operations(&spec.document)
        .filter(|operation| !operation.value.get("x-idempotent").is_some_and(Value::is_boolean))
        .map(|operation| {
            let remedy = "write `x-idempotent: true` if doing it twice has the effect of once, else `false`; do not guess \
                          it from the method";
            spec.problem(operation.pointer, "idempotency", "nothing says whether the operation may be repeated", remedy)
        })
        .collect()
}

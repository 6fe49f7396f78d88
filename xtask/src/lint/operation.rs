//! Rules for operations.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::{Model, Operation, names};
use crate::problem::Problem;
use crate::spec::{COMMON, SpecFile, child, extension as x, is_placeholder, part};

pub(super) fn operation_id(model: &Model) -> Vec<Problem> {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    let mut problems = Vec::new();
    let remedy = "write `operationId` with the official name, as in the page's anchor: ShowBackgroundTask";
    for operation in &model.operations {
        let (id, pointer) = (operation.id.as_str(), child(&operation.pointer, "operationId"));
        if id.is_empty() {
            let message = "the operation has no operationId";
            problems.push(model.spec.problem(&operation.pointer, "operation-id", message, remedy));
        } else if !names::is_upper_camel(id) {
            let message = format!("`{id}` is not in the form of official names");
            problems.push(model.spec.problem(pointer, "operation-id", message, remedy));
        } else if let Some(other) = seen.insert(id, format!("{} {}", operation.method, operation.path.as_str())) {
            let message = format!("`{id}` is the name of `{other}` too");
            problems.push(model.spec.problem(pointer, "operation-id", message, remedy));
        }
    }
    problems
}

/// Two paths that differ in the names of their placeholders alone are one to a server.
pub(super) fn same_address(model: &Model) -> Vec<Problem> {
    let mut seen = BTreeMap::new();
    let mut problems = Vec::new();
    for operation in &model.operations {
        if let Some(other) = seen.insert((operation.method, operation.path.shape()), operation) {
            let message = format!("to a server it is `{}`, at `{}`", other.id, other.path.as_str());
            let remedy = "describe the operation once; one that is out of date belongs into coverage.toml";
            problems.push(model.spec.problem(&operation.pointer, "same-address", message, remedy));
        }
    }
    problems
}

pub(super) fn resource_tag(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    let is_of_resource = |file: &&SpecFile| file.path.parent() != Some(&model.spec.folder);
    for file in model.spec.files.iter().filter(is_of_resource).filter(|file| !is_resource(&file.name)) {
        problems.push(Problem {
            file: file.path.clone(),
            line: 1,
            pointer: String::new(),
            rule: "resource-tag",
            message: format!("`{}` is no name of a module and of its feature, or one that is taken", file.name),
            remedy: "name the file by a noun in kebab-case: consumer-groups.yaml".to_owned(),
        });
    }
    for operation in model.operations.iter().filter(|operation| !operation.resource.is_empty()) {
        let resource = &operation.resource;
        if operation.tags != [resource.as_str()] {
            let message = format!("the tags are {:?}, and the file is that of `{resource}`", operation.tags);
            let remedy =
                format!("write `[{resource}]` into `tags`, or move the operation into the file of its resource");
            problems.push(model.spec.problem(&operation.pointer, "resource-tag", message, remedy));
        }
    }
    problems
}

/// Whether a file of that name gives a module and a feature. Cargo and our crates have some features already.
pub(crate) fn is_resource(name: &str) -> bool {
    names::is_resource(name) && !matches!(name, COMMON | "default" | "full")
}

pub(super) fn placement(model: &Model) -> Vec<Problem> {
    let spec = &model.spec;
    let resource = |pointer: &str| spec.file_of(pointer).filter(|file| file.name != COMMON);
    let mut problems = Vec::new();
    let components: BTreeMap<&str, Option<&SpecFile>> =
        model.components.iter().map(|pointer| (pointer.as_str(), resource(pointer))).collect();
    // References stand in the order of their pointers, those of one part together.
    let mut last = None;
    for (at, target) in &model.references {
        let Some(Some(home)) = components.get(target.as_str()) else { continue };
        let file = match last {
            Some((known, file)) if known == part(at) => file,
            _ => spec.file_of(at),
        };
        last = Some((part(at), file));
        if let Some(file) = file.filter(|file| file.name != home.name) {
            let (message, remedy) = if file.name == COMMON {
                (
                    format!("the reference is to a component of `{}`, a resource", home.name),
                    "move that component to common.yaml as well, or this one into the file of the resource",
                )
            } else {
                (
                    format!("the reference is to a component of `{}`, another resource", home.name),
                    "move the component to common.yaml: a resource can be compiled without the others",
                )
            };
            problems.push(spec.problem(at, "placement", message, remedy));
        }
    }
    problems
}

pub(super) fn idempotency(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    let is_open = |operation: &Operation| {
        let value = model.spec.document.pointer(&child(&operation.pointer, x::IDEMPOTENT));
        value.and_then(Value::as_str).is_some_and(is_placeholder)
    };
    let unsaid = model.operations.iter().filter(|operation| operation.idempotent.is_none());
    for operation in unsaid.filter(|operation| !is_open(operation)) {
        let message = "nothing says whether the operation may be repeated";
        let remedy = format!(
            "write `{}`: `true` if doing it twice has the effect of once, else `false`; do not guess it from the method",
            x::IDEMPOTENT
        );
        problems.push(model.spec.problem(&operation.pointer, "idempotency", message, remedy));
    }
    problems
}

//! Rules for what is said of how an operation behaves: in pages, and in the background.

use serde_json::Value;

use crate::problem::Problem;
use crate::spec::walk::{OperationAt, elements, members, operations, resolve};
use crate::spec::{Spec, child};

pub(super) fn paging(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in operations(&spec.document) {
        let Some(paging) = operation.value.get("x-paging") else { continue };
        let pointer = child(&operation.pointer, "x-paging");
        let mut refuse = |message: String, remedy: &str| {
            problems.push(spec.problem(pointer.clone(), "paging", message, remedy));
        };
        let text = |key: &str| paging.get(key).and_then(Value::as_str);
        if !matches!(text("dialect"), Some("offset" | "page" | "position")) {
            let remedy = "write `offset` (elements to skip), `page` (number of a page) or `position` (of an element)";
            refuse("the dialect is none that is known".to_owned(), remedy);
        }
        if !paging.get("first").is_some_and(Value::is_u64) {
            refuse("nothing says where the first page begins".to_owned(), "write `first: 0`, or `first: 1`");
        }
        let parameters: Vec<&str> = parameters(spec, &operation);
        for key in ["cursor", "size"] {
            let is_missing = text(key).map_or(key == "cursor", |name| !parameters.contains(&name));
            if is_missing {
                refuse(format!("`{key}` is no parameter of the operation"), "name a parameter in query");
            }
        }
        let fields = fields(spec, &operation);
        for key in ["items", "total"] {
            let is_missing = text(key).map_or(key == "items", |name| !fields.contains(&name));
            if is_missing {
                refuse(format!("`{key}` is no field of the answer"), "name a field at the top of the answer");
            }
        }
    }
    problems
}

pub(super) fn long_running(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in operations(&spec.document) {
        let Some(task) = operation.value.get("x-long-running") else { continue };
        let text = |key: &str| task.get(key).and_then(Value::as_str);
        let (message, remedy) = match text("kind") {
            Some("job") if !text("field").is_some_and(|field| fields(spec, &operation).contains(&field)) => {
                ("`field` is no field of the answer", "name the field that holds the id of the task")
            }
            Some("task-name") if text("name").is_none() => {
                ("nothing says what the task is called", "write its name, as `ListBackgroundTasks` shows it, as `name`")
            }
            Some("job" | "task-name" | "state") => continue,
            _ => (
                "the kind is none that is known",
                "write `job` (the answer has an id), `task-name` (find the task by name) or `state` (ask for the state)",
            ),
        };
        problems.push(spec.problem(child(&operation.pointer, "x-long-running"), "long-running", message, remedy));
    }
    problems
}

fn parameters<'s>(spec: &'s Spec, operation: &OperationAt<'_>) -> Vec<&'s str> {
    let all = elements(&spec.document, &child(&operation.pointer, "parameters"));
    let resolved = all.map(|(_, parameter)| resolve(&spec.document, parameter));
    let in_query = resolved.filter(|parameter| parameter.get("in").is_some_and(|place| place == "query"));
    in_query.filter_map(|parameter| parameter.get("name")?.as_str()).collect()
}

/// Names of the fields at the top of a success.
fn fields<'s>(spec: &'s Spec, operation: &OperationAt<'_>) -> Vec<&'s str> {
    let responses = members(&spec.document, &child(&operation.pointer, "responses"));
    let successes = responses.filter(|(_, status, _)| status.starts_with('2'));
    let schemas = successes
        .filter_map(|(_, _, response)| resolve(&spec.document, response).pointer("/content/application~1json/schema"));
    let properties = schemas.filter_map(|schema| resolve(&spec.document, schema).get("properties")?.as_object());
    properties.flatten().map(|(name, _)| name.as_str()).collect()
}

//! Rules for responses: the client gives an operation one type for its successes, and reads all failures alike.

use crate::model::{Content, ContentKind, Method, Model, Operation, Response, Schema, Shape, Status};
use crate::problem::Problem;
use crate::spec::child;

pub(super) fn one_success(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in &model.operations {
        let mut refuse = |pointer: String, message: String, remedy: &str| {
            problems.push(model.spec.problem(pointer, "one-success", message, remedy));
        };
        let all = child(&operation.pointer, "responses");
        if operation.successes().next().is_none() {
            let remedy = "write the documented 2xx status under `responses`";
            refuse(all.clone(), "no response is a success".to_owned(), remedy);
        }
        // A success without a body is read as one without fields.
        let mut bodies = operation.successes().filter_map(|response| response.content.as_ref());
        if let Some(first) = bodies.next()
            && bodies.any(|other| !is_same_content(first, other))
        {
            let remedy = "keep one schema for all; the client takes any 2xx status";
            refuse(all, "two successes have different bodies".to_owned(), remedy);
        }
        for response in operation.successes().filter(|response| response.content.is_some()) {
            if let Some(reason) = bodiless(operation, response) {
                refuse(response.listed_at.clone(), format!("{reason} has no body"), "delete `content`");
            }
        }
    }
    problems
}

/// What HTTP never sends a body with.
fn bodiless(operation: &Operation, response: &Response) -> Option<String> {
    match &response.status {
        _ if operation.method == Method::Head => Some("a response to HEAD".to_owned()),
        Status::Code(code @ (204 | 205)) => Some(format!("a response of status {code}")),
        _ => None,
    }
}

/// The statuses that failures are described for.
const FAILURES: [Status; 2] = [Status::Class(4), Status::Class(5)];

pub(super) fn one_error(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in &model.operations {
        let failures: Vec<&Response> = operation.failures().collect();
        let mut statuses: Vec<&Status> = failures.iter().map(|failure| &failure.status).collect();
        statuses.sort();
        let (message, remedy) = if !statuses.iter().copied().eq(&FAILURES) {
            let listed: Vec<String> = statuses.iter().map(ToString::to_string).collect();
            let listed = if listed.is_empty() { "none".to_owned() } else { listed.join(", ") };
            (
                format!("the statuses of failures are {listed}"),
                "write 4XX and 5XX into `responses`, which refer to ClientError and ServerError in common.yaml; single \
                 codes belong into the table of error codes",
            )
        } else if let [Some(first), Some(second)] = [0, 1].map(|at| failures.get(at).and_then(|f| f.content.as_ref())) {
            if first.kind != ContentKind::Json {
                ("failures have a body that is no JSON".to_owned(), "write `application/json`, which the client reads")
            } else if is_same_content(first, second) {
                continue;
            } else {
                ("two failures have different bodies".to_owned(), "keep one schema for 4XX and 5XX")
            }
        } else {
            (
                "failures have no body, or not all of them".to_owned(),
                "write `content` with the schema of errors for both",
            )
        };
        let pointer = child(&operation.pointer, "responses");
        problems.push(model.spec.problem(pointer, "one-error", message, remedy));
    }
    problems
}

fn is_same_content(left: &Content, right: &Content) -> bool {
    left.kind == right.kind && is_same(&left.schema, &right.schema)
}

/// Whether two schemas give one type, whatever else they say.
fn is_same(left: &Schema, right: &Schema) -> bool {
    left.nullable == right.nullable
        && match (&left.shape, &right.shape) {
            (Shape::Array(left), Shape::Array(right)) | (Shape::Map(left), Shape::Map(right)) => is_same(left, right),
            (Shape::Object(left), Shape::Object(right)) => {
                left.properties.len() == right.properties.len()
                    && left.properties.iter().zip(&right.properties).all(|(left, right)| {
                        left.name == right.name
                            && left.required == right.required
                            && is_same(&left.schema, &right.schema)
                    })
            }
            (left, right) => left == right,
        }
}

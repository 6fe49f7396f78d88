//! Rules for responses: progenitor gives an operation one type for its successes and one for its failures.

use serde_json::Value;

use crate::problem::Problem;
use crate::spec::walk::{members, operations, resolve};
use crate::spec::{Spec, child};

pub(super) fn one_success(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in operations(&spec.document) {
        let pointer = child(&operation.pointer, "responses");
        let successes = members(&spec.document, &pointer).filter(|(_, status, _)| status.starts_with('2'));
        let bodies: Vec<_> = successes.map(|(_, _, response)| body(spec, response)).collect();
        // A success without a body is read as one without fields.
        let with_body: Vec<_> = bodies.iter().flatten().collect();
        let (message, remedy) = match with_body.split_first() {
            None if !bodies.is_empty() => continue,
            None => ("no response is a success", "write the documented 2xx status"),
            Some((first, rest)) if rest.iter().any(|other| other != first) => {
                ("two successes have different bodies", "keep one schema for all; the client takes any 2xx status")
            }
            Some(_) => continue,
        };
        problems.push(spec.problem(pointer, "one-success", message, remedy));
    }
    problems
}

pub(super) fn one_error(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in operations(&spec.document) {
        let pointer = child(&operation.pointer, "responses");
        let failures: Vec<_> =
            members(&spec.document, &pointer).filter(|(_, status, _)| !status.starts_with('2')).collect();
        let statuses: Vec<&str> = failures.iter().map(|(_, status, _)| *status).collect();
        if statuses != ["4XX", "5XX"] {
            let message = format!("the failures are {statuses:?}");
            let remedy = "write 4XX and 5XX, which refer to ClientError and ServerError in common.yaml; single codes \
                          belong into the table of error codes";
            problems.push(spec.problem(pointer, "one-error", message, remedy));
            continue;
        }
        let mut bodies = failures.iter().map(|(_, _, response)| body(spec, response));
        let first = bodies.next();
        if bodies.any(|other| Some(other) != first) {
            let remedy = "keep one schema for 4XX and 5XX";
            problems.push(spec.problem(pointer, "one-error", "two failures have different bodies", remedy));
        }
    }
    problems
}

/// The schema of a response's JSON body.
fn body<'s>(spec: &'s Spec, response: &'s Value) -> Option<&'s Value> {
    resolve(&spec.document, response).pointer("/content/application~1json/schema")
}

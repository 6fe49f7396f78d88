//! Going through a file of a specification: each object with what it is to OpenAPI.

use serde_json::{Map, Value};
use xtask::model::keyword::Subject;

/// The objects right below one, under which keys, and what they are. `*` stands for all entries of a mapping or a list.
const BELOW: &[(Subject, &[&str], Subject)] = &[
    (Subject::PathItem, &["*"], Subject::Operation),
    (Subject::Operation, &["parameters", "*"], Subject::Parameter),
    (Subject::Operation, &["requestBody"], Subject::RequestBody),
    (Subject::Operation, &["responses", "*"], Subject::Response),
    (Subject::Operation, &["x-paging"], Subject::Paging),
    (Subject::Operation, &["x-long-running", "*"], Subject::LongRunning),
    (Subject::Operation, &["x-partial-failure"], Subject::PartialFailure),
    (Subject::LongRunning, &["when", "*"], Subject::Condition),
    (Subject::LongRunning, &["element"], Subject::Sought),
    (Subject::LongRunning, &["goals", "*"], Subject::Goal),
    (Subject::Operation, &["x-permission", "*"], Subject::Permission),
    (Subject::Operation, &["x-requires", "*"], Subject::Requirement),
    (Subject::Operation, &["x-availability", "*"], Subject::Availability),
    (Subject::Operation, &["x-certainty", "*"], Subject::Certainty),
    (Subject::Parameter, &["x-availability", "*"], Subject::Availability),
    (Subject::Parameter, &["x-certainty", "*"], Subject::Certainty),
    (Subject::Schema, &["x-availability", "*"], Subject::Availability),
    (Subject::Schema, &["x-certainty", "*"], Subject::Certainty),
    (Subject::Schema, &["x-requires", "*"], Subject::Requirement),
    (Subject::Permission, &["when", "*"], Subject::Condition),
    (Subject::Requirement, &["when", "*"], Subject::Condition),
    (Subject::Requirement, &["allows", "*"], Subject::Bounds),
    (Subject::Parameter, &["schema"], Subject::Schema),
    (Subject::RequestBody, &["content", "*"], Subject::MediaType),
    (Subject::Response, &["content", "*"], Subject::MediaType),
    (Subject::MediaType, &["schema"], Subject::Schema),
    (Subject::MediaType, &["examples", "*"], Subject::Example),
    (Subject::Schema, &["properties", "*"], Subject::Schema),
    (Subject::Schema, &["items"], Subject::Schema),
    (Subject::Schema, &["additionalProperties"], Subject::Schema),
    (Subject::Schema, &["allOf", "*"], Subject::Schema),
    (Subject::Schema, &["x-states"], Subject::States),
    (Subject::Components, &["parameters", "*"], Subject::Parameter),
    (Subject::Components, &["requestBodies", "*"], Subject::RequestBody),
    (Subject::Components, &["responses", "*"], Subject::Response),
    (Subject::Components, &["schemas", "*"], Subject::Schema),
];

/// Calls `visit` for every object of a file, outermost first.
pub(crate) fn visit(file: &mut Value, visit: &mut impl FnMut(Subject, &mut Map<String, Value>)) {
    let roots: [(&[&str], Subject); 3] =
        [(&["tag"], Subject::Tag), (&["paths", "*"], Subject::PathItem), (&["components"], Subject::Components)];
    for (keys, subject) in roots {
        below(file, keys, subject, visit);
    }
}

fn below(value: &mut Value, keys: &[&str], subject: Subject, visit: &mut impl FnMut(Subject, &mut Map<String, Value>)) {
    match (keys, value) {
        ([], Value::Object(object)) => {
            let subject = if object.contains_key("$ref") { Subject::Reference } else { subject };
            visit(subject, object);
            let mut value = Value::Object(std::mem::take(object));
            for (_, keys, inner) in BELOW.iter().filter(|(outer, ..)| *outer == subject) {
                below(&mut value, keys, *inner, visit);
            }
            if let Value::Object(visited) = value {
                *object = visited;
            }
        }
        (["*", keys @ ..], Value::Object(entries)) => {
            for value in entries.values_mut() {
                below(value, keys, subject, visit);
            }
        }
        (["*", keys @ ..], Value::Array(elements)) => {
            for value in elements {
                below(value, keys, subject, visit);
            }
        }
        ([key, keys @ ..], Value::Object(entries)) => {
            if let Some(value) = entries.get_mut(*key) {
                below(value, keys, subject, visit);
            }
        }
        _ => {}
    }
}

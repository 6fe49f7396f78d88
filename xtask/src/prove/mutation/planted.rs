//! The examples of rules on what a client does not show, put into the specification: first what stands before the edit, and then
//! the edit. They prove that such a change breaks no source.

use serde_json::Value;

use super::{Mutation, members};
use crate::contract::Edit;
use crate::diff::{Frame, Rule, Rust, rules};
use crate::spec::{child, parse_yaml};

/// How many places an example is put into.
const PLACES: usize = 6;

pub(super) fn examples(document: &Value, all: &mut Vec<Mutation>) {
    // A client has one of the formats of a body, and does not show the others.
    let is_hidden = |rule: &&Rule| {
        let is_kept = rule.rust.iter().all(|rust| matches!(rust, Rust::None | Rust::Behaviour));
        is_kept || rule.id.contains(".media-type.")
    };
    for rule in rules().filter(is_hidden) {
        let Ok((old, new)) = parts(rule) else { continue };
        let places = places(document, rule.example.frame, &old);
        let mut planted: Vec<Mutation> =
            places.into_iter().map(|at| example(document, rule, &at, [&old, &new])).collect();
        // Where little is to be given before is the best place.
        planted.retain(|mutation| !mutation.edits.is_empty());
        planted.sort_by_key(|mutation| mutation.given.len());
        planted.truncate(PLACES);
        all.extend(planted);
    }
}

/// The example of a rule at a place.
fn example(document: &Value, rule: &Rule, at: &str, [old, new]: [&Value; 2]) -> Mutation {
    let (mut given, mut edits) = (Vec::new(), Vec::new());
    if rule.example.frame == Frame::Document {
        // What documents say of all operations, one says of itself. Components that the example has besides lie in the file of
        // the operation, which is named first.
        for key in ["security", "servers", "components"] {
            let place = if key == "components" { child("", key) } else { child(at, key) };
            let [old, new] = [old, new].map(|part| part.get(key).cloned().unwrap_or_default());
            plant(document, &place, &old, &mut given);
            change(&place, &old, &new, &mut edits);
        }
    } else {
        plant(document, at, old, &mut given);
        change(at, old, new, &mut edits);
    }
    Mutation { name: format!("example.{} {at}", rule.id), given, edits }
}

fn parts(rule: &Rule) -> Result<(Value, Value), String> {
    let part = |text: &str| parse_yaml(text).map_err(|error| error.to_string());
    Ok((part(rule.example.old)?, part(rule.example.new)?))
}

/// Where an example fits: operations, parameters of the query, fields of its type.
fn places(document: &Value, frame: Frame, old: &Value) -> Vec<String> {
    let operations = members(document.get("paths")).flat_map(|(path, item)| {
        let path = child("/paths", path);
        members(Some(item)).map(move |(method, operation)| (child(&path, method), operation))
    });
    match frame {
        Frame::Operation => operations.filter(|(_, operation)| has(operation, old)).map(|(at, _)| at).collect(),
        Frame::Document => operations.map(|(at, _)| at).collect(),
        Frame::Parameter => {
            let of_operation = |(at, operation): (String, &Value)| {
                let listed = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
                let places = listed
                    .into_iter()
                    .enumerate()
                    .filter(|(_, it)| it.get("in") == Some(&"query".into()) && fits(it, old));
                places.map(|(index, _)| child(&child(&at, "parameters"), &index.to_string())).collect::<Vec<_>>()
            };
            operations.flat_map(of_operation).collect()
        }
        Frame::Schema | Frame::Sent => {
            let schemas = members(document.pointer("/components/schemas"));
            let fields = schemas.flat_map(|(name, schema)| {
                let properties = child(&child("/components/schemas", name), "properties");
                members(schema.get("properties")).map(move |(name, field)| (child(&properties, name), field))
            });
            fields.filter(|(_, field)| is_alike(field, old)).map(|(at, _)| at).collect()
        }
    }
}

/// Whether an operation has the responses that an example is about, written where it stands.
fn has(operation: &Value, old: &Value) -> bool {
    let is_there = |(status, _): (&str, &Value)| {
        let response = operation.get("responses").and_then(|responses| responses.get(status));
        response.is_some_and(|response| response.get("$ref").is_none())
    };
    members(old.get("responses")).all(is_there)
}

/// Whether the schema of a parameter has the type of an example.
fn fits(parameter: &Value, old: &Value) -> bool {
    old.get("schema").is_none_or(|schema| parameter.get("schema").is_some_and(|own| is_alike(own, schema)))
}

/// Whether a schema is of the type of an example, and refers to no other.
fn is_alike(schema: &Value, old: &Value) -> bool {
    let is_plain = ["$ref", "allOf"].iter().all(|key| schema.get(key).is_none() && old.get(key).is_none());
    is_plain && schema.get("type") == old.get("type")
}

/// The edits by which what stands at a place holds the part, too.
fn plant(document: &Value, at: &str, part: &Value, edits: &mut Vec<Edit>) {
    match (document.pointer(at), part) {
        (_, Value::Null) => {}
        (Some(Value::Object(_)), Value::Object(members)) => {
            for (key, part) in members {
                plant(document, &child(at, key), part, edits);
            }
        }
        (Some(found), part) if found == part => {}
        _ => edits.push(Edit::set(at, part.clone())),
    }
}

/// The edits by which one part becomes another.
fn change(at: &str, old: &Value, new: &Value, edits: &mut Vec<Edit>) {
    match (old, new) {
        (old, new) if old == new => {}
        (Value::Object(before), Value::Object(after)) => {
            for key in before.keys().filter(|key| !after.contains_key(*key)) {
                edits.push(Edit::Remove { pointer: child(at, key) });
            }
            for (key, value) in after {
                match before.get(key) {
                    Some(before) => change(&child(at, key), before, value, edits),
                    None => edits.push(Edit::set(child(at, key), value.clone())),
                }
            }
        }
        (_, Value::Null) => edits.push(Edit::Remove { pointer: at.to_owned() }),
        _ => edits.push(Edit::set(at, new.clone())),
    }
}

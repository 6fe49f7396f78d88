//! The rule for names: what generated code calls things, and what stands in its documentation as it is sent.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::places::{Places, Role};
use super::text::wire_fault;
use crate::model::{Limit, Model, Operation, Schema, Step, names};
use crate::problem::Problem;
use crate::spec::{child, extension as x};

/// Endings that say how a type is sent and not what it is.
const HOLLOW_ENDINGS: [&str; 9] = ["Req", "Resp", "Request", "Response", "Entity", "Dto", "Body", "Model", "Object"];

pub(super) fn names(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = types(model);
    problems.extend(operations(model));
    problems.extend(sent(model, places));
    problems
}

/// The ending of a name that says how a type is sent and not what it is.
pub(crate) fn hollow_ending(name: &str) -> Option<&'static str> {
    HOLLOW_ENDINGS.into_iter().find(|ending| name.ends_with(ending))
}

/// Names of types. What makes them counts in any case: `IPSet` and `IpSet` give one type.
fn types(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (name, named) in &model.schemas {
        let mut refuse = |message: String, remedy: &str| {
            problems.push(model.spec.problem(&named.schema.pointer, "names", message, remedy));
        };
        let noun = "call it by a noun of the field in UpperCamelCase: Topic, TopicList, NewTopic";
        if !names::is_upper_camel(name) {
            refuse(format!("`{}` is no name of a type", name.escape_debug()), noun);
        } else if names::is_taken_type(name) || names::is_taken_type(&names::pascal(name)) {
            refuse(format!("`{name}` is the name of something that all generated code uses"), noun);
        } else if let Some(ending) = hollow_ending(name) {
            let message = format!("`{name}` ends in `{ending}`, which says how it is sent and not what it is");
            refuse(message, "name what it is; the official name belongs into `x-official-name`");
        } else if let Some(other) = seen.insert(name.to_ascii_lowercase(), name) {
            refuse(format!("`{name}` differs from `{other}` in capitals alone"), noun);
        }
    }
    problems
}

fn operations(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    let schemas: BTreeMap<String, &str> =
        model.schemas.keys().map(|name| (name.to_ascii_lowercase(), name.as_str())).collect();
    // Those that are called otherwise in Rust; others are in the way of a second one of their name anyway.
    let renamed = model.operations.iter().filter(|one| names::method(&one.id) != names::method(&one.rust_name));
    let official: BTreeMap<String, &str> = renamed.map(|one| (names::method(&one.id), one.id.as_str())).collect();
    let mut methods: BTreeMap<String, &Operation> = BTreeMap::new();
    for operation in model.operations.iter().filter(|operation| names::is_upper_camel(&operation.rust_name)) {
        let name = &operation.rust_name;
        let message = if let Some(other) = methods.insert(names::method(name), operation) {
            // One official name twice is a fault of its own.
            if other.id == operation.id {
                continue;
            }
            format!("`{}` and `{}` are both called `{}` in Rust", other.id, operation.id, names::method(name))
        } else if let Some(schema) = schemas.get(&name.to_ascii_lowercase()) {
            format!("the operation is called `{name}` in Rust, and a schema `{schema}`")
        } else if let Some(other) = official.get(&names::method(name)).filter(|other| **other != operation.id) {
            // Who looks for that operation would find this one.
            format!(
                "`{}` is called `{name}` in Rust, which is the official name of another operation, `{other}`",
                operation.id
            )
        } else {
            continue;
        };
        let remedy = "write into `x-rust-name`, in the form of official names, one of its own: ResetUserPassword";
        problems.push(model.spec.problem(&operation.pointer, "names", message, remedy));
    }
    problems
}

/// Names and values that are sent as they are, and stand in the documentation between backticks.
fn sent(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut ask = |pointer: String, text: &str| {
        if let Some(message) = wire_fault(text) {
            let remedy = "correct it; documentation shows it between backticks, and nobody would see what it is";
            problems.push(model.spec.problem(pointer, "names", message, remedy));
        }
    };
    for place in &places.schemas {
        let schema = place.schema;
        if let Role::Property(property) = place.role {
            ask(schema.pointer.clone(), &property.name);
        }
        for (pointer, text) in texts(schema) {
            ask(pointer, &text);
        }
    }
    for parameter in &places.parameters {
        ask(child(&parameter.pointer, "name"), &parameter.name);
    }
    for operation in &model.operations {
        for action in operation.permission.iter().flat_map(|permission| &permission.actions) {
            let optional = [&action.access_level, &action.resource_type, &action.alias].into_iter().flatten();
            let texts = std::iter::once(&action.action).chain(optional).chain(&action.condition_keys);
            texts.chain(&action.dependencies).for_each(|text| ask(action.pointer.clone(), text));
        }
        for name in operation.long_running.iter().flat_map(|work| &work.steps).flat_map(Step::sought_texts) {
            ask(child(&operation.pointer, x::LONG_RUNNING), name);
        }
    }
    problems
}

/// What a schema says in the words of the service.
fn texts(schema: &Schema) -> Vec<(String, Cow<'_, str>)> {
    let values = schema.enumeration().into_iter().flat_map(|values| &values.values);
    let wires = values.flat_map(|value| {
        let aliases = value.aliases.iter().map(|alias| (x::ENUM_ALIASES, alias.as_str()));
        std::iter::once(("enum", value.wire.as_str())).chain(aliases)
    });
    let aliases = schema.aliases.iter().map(|alias| (x::ALIASES, alias.as_str()));
    let official = schema.official_name.iter().map(|name| (x::OFFICIAL_NAME, name.as_str()));
    let plain = aliases.chain(official).chain(wires).map(|(key, text)| (key, Cow::from(text)));
    let beside = [
        ("default", schema.default.as_ref()),
        ("example", schema.example.as_ref()),
        ("pattern", schema.limit(Limit::Pattern)),
    ];
    let beside = beside.into_iter().filter_map(|(key, value)| match value? {
        Value::String(text) => Some((key, Cow::from(text))),
        // What is no text stands there as JSON.
        other => Some((key, Cow::from(other.to_string()))),
    });
    plain.chain(beside).map(|(key, text)| (child(&schema.pointer, key), text)).collect()
}

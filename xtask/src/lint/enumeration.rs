//! The rule for enums.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::codegen::enums::STATES;
use crate::problem::Problem;
use crate::spec::walk::{is_component, schemas};
use crate::spec::{Spec, child};

const EXPLANATIONS: &str = "x-enum-descriptions";

pub(super) fn enums(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    schemas(&spec.document, &mut |pointer, schema| {
        let Some(values) = schema.get("enum").and_then(Value::as_array) else { return };
        let mut refuse = |message: String, remedy: &str| {
            problems.push(spec.problem(child(pointer, "enum"), "enum", message, remedy));
        };
        if !is_component(pointer) {
            refuse("the enum has no name".to_owned(), "move it to components/schemas under a noun, and refer to it");
        }
        for (key, unlisted) in unlisted_states(schema, values) {
            let message = format!("`{unlisted}`, under `{key}` of `x-states`, is no value of the enum");
            refuse(message, "list it under `enum` too, or take it out");
        }
        let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        if texts.len() != values.len() || schema.get("type").and_then(Value::as_str) != Some("string") {
            refuse("not all of its values are strings".to_owned(), "write `type: string` and put the values in quotes");
        }
        let mut seen = BTreeSet::new();
        for value in texts.iter().filter(|value| !seen.insert(**value)) {
            refuse(format!("`{value}` is listed twice"), "write each value once");
        }
        let explained = schema.get(EXPLANATIONS).and_then(Value::as_object);
        let explained: BTreeSet<&str> = explained.into_iter().flatten().map(|(value, _)| value.as_str()).collect();
        for value in texts.iter().copied().collect::<BTreeSet<_>>().symmetric_difference(&explained) {
            let remedy = "write each value once under `enum` and once, with its meaning, under `x-enum-descriptions`";
            refuse(format!("`{value}` is listed or explained, but not both"), remedy);
        }
    });
    problems
}

/// What `x-states` lists and the enum does not, and keys that it does not have.
fn unlisted_states<'s>(schema: &'s Map<String, Value>, values: &[Value]) -> Vec<(&'s str, String)> {
    let mut unlisted = Vec::new();
    for (key, listed) in schema.get(STATES).and_then(Value::as_object).into_iter().flatten() {
        let listed = listed.as_array().map_or(&[][..], Vec::as_slice);
        let is_known = matches!(key.as_str(), "terminal" | "failure");
        let wrong = listed.iter().filter(|value| !is_known || !values.contains(value));
        unlisted.extend(wrong.map(|value| (key.as_str(), value.to_string())));
    }
    unlisted
}

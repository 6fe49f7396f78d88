//! The rule for enums.

use std::collections::BTreeSet;

use serde_json::Value;

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
        let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        if texts.len() != values.len() || schema.get("type").and_then(Value::as_str) != Some("string") {
            refuse("not all of its values are strings".to_owned(), "write `type: string` and put the values in quotes");
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

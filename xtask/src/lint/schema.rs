//! Rules for schemas.

use serde_json::Value;

use crate::problem::Problem;
use crate::spec::walk::{is_component, schemas};
use crate::spec::{Spec, child};

pub(super) fn named_objects(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    schemas(&spec.document, &mut |pointer, schema| {
        if schema.contains_key("properties") && !is_component(pointer) {
            let message = "an object with properties stands inside another schema, so it has no name";
            let remedy = "move it to components/schemas under a noun, and refer to it";
            problems.push(spec.problem(pointer, "named-object", message, remedy));
        }
        for composition in ["allOf", "oneOf", "anyOf", "not"] {
            if schema.contains_key(composition) {
                let message = format!("`{composition}` gives types that read badly and decode strictly");
                let remedy = "write one object with all fields, the optional ones not required";
                problems.push(spec.problem(child(pointer, composition), "named-object", message, remedy));
            }
        }
    });
    problems
}

pub(super) fn int64(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    schemas(&spec.document, &mut |pointer, schema| {
        let is_integer = schema.get("type").and_then(Value::as_str) == Some("integer");
        if is_integer && schema.get("format").and_then(Value::as_str) != Some("int64") {
            let message = "the integer has no format, or one of 32 bits";
            problems.push(spec.problem(
                pointer,
                "int64",
                message,
                "write `format: int64`: ids and times exceed 32 bits",
            ));
        }
    });
    problems
}

pub(super) fn required_properties(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    schemas(&spec.document, &mut |pointer, schema| {
        let required = schema.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if schema.get("properties").and_then(|properties| properties.get(name)).is_none() {
                let message = format!("`{name}` is required, but no property");
                let remedy = "add the property, or take the name out of `required`";
                problems.push(spec.problem(child(pointer, "required"), "required-property", message, remedy));
            }
        }
    });
    problems
}

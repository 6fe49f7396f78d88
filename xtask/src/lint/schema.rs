//! Rules for schemas: which have names, what they limit, and which way they go.

use serde_json::{Number, Value};

use super::json_schema;
use super::places::{Places, Role};
use crate::model::{Limit, Model, Schema, SchemaUsage, Shape};
use crate::problem::Problem;
use crate::spec::child;

pub(super) fn named_objects(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for place in places.schemas.iter().filter(|place| !matches!(place.role, Role::Component)) {
        let message = match place.schema.shape {
            Shape::Object(_) => "an object with properties stands inside of something else, so it has no name",
            Shape::Enum(_) => "an enum stands inside of something else, so it has no name",
            _ => continue,
        };
        let remedy = "move it to components/schemas under a noun, and refer to it";
        problems.push(model.spec.problem(&place.schema.pointer, "named-object", message, remedy));
    }
    problems
}

/// Pairs of limits, the lower one first.
const PAIRS: [(Limit, Limit); 4] = [
    (Limit::Minimum, Limit::Maximum),
    (Limit::MinLength, Limit::MaxLength),
    (Limit::MinItems, Limit::MaxItems),
    (Limit::MinProperties, Limit::MaxProperties),
];

pub(super) fn limits(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for place in &places.schemas {
        for (limit, message, remedy) in limit_faults(place.schema) {
            let pointer = child(&place.schema.pointer, limit.keyword());
            problems.push(model.spec.problem(pointer, "limit", message, remedy));
        }
    }
    problems
}

fn limit_faults(schema: &Schema) -> Vec<(Limit, String, &'static str)> {
    let mut found = Vec::new();
    for (low, high) in PAIRS {
        if let (Some(least), Some(most)) = (schema.number(low), schema.number(high)) {
            let excludes = [Limit::ExclusiveMinimum, Limit::ExclusiveMaximum].map(|key| is_true(schema, key));
            let is_open = low == Limit::Minimum && excludes.contains(&true);
            if is_less(most, least) || (is_open && !is_less(least, most)) {
                let message = format!("no value is at least {least} and at most {most}");
                found.push((high, message, "correct the limits"));
            }
        }
    }
    for (exclusive, bound) in [(Limit::ExclusiveMinimum, Limit::Minimum), (Limit::ExclusiveMaximum, Limit::Maximum)] {
        if schema.limit(exclusive).is_some() && schema.limit(bound).is_none() {
            let message =
                format!("`{}` says something of `{}`, which is not there", exclusive.keyword(), bound.keyword());
            found.push((exclusive, message, "write the bound too, or delete it"));
        }
    }
    for (limit, value) in &schema.limits {
        if let Some((message, remedy)) = json_schema::limit_fault(*limit, value) {
            found.push((*limit, message, remedy));
        } else if schema.shape == Shape::Integer && matches!(value, Value::Number(number) if number.is_f64()) {
            let message = format!("`{value}` is no integer of 64 bits, and the values are");
            found.push((*limit, message, "write a whole number, or `type: number`"));
        }
    }
    found
}

fn is_true(schema: &Schema, limit: Limit) -> bool {
    schema.limit(limit) == Some(&Value::Bool(true))
}

fn is_less(left: &Number, right: &Number) -> bool {
    match (left.as_i128(), right.as_i128()) {
        (Some(left), Some(right)) => left < right,
        _ => left.as_f64() < right.as_f64(),
    }
}

/// What only requests, or only responses, have is neither asked of the others, nor without use.
pub(super) fn directions(model: &Model) -> Vec<Problem> {
    let usage = SchemaUsage::of(model);
    let mut problems = Vec::new();
    for named in model.schemas.values() {
        let used = usage.usage(&named.name);
        for property in named.schema.properties() {
            let keyword = match (property.schema.read_only, property.schema.write_only) {
                (true, _) => "readOnly",
                (_, true) => "writeOnly",
                _ => continue,
            };
            let is_idle = match (used.in_requests, used.in_responses) {
                (true, true) if property.required => {
                    let message = format!(
                        "`{}` is required, and `{keyword}` in a schema of requests and of responses: one of them lacks it",
                        property.name
                    );
                    let remedy = "write two schemas, one for each, or take it out of `required`";
                    problems.push(model.spec.problem(&property.schema.pointer, "direction", message, remedy));
                    continue;
                }
                (true, false) => property.schema.read_only,
                (false, true) => property.schema.write_only,
                _ => continue,
            };
            if is_idle {
                let only = if used.in_requests { "requests" } else { "responses" };
                let message = format!("`{}` is `{keyword}` in a schema that only {only} have", property.name);
                let pointer = child(&property.schema.pointer, keyword);
                problems.push(model.spec.problem(pointer, "direction", message, "delete the property"));
            }
        }
    }
    problems
}

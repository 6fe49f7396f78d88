//! Failures that a page shows beside its success: what their bodies are says that they are none of it.

mod inside;

pub(super) use inside::put_inside;

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::outline::{Outline, REFUSALS};
use super::placed::Direction;
use crate::docs::facts::{Example, Field, PageFacts};
use crate::docs::words::{Column, fault_status, is_code_of_failure, is_failure, is_status};
use crate::model::Method;

/// Gives the examples that are bodies of failures, and have no status, the one that they show.
pub(super) fn mark_examples(facts: &mut PageFacts, outline: &Outline<'_>, method: Method) {
    let of_success = outline.tables.iter().filter(|placed| {
        placed.direction(method) == Direction::Response && placed.status.as_ref().is_none_or(|at| at.starts_with('2'))
    });
    let described: HashSet<String> =
        of_success.flat_map(|placed| placed.table.rows.iter().map(|row| placed.text(row, Column::Name))).collect();
    for example in facts.examples.response.iter_mut().filter(|example| example.status.is_none()) {
        example.status = example.body.json().and_then(|body| status(body, &described));
    }
}

/// The status that a body shows, if it is one of a failure: an object around code and text, whose name says what is wrong, or
/// the two by themselves where no table of the success describes them.
fn status(body: &Value, described: &HashSet<String>) -> Option<String> {
    let fields = body.as_object()?;
    if let Some((name, inner)) = envelope(body) {
        let is_it = is_failure(inner.keys().map(String::as_str), false);
        let told = fault_status(name).map(str::to_owned);
        let told =
            told.or_else(|| (name == ENVELOPE).then(|| own_status(inner).unwrap_or_else(|| REFUSALS.to_owned())));
        return told.filter(|_| is_it);
    }
    let is_described = fields.keys().any(|key| described.contains(key));
    (!is_described && is_failure(fields.keys().map(String::as_str), true)).then(|| REFUSALS.to_owned())
}

/// The code of a failure, if it is a status.
fn own_status(failure: &Map<String, Value>) -> Option<String> {
    let (_, code) = failure.iter().find(|(key, _)| is_code_of_failure(key))?;
    let code = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
    (is_status(&code) && code.starts_with(['4', '5'])).then_some(code)
}

/// What a failure of no particular kind stands in.
const ENVELOPE: &str = "error";

/// The one field of a body that has no other.
fn envelope(body: &Value) -> Option<(&str, &Map<String, Value>)> {
    let fields = body.as_object().filter(|fields| fields.len() == 1)?;
    fields.iter().next().and_then(|(name, inner)| Some((name.as_str(), inner.as_object()?)))
}

/// Takes out of the success what its tables describe, and the examples show in a failure alone: `error` with its fields.
pub(super) fn move_fields(facts: &mut PageFacts) {
    let body = |example: &Example| example.body.json().cloned();
    let (failures, successes): (Vec<&Example>, Vec<&Example>) = facts
        .examples
        .response
        .iter()
        .partition(|example| example.status.as_ref().is_some_and(|status| !status.starts_with('2')));
    let shown: Vec<Value> = successes.into_iter().filter_map(body).collect();
    let names: Vec<String> = failures
        .into_iter()
        .filter_map(body)
        .filter_map(|body| envelope(&body).map(|(name, _)| name.to_owned()))
        .filter(|name| !shown.iter().any(|body| body.get(name).is_some()))
        .collect();
    let mut moved: Vec<Field> = Vec::new();
    for (_, fields) in facts.responses.iter_mut().filter(|(status, _)| status.starts_with('2')) {
        let is_of_failure = |field: &Field| {
            let top = field.field.split(['.', '[']).next().unwrap_or_default();
            names.iter().any(|name| name == top)
        };
        let (taken, kept) = std::mem::take(fields).into_iter().partition(is_of_failure);
        *fields = kept;
        moved.extend::<Vec<Field>>(taken);
    }
    if !moved.is_empty() {
        let known = facts.responses.entry(REFUSALS.to_owned()).or_default();
        moved.retain(|field| !known.iter().any(|other| other.field == field.field));
        known.append(&mut moved);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bodies_show_that_they_are_of_a_failure() {
        let described = HashSet::from(["code".to_owned(), "error".to_owned()]);
        for (body, found) in [
            (json!({"error": {"message": "m", "code": "c"}}), Some(REFUSALS)),
            (json!({"error": {"message": "m", "code": "409"}}), Some("409")),
            (json!({"error": {"message": "m", "code": 503}}), Some("503")),
            (json!({"itemnotfound": {"message": "m", "code": "c"}}), Some("404")),
            (json!({"error_code": "c", "error_msg": "m"}), Some(REFUSALS)),
            (json!({"error_code": "c", "error_msg": "m", "widgets": []}), None),
            // The success has a code by that name.
            (json!({"code": "c", "message": "m"}), None),
            (json!({"colour": {"message": "m", "code": "c"}}), None),
            (json!({"error": {"widget": "w"}}), None),
            (json!({"error_code": "c"}), None),
            (json!([]), None),
        ] {
            assert_eq!(status(&body, &described).as_deref(), found, "{body}");
        }
    }
}

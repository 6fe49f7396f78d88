//! The rule for states: what is over is either done or not.

use super::places::Places;
use crate::model::{Model, States};
use crate::problem::Problem;
use crate::spec::{child, extension as x};

pub(super) fn states(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for place in &places.schemas {
        let Some(states) = place.schema.enumeration().and_then(|values| values.states.as_ref()) else { continue };
        let pointer = child(&place.schema.pointer, x::STATES);
        for (key, message, remedy) in faults(states) {
            problems.push(model.spec.problem(child(&pointer, key), "states", message, remedy));
        }
    }
    problems
}

fn faults(states: &States) -> Vec<(&'static str, String, &'static str)> {
    let mut found = Vec::new();
    for value in states.success.iter().filter(|value| states.failure.contains(value)) {
        found.push(("success", format!("`{value}` is a success and a failure"), "take it out of one of them"));
    }
    for (key, listed) in [("success", &states.success), ("failure", &states.failure)] {
        for value in listed.iter().filter(|value| !states.terminal.contains(value)) {
            let message = format!("`{value}` is a {key} that does not stay");
            found.push((key, message, "list it under `terminal`, too, or take it out"));
        }
    }
    found
}

//! Whether what is shown means that work is over.

use serde_json::Value;

use super::expression::{is_empty, text_of};
use super::work::{Absence, WorkStep};
use crate::data::Watch;

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It goes on.
    Pending,
    /// It is done.
    Done,
    /// It is over, and not done.
    Failed,
}

/// The state in what is shown, if it is text.
pub(super) fn state(step: &WorkStep, shown: Option<&Value>) -> Option<String> {
    shown?.get(step.state?).and_then(text_of)
}

/// What is shown, or that nothing is, decides. A state that is missing, or that nobody knows, means that work goes on.
pub(super) fn verdict(step: &WorkStep, watch: &Watch, shown: Option<&Value>) -> Verdict {
    let Some(value) = shown else {
        return match step.absence {
            Absence::Pending => Verdict::Pending,
            Absence::Success => Verdict::Done,
            Absence::Failure => Verdict::Failed,
        };
    };
    let state = state(step, shown);
    let is_one_of = |states: &[&str]| state.as_deref().is_some_and(|state| states.contains(&state));
    if is_one_of(step.failure) {
        return Verdict::Failed;
    }
    let is_reached = match step.state {
        Some(_) => is_one_of(step.success),
        None => step.absence != Absence::Success,
    };
    if is_reached && step.goals.iter().all(|(field, at)| is_met(watch, value, field, at.is_some())) {
        Verdict::Done
    } else {
        Verdict::Pending
    }
}

/// Whether a field is as it is to be. One whose value was not sent is.
fn is_met(watch: &Watch, shown: &Value, field: &str, has_value: bool) -> bool {
    let value = shown.get(field);
    match watch.goals.get(field) {
        Some(wanted) => value.and_then(text_of).is_some_and(|text| text == *wanted),
        None if has_value => true,
        None => value.is_some_and(|value| !is_empty(value)),
    }
}

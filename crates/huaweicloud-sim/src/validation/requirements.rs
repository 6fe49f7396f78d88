//! What fields and parameters ask of each other.

use std::borrow::Cow;

use serde_json::Value;

use super::Violation;
use crate::document::{Ask, Condition, Requirement, Test, Where};

/// How a request breaks a requirement, if it does. `value_at` gives a value as it is sent; null and what is empty count as
/// not sent.
pub(super) fn broken<'v>(
    requirement: &Requirement,
    value_at: &dyn Fn(&Where) -> Option<Cow<'v, Value>>,
) -> Option<Violation> {
    let given = |at: &Where| value_at(at).filter(|value| !is_empty(value));
    let holds = requirement.when.iter().all(|condition| holds(condition, given(&condition.value).as_deref()));
    let sent = |places: &[Where]| places.iter().filter(|at| given(at).is_some()).count();
    let because = because(&requirement.when);
    let of_all = |places: &[Where], why: &str| Some(Violation::new(&names(places), format!("{why}{because}")));
    match &requirement.ask {
        Ask::Only(places) => {
            let sent = places.iter().find(|at| given(at).is_some()).filter(|_| !holds)?;
            Some(Violation::new(sent.name(), format!("must not be sent{because}")))
        }
        _ if !holds => None,
        Ask::Needs(places) => {
            let missing = places.iter().find(|at| given(at).is_none())?;
            Some(Violation::new(missing.name(), format!("is needed{because}")))
        }
        Ask::ExactlyOne(places) if sent(places) != 1 => of_all(places, "must be sent, exactly one of them"),
        Ask::AtLeastOne(places) if sent(places) == 0 => of_all(places, "must be sent, at least one of them"),
        Ask::AtMostOne(places) if sent(places) > 1 => of_all(places, "must not be sent together"),
        Ask::ExactlyOne(_) | Ask::AtLeastOne(_) | Ask::AtMostOne(_) => None,
        Ask::Allows(allowed) => {
            let wrong = |(at, values): &&(Where, Vec<Value>)| given(at).is_some_and(|value| !values.contains(&value));
            let (at, values) = allowed.iter().find(wrong)?;
            let values: Vec<_> = values.iter().map(Value::to_string).collect();
            Some(Violation::new(at.name(), format!("must be one of {}{because}", values.join(", "))))
        }
    }
}

fn holds(condition: &Condition, value: Option<&Value>) -> bool {
    match &condition.test {
        Test::Sent(is_sent) => value.is_some() == *is_sent,
        Test::Is(values) => value.is_some_and(|value| values.contains(value)),
        Test::IsNot(values) => value.is_none_or(|value| !values.contains(value)),
    }
}

/// Several names, as they stand between the back-quotes of a sentence.
fn names(places: &[Where]) -> String {
    places.iter().map(Where::name).collect::<Vec<_>>().join("`, `")
}

fn because(when: &[Condition]) -> String {
    let values: Vec<&str> = when.iter().map(|condition| condition.value.name()).collect();
    if values.is_empty() { String::new() } else { format!(", because of `{}`", values.join("`, `")) }
}

/// Whether a value counts as none.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

//! What fields and parameters ask of each other.

use std::borrow::Cow;

use serde_json::Value;

use super::Violation;
use crate::document::{Allowed, Ask, Bound, Condition, Relation, Requirement, Test, Where};

/// What a request is to the requirements of its operation.
pub(super) struct Sending<'s, 'v> {
    /// A value as it is sent; null, an empty text and an empty list count as not sent.
    pub(super) value_at: &'s dyn Fn(&Where) -> Option<Cow<'v, Value>>,
    /// Whether a value is true or false: then nothing and `false` are the same.
    pub(super) is_flag: &'s dyn Fn(&Where) -> bool,
    /// Whether the handler of the operation judges a value.
    pub(super) is_left: &'s dyn Fn(&Where) -> bool,
}

/// How a request breaks a requirement, if it does.
pub(super) fn broken(requirement: &Requirement, sending: &Sending<'_, '_>) -> Option<Violation> {
    let given = |at: &Where| (sending.value_at)(at).filter(|value| !is_empty(value));
    // Clients that leave out what is false, and clients that always say it, mean the same.
    let is_said = |at: &&Where| given(at).is_some_and(|value| *value != Value::Bool(false));
    let is_judged = |at: &&Where| !(sending.is_left)(at);
    let holds = requirement.when.iter().all(|condition| holds(condition, given(&condition.value).as_deref()));
    let sent = |places: &[Where]| places.iter().filter(|at| given(at).is_some()).count();
    let because = because(&requirement.when);
    let of_all = |places: &[Where], why: &str| Some(Violation::new(&names(places), format!("{why}{because}")));
    match &requirement.ask {
        Ask::Only(places) => {
            let sent = places.iter().filter(is_judged).find(is_said).filter(|_| !holds)?;
            Some(Violation::new(sent.name(), format!("must not be sent{because}")))
        }
        _ if !holds => None,
        Ask::Needs(places) => {
            let is_missing = |at: &&Where| given(at).is_none() && !(sending.is_flag)(at);
            let missing = places.iter().filter(is_judged).find(is_missing)?;
            Some(Violation::new(missing.name(), format!("is needed{because}")))
        }
        Ask::ExactlyOne(places) if sent(places) != 1 => of_all(places, "must be sent, exactly one of them"),
        Ask::AtLeastOne(places) if sent(places) == 0 => of_all(places, "must be sent, at least one of them"),
        Ask::AtMostOne(places) if places.iter().filter(is_said).count() > 1 => {
            of_all(places, "must not be sent together")
        }
        Ask::ExactlyOne(_) | Ask::AtLeastOne(_) | Ask::AtMostOne(_) => None,
        Ask::Allows(allowed) => {
            let wrong = |(at, allowed): &(Where, Allowed)| {
                let why = not_allowed(allowed, given(at)?.as_ref(), &given)?;
                Some(Violation::new(at.name(), format!("{why}{because}")))
            };
            allowed.iter().filter(|(at, _)| is_judged(&at)).find_map(wrong)
        }
    }
}

/// What a requirement wants sent beside the rest, and is not: the first place, where one of several would do.
pub(super) fn wanted<'q, 'v>(
    requirement: &'q Requirement,
    value_at: &dyn Fn(&Where) -> Option<Cow<'v, Value>>,
) -> Option<&'q Where> {
    let given = |at: &Where| value_at(at).filter(|value| !is_empty(value));
    if !requirement.when.iter().all(|condition| holds(condition, given(&condition.value).as_deref())) {
        return None;
    }
    let is_missing = |at: &&Where| given(at).is_none();
    match &requirement.ask {
        Ask::Needs(places) => places.iter().find(is_missing),
        Ask::ExactlyOne(places) | Ask::AtLeastOne(places) if places.iter().all(|at| is_missing(&at)) => places.first(),
        Ask::Only(_) | Ask::ExactlyOne(_) | Ask::AtLeastOne(_) | Ask::AtMostOne(_) | Ask::Allows(_) => None,
    }
}

/// Why a value is not allowed, if it is not.
fn not_allowed<'v>(
    allowed: &Allowed,
    value: &Value,
    given: &dyn Fn(&Where) -> Option<Cow<'v, Value>>,
) -> Option<String> {
    let bounds = match allowed {
        Allowed::Values(values) if values.contains(value) => return None,
        Allowed::Values(values) => {
            let values: Vec<_> = values.iter().map(Value::to_string).collect();
            return Some(format!("must be one of {}", values.join(", ")));
        }
        Allowed::Bounds(bounds) => bounds,
    };
    bounds.iter().find_map(|(relation, bound)| {
        let (named, bound) = match bound {
            Bound::Fixed(bound) => (String::new(), Cow::Borrowed(bound)),
            Bound::Value(at) => (format!("`{}`, ", at.name()), given(at)?),
        };
        (!is_kept(*relation, value, &bound)).then(|| {
            let words = match relation {
                Relation::Minimum => "must be at least",
                Relation::Maximum => "must be at most",
                Relation::MoreThan => "must be more than",
                Relation::MultipleOf => "must be a multiple of",
                Relation::MaxItems => "must have no more elements than",
                // What it is may be a secret.
                Relation::OtherThan => return format!("must be other than {}", named.trim_end_matches(", ")),
            };
            format!("{words} {named}{bound}")
        })
    })
}

/// Whether a value is that to a bound. What has no number in it is bounded by none.
fn is_kept(relation: Relation, value: &Value, bound: &Value) -> bool {
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
    let size = match value {
        Value::Array(elements) if relation == Relation::MaxItems => u32::try_from(elements.len()).ok().map(f64::from),
        _ => number(value),
    };
    let (Some(size), Some(most)) = (size, number(bound)) else {
        return relation != Relation::OtherThan || value != bound;
    };
    match relation {
        Relation::Minimum => size >= most,
        Relation::Maximum | Relation::MaxItems => size <= most,
        Relation::MoreThan => size > most,
        Relation::MultipleOf => most == 0.0 || size % most == 0.0,
        Relation::OtherThan => value != bound,
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
        Value::Object(_) | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is said of a body that is held against a requirement.
    fn said(asked: &Value, body: &Value) -> Option<String> {
        let holder = json!({ "x-requires": [asked] });
        let requirements = Requirement::all(&holder, "/w").unwrap();
        let at = |at: &Where| match at {
            Where::Field(pointer) => body.pointer(pointer).map(Cow::Borrowed),
            _ => None,
        };
        let (is_flag, is_left) = (|at: &Where| at.name() == "is_new", |at: &Where| at.name() == "note");
        let sending = Sending { value_at: &at, is_flag: &is_flag, is_left: &is_left };
        requirements.iter().find_map(|one| broken(one, &sending)).map(|violation| violation.sentence())
    }

    #[test]
    fn false_is_the_same_as_nothing() {
        let needs = json!({"when": [{"value": "kind", "is": ["big"]}], "needs": ["is_new", "size"]});
        assert_eq!(said(&needs, &json!({"kind": "big", "size": 3})), None);
        assert!(said(&needs, &json!({"kind": "big", "is_new": true})).unwrap().contains("`size` is needed"));
        let only = json!({"when": [{"value": "kind", "is": ["big"]}], "only": ["is_new"]});
        assert_eq!(said(&only, &json!({"kind": "small", "is_new": false})), None);
        assert!(said(&only, &json!({"kind": "small", "is_new": true})).unwrap().contains("must not be sent"));
        let one = json!({"at-most-one-of": ["is_new", "size"]});
        assert_eq!(said(&one, &json!({"is_new": false, "size": 3})), None);
        assert!(said(&one, &json!({"is_new": true, "size": 3})).is_some());
    }

    #[test]
    fn an_empty_object_is_sent_and_an_empty_text_or_list_is_not() {
        let one = json!({"exactly-one-of": ["lock", "unlock"]});
        assert_eq!(said(&one, &json!({"lock": {}})), None);
        assert_eq!(said(&one, &json!({"lock": {}, "unlock": ""})), None);
        for wrong in [json!({}), json!({"lock": null}), json!({"lock": []}), json!({"lock": {}, "unlock": {}})] {
            assert!(said(&one, &wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn what_is_left_to_the_handler_is_not_judged() {
        for asked in [
            json!({"needs": ["note"]}),
            json!({"when": [{"value": "kind", "is": ["big"]}], "only": ["note"]}),
            json!({"allows": {"note": ["a"]}}),
        ] {
            assert_eq!(said(&asked, &json!({})), None, "{asked}");
            assert_eq!(said(&asked, &json!({"note": "b"})), None, "{asked}");
        }
    }

    #[test]
    fn a_value_is_held_against_its_bounds() {
        let range =
            json!({"when": [{"value": "kind", "is": ["big"]}], "allows": {"size": {"minimum": 3, "maximum": 9}}});
        assert_eq!(said(&range, &json!({"kind": "big", "size": 3})), None);
        assert_eq!(said(&range, &json!({"kind": "small", "size": 1})), None);
        let told = said(&range, &json!({"kind": "big", "size": 10})).unwrap();
        assert!(told.contains("size") && told.contains("must be at most 9, because of `kind`"), "{told}");
        let multiple = json!({"allows": {"size": {"multiple-of": "count"}, "ips": {"max-items": "count"}}});
        assert_eq!(said(&multiple, &json!({"size": 9, "count": 3, "ips": [1, 2, 3]})), None);
        assert_eq!(said(&multiple, &json!({"size": 10})), None, "nothing bounds it");
        let told = said(&multiple, &json!({"size": 10, "count": 3})).unwrap();
        assert!(told.contains("must be a multiple of `count`, 3"), "{told}");
        let told = said(&multiple, &json!({"count": 1, "ips": ["a", "b"]})).unwrap();
        assert!(told.contains("must have no more elements than `count`, 1"), "{told}");
        let other = json!({"allows": {"password": {"other-than": "name"}}});
        let told = said(&other, &json!({"name": "ada99", "password": "ada99"})).unwrap();
        assert!(told.contains("must be other than `name`") && !told.contains("ada99"), "{told}");
    }

    #[test]
    fn what_is_shown_is_for_the_handler_of_the_operation() {
        let more = json!({"allows": {"size": {"minimum": 2, "more-than": "$shown.ShowWidget.body#/size"}}});
        assert_eq!(said(&more, &json!({"size": 2})), None);
        assert!(said(&more, &json!({"size": 1})).is_some());
        let shown = json!({"when": [{"value": "$shown.ShowWidget.body#/on", "is": [true]}], "needs": ["size"]});
        assert_eq!(said(&shown, &json!({})), None);
    }
}

//! What fields and parameters ask of each other.

use serde_json::Value;

use super::{Allowed, Condition, Model, Part, Schema, Shape, Test, ValueAt};

/// Says that nothing is asked, of an operation that stands for several.
pub const NO_REQUIREMENT: &str = "none";

/// Something that several values of a request must keep together (`x-requires`).
///
/// Of a schema, values are fields of the object, or of an object in it; of an operation, parameters and fields of its body.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// JSON pointer of the requirement.
    pub pointer: String,
    /// When it is asked, all of it; always if there is none. For [`Ask::Only`] it is when the values may be sent.
    pub when: Vec<Condition>,
    /// What is asked.
    pub ask: Ask,
    /// What the service does with a request that does not keep it; none if no source says it.
    pub otherwise: Option<Otherwise>,
}

/// What a requirement asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Each of these must be sent.
    Needs(Vec<ValueAt>),
    /// These may be sent only while the conditions hold.
    Only(Vec<ValueAt>),
    /// One of these must be sent, and no second one.
    ExactlyOne(Vec<ValueAt>),
    /// One of these must be sent, or more of them.
    AtLeastOne(Vec<ValueAt>),
    /// No two of these may be sent.
    AtMostOne(Vec<ValueAt>),
    /// Each of these, if it is sent, has one of its values, or keeps its bounds.
    Allows(Vec<(ValueAt, Allowed)>),
}

impl Ask {
    /// The values that are asked for.
    pub fn values(&self) -> Vec<&ValueAt> {
        match self {
            Self::Needs(values)
            | Self::Only(values)
            | Self::ExactlyOne(values)
            | Self::AtLeastOne(values)
            | Self::AtMostOne(values) => values.iter().collect(),
            Self::Allows(values) => values.iter().map(|(value, _)| value).collect(),
        }
    }
}

/// What the service does with a request that does not keep a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Otherwise {
    /// It refuses the request.
    Refused,
    /// It takes the request, and what was not to be sent has no effect.
    Ignored,
}

impl Otherwise {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Refused, Self::Ignored];

    /// The key in the specification.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Ignored => "ignored",
        }
    }
}

impl Requirement {
    /// All values that it is about: those of its conditions, those that are asked for, and those that bound them.
    pub fn values(&self) -> impl Iterator<Item = &ValueAt> {
        let allowed = if let Ask::Allows(allowed) = &self.ask { allowed.as_slice() } else { &[] };
        let bounds = allowed.iter().flat_map(|(_, allowed)| allowed.values());
        self.when.iter().map(|condition| &condition.value).chain(self.ask.values()).chain(bounds)
    }

    /// Whether a request keeps it. `sent` gives a value of the request, as it is sent; null, an empty text and an
    /// empty list count as not sent. One with a condition on what the service shows is kept, because the request does not tell.
    pub fn is_kept(&self, sent: &dyn Fn(&ValueAt) -> Option<Value>) -> bool {
        if self.when.iter().any(|condition| condition.value.part == Part::Shown) {
            return true;
        }
        let given = |at: &ValueAt| sent(at).filter(|value| !is_empty(value));
        let holds = self.when.iter().all(|condition| {
            let value = given(&condition.value);
            match &condition.test {
                Test::Sent => value.is_some(),
                Test::NotSent => value.is_none(),
                Test::OneOf(values) => value.is_some_and(|value| values.contains(&value)),
                Test::NoneOf(values) => value.is_none_or(|value| !values.contains(&value)),
            }
        });
        let count = |values: &[ValueAt]| values.iter().filter(|at| given(at).is_some()).count();
        match &self.ask {
            Ask::Only(values) => holds || count(values) == 0,
            _ if !holds => true,
            Ask::Needs(values) => count(values) == values.len(),
            Ask::ExactlyOne(values) => count(values) == 1,
            Ask::AtLeastOne(values) => count(values) > 0,
            Ask::AtMostOne(values) => count(values) <= 1,
            Ask::Allows(allowed) => {
                allowed.iter().all(|(at, allowed)| given(at).is_none_or(|value| allowed.has(&value, &given)))
            }
        }
    }
}

impl Model {
    /// The requirements of a schema, and of those below it, that a value does not keep.
    pub fn broken_requirements<'m>(&'m self, schema: &'m Schema, value: &Value) -> Vec<&'m Requirement> {
        let mut broken = Vec::new();
        self.add_broken(self.resolve(schema), value, &mut broken);
        broken
    }

    fn add_broken<'m>(&'m self, schema: &'m Schema, value: &Value, broken: &mut Vec<&'m Requirement>) {
        broken.extend(schema.requirements.iter().filter(|one| !one.is_kept(&|at| at.of(value).cloned())));
        match (&schema.shape, value) {
            (Shape::Array(inner), Value::Array(elements)) => {
                for element in elements {
                    self.add_broken(self.resolve(inner), element, broken);
                }
            }
            (Shape::Map(inner), Value::Object(entries)) => {
                for entry in entries.values() {
                    self.add_broken(self.resolve(inner), entry, broken);
                }
            }
            (Shape::Object(object), Value::Object(members)) => {
                for property in &object.properties {
                    if let Some(member) = members.get(&property.name) {
                        self.add_broken(self.resolve(&property.schema), member, broken);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether a value counts as none: null, and a text or a list that is empty, which clients send for what nobody has set. An empty
/// object is sent: that it is there is all that some operations ask for.
pub fn is_empty(value: &Value) -> bool {
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

    fn at(name: &str) -> ValueAt {
        ValueAt::in_object(name).unwrap()
    }

    fn kept(ask: Ask, when: Vec<(&str, Test)>, sent: &Value) -> bool {
        let when = when.into_iter().map(|(name, test)| Condition { pointer: String::new(), value: at(name), test });
        let one = Requirement { pointer: String::new(), when: when.collect(), ask, otherwise: None };
        one.is_kept(&|at| sent.pointer(&format!("/{at}")).cloned())
    }

    #[test]
    fn what_is_needed_is_needed_while_the_condition_holds() {
        let needs = || Ask::Needs(vec![at("a"), at("in/b")]);
        let when = || vec![("kind", Test::OneOf(vec![json!("x")]))];
        assert!(kept(needs(), when(), &json!({"kind": "x", "a": 0, "in": {"b": false}})));
        assert!(!kept(needs(), when(), &json!({"kind": "x", "a": 0, "in": {"b": ""}})));
        assert!(kept(needs(), when(), &json!({"kind": "y"})));
    }

    #[test]
    fn what_goes_only_with_a_condition_stays_away_otherwise() {
        let when = || vec![("kind", Test::NoneOf(vec![json!("x")]))];
        let only = || Ask::Only(vec![at("a")]);
        assert!(kept(only(), when(), &json!({"a": 1})));
        assert!(!kept(only(), when(), &json!({"kind": "x", "a": 1})));
        assert!(kept(only(), when(), &json!({"kind": "x", "a": null})));
    }

    #[test]
    fn of_several_as_many_are_sent_as_are_asked_for() {
        let two = vec![at("a"), at("b")];
        for (sent, exactly, least, most) in [
            (json!({}), false, false, true),
            (json!({"a": 1}), true, true, true),
            (json!({"a": {}}), true, true, true),
            (json!({"a": {}, "b": {}}), false, true, false),
            (json!({"a": "", "b": []}), false, false, true),
            (json!({"a": 1, "b": 1}), false, true, false),
        ] {
            assert_eq!(kept(Ask::ExactlyOne(two.clone()), Vec::new(), &sent), exactly, "{sent}");
            assert_eq!(kept(Ask::AtLeastOne(two.clone()), Vec::new(), &sent), least, "{sent}");
            assert_eq!(kept(Ask::AtMostOne(two.clone()), Vec::new(), &sent), most, "{sent}");
        }
        let unless = vec![("c", Test::NotSent)];
        assert!(kept(Ask::ExactlyOne(two), unless, &json!({"c": 1})));
    }

    #[test]
    fn values_that_go_with_a_condition() {
        let allows = || Ask::Allows(vec![(at("a"), Allowed::Values(vec![json!(1), json!(2)]))]);
        let when = || vec![("c", Test::Sent)];
        assert!(kept(allows(), when(), &json!({"c": [0], "a": 2})));
        assert!(kept(allows(), when(), &json!({"c": [0]})));
        assert!(!kept(allows(), when(), &json!({"c": [0], "a": 3})));
        let bound = Allowed::Bounds(vec![(super::super::Relation::Maximum, super::super::Bound::Value(at("b")))]);
        let bounded = || Ask::Allows(vec![(at("a"), bound.clone())]);
        assert!(kept(bounded(), when(), &json!({"c": [0], "a": 3, "b": 3})));
        assert!(!kept(bounded(), when(), &json!({"c": [0], "a": 3, "b": 2})));
        let shown = Condition {
            pointer: String::new(),
            value: "$shown.ShowWidget.body#/size".parse().unwrap(),
            test: Test::OneOf(vec![json!(1)]),
        };
        let one =
            Requirement { pointer: String::new(), when: vec![shown], ask: Ask::Only(vec![at("a")]), otherwise: None };
        assert!(one.is_kept(&|_| Some(json!(1))), "nobody knows before it is shown");
        assert!(kept(allows(), when(), &json!({"c": [], "a": 3})));
    }
}

//! What a value may be, where that depends on others.

use serde_json::{Number, Value};

use super::ValueAt;

/// What `allows` says of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed {
    /// It is one of these.
    Values(Vec<Value>),
    /// It keeps all of these.
    Bounds(Vec<(Relation, Bound)>),
}

/// What a value is to a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Not less.
    Minimum,
    /// Not more.
    Maximum,
    /// More.
    MoreThan,
    /// A multiple of it.
    MultipleOf,
    /// A list with not more elements than that.
    MaxItems,
    /// Something else.
    OtherThan,
}

/// What a value is held against.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// A number.
    Number(Number),
    /// Another value; one that is not sent, or that nobody knows before it is shown, bounds nothing.
    Value(ValueAt),
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Minimum, Self::Maximum, Self::MoreThan, Self::MultipleOf, Self::MaxItems, Self::OtherThan];

    /// The key in the specification.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MoreThan => "more-than",
            Self::MultipleOf => "multiple-of",
            Self::MaxItems => "max-items",
            Self::OtherThan => "other-than",
        }
    }

    /// Whether a value is that to a bound. Numbers may be text; what has no number in it is bounded by none.
    fn is_kept(self, value: &Value, bound: &Value) -> bool {
        if self == Self::OtherThan {
            return value != bound;
        }
        let value = match value {
            Value::Array(elements) if self == Self::MaxItems => u32::try_from(elements.len()).ok().map(f64::from),
            _ => number(value),
        };
        let (Some(value), Some(bound)) = (value, number(bound)) else { return true };
        match self {
            Self::Minimum => value >= bound,
            Self::Maximum | Self::MaxItems => value <= bound,
            Self::MoreThan => value > bound,
            Self::MultipleOf => bound == 0.0 || (value % bound) == 0.0,
            Self::OtherThan => true,
        }
    }
}

impl Allowed {
    /// Whether a value is allowed. `sent` gives another value of the request.
    pub fn has(&self, value: &Value, sent: &dyn Fn(&ValueAt) -> Option<Value>) -> bool {
        match self {
            Self::Values(values) => values.contains(value),
            Self::Bounds(bounds) => bounds.iter().all(|(relation, bound)| {
                let bound = match bound {
                    Bound::Number(number) => Some(Value::Number(number.clone())),
                    Bound::Value(at) => sent(at),
                };
                bound.is_none_or(|bound| relation.is_kept(value, &bound))
            }),
        }
    }

    /// The other values that it is held against.
    pub fn values(&self) -> impl Iterator<Item = &ValueAt> {
        let bounds = match self {
            Self::Values(_) => &[][..],
            Self::Bounds(bounds) => bounds,
        };
        bounds.iter().filter_map(|(_, bound)| if let Bound::Value(at) = bound { Some(at) } else { None })
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_keeps_its_bounds() {
        let sent = json!({"brokers": 3, "name": "ada"});
        let has = |relation: Relation, bound: Bound, value: Value| {
            Allowed::Bounds(vec![(relation, bound)]).has(&value, &|at| at.of(&sent).cloned())
        };
        let number = |number: i64| Bound::Number(number.into());
        let of = |name: &str| Bound::Value(ValueAt::in_object(name).unwrap());
        assert!(has(Relation::Minimum, number(3), json!(3)) && !has(Relation::Minimum, number(3), json!("2")));
        assert!(has(Relation::Maximum, number(3), json!("3")) && !has(Relation::Maximum, of("brokers"), json!(3.5)));
        assert!(has(Relation::MoreThan, of("brokers"), json!(4)) && !has(Relation::MoreThan, of("brokers"), json!(3)));
        assert!(has(Relation::MultipleOf, of("brokers"), json!(9)) && !has(Relation::MultipleOf, number(3), json!(10)));
        assert!(has(Relation::MaxItems, number(1), json!(["a"])) && !has(Relation::MaxItems, number(1), json!([1, 2])));
        assert!(
            has(Relation::OtherThan, of("name"), json!("bob")) && !has(Relation::OtherThan, of("name"), json!("ada"))
        );
        // What is not there, or has no number in it, bounds nothing.
        assert!(has(Relation::Maximum, of("absent"), json!(99)) && has(Relation::Maximum, of("name"), json!(99)));
    }
}

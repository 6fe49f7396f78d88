//! Defaults and limits that a schema can have, of those that a page gives.

use serde_json::{Number, Value};

use crate::docs::{Constraints, SchemaType};
use crate::model::Limit;

/// The default, as a value of the type and within the limits; none if it is no such value.
pub(super) fn default_of(schema: &SchemaType, constraints: &Constraints) -> Option<Value> {
    let given = constraints.default.as_ref()?;
    let text = given.as_str().map_or_else(|| given.to_string(), str::to_owned);
    let value = match schema {
        SchemaType::String => Value::from(text),
        SchemaType::Integer => Value::from(text.parse::<i64>().ok()?),
        SchemaType::Number => Value::Number(text.parse::<Number>().ok()?),
        SchemaType::Boolean => Value::from(text.to_ascii_lowercase().parse::<bool>().ok()?),
        SchemaType::Unknown => given.clone(),
        _ => return None,
    };
    limits_of(schema, constraints).iter().all(|(limit, bound)| fits(&value, *limit, bound)).then_some(value)
}

/// The limits that say something of values of the type, and leave one.
pub(super) fn limits_of(schema: &SchemaType, constraints: &Constraints) -> Vec<(Limit, Value)> {
    let number = |number: &Option<Number>| number.clone().map(Value::Number);
    let ends = match schema {
        SchemaType::Integer | SchemaType::Number => {
            [(Limit::Minimum, number(&constraints.minimum)), (Limit::Maximum, number(&constraints.maximum))]
        }
        SchemaType::String => [
            (Limit::MinLength, constraints.min_length.map(Value::from)),
            (Limit::MaxLength, constraints.max_length.map(Value::from)),
        ],
        _ => return Vec::new(),
    };
    let is_whole = |value: &Value| value.is_i64() || value.is_u64();
    let fits = |value: &Value| *schema != SchemaType::Integer || is_whole(value);
    let limits: Vec<(Limit, Value)> =
        ends.into_iter().filter_map(|(limit, value)| Some((limit, value.filter(fits)?))).collect();
    match limits.as_slice() {
        [(_, least), (_, most)] if least.as_f64() > most.as_f64() => Vec::new(),
        _ => limits,
    }
}

/// Whether a schema that is there can have a keyword beside those that it has: a default is one of its values, and limits
/// leave one.
pub(super) fn goes_with(schema: &Value, keyword: &str, value: &Value) -> bool {
    let bound = |limit: Limit| schema.get(limit.keyword());
    let with = |other: Limit, is_least: bool| {
        let (value, other) = (value.as_f64(), bound(other).and_then(Value::as_f64));
        other.is_none_or(|other| value.is_some_and(|value| if is_least { value <= other } else { value >= other }))
    };
    match keyword {
        "minimum" => with(Limit::Maximum, true),
        "maximum" => with(Limit::Minimum, false),
        "minLength" => with(Limit::MaxLength, true),
        "maxLength" => with(Limit::MinLength, false),
        "default" => {
            let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default();
            let is_of_kind = match kind {
                "string" => value.is_string(),
                "integer" => value.is_i64() || value.is_u64(),
                "number" => value.is_number(),
                "boolean" => value.is_boolean(),
                _ => kind.is_empty(),
            };
            let listed = schema.get("enum").and_then(Value::as_array);
            let limits = [Limit::Minimum, Limit::Maximum, Limit::MinLength, Limit::MaxLength];
            let keeps = |limit: Limit| bound(limit).is_none_or(|bound| fits(value, limit, bound));
            is_of_kind
                && schema.get("format").is_none_or(|format| format != "password")
                && listed.is_none_or(|listed| listed.contains(value))
                && limits.into_iter().all(keeps)
        }
        _ => true,
    }
}

/// Whether a value keeps a limit.
fn fits(value: &Value, limit: Limit, bound: &Value) -> bool {
    let length = value.as_str().map(|text| text.chars().count());
    let length = length.and_then(|length| u64::try_from(length).ok());
    match limit {
        Limit::Minimum => value.as_f64() >= bound.as_f64(),
        Limit::Maximum => value.as_f64() <= bound.as_f64(),
        Limit::MinLength => length >= bound.as_u64(),
        Limit::MaxLength => length <= bound.as_u64(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn constraints(default: Value, least: Value, most: Value) -> Constraints {
        let number = |value: Value| if let Value::Number(number) = value { Some(number) } else { None };
        Constraints { default: Some(default), minimum: number(least), maximum: number(most), ..Constraints::default() }
    }

    #[test]
    fn a_default_is_a_value_of_its_type() {
        let default = |schema: &SchemaType, value: Value| default_of(schema, &constraints(value, json!(1), json!(9)));
        assert_eq!(default(&SchemaType::Integer, json!("3")), Some(json!(3)));
        assert_eq!(default(&SchemaType::Number, json!("3.5")), Some(json!(3.5)));
        assert_eq!(default(&SchemaType::Boolean, json!("False")), Some(json!(false)));
        assert_eq!(default(&SchemaType::String, json!(3)), Some(json!("3")));
        for wrong in [json!("many"), json!(3.5), json!(10), json!(0), json!("")] {
            assert_eq!(default(&SchemaType::Integer, wrong.clone()), None, "{wrong}");
        }
        assert_eq!(default(&SchemaType::array(SchemaType::String), json!("a")), None);
        let short = Constraints { max_length: Some(2), default: Some(json!("long")), ..Constraints::default() };
        assert_eq!(default_of(&SchemaType::String, &short), None);
    }

    #[test]
    fn what_is_added_goes_with_what_is_there() {
        let range = json!({"type": "integer", "minimum": 5});
        assert!(goes_with(&range, "maximum", &json!(9)) && !goes_with(&range, "maximum", &json!(4)));
        assert!(goes_with(&range, "default", &json!(5)));
        for wrong in [json!(4), json!("5"), json!(5.5), json!(null)] {
            assert!(!goes_with(&range, "default", &wrong), "{wrong}");
        }
        let listed = json!({"type": "string", "enum": ["a"], "maxLength": 3});
        assert!(goes_with(&listed, "default", &json!("a")) && !goes_with(&listed, "default", &json!("b")));
        assert!(goes_with(&listed, "minLength", &json!(3)) && !goes_with(&listed, "minLength", &json!(4)));
        assert!(!goes_with(&json!({"type": "string", "format": "password"}), "default", &json!("a")));
        assert!(goes_with(&json!({}), "default", &json!([1])));
    }

    #[test]
    fn limits_leave_a_value() {
        let limits = |schema: &SchemaType, least, most| limits_of(schema, &constraints(json!(0), least, most)).len();
        assert_eq!(limits(&SchemaType::Integer, json!(1), json!(9)), 2);
        assert_eq!(limits(&SchemaType::Integer, json!(9), json!(1)), 0);
        assert_eq!(limits(&SchemaType::Integer, json!(0.5), json!(9)), 1);
        assert_eq!(limits(&SchemaType::Number, json!(0.5), json!(9)), 2);
        assert_eq!(limits(&SchemaType::String, json!(1), json!(9)), 0);
    }
}

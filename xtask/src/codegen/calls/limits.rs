//! Whether a value is within the documented limits. The client enforces none, but a server may.

use regex::Regex;
use serde_json::Value;

use crate::model::{Limit, Schema, Shape};

/// Whether a text that is sent for a plain value is within the limits of its schema.
pub(super) fn accepts(schema: &Schema, text: &str) -> bool {
    let is_number = matches!(schema.shape, Shape::Integer | Shape::Number);
    schema.limits.iter().all(|(limit, bound)| {
        if is_number { is_in_range(schema, *limit, bound, text) } else { has_form(*limit, bound, text) }
    })
}

fn is_in_range(schema: &Schema, limit: Limit, bound: &Value, text: &str) -> bool {
    let (Ok(number), Some(bound)) = (text.parse::<f64>(), bound.as_f64()) else { return true };
    let is_exclusive = |limit: Limit| schema.limit(limit).is_some_and(|exclusive| *exclusive == Value::Bool(true));
    match limit {
        Limit::Minimum => number > bound || (number >= bound && !is_exclusive(Limit::ExclusiveMinimum)),
        Limit::Maximum => number < bound || (number <= bound && !is_exclusive(Limit::ExclusiveMaximum)),
        Limit::MultipleOf => (number / bound).fract() == 0.0,
        _ => true,
    }
}

fn has_form(limit: Limit, bound: &Value, text: &str) -> bool {
    let length = || u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    match (limit, bound) {
        (Limit::MinLength, bound) => bound.as_u64().is_none_or(|least| length() >= least),
        (Limit::MaxLength, bound) => bound.as_u64().is_none_or(|most| length() <= most),
        (Limit::Pattern, Value::String(pattern)) => Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::StringFormat;

    fn schema(shape: Shape, limits: &[(Limit, Value)]) -> Schema {
        let limits = limits.to_vec();
        Schema { shape, limits, ..Schema::default() }
    }

    #[test]
    fn numbers_have_ranges() {
        let small = schema(
            Shape::Integer,
            &[(Limit::Minimum, json!(1)), (Limit::Maximum, json!(9)), (Limit::MultipleOf, json!(3))],
        );
        assert_eq!(["0", "3", "4", "9", "12"].map(|text| accepts(&small, text)), [false, true, false, true, false]);
        let above = schema(Shape::Number, &[(Limit::Minimum, json!(0)), (Limit::ExclusiveMinimum, json!(true))]);
        assert_eq!(["-0.5", "0", "0.25"].map(|text| accepts(&above, text)), [false, false, true]);
        let below = schema(Shape::Number, &[(Limit::Maximum, json!(1)), (Limit::ExclusiveMaximum, json!(true))]);
        assert_eq!(["0.5", "1", "1.5"].map(|text| accepts(&below, text)), [true, false, false]);
    }

    #[test]
    fn texts_have_lengths_and_patterns() {
        let text = |limits: &[(Limit, Value)]| schema(Shape::String(StringFormat::Plain), limits);
        let short = text(&[(Limit::MinLength, json!(1)), (Limit::MaxLength, json!(2))]);
        assert_eq!(["", "é", "名前", "abc"].map(|text| accepts(&short, text)), [false, true, true, false]);
        let digits = text(&[(Limit::Pattern, json!("^[0-9]+$"))]);
        assert_eq!(["7", "-7", ""].map(|text| accepts(&digits, text)), [true, false, false]);
    }
}

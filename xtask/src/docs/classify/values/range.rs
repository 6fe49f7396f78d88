//! Ranges, lengths, units and formats.

use super::literal::integer;
use super::patterns::{Limit, PATTERNS};
use super::sentence::is_conditional;
use crate::docs::block::Text;
use crate::docs::facts::{Constraints, SchemaType};
use regex::Regex;

/// Reads limits out of a text; `bare` allows a range without any words.
pub(super) fn read(constraints: &mut Constraints, text: &Text, schema: &SchemaType, bare: bool) {
    let plain = text.plain.as_str();
    let is_text = matches!(schema, SchemaType::String | SchemaType::Unknown);
    let is_number = matches!(schema, SchemaType::Integer | SchemaType::Number);
    if is_text || is_number {
        for (limit, pattern) in &PATTERNS.limits {
            let of_length = matches!(limit, Limit::LengthRange | Limit::MaxLength);
            if (of_length && !is_text) || is_set(constraints, *limit) {
                continue;
            }
            limits(constraints, plain, *limit, pattern);
        }
        if bare && is_number {
            for pattern in &PATTERNS.bare_range {
                limits(constraints, plain, Limit::Range, pattern);
            }
        }
        if constraints.unit.is_none() {
            constraints.unit = first_group(&PATTERNS.units, plain);
        }
    }
    if is_text && constraints.pattern.is_none() {
        constraints.pattern = first_group(&PATTERNS.formats, plain);
    }
}

fn is_set(constraints: &Constraints, limit: Limit) -> bool {
    match limit {
        Limit::Range => constraints.minimum.is_some() || constraints.maximum.is_some(),
        Limit::Minimum => constraints.minimum.is_some(),
        Limit::Maximum => constraints.maximum.is_some(),
        Limit::LengthRange | Limit::MaxLength => constraints.max_length.is_some(),
    }
}

fn limits(constraints: &mut Constraints, plain: &str, limit: Limit, pattern: &Regex) {
    let Some(found) = pattern.captures(plain) else {
        return;
    };
    let start = found.get(0).map_or(0, |whole| whole.start());
    if is_conditional(plain, start) {
        return;
    }
    let number = |group: usize| found.get(group).and_then(|digits| integer(digits.as_str().trim_end_matches(',')));
    let Some(first) = number(1) else {
        return;
    };
    match (limit, number(2)) {
        (Limit::Range, Some(second)) => {
            constraints.minimum = Some(first.into());
            constraints.maximum = Some(second.into());
        }
        (Limit::LengthRange, Some(second)) => {
            constraints.min_length = u64::try_from(first).ok();
            constraints.max_length = u64::try_from(second).ok();
        }
        (Limit::Minimum, _) => constraints.minimum = Some(first.into()),
        (Limit::Maximum, _) => constraints.maximum = Some(first.into()),
        (Limit::MaxLength, _) => constraints.max_length = u64::try_from(first).ok(),
        _ => {}
    }
}

fn first_group(patterns: &[Regex], plain: &str) -> Option<String> {
    patterns.iter().find_map(|pattern| {
        let found = pattern.captures(plain)?.get(1)?.as_str();
        Some(found.trim_end_matches(['.', '-', ':']).to_owned())
    })
}

//! Ranges, lengths, units and formats.

use super::literal::integer;
use super::patterns::{Limit, PATTERNS};
use super::sentence::is_conditional;
use crate::docs::block::Text;
use crate::docs::facts::{Constraints, SchemaType};
use regex::Regex;

/// Reads limits of a field out of a text; `bare` allows a range without any words.
pub(super) fn read(constraints: &mut Constraints, text: &Text, (name, schema): (&str, &SchemaType), bare: bool) {
    let plain = text.plain.as_str();
    let is_text = matches!(schema, SchemaType::String | SchemaType::Unknown);
    let is_number = matches!(schema, SchemaType::Integer | SchemaType::Number);
    if is_text || is_number {
        for (limit, pattern) in &PATTERNS.limits {
            let of_length = matches!(limit, Limit::LengthRange | Limit::MinLength | Limit::MaxLength);
            if (of_length && !is_text) || is_set(constraints, *limit) {
                continue;
            }
            limits(constraints, (text, name), (*limit, is_text), pattern);
        }
        if bare && is_number {
            for pattern in &PATTERNS.bare_range {
                limits(constraints, (text, name), (Limit::Range, is_text), pattern);
            }
        }
        if constraints.unit.is_none() {
            constraints.unit = first_group(&PATTERNS.units, plain, |_| true);
        }
    }
    if is_text && constraints.pattern.is_none() {
        let is_of_field = |at: usize| !is_of_another(text, name, at);
        constraints.pattern = first_group(&PATTERNS.formats, plain, is_of_field);
    }
}

/// Reads an end of a range that stands by itself: "Minimum: 1".
pub(super) fn ends(constraints: &mut Constraints, text: &Text, schema: &SchemaType) {
    for (limit, pattern) in &PATTERNS.ends {
        let limit = match (schema, limit) {
            (SchemaType::Integer | SchemaType::Number, limit) => *limit,
            (SchemaType::String, Limit::Minimum) => Limit::MinLength,
            (SchemaType::String, Limit::Maximum) => Limit::MaxLength,
            _ => continue,
        };
        let end = first_group(std::slice::from_ref(pattern), text.plain.trim(), |_| true);
        if let Some(number) = end.and_then(|digits| integer(&digits)) {
            set_end(constraints, limit, number);
        }
    }
}

/// Sets an end that is not known yet.
fn set_end(constraints: &mut Constraints, limit: Limit, number: i64) {
    let length = u64::try_from(number).ok();
    let Constraints { minimum, maximum, min_length, max_length, .. } = constraints;
    match limit {
        Limit::Minimum => *minimum = minimum.take().or_else(|| Some(number.into())),
        Limit::Maximum => *maximum = maximum.take().or_else(|| Some(number.into())),
        Limit::MinLength => *min_length = min_length.or(length),
        Limit::MaxLength => *max_length = max_length.or(length),
        Limit::Range | Limit::LengthRange => {}
    }
}

fn is_set(constraints: &Constraints, limit: Limit) -> bool {
    match limit {
        Limit::Range => constraints.minimum.is_some() || constraints.maximum.is_some(),
        Limit::Minimum => constraints.minimum.is_some(),
        Limit::Maximum => constraints.maximum.is_some(),
        Limit::LengthRange => constraints.min_length.is_some() || constraints.max_length.is_some(),
        Limit::MinLength => constraints.min_length.is_some(),
        Limit::MaxLength => constraints.max_length.is_some(),
    }
}

/// Whether a number with this behind it counts characters, whatever phrase is before it.
fn counts_characters(rest: &str) -> bool {
    let rest = rest.trim_start().trim_start_matches(['个', '位', '的']).trim_start();
    let rest = rest.strip_prefix("Unicode ").unwrap_or(rest);
    rest.starts_with("字符") || rest.starts_with("character")
}

/// Whether a number with this behind it counts bytes.
fn counts_bytes(rest: &str) -> bool {
    let rest = rest.trim_start().trim_start_matches(['个', '的']).trim_start();
    rest.starts_with("字节") || rest.starts_with("byte")
}

/// Whether more numbers follow: of a list, the first two are no range, and neither is one of several ranges.
fn is_one_of_several(rest: &str) -> bool {
    let is_number = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let listed = rest.strip_prefix([',', '，', '、']);
    let joined = ["and ", "or ", "和", "或"].iter().find_map(|joint| rest.trim_start().strip_prefix(joint));
    listed.is_some_and(is_number) || joined.is_some_and(is_number)
}

/// Whether a number with this before it counts the digits behind a point.
fn is_of_decimals(before: Option<&str>) -> bool {
    before.is_some_and(|before| before.ends_with("小数点后") || before.ends_with("小数"))
}

/// Whether a number with this behind it says how large an image is.
fn counts_pixels(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with("px") || rest.starts_with("pixel") || rest.starts_with("像素")
}

/// Whether a number with this behind it is measured by something else: "100 GB of the current size".
fn is_relative(rest: &str) -> bool {
    let unit = |c: char| c.is_ascii_alphabetic() || c == '%';
    let rest = rest.trim_start();
    let rest = if rest.starts_with("of ") { rest } else { rest.trim_start_matches(unit).trim_start() };
    ["of the ", "of its ", "more than the ", "times the "].iter().any(|words| rest.starts_with(words))
}

/// Whether what stands at a place is said of something else than the field: of another name that is emphasised right before.
fn is_of_another(text: &Text, name: &str, at: usize) -> bool {
    let before = text.plain.get(..at).unwrap_or_default().trim_end().len();
    let is_beside = |end: usize| text.plain.get(end..before).is_none_or(|gap| gap.chars().all(|c| "”\"'`".contains(c)));
    let subject = text.strong.iter().find(|range| range.start < before && is_beside(range.end));
    subject.and_then(|range| text.plain.get(range.clone())).is_some_and(|subject| subject.trim() != name)
}

fn limits(
    constraints: &mut Constraints,
    (text, name): (&Text, &str),
    (limit, is_text): (Limit, bool),
    pattern: &Regex,
) {
    let plain = text.plain.as_str();
    let Some(found) = pattern.captures(plain) else {
        return;
    };
    let (start, end) = found.get(0).map_or((0, 0), |whole| (whole.start(), whole.end()));
    if is_conditional(plain, start) || is_of_another(text, name, start) {
        return;
    }
    let rest = plain.get(end..).unwrap_or_default();
    // How long a text is in bytes limits neither its value nor its characters.
    if is_text && counts_bytes(rest) {
        return;
    }
    if is_one_of_several(rest)
        || is_of_decimals(plain.get(..start))
        || is_relative(rest)
        || (is_text && counts_pixels(rest))
    {
        return;
    }
    let counts = is_text && counts_characters(rest);
    let limit = match limit {
        Limit::Range if counts => Limit::LengthRange,
        Limit::Minimum if counts => Limit::MinLength,
        Limit::Maximum if counts => Limit::MaxLength,
        limit => limit,
    };
    if counts && is_set(constraints, limit) {
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
        (Limit::MinLength, _) => constraints.min_length = u64::try_from(first).ok(),
        (Limit::MaxLength, _) => constraints.max_length = u64::try_from(first).ok(),
        _ => {}
    }
}

/// What the first phrase shows that is of the field where it stands.
fn first_group(patterns: &[Regex], plain: &str, is_of_field: impl Fn(usize) -> bool) -> Option<String> {
    patterns.iter().find_map(|pattern| {
        let captures = pattern.captures(plain)?;
        captures.get(0).filter(|whole| is_of_field(whole.start()))?;
        let found = captures.get(1)?.as_str();
        Some(found.trim_end_matches(['.', '-', ':']).to_owned())
    })
}

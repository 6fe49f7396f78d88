//! Literal values as descriptions write them.

use serde_json::{Number, Value};

use crate::docs::facts::SchemaType;

/// The value a word means for a type; none if it does not fit the type.
pub(super) fn value_of(word: &str, schema: &SchemaType) -> Option<Value> {
    let word = trim(word);
    match schema {
        SchemaType::Boolean => match word.to_lowercase().as_str() {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        SchemaType::Integer => integer(word).map(|number| Value::Number(number.into())),
        SchemaType::Number => word.replace(',', "").parse().ok().and_then(Number::from_f64).map(Value::Number),
        SchemaType::String | SchemaType::Unknown => {
            // "2个" is the number 2 with a measure word.
            let word = word.strip_suffix('个').unwrap_or(word);
            let word = if is_in_thousands(word) { word.replace(',', "") } else { word.to_owned() };
            is_literal(&word).then_some(Value::String(word))
        }
        _ => None,
    }
}

/// Whether a word is a number whose thousands are separated: `1,024`.
fn is_in_thousands(word: &str) -> bool {
    let mut groups = word.split(',');
    let is_number = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && is_number(first))
        && word.contains(',')
        && groups.all(|group| group.len() == 3 && is_number(group))
}

/// A whole number, perhaps with a unit behind it.
pub(super) fn integer(word: &str) -> Option<i64> {
    let word = word.trim();
    let end = word
        .char_indices()
        .find(|&(index, c)| !(c.is_ascii_digit() || c == ',' || (index == 0 && c == '-')))
        .map_or(word.len(), |(index, _)| index);
    let (digits, unit) = word.split_at_checked(end)?;
    let unit_is_word = unit.trim().chars().all(|c| c.is_alphabetic() || c == '/');
    if unit_is_word { digits.replace(',', "").parse().ok() } else { None }
}

/// Takes punctuation and quotes off a word.
pub(super) fn trim(word: &str) -> &str {
    let word = word.trim().trim_end_matches([',', '，', '。', ';', '；', '、']);
    let word = word.strip_suffix('.').unwrap_or(word);
    word.trim_matches(['“', '”', '"', '\'', '`', ' '])
}

/// Whether a word can be a value: short, no sentence, no Chinese.
fn is_literal(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= 80
        && word.is_ascii()
        && !word.contains(['<', '>', '(', ')', '*'])
        && (!word.contains(' ') || is_amount(word) || is_media_type(word))
}

/// "text/plain; charset=utf-8".
fn is_media_type(word: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains([' ', ';', ',']);
    let Some((kind, parameter)) = word.split_once("; ") else { return false };
    kind.contains('/') && is_part(kind) && parameter.contains('=') && is_part(parameter)
}

/// "100 MB", "1 GB".
fn is_amount(word: &str) -> bool {
    word.split_once(' ').is_some_and(|(number, unit)| {
        number.bytes().all(|b| b.is_ascii_digit())
            && unit.len() <= 6
            && unit.chars().all(|c| c.is_ascii_alphabetic() || c == '/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whole_numbers_are_read(number: i64, unit in proptest::sample::select(vec!["", " GB", "个", " KB/s"])) {
            prop_assert_eq!(integer(&format!("{number}{unit}")), Some(number));
        }

        #[test]
        fn thousands_may_be_separated(thousands in 1..1000_i64, rest in 0..1000_i64) {
            prop_assert_eq!(integer(&format!("{thousands},{rest:03}")), Some(thousands * 1000 + rest));
        }

        #[test]
        fn no_word_panics(word: String) {
            for schema in [SchemaType::Boolean, SchemaType::Integer, SchemaType::Number, SchemaType::String] {
                let _ = value_of(&word, &schema);
            }
        }
    }
}

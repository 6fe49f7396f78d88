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
            is_literal(word).then(|| Value::String(word.to_owned()))
        }
        _ => None,
    }
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
        && (!word.contains(' ') || is_amount(word))
}

/// "100 MB", "1 GB".
fn is_amount(word: &str) -> bool {
    word.split_once(' ').is_some_and(|(number, unit)| {
        number.bytes().all(|b| b.is_ascii_digit())
            && unit.len() <= 6
            && unit.chars().all(|c| c.is_ascii_alphabetic() || c == '/')
    })
}

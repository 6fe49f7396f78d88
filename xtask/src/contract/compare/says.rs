//! What a page says, in the short words in which a quirk names it.

use data_encoding::HEXLOWER;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::docs::SchemaType;
use crate::lint::shown_safely;

/// A value as text: pages write 10 and "10" without a difference.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Values, one after another.
pub(super) fn list(values: &[Value]) -> String {
    values.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// A range: `1..10`, open where the page names no end.
pub(super) fn range(least: Option<&Value>, most: Option<&Value>) -> String {
    let end = |value: Option<&Value>| value.map(text).unwrap_or_default();
    format!("{}..{}", end(least), end(most))
}

/// A type: `array of string`.
pub(super) fn type_name(schema: &SchemaType) -> String {
    match schema {
        SchemaType::String => "string".to_owned(),
        SchemaType::Integer => "integer".to_owned(),
        SchemaType::Number => "number".to_owned(),
        SchemaType::Boolean => "boolean".to_owned(),
        SchemaType::Object => "object".to_owned(),
        SchemaType::Binary => "file".to_owned(),
        SchemaType::Unknown => "any".to_owned(),
        SchemaType::Map { values } => format!("map of {}", type_name(values)),
        SchemaType::Array { items } => format!("array of {}", type_name(items)),
    }
}

/// The beginning of the SHA-256 of a value, whatever the order of its keys.
pub(super) fn digest(value: &Value) -> String {
    let digest = HEXLOWER.encode(&Sha256::digest(sorted(value).to_string()));
    digest.chars().take(16).collect()
}

/// The first keys of an example, by which it is found on its page: a digest shows nobody which one it is.
pub(super) fn keys(value: &Value) -> String {
    const SHOWN: usize = 3;
    let (object, prefix) = match value {
        Value::Array(elements) => (elements.first(), "a list of objects with "),
        other => (Some(other), ""),
    };
    let keys: Vec<&String> = object.and_then(Value::as_object).into_iter().flat_map(Map::keys).collect();
    let shown: Vec<String> = keys.iter().take(SHOWN).map(|key| format!("`{}`", shown_safely(key))).collect();
    let more = if keys.len() > SHOWN { ", …" } else { "" };
    if shown.is_empty() { String::new() } else { format!(" ({prefix}{}{more})", shown.join(", ")) }
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(elements) => elements.iter().map(sorted).collect(),
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
            Value::Object(Map::from_iter(entries))
        }
        plain => plain.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_example_is_called_by_its_first_keys() {
        assert_eq!(keys(&json!({"b": 1, "a": 2})), " (`b`, `a`)");
        assert_eq!(keys(&json!({"a": 1, "b": 1, "c": 1})), " (`a`, `b`, `c`)");
        assert_eq!(keys(&json!({"a": 1, "b": 1, "c": 1, "d": 1})), " (`a`, `b`, `c`, …)");
        assert_eq!(keys(&json!([{"a": 1}])), " (a list of objects with `a`)");
        assert_eq!(keys(&json!([1])) + &keys(&json!({})) + &keys(&json!("a")), "");
    }

    #[test]
    fn what_pages_say_is_short_and_exact() {
        let list_of_maps = SchemaType::array(SchemaType::Map { values: Box::new(SchemaType::Number) });
        assert_eq!(type_name(&list_of_maps), "array of map of number");
        assert_eq!(list(&[json!("a"), json!(1)]), "a, 1");
        assert_eq!(range(Some(&json!(1)), None), "1..");
        assert_eq!(range(None, Some(&json!("9"))), "..9");
        assert_eq!(
            digest(&json!({"a": 1, "b": [{"c": 2, "d": 3}]})),
            digest(&json!({"b": [{"d": 3, "c": 2}], "a": 1}))
        );
        assert_ne!(digest(&json!([1, 2])), digest(&json!([2, 1])));
        assert_eq!(digest(&json!({})).len(), 16);
    }
}

//! What is lost when a value is read as a type and written again.

use serde_json::Value;

/// JSON pointers to what `before` has and `after` has not, or has otherwise.
///
/// `null` stands for what is absent, and so is never lost, nor is a `null` in a list. A scalar is the same in another plain spelling: `"5"` and `5`, `"true"`
/// and `true`.
pub fn lost(before: &Value, after: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(String::new(), before, after, &mut found);
    found
}

fn compare(pointer: String, before: &Value, after: &Value, found: &mut Vec<String>) {
    match (before, after) {
        (Value::Null, _) => {}
        (Value::Object(before), Value::Object(after)) => {
            for (key, value) in before {
                compare(format!("{pointer}/{key}"), value, after.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            let [before, after] =
                [before, after].map(|list| list.iter().filter(|of| !of.is_null()).collect::<Vec<_>>());
            if before.len() != after.len() {
                found.push(pointer);
                return;
            }
            for (index, (before, after)) in before.into_iter().zip(after).enumerate() {
                compare(format!("{pointer}/{index}"), before, after, found);
            }
        }
        _ if plain(before).is_some() && plain(before) == plain(after) => {}
        _ if (before.is_number() || after.is_number())
            && number(before).is_some()
            && number(before) == number(after) => {}
        _ => found.push(pointer),
    }
}

/// A scalar in its plain spelling.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// A number, or text of one: `5` is written back as `5.0` if it is a number with a fraction to the documentation.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn loss_is_found_and_spelling_is_none() {
        assert_eq!(
            lost(&json!({"a": 1, "b": [null, "x"]}), &json!({"a": "1", "b": ["x"], "c": 2})),
            Vec::<String>::new()
        );
        assert_eq!(lost(&json!({"a": {"b": 1}}), &json!({"a": {}})), ["/a/b"]);
        assert_eq!(lost(&json!({"a": [1, 2]}), &json!({"a": [1]})), ["/a"]);
        assert_eq!(lost(&json!({"a": "x"}), &json!({"a": "y"})), ["/a"]);
        assert_eq!(lost(&json!({"a": []}), &json!({})), ["/a"]);
        assert_eq!(lost(&json!({"a": null}), &json!({})), Vec::<String>::new());
        assert_eq!(lost(&json!(["5", 5, "1.50"]), &json!([5.0, "5", 1.5])), Vec::<String>::new());
        assert_eq!(lost(&json!([null, 1]), &json!([null, 1])), Vec::<String>::new());
        assert_eq!(lost(&json!(["5", "x"]), &json!(["5.0", 5])), ["/0", "/1"]);
    }
}

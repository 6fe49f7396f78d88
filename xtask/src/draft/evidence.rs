//! What the examples of a page say of its fields.

use serde_json::Value;

use crate::docs::{Field, Required};

/// The fields of a response, none of which is required that an example is without.
pub(super) fn not_more_than_shown(fields: &[Field], examples: &[&Value]) -> Vec<Field> {
    let mut fields = fields.to_vec();
    for field in fields.iter_mut().filter(|field| field.required == Required::Yes) {
        if examples.iter().any(|example| is_without(example, &field.field)) {
            field.required = Required::Unknown;
        }
    }
    fields
}

/// Whether a value has the object that a field lies in, somewhere without the field.
fn is_without(value: &Value, path: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| is_without(item, path)),
        Value::Object(fields) => match path.split_once('.') {
            None => !fields.contains_key(path.trim_end_matches("[]")),
            Some(("*", rest)) => fields.values().any(|value| is_without(value, rest)),
            Some((key, rest)) => fields.get(key.trim_end_matches("[]")).is_some_and(|value| is_without(value, rest)),
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_is_missed_only_in_the_object_that_it_lies_in() {
        let value = json!({ "widgets": [{ "id": 1, "size": 2 }, { "id": 3 }], "cogs": { "a": { "teeth": 9 } } });
        for (path, found) in [
            ("widgets[].id", false),
            ("widgets[].size", true),
            ("total", true),
            ("makers[].name", false),
            ("cogs.*.teeth", false),
            ("cogs.*.size", true),
            ("$", true),
        ] {
            assert_eq!(is_without(&value, path), found, "{path}");
        }
    }
}

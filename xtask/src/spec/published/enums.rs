//! Enums that source code can hold, whatever generates it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::schemas;

/// Moves the default of a named enum to where the enum is used, beside its reference in `allOf`.
///
/// What is left out is a field or a parameter, not the type. openapi-generator makes of a default on the type a constant of
/// another name than it gives the variant, if variants have names of their own.
pub(super) fn move_defaults(document: &mut Value) {
    let defaults = take_defaults(document);
    schemas::visit(document, &mut |schema| {
        let Value::Object(schema) = schema else { return };
        let of = |part: &Value| defaults.get(part.get("$ref")?.as_str()?).cloned();
        let reference = Value::Object(schema.clone());
        if let Some(default) = of(&reference) {
            *schema = Map::from_iter([("allOf".to_owned(), json!([reference])), ("default".to_owned(), default)]);
            return;
        }
        let mut parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        if let Some(default) = parts.find_map(of) {
            schema.entry("default").or_insert(default);
        }
    });
}

/// The defaults of named enums, by the references to them.
fn take_defaults(document: &mut Value) -> BTreeMap<String, Value> {
    let named = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    let enums = named.into_iter().flatten().filter(|(_, schema)| schema.get("enum").is_some());
    let take = |(name, schema): (&String, &mut Value)| {
        Some((
            format!("#/components/schemas/{}", crate::spec::escape(name)),
            schema.as_object_mut()?.shift_remove("default")?,
        ))
    };
    enums.filter_map(take).collect()
}

/// Writes enums as patterns if one of their values would not come through: openapi-generator makes spaces of line ends and
/// tabs, and changes what could end the text or the comment that it stands in.
pub(super) fn write_as_patterns(document: &mut Value) {
    schemas::visit(document, &mut |schema| {
        let Value::Object(schema) = schema else { return };
        let Some(values) = schema.get("enum").and_then(Value::as_array) else { return };
        let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        if texts.iter().all(|text| is_kept(text)) {
            return;
        }
        let alternatives: Vec<_> = texts.into_iter().map(escaped).collect();
        let pattern = Value::String(format!("^(?:{})$", alternatives.join("|")));
        // Its own pattern, if it has one, says less.
        schema.shift_remove("pattern");
        let with_pattern = |(key, value): (&String, &Value)| match key.as_str() {
            "enum" => ("pattern".to_owned(), pattern.clone()),
            _ => (key.clone(), value.clone()),
        };
        *schema = schema.iter().map(with_pattern).collect();
    });
}

/// Whether a text is what it was after a generator has written it into source code.
fn is_kept(text: &str) -> bool {
    let ends_something = ["/*", "*/", "'''", "\"\"\""].iter().any(|mark| text.contains(mark));
    !ends_something && !text.chars().any(is_unprintable)
}

/// Whether a character is a control character, or an end of a line.
fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// A regular expression that a text matches, and no other one; it can stand between any quotes or slashes.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if "\\^$.*+?()[]{}|".contains(c) {
            escaped.extend(['\\', c]);
        } else if c == '\n' {
            escaped.push_str("\\n");
        } else if is_unprintable(c) || "'\"`/".contains(c) {
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn widget() -> Value {
        json!({
            "paths": { "/v1/widgets": { "get": {
                "parameters": [{ "name": "colour", "in": "query", "schema": { "$ref": "#/components/schemas/Colour" } }],
                "responses": { "200": { "description": "Widgets.", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Widget" },
                    "examples": { "documented": { "value": { "default": "red", "schema": { "$ref": "no schema" } } } },
                } } } },
            } } },
            "components": { "schemas": {
                "Colour": { "type": "string", "enum": ["red", "blue"], "default": "red" },
                "End": {
                    "type": "string", "enum": [",", "\n"], "default": "\n", "x-enum-varnames": ["Comma", "Newline"],
                },
                "Widget": { "type": "object", "properties": {
                    "default": { "$ref": "#/components/schemas/Colour" },
                    "enum": { "allOf": [{ "$ref": "#/components/schemas/End" }], "description": "What ends it." },
                    "dark": { "allOf": [{ "$ref": "#/components/schemas/Colour" }], "default": "blue" },
                    "many": { "type": "array", "items": { "$ref": "#/components/schemas/Colour" } },
                    "example": { "type": "string", "default": "red" },
                } },
            } },
        })
    }

    #[test]
    fn defaults_of_enums_stand_where_the_enums_are_used() {
        let mut moved = widget();
        move_defaults(&mut moved);
        let red = json!({ "allOf": [{ "$ref": "#/components/schemas/Colour" }], "default": "red" });
        let mut expected = widget();
        let mut put = |pointer: &str, value: Value| *expected.pointer_mut(pointer).unwrap() = value;
        put("/paths/~1v1~1widgets/get/parameters/0/schema", red.clone());
        put("/components/schemas/Colour", json!({ "type": "string", "enum": ["red", "blue"] }));
        put(
            "/components/schemas/End",
            json!({ "type": "string", "enum": [",", "\n"], "x-enum-varnames": ["Comma", "Newline"] }),
        );
        put("/components/schemas/Widget/properties/default", red.clone());
        put("/components/schemas/Widget/properties/many/items", red);
        put(
            "/components/schemas/Widget/properties/enum",
            json!({
                "allOf": [{ "$ref": "#/components/schemas/End" }], "description": "What ends it.", "default": "\n",
            }),
        );
        assert_eq!(moved, expected);
    }

    #[test]
    fn enums_that_source_code_cannot_hold_are_patterns() {
        let mut written = widget();
        write_as_patterns(&mut written);
        let mut expected = widget();
        *expected.pointer_mut("/components/schemas/End").unwrap() = json!({
            "type": "string", "pattern": "^(?:,|\\n)$", "default": "\n", "x-enum-varnames": ["Comma", "Newline"],
        });
        assert_eq!(written, expected);
        for odd in ["a\tb", "\u{7f}", "\u{2028}", "*/", "'''"] {
            assert!(!is_kept(odd), "{odd:?}");
        }
        for plain in ["", " ", "it's", "\\n", "a/b", "é"] {
            assert!(is_kept(plain), "{plain:?}");
        }
    }

    proptest! {
        #[test]
        fn a_pattern_has_its_value_and_no_other(text: String, other in "[\u{0}-\u{7f}]{0,3}") {
            let expression = regex::Regex::new(&format!("^(?:{})$", escaped(&text))).unwrap();
            prop_assert!(expression.is_match(&text));
            prop_assert_eq!(expression.is_match(&other), other == text);
        }
    }
}

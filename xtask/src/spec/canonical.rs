//! The one form in which YAML files are kept, so that tools can rewrite them without noise.

use serde_json::Value;

use super::yaml_error::YamlError;

/// Longest line of folded text, in characters, indentation not counted.
const LINE_WIDTH: usize = 110;

/// Reads YAML as JSON, keys in the order of the file. Only `true` and `false` are booleans; a key given twice is an error.
///
/// # Errors
///
/// Line and message, for text that is not YAML or whose values JSON does not have.
pub fn parse_yaml(text: &str) -> Result<Value, YamlError> {
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| YamlError::from(&error))
}

/// Reads YAML as [`parse_yaml`] does, up to some million values: documents of others are larger than ours.
///
/// # Errors
///
/// As those of [`parse_yaml`].
pub(crate) fn parse_large_yaml(text: &str) -> Result<Value, YamlError> {
    let options = serde_saphyr::options! { strict_booleans: true, budget: large_budget() };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| YamlError::from(&error))
}

/// What is read of a large document. What repeats itself by aliases ends there.
pub(super) fn large_budget() -> Option<serde_saphyr::Budget> {
    const MOST: usize = 5_000_000;
    serde_saphyr::budget! { max_nodes: MOST, max_events: 4 * MOST, max_total_scalar_bytes: 128 << 20 }
}

/// Writes JSON as YAML in canonical form: keys in the order of the value, block style, two spaces, long text folded.
/// A long text with a colon in it stands in quotes, on one line.
///
/// # Errors
///
/// A message if the library that writes YAML refuses the value.
pub fn canonical_yaml(value: &Value) -> Result<String, String> {
    let options = serde_saphyr::ser_options! { compact_list_indent: false, folded_wrap_chars: LINE_WIDTH };
    serde_saphyr::to_string_with_options(value, options).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn long_text_is_folded_and_everything_else_kept() {
        let words = "Four words and more. ".repeat(10);
        let value = json!({"description": words.trim(), "on": "no", "200": {"n": 1, "list": [], "s": "1"}});
        insta::assert_snapshot!(canonical_yaml(&value).unwrap());
    }

    #[test]
    fn faults_are_told_with_their_line() {
        assert!(parse_yaml("a: 1\nb: 2\na: 3\n").unwrap_err().line == 3);
        assert!(parse_yaml("a: [1\nb: 2").unwrap_err().line == 2);
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,40}".prop_map(Value::from),
            "[a-z:#' ]{100,200}".prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("[a-zA-Z0-9/{}$-]{1,12}", inner), 0..4)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in any_value()) {
            let text = canonical_yaml(&value).unwrap();
            prop_assert_eq!(parse_yaml(&text).unwrap(), value.clone(), "{}", text);
            prop_assert_eq!(canonical_yaml(&value).unwrap(), text);
        }
    }
}

//! Lists and maps.

use std::collections::HashMap;

use serde::de::{Deserialize, Deserializer};
use serde_json::Value;

use super::scalar::Element;

/// Reads a list or nothing; elements that are `null` are left out.
///
/// # Errors
///
/// An error of the deserializer if the value is no list, or an element not a `T`.
pub fn optional_list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    let elements = Option::<Vec<Option<T>>>::deserialize(deserializer)?;
    Ok(elements.map(|elements| elements.into_iter().flatten().collect()))
}

/// Reads a map or nothing; entries whose value is `null` are left out.
///
/// # Errors
///
/// An error of the deserializer if the value is no object, or a value in it not a `T`.
pub fn optional_map<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<HashMap<String, T>>, D::Error> {
    let entries = Option::<HashMap<String, Option<T>>>::deserialize(deserializer)?;
    Ok(entries.map(|entries| entries.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()))
}

/// Reads an object of any form, or nothing.
///
/// # Errors
///
/// An error of the deserializer if the value is no object.
pub fn optional_object<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<serde_json::Map<String, Value>>, D::Error> {
    Option::deserialize(deserializer)
}

/// Reads a list, none for `null`; elements that are `null` are left out.
///
/// # Errors
///
/// See [`optional_list`].
pub fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    optional_list(deserializer).map(Option::unwrap_or_default)
}

/// Reads a map, none for `null`; entries whose value is `null` are left out.
///
/// # Errors
///
/// See [`optional_map`].
pub fn map<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<HashMap<String, T>, D::Error> {
    optional_map(deserializer).map(Option::unwrap_or_default)
}

/// Reads an object of any form, an empty one for `null`.
///
/// # Errors
///
/// See [`optional_object`].
pub fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<serde_json::Map<String, Value>, D::Error> {
    optional_object(deserializer).map(Option::unwrap_or_default)
}

macro_rules! scalar_collections {
    ($($type:ty, $what:literal, $list:ident, $optional:ident;)*) => {$(
        #[doc = concat!("Reads a list of ", $what, " or nothing, each in any plain spelling.")]
        ///
        /// # Errors
        ///
        /// An error of the deserializer if the value is no list, or an element of another kind.
        pub fn $optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<$type>>, D::Error> {
            let elements = optional_list::<Element<$type>, D>(deserializer)?;
            Ok(elements.map(|elements| elements.into_iter().filter_map(|element| element.0).collect()))
        }

        #[doc = concat!("Reads a list of ", $what, ", none for `null`, each in any plain spelling.")]
        ///
        /// # Errors
        ///
        /// An error of the deserializer if the value is no list, or an element of another kind.
        pub fn $list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<$type>, D::Error> {
            $optional(deserializer).map(Option::unwrap_or_default)
        }
    )*};
}

scalar_collections! {
    String, "texts", string_list, optional_string_list;
    i64, "integers", integer_list, optional_integer_list;
}

/// Reads a map of texts or nothing, each as [`string`](super::string) does.
///
/// # Errors
///
/// An error of the deserializer if the value is no object, or a value in it no text.
pub fn optional_string_map<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<HashMap<String, String>>, D::Error> {
    let entries = optional_map::<Element<String>, D>(deserializer)?;
    Ok(entries.map(|entries| entries.into_iter().filter_map(|(key, value)| Some((key, value.0?))).collect()))
}

/// Reads a map of texts, none for `null`, each as [`string`](super::string) does.
///
/// # Errors
///
/// See [`optional_string_map`].
pub fn string_map<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HashMap<String, String>, D::Error> {
    optional_string_map(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn null_is_none_and_null_elements_are_left_out() {
        assert_eq!(list::<i64, _>(Value::Null).unwrap(), Vec::<i64>::new());
        assert_eq!(list::<i64, _>(json!([1, null, 2])).unwrap(), [1, 2]);
        assert_eq!(string_list(json!(["a", 1, null, true])).unwrap(), ["a", "1", "true"]);
        assert_eq!(integer_list(json!(["1", 2])).unwrap(), [1, 2]);
        assert!(string_map(Value::Null).unwrap().is_empty());
        assert_eq!(string_map(json!({"a": 1, "b": null})).unwrap(), HashMap::from([("a".to_owned(), "1".to_owned())]));
        assert!(object(Value::Null).unwrap().is_empty());
        assert_eq!(map::<bool, _>(json!({"a": true, "b": null})).unwrap(), HashMap::from([("a".to_owned(), true)]));
    }

    #[test]
    fn what_is_no_collection_is_refused() {
        assert!(string_list(json!("a")).is_err());
        assert!(string_map(json!([])).is_err());
        assert!(integer_list(json!(["x"])).is_err());
    }
}

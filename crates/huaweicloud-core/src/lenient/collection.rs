//! Lists and maps.

use std::collections::HashMap;

use serde::de::{Deserialize, Deserializer};
use serde_json::Value;

use super::scalar::Element;

/// Reads a list, none for `null`; elements that are `null` are left out.
///
/// # Errors
///
/// An error of the deserializer if the value is no list, or an element not a `T`.
pub fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let elements = Option::<Vec<Option<T>>>::deserialize(deserializer)?;
    Ok(elements.unwrap_or_default().into_iter().flatten().collect())
}

/// Reads a list of texts, each as [`string`](super::string) does.
///
/// # Errors
///
/// An error of the deserializer if the value is no list, or an element no text.
pub fn string_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let elements = list::<Element<String>, D>(deserializer)?;
    Ok(elements.into_iter().filter_map(|element| element.0).collect())
}

/// Reads a list of integers, each as [`integer`](super::integer) does.
///
/// # Errors
///
/// An error of the deserializer if the value is no list, or an element no integer.
pub fn integer_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    let elements = list::<Element<i64>, D>(deserializer)?;
    Ok(elements.into_iter().filter_map(|element| element.0).collect())
}

/// Reads a map, none for `null`; entries whose value is `null` are left out.
///
/// # Errors
///
/// An error of the deserializer if the value is no object, or a value in it not a `T`.
pub fn map<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<HashMap<String, T>, D::Error> {
    let entries = Option::<HashMap<String, Option<T>>>::deserialize(deserializer)?;
    Ok(entries.unwrap_or_default().into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
}

/// Reads a map of texts, each as [`string`](super::string) does.
///
/// # Errors
///
/// An error of the deserializer if the value is no object, or a value in it no text.
pub fn string_map<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HashMap<String, String>, D::Error> {
    let entries = map::<Element<String>, D>(deserializer)?;
    Ok(entries.into_iter().filter_map(|(key, value)| Some((key, value.0?))).collect())
}

/// Reads an object of any form, an empty one for `null`.
///
/// # Errors
///
/// An error of the deserializer if the value is no object.
pub fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<serde_json::Map<String, Value>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
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

//! Lists and maps.

use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasher;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::{Map, Value};

use super::{Lenient, OptionalSeed, located};

impl<T: Lenient> Lenient for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(ListVisitor { empty: Some(Self::new()), element: PhantomData })
    }

    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(ListVisitor { empty: None, element: PhantomData })
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn blank() -> Self {
        Self::new()
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Lenient, H: BuildHasher + Default> Lenient for HashMap<String, T, H> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(MapVisitor { empty: Some(Self::default()), value: PhantomData })
    }

    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(MapVisitor { empty: None, value: PhantomData })
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn blank() -> Self {
        Self::default()
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

/// An object of any form.
impl Lenient for Map<String, Value> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(None),
            Value::Object(map) => Ok(Some(map)),
            value if is_empty(&value) => Ok(Some(Self::new())),
            value => Err(D::Error::custom(format_args!("expected an object, not {}", kind_of(&value)))),
        }
    }

    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Object(map) => Ok(Some(map)),
            value if value.is_null() || is_empty(&value) => Ok(None),
            value => Err(D::Error::custom(format_args!("expected an object, not {}", kind_of(&value)))),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn blank() -> Self {
        Self::new()
    }
}

/// Whether a value is the empty list or a text of white space.
fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty) || value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

struct ListVisitor<T> {
    /// What `{}` and `""` are.
    empty: Option<Vec<T>>,
    element: PhantomData<T>,
}

impl<'de, T: Lenient> Visitor<'de> for ListVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut elements = Vec::new();
        let mut index = 0_usize;
        loop {
            match list.next_element_seed(OptionalSeed(PhantomData)) {
                Ok(Some(element)) => elements.extend(element.or_else(T::null_element)),
                Ok(None) => return Ok(Some(elements)),
                Err(error) => return Err(located(&format_args!("[{index}]"), &error)),
            }
            index += 1;
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() { Ok(self.empty) } else { Err(E::invalid_type(Unexpected::Str(text), &self)) }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        match map.next_key::<IgnoredAny>()? {
            None => Ok(self.empty),
            Some(_) => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

struct MapVisitor<T, H> {
    /// What `[]` and `""` are.
    empty: Option<HashMap<String, T, H>>,
    value: PhantomData<T>,
}

impl<'de, T: Lenient, H: BuildHasher + Default> Visitor<'de> for MapVisitor<T, H> {
    type Value = Option<HashMap<String, T, H>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = HashMap::default();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(OptionalSeed::<T>(PhantomData));
            let value = value.map_err(|error| located(&format_args!("[{key:?}]"), &error))?;
            entries.extend(value.or_else(T::null_element).map(|value| (key, value)));
        }
        Ok(Some(entries))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() { Ok(self.empty) } else { Err(E::invalid_type(Unexpected::Str(text), &self)) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        match list.next_element::<IgnoredAny>()? {
            None => Ok(self.empty),
            Some(_) => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::lenient::required;
    use serde_json::json;

    fn read<T: Lenient>(value: Value) -> T {
        required(value).unwrap()
    }

    #[test]
    fn null_is_none_and_null_elements_are_left_out() {
        assert_eq!(read::<Vec<i64>>(Value::Null), Vec::<i64>::new());
        assert_eq!(read::<Option<Vec<i64>>>(Value::Null), None);
        assert_eq!(read::<Vec<i64>>(json!(["1", null, 2])), [1, 2]);
        assert_eq!(read::<Vec<String>>(json!(["a", 1, null, true])), ["a", "1", "true"]);
        assert_eq!(read::<Vec<Vec<i64>>>(json!([null, [1]])), [[1]]);
        assert!(read::<HashMap<String, String>>(Value::Null).is_empty());
        let entries = read::<HashMap<String, String>>(json!({"a": 1, "b": null}));
        assert_eq!(entries, HashMap::from([("a".to_owned(), "1".to_owned())]));
        assert!(read::<Map<String, Value>>(Value::Null).is_empty());
    }

    #[test]
    fn null_elements_are_kept_by_what_has_them() {
        assert_eq!(read::<Vec<Option<i64>>>(json!(["1", null, 2])), [Some(1), None, Some(2)]);
        let entries = read::<HashMap<String, Option<String>>>(json!({"a": 1, "b": null}));
        assert_eq!(entries, HashMap::from([("a".to_owned(), Some("1".to_owned())), ("b".to_owned(), None)]));
        let any = json!([1, "a", [1, null], {"a": null}, null]);
        assert_eq!(Value::from(read::<Vec<Value>>(any.clone())), any);
        let entries = read::<HashMap<String, Value>>(json!({"a": null, "b": [null]}));
        assert_eq!(entries, HashMap::from([("a".to_owned(), Value::Null), ("b".to_owned(), json!([null]))]));
    }

    #[test]
    fn collections_hold_collections() {
        assert_eq!(read::<Vec<Vec<i64>>>(json!([["1"], null, []])), [vec![1], vec![]]);
        let maps = read::<HashMap<String, HashMap<String, bool>>>(json!({"a": {"b": "true", "c": null}, "d": null}));
        assert_eq!(maps, HashMap::from([("a".to_owned(), HashMap::from([("b".to_owned(), true)]))]));
        let lists = read::<HashMap<String, Vec<Option<i64>>>>(json!({"a": [null, "1"]}));
        assert_eq!(lists, HashMap::from([("a".to_owned(), vec![None, Some(1)])]));
        assert_eq!(read::<Vec<HashMap<String, i64>>>(json!([{"a": 1}]))[0]["a"], 1);
        assert_eq!(read::<Option<Vec<Option<Vec<i64>>>>>(json!([null, [1]])), Some(vec![None, Some(vec![1])]));
    }

    #[test]
    fn an_emptiness_of_another_kind_is_none() {
        assert_eq!(read::<Vec<i64>>(json!({})), [0; 0]);
        assert_eq!(read::<Vec<i64>>(json!(" ")), [0; 0]);
        assert!(read::<HashMap<String, i64>>(json!([])).is_empty());
        assert!(read::<Map<String, Value>>(json!([])).is_empty());
        for empty in [json!({}), json!("")] {
            assert_eq!(read::<Option<Vec<i64>>>(empty), None);
        }
        for empty in [json!([]), json!("")] {
            assert_eq!(read::<Option<HashMap<String, i64>>>(empty.clone()), None);
            assert_eq!(read::<Option<Map<String, Value>>>(empty), None);
        }
        assert_eq!(read::<Option<Vec<i64>>>(json!([])), Some(vec![]));
        assert_eq!(read::<Option<HashMap<String, i64>>>(json!({})), Some(HashMap::new()));
    }

    #[test]
    fn an_error_names_the_element() {
        let error = |value: Value| Vec::<HashMap<String, Vec<i64>>>::read(value).unwrap_err().to_string();
        let expected = r#"[1]["a b"][2]: expected an integer, or text of one, not the text "x""#;
        assert_eq!(error(json!([{}, {"a b": [1, null, "x"]}])), expected);
    }

    #[test]
    fn what_is_no_collection_is_refused() {
        assert!(Vec::<String>::read(json!("a")).is_err());
        assert!(Vec::<String>::read(json!({"a": 1})).is_err());
        assert!(HashMap::<String, String>::read(json!([1])).is_err());
        assert!(HashMap::<String, String>::read(json!("a")).is_err());
        assert!(Vec::<i64>::read(json!(["x"])).is_err());
        assert!(Map::<String, Value>::read(json!(1)).is_err());
    }
}

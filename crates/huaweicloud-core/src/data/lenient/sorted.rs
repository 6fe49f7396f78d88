//! Maps in the order of their keys.

use std::collections::{BTreeMap, HashMap};

use serde::de::Deserializer;

use super::Lenient;

impl<T: Lenient> Lenient for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(HashMap::<String, T>::read(deserializer)?.map(|entries| entries.into_iter().collect()))
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn blank() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn it_is_read_as_a_map_of_any_order_is() {
        let read = |value| BTreeMap::<String, i64>::read(value).map_err(|error: serde_json::Error| error.to_string());
        assert_eq!(read(json!({"b": "1", "a": null})).unwrap(), Some(BTreeMap::from([("b".to_owned(), 1)])));
        assert_eq!(read(json!(null)).unwrap(), None);
        assert!(read(json!([1])).is_err());
    }
}

//! Adding to a file what it lacks, without touching what is there.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::spec::{child, unescape};

/// Something to add to a file of the specification.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Addition {
    /// The file, relative to the root of the workspace.
    pub file: PathBuf,
    /// JSON pointer to what it is added to; mappings on the way are made.
    pub pointer: String,
    /// The key in a mapping; none for an element of a list.
    pub key: Option<String>,
    /// Where in a list; none for its end.
    pub at: Option<usize>,
    /// What is added.
    pub value: Value,
}

impl Addition {
    /// An entry of a mapping.
    pub(super) fn entry(file: &Path, pointer: &str, key: &str, value: Value) -> Self {
        Self { file: file.to_owned(), pointer: pointer.to_owned(), key: Some(key.to_owned()), at: None, value }
    }

    /// Adds it to the value of its file, unless the key is there, or the list has it already.
    pub fn apply(&self, file: &mut Value) {
        let Some(place) = make(file, &self.pointer, self.key.is_none()) else { return };
        match (place, &self.key) {
            (Value::Object(entries), Some(key)) => {
                entries.entry(key).or_insert_with(|| self.value.clone());
            }
            (Value::Array(elements), None) if !elements.contains(&self.value) => {
                let at = self.at.map_or(elements.len(), |at| at.min(elements.len()));
                elements.insert(at, self.value.clone());
            }
            _ => {}
        }
    }

    /// The pointer of what is added to a mapping; that of the list for an element.
    pub(super) fn target(&self) -> String {
        self.key.as_ref().map_or_else(|| self.pointer.clone(), |key| child(&self.pointer, key))
    }

    /// Whether it can be shown as a part of the file that holds nothing else: nothing above it is an item of a list.
    pub(super) fn is_fragment(&self) -> bool {
        !self.pointer.split('/').skip(1).any(|segment| segment.parse::<usize>().is_ok() && !is_status(segment))
    }
}

/// A status is the one number that is a key.
fn is_status(segment: &str) -> bool {
    segment.len() == 3
}

/// What `pointer` points to, made where it is missing: a list if `list`, otherwise a mapping. None if something else is
/// in the way.
fn make<'v>(value: &'v mut Value, pointer: &str, list: bool) -> Option<&'v mut Value> {
    let mut at = value;
    let segments: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
    for (index, segment) in segments.iter().enumerate() {
        let is_end = index + 1 == segments.len();
        at = match at {
            Value::Object(entries) => {
                let list = is_end && list;
                let empty = || if list { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
                entries.entry(segment).or_insert_with(empty)
            }
            Value::Array(elements) => elements.get_mut(segment.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn add(to: &Value, pointer: &str, key: Option<&str>, value: Value) -> Value {
        let mut file = to.clone();
        let addition = Addition {
            file: PathBuf::new(),
            pointer: pointer.to_owned(),
            key: key.map(str::to_owned),
            at: None,
            value,
        };
        addition.apply(&mut file);
        file
    }

    #[test]
    fn what_is_there_is_never_touched() {
        let file = json!({"a": {"b": "by hand", "list": [1]}});
        assert_eq!(add(&file, "/a", Some("b"), json!("drafted")), file);
        assert_eq!(add(&file, "/a/list", None, json!(1)), file);
        assert_eq!(add(&file, "/a/b", Some("c"), json!(1)), file);
        assert_eq!(add(&file, "/a/list/7", Some("c"), json!(1)), file);
    }

    #[test]
    fn what_is_missing_is_added_at_the_end() {
        let file = json!({"a": {"list": [{"x": 1}]}});
        assert_eq!(add(&file, "/a/list", None, json!(2)), json!({"a": {"list": [{"x": 1}, 2]}}));
        assert_eq!(add(&file, "/a/list/0", Some("y"), json!(2)), json!({"a": {"list": [{"x": 1, "y": 2}]}}));
        assert_eq!(add(&file, "/p/~1q/r", Some("s"), json!(3))["p"]["/q"]["r"], json!({"s": 3}));
        assert_eq!(add(&json!({}), "/p/q", None, json!(3)), json!({"p": {"q": [3]}}));
    }
}

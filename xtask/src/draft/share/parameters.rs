//! Parameters that several operations get in the same form: a component, unless their own words may differ.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};

use super::super::addition::Addition;
use super::super::component::first_free;
use crate::model::names;
use crate::spec::extension as x;

const PARAMETERS: &str = "/components/parameters";

/// The additions with each such parameter once; none if nothing is there twice. Those in the query are described by what
/// they are of, and stay where they are.
pub(in crate::draft) fn parameters(
    is_known: impl Fn(&str) -> bool,
    additions: &[Addition],
    common: &Path,
) -> Option<Vec<Addition>> {
    let mut places: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for addition in additions.iter().filter(|addition| can_be_shared(addition)) {
        places.entry(addition.value.to_string()).or_default().insert(&addition.pointer);
    }
    places.retain(|_, places| places.len() > 1);
    if places.is_empty() {
        return None;
    }
    let drafted = additions.iter().filter(|addition| addition.pointer == PARAMETERS);
    let mut taken: BTreeSet<String> = drafted.filter_map(|addition| addition.key.clone()).collect();
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    let mut shared = Vec::new();
    for addition in additions {
        let text = addition.value.to_string();
        if !can_be_shared(addition) || !places.contains_key(&text) {
            shared.push(addition.clone());
            continue;
        }
        let name = named.entry(text).or_insert_with(|| {
            let plain = addition.value.get("name").and_then(Value::as_str).map(names::pascal).unwrap_or_default();
            let name = first_free(&plain, "", |name| !taken.contains(name) && !is_known(name));
            taken.insert(name.clone());
            shared.push(Addition::entry(common, PARAMETERS, &name, addition.value.clone()));
            name
        });
        let reference = json!({ "$ref": format!("#{PARAMETERS}/{name}") });
        shared.push(Addition { value: reference, ..addition.clone() });
    }
    Some(shared)
}

/// Whether an addition is a parameter of an operation that says all of itself, and has no name of its own there.
fn can_be_shared(addition: &Addition) -> bool {
    let value = &addition.value;
    let is_parameter = addition.key.is_none()
        && addition.pointer.starts_with("/paths/")
        && addition.pointer.ends_with("/parameters")
        && value.get("in").is_some_and(|place| place == "header" || place == "path");
    let refers = value.pointer("/schema/$ref").is_some() || value.pointer("/schema/items/$ref").is_some();
    is_parameter && !refers && value.get(x::RUST_NAME).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(operation: &str, name: &str, place: &str) -> Addition {
        let value = json!({ "name": name, "in": place, "schema": { "type": "string" } });
        let pointer = format!("/paths/~1{operation}/get/parameters");
        Addition { file: "a.yaml".into(), pointer, key: None, at: None, value }
    }

    #[test]
    fn a_header_of_two_operations_is_common() {
        let additions = [
            parameter("a", "X-Language", "header"),
            parameter("a", "limit", "query"),
            parameter("b", "X-Language", "header"),
            parameter("b", "limit", "query"),
            parameter("b", "X-Other", "header"),
        ];
        let shared = parameters(|name| name == "XLanguage", &additions, Path::new("common.yaml")).unwrap();
        let reference = json!({ "$ref": "#/components/parameters/XLanguage2" });
        assert_eq!((shared[0].pointer.as_str(), shared[0].key.as_deref()), (PARAMETERS, Some("XLanguage2")));
        let values: Vec<&Value> = shared[1..].iter().map(|addition| &addition.value).collect();
        let [_, a, _, b, other] = additions.each_ref().map(|addition| &addition.value);
        assert_eq!(values, [&reference, a, &reference, b, other]);
        assert!(parameters(|_| false, &additions[..2], Path::new("common.yaml")).is_none());
    }
}

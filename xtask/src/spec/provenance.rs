//! Where what a component says is from, which services that share it say each for itself: the official name, the source, and
//! the sources of a certainty. Each may be a mapping by the name of the service there, with `null` for one that has none.

use serde_json::{Map, Value};

use super::pointer::push_child;
use super::{SpecFile, child, extension as x, part, unescape};

/// What a part of a specification is, as far as the way to what we say of it leads through it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// An object whose keys are keywords, or a list of such.
    Keywords,
    /// A mapping by names, as the properties of a schema are: keys that look like keywords are none.
    Names,
    /// `x-certainty`, or an entry of it.
    Certainty,
    /// What each service may say for itself.
    Provenance,
    /// Examples and other values, other extensions among them, in which nothing is a keyword.
    Values,
}

/// Keywords under which a mapping by names may stand. Parameters of an operation are a list.
const MAPPINGS: [&str; 12] = [
    "callbacks",
    "content",
    "encoding",
    "examples",
    "headers",
    "links",
    "parameters",
    "paths",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

impl Part {
    /// What stands under a key.
    pub(super) fn member(self, key: &str) -> Self {
        match (self, key) {
            (Self::Keywords, x::OFFICIAL_NAME | x::SOURCE) | (Self::Certainty, "by") => Self::Provenance,
            (Self::Keywords, x::CERTAINTY) => Self::Certainty,
            (Self::Keywords, key) if MAPPINGS.contains(&key) => Self::Names,
            (Self::Keywords, key) if is_extension(key) => Self::Values,
            (Self::Keywords, "default" | "enum" | "example" | "value")
            | (Self::Certainty | Self::Provenance | Self::Values, _) => Self::Values,
            (Self::Keywords | Self::Names, _) => Self::Keywords,
        }
    }

    /// What an element of a list is.
    pub(super) const fn element(self) -> Self {
        match self {
            Self::Names => Self::Keywords,
            // What each service says is one mapping, and no list of such.
            Self::Provenance => Self::Values,
            other => other,
        }
    }
}

/// Whether a keyword is an extension.
pub(super) fn is_extension(keyword: &str) -> bool {
    keyword.starts_with("x-")
}

/// The extension that what `pointer` points to in the document is a part of, if it is of one.
pub(crate) fn extension_at(pointer: &str) -> Option<String> {
    let mut part = Part::Keywords;
    for key in pointer.split('/').skip(1).map(unescape) {
        if part == Part::Keywords && is_extension(&key) {
            return Some(key);
        }
        part = part.member(&key);
    }
    None
}

/// A component that services share, as one of them has it. A certainty that is from no source of the service is none of it.
pub(super) fn of_service(component: &Value, service: &str) -> Value {
    said(component, service, Part::Keywords).unwrap_or_default()
}

/// What a service has of a value; none where it has nothing.
fn said(value: &Value, service: &str, part: Part) -> Option<Value> {
    match value {
        Value::Object(values) if part == Part::Provenance => values.get(service).filter(|own| !own.is_null()).cloned(),
        Value::Object(members) => {
            let mut own = Map::new();
            for (key, value) in members {
                match said(value, service, part.member(key)) {
                    Some(value) => drop(own.insert(key.clone(), value)),
                    None if part == Part::Certainty => return None,
                    None => {}
                }
            }
            Some(Value::Object(own))
        }
        Value::Array(elements) => {
            let own: Vec<Value> =
                elements.iter().filter_map(|element| said(element, service, part.element())).collect();
            (!own.is_empty() || elements.is_empty()).then_some(Value::Array(own))
        }
        _ => Some(value.clone()),
    }
}

/// A part of a component without what it says of where it is from: what all services that share it have in common.
pub(crate) fn without_provenance(component: &Value) -> Value {
    fn without(value: &Value, part: Part) -> Value {
        match value {
            Value::Object(members) => {
                let kept = members.iter().map(|(key, value)| (key, value, part.member(key)));
                let kept = kept.filter(|(.., member)| !matches!(member, Part::Certainty | Part::Provenance));
                Value::Object(kept.map(|(key, value, member)| (key.clone(), without(value, member))).collect())
            }
            Value::Array(elements) => {
                Value::Array(elements.iter().map(|element| without(element, part.element())).collect())
            }
            _ => value.clone(),
        }
    }
    without(component, Part::Keywords)
}

/// What is said by service in a part of a file: the pointer to each mapping, from that part, and the mapping.
pub(crate) fn by_service(value: &Value) -> Vec<(String, &Map<String, Value>)> {
    fn collect<'v>(value: &'v Value, part: Part, pointer: &str, found: &mut Vec<(String, &'v Map<String, Value>)>) {
        match value {
            Value::Object(values) if part == Part::Provenance => found.push((pointer.to_owned(), values)),
            Value::Object(members) => {
                for (key, value) in members {
                    collect(value, part.member(key), &child(pointer, key), found);
                }
            }
            Value::Array(elements) => {
                for (at, element) in elements.iter().enumerate() {
                    collect(element, part.element(), &format!("{pointer}/{at}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(value, Part::Keywords, "", &mut found);
    found
}

/// Where in a file that stands which `pointer` points to in the document of a service.
pub(crate) fn pointer_in(file: &SpecFile, service: &str, pointer: &str) -> String {
    let (whole, below) = pointer.split_at(part(pointer).len());
    file.value
        .pointer(whole)
        .map_or_else(|| pointer.to_owned(), |component| whole.to_owned() + &shared_pointer(component, service, below))
}

/// Where in a shared component that stands which a service has at `pointer`, from the component: below the name of the service,
/// and behind the certainties of others.
fn shared_pointer(component: &Value, service: &str, pointer: &str) -> String {
    let (mut at, mut part, mut found) = (Some(component), Part::Keywords, String::new());
    for segment in pointer.split('/').skip(1) {
        let mut key = unescape(segment);
        if let (Some(Value::Array(entries)), Part::Certainty) = (at, part) {
            let mut kept = entries.iter().enumerate().filter(|(_, entry)| said(entry, service, part).is_some());
            let entry = key.parse().ok().and_then(|index| kept.nth(index));
            key = entry.map_or(key, |(index, _)| index.to_string());
        } else if matches!(at, Some(Value::Array(_))) {
            part = part.element();
        } else {
            part = part.member(&key);
        }
        push_child(&mut found, &key);
        at = at.and_then(|value| value.pointer(&child("", &key)));
        if let (Some(Value::Object(values)), Part::Provenance) = (at, part) {
            push_child(&mut found, service);
            at = values.get(service);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A component of two services, in all places where they may differ.
    fn shared() -> Value {
        json!({
            "description": "A part.",
            "properties": {
                "x-source": { "description": "Where it is from.", "type": "string" },
                "size": {
                    "example": { "x-source": { "a": 1 } },
                    "x-source": { "a": "page", "b": null },
                    "x-certainty": [
                        { "about": "unit", "by": { "a": ["page"], "b": null } },
                        { "about": "meaning", "by": { "a": null, "b": ["b-page", "interface"] } },
                        { "about": "type", "by": ["interface"] },
                    ],
                },
                "weight": { "x-certainty": [{ "about": "unit", "by": { "b": ["b-page"] } }] },
            },
            "x-official-name": { "a": "PartOfA", "b": "PartOfB" },
        })
    }

    #[test]
    fn each_service_has_its_own_provenance() {
        let example = json!({ "x-source": { "a": 1 } });
        let field = json!({ "description": "Where it is from.", "type": "string" });
        let of_a = json!({
            "description": "A part.",
            "properties": {
                "x-source": field,
                "size": {
                    "example": example,
                    "x-source": "page",
                    "x-certainty": [{ "about": "unit", "by": ["page"] }, { "about": "type", "by": ["interface"] }],
                },
                "weight": {},
            },
            "x-official-name": "PartOfA",
        });
        assert_eq!(of_service(&shared(), "a"), of_a);
        let of_b = of_service(&shared(), "b");
        assert_eq!(of_b.pointer("/x-official-name"), Some(&json!("PartOfB")));
        assert_eq!(of_b.pointer("/properties/size/x-source"), None);
        let about = |at: &str| of_b.pointer(at).and_then(Value::as_str);
        assert_eq!(about("/properties/size/x-certainty/0/about"), Some("meaning"));
        assert_eq!(about("/properties/size/x-certainty/1/about"), Some("type"));
        assert_eq!(about("/properties/weight/x-certainty/0/by/0"), Some("b-page"));
        // One that nothing is said of has what all have.
        assert_eq!(of_service(&shared(), "c").pointer("/x-official-name"), None);
    }

    #[test]
    fn what_is_in_common_has_no_provenance() {
        let common = json!({
            "description": "A part.",
            "properties": {
                "x-source": { "description": "Where it is from.", "type": "string" },
                "size": { "example": { "x-source": { "a": 1 } } },
                "weight": {},
            },
        });
        assert_eq!(without_provenance(&shared()), common);
        assert_eq!(without_provenance(&of_service(&shared(), "a")), common);
    }

    #[test]
    fn what_only_looks_like_provenance_is_as_it_stands() {
        let looks = json!({
            "headers": { "x-source": { "schema": { "x-source": "page" } }, "x-certainty": { "a": 1 } },
            "content": { "x-official-name": { "schema": {} } },
            "properties": { "headers": { "x-official-name": "A" } },
            "x-requires": [{ "allows": { "x-source": { "minimum": 1 }, "x-certainty": [{ "by": { "a": "b" } }] } }],
            "x-states": { "x-official-name": { "a": "b" } },
            "x-certainty": [{ "about": "unit", "by": [{ "a": "page" }] }],
        });
        assert_eq!(of_service(&looks, "a"), looks);
        assert_eq!(by_service(&looks), []);
        let mut common = looks.clone();
        common.as_object_mut().unwrap().remove("x-certainty");
        *common.pointer_mut("/headers/x-source/schema").unwrap() = json!({});
        *common.pointer_mut("/properties/headers").unwrap() = json!({});
        assert_eq!(without_provenance(&looks), common);
        let pointer = "/headers/x-source/schema/x-source";
        let shared = json!({ "headers": { "x-source": { "schema": { "x-source": { "a": "page" } } } } });
        assert_eq!(shared_pointer(&shared, "a", pointer), format!("{pointer}/a"));
    }

    #[test]
    fn parts_of_extensions_are_known_by_their_pointers() {
        for (pointer, extension) in [
            ("/paths/~1a/get/x-requires/0/when", Some("x-requires")),
            ("/paths/x-a/get/parameters/0/x-certainty/1", Some("x-certainty")),
            ("/components/schemas/x-a/properties/x-b/type", None),
            ("/components/responses/A/headers/x-b/description", None),
            ("/components/schemas/A/example/x-b", None),
        ] {
            assert_eq!(extension_at(pointer).as_deref(), extension, "{pointer}");
        }
    }

    #[test]
    fn what_a_service_has_stands_below_its_name() {
        let component = shared();
        let places: Vec<_> = by_service(&component).into_iter().map(|(pointer, _)| pointer).collect();
        let size = "/properties/size";
        assert_eq!(
            places,
            [
                format!("{size}/x-source"),
                format!("{size}/x-certainty/0/by"),
                format!("{size}/x-certainty/1/by"),
                "/properties/weight/x-certainty/0/by".to_owned(),
                "/x-official-name".to_owned(),
            ]
        );
        for (service, pointer, expected) in [
            ("a", "/x-official-name", "/x-official-name/a".to_owned()),
            ("a", "/properties/size/x-source", format!("{size}/x-source/a")),
            ("b", "/properties/size/x-certainty/0/by/1", format!("{size}/x-certainty/1/by/b/1")),
            ("b", "/properties/size/x-certainty/1/by/0", format!("{size}/x-certainty/2/by/0")),
            ("a", "/properties/size/x-certainty/1/about", format!("{size}/x-certainty/2/about")),
            ("a", "/properties/x-source/type", "/properties/x-source/type".to_owned()),
            ("a", "/properties/a~1b/0", "/properties/a~1b/0".to_owned()),
        ] {
            assert_eq!(shared_pointer(&component, service, pointer), expected);
        }
    }
}

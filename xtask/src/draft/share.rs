//! Components that several operations have in the same form are kept once: in the file of their resource, or in the common
//! one if several resources have them.

mod parameters;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::addition::Addition;
use super::component::Names;

pub(super) use parameters::parameters;

const SCHEMAS: &str = "/components/schemas";
const REFERENCE: &str = "#/components/schemas/";

/// The additions with each component once; none if nothing is there twice. Only components that are new are looked at.
pub(super) fn components(
    is_known: impl Fn(&str) -> bool,
    additions: &[Addition],
    common: &Path,
    names: &mut Names,
) -> Option<Vec<Addition>> {
    let mut whole = Whole::of(is_known, additions);
    let order: Vec<String> = whole.order.clone();
    for name in &order {
        whole.settle(name);
    }
    if whole.twins.is_empty() {
        return None;
    }
    let called = whole.called(names);
    let common_ones = whole.common();
    let mut shared = Vec::new();
    for addition in additions {
        let Some((owner, rest)) = component_of(addition) else {
            shared.push(Addition { value: renamed(&addition.value, &called), ..addition.clone() });
            continue;
        };
        if !whole.files.contains_key(owner) {
            shared.push(Addition { value: renamed(&addition.value, &called), ..addition.clone() });
        } else if !whole.twins.contains(owner) {
            let name = called.get(owner).map_or(owner, String::as_str);
            let file = if common_ones.contains(owner) { common.to_owned() } else { addition.file.clone() };
            let value = renamed(&addition.value, &called);
            let (pointer, key) = match (&addition.key, rest) {
                (Some(_), None) => (SCHEMAS.to_owned(), Some(name.to_owned())),
                (key, rest) => (format!("{SCHEMAS}/{name}{}", rest.unwrap_or_default()), key.clone()),
            };
            shared.push(Addition { file, pointer, key, value, at: addition.at });
        }
    }
    Some(shared)
}

/// The component that an addition makes, or is in; in the latter case with the way from there.
fn component_of(addition: &Addition) -> Option<(&str, Option<&str>)> {
    let inside = addition.pointer.strip_prefix(SCHEMAS)?;
    match inside.strip_prefix('/') {
        None if inside.is_empty() => addition.key.as_deref().map(|key| (key, None)),
        None => None,
        Some(inside) => {
            let end = inside.find('/').unwrap_or(inside.len());
            let (name, rest) = inside.split_at_checked(end)?;
            Some((name, Some(rest)))
        }
    }
}

/// Words that say how a component stands in an operation, and not what it is.
const HOLLOW: [&str; 5] = ["Change", "Details", "List", "Options", "Outcome"];

/// Components of one form whose names end with the same words.
#[derive(Debug, Default)]
struct Alike {
    names: Vec<String>,
    files: BTreeSet<PathBuf>,
    ending: String,
}

/// The new components as they are in the end.
struct Whole {
    values: HashMap<String, Value>,
    files: HashMap<String, PathBuf>,
    /// Their names, in the order of the additions.
    order: Vec<String>,
    /// The first of the form of each.
    forms: HashMap<String, String>,
    /// Those that are alike, by what they are and the last word of their names.
    alike: BTreeMap<(String, String), Alike>,
    /// Those that are there already.
    twins: BTreeSet<String>,
}

impl Whole {
    fn of(is_known: impl Fn(&str) -> bool, additions: &[Addition]) -> Self {
        let (mut values, mut files, mut order) = (HashMap::new(), HashMap::new(), Vec::new());
        for addition in additions {
            match component_of(addition) {
                Some((name, None)) if !is_known(name) && !values.contains_key(name) => {
                    values.insert(name.to_owned(), addition.value.clone());
                    files.insert(name.to_owned(), addition.file.clone());
                    order.push(name.to_owned());
                }
                Some((name, Some(rest))) => {
                    if let Some(value) = values.get_mut(name) {
                        Addition { pointer: rest.to_owned(), ..addition.clone() }.apply(value);
                    }
                }
                _ => {}
            }
        }
        let (forms, alike, twins) = (HashMap::new(), BTreeMap::new(), BTreeSet::new());
        Self { values, files, order, forms, alike, twins }
    }

    /// Finds the first component that is what this one is, those that it refers to before.
    fn settle(&mut self, name: &str) -> String {
        if let Some(form) = self.forms.get(name) {
            return form.clone();
        }
        // What is circular has the form of its name.
        self.forms.insert(name.to_owned(), name.to_owned());
        let Some(value) = self.values.get(name).cloned() else { return name.to_owned() };
        let mut targets = BTreeSet::new();
        targets_of(&value, &mut targets);
        let inner: HashMap<String, String> =
            targets.into_iter().map(|target| (target.clone(), self.settle(&target))).collect();
        let word = last_word(name);
        if HOLLOW.contains(&word) {
            return name.to_owned();
        }
        let alike = self.alike.entry((renamed(&value, &inner).to_string(), word.to_owned())).or_default();
        alike.ending = if alike.names.is_empty() { plain(name).to_owned() } else { common_ending(&alike.ending, name) };
        alike.files.extend(self.files.get(name).cloned());
        alike.names.push(name.to_owned());
        let first = alike.names.first().cloned().unwrap_or_default();
        if alike.names.len() > 1 {
            self.twins.insert(name.to_owned());
        }
        self.forms.insert(name.to_owned(), first.clone());
        first
    }

    /// What components are called from now on: what the names of those that are alike end with.
    fn called(&self, names: &mut Names) -> HashMap<String, String> {
        let of_first = |alike: &'_ Alike| alike.names.first().cloned();
        let by_first: HashMap<String, &Alike> =
            self.alike.values().filter_map(|alike| Some((of_first(alike)?, alike))).collect();
        let mut called = HashMap::new();
        for first in &self.order {
            let Some(alike) = by_first.get(first).filter(|alike| alike.names.len() > 1) else { continue };
            let shared = names.component(&alike.ending);
            called.extend(alike.names.iter().map(|name| (name.clone(), shared.clone())));
        }
        called
    }

    /// The first ones of those that several resources have.
    fn common(&self) -> BTreeSet<&str> {
        let of_several = self.alike.values().filter(|alike| alike.files.len() > 1);
        of_several.filter_map(|alike| alike.names.first().map(String::as_str)).collect()
    }
}

/// A name without the number that sets it apart from another one.
fn plain(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}

fn last_word(name: &str) -> &str {
    let name = plain(name);
    name.rfind(|c: char| c.is_ascii_uppercase()).and_then(|at| name.get(at..)).unwrap_or(name)
}

/// The words that both names end with, without hollow ones at their beginning.
fn common_ending(ending: &str, name: &str) -> String {
    let name = plain(name);
    let starts = ending.char_indices().filter(|(_, c)| c.is_ascii_uppercase());
    let mut endings = starts.filter_map(|(at, _)| ending.get(at..));
    let begins_word = |rest: &str| rest.is_empty() || !rest.ends_with(|c: char| c.is_ascii_uppercase());
    let is_common = |ending: &&str| name.strip_suffix(*ending).is_some_and(begins_word);
    let mut found = endings.find(is_common).unwrap_or_default();
    while let Some(rest) = HOLLOW.iter().find_map(|word| found.strip_prefix(word)).filter(|rest| !rest.is_empty()) {
        found = rest;
    }
    found.to_owned()
}

fn targets_of(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match value.as_str().filter(|_| key == "$ref").and_then(|text| text.strip_prefix(REFERENCE)) {
                    Some(target) => drop(found.insert(target.to_owned())),
                    None => targets_of(value, found),
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| targets_of(element, found)),
        _ => {}
    }
}

/// The value, with references to other names.
fn renamed(value: &Value, names: &HashMap<String, String>) -> Value {
    match value {
        Value::Object(entries) => {
            let rename = |(key, value): (&String, &Value)| {
                let target = value.as_str().filter(|_| key == "$ref").and_then(|text| text.strip_prefix(REFERENCE));
                let value = match target.and_then(|target| names.get(target)) {
                    Some(name) => Value::from(format!("{REFERENCE}{name}")),
                    None => renamed(value, names),
                };
                (key.clone(), value)
            };
            entries.iter().map(rename).collect()
        }
        Value::Array(elements) => elements.iter().map(|element| renamed(element, names)).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn component(file: &str, name: &str, value: Value) -> Addition {
        Addition::entry(Path::new(file), SCHEMAS, name, value)
    }

    fn list_of(name: &str) -> Value {
        json!({ "type": "object", "properties": { "parts": { "type": "array", "items": { "$ref": format!("{REFERENCE}{name}") } } } })
    }

    fn part() -> Value {
        json!({ "type": "object", "properties": { "id": { "type": "string" } } })
    }

    fn shared(additions: &[Addition]) -> Option<Vec<Addition>> {
        components(|name| name == "Known", additions, Path::new("common.yaml"), &mut Names::none())
    }

    #[test]
    fn what_is_alike_in_two_resources_is_common() {
        let refers = json!({ "$ref": format!("{REFERENCE}CogDetails") });
        let additions = [
            component("a.yaml", "WidgetListPart", part()),
            component("a.yaml", "WidgetList", list_of("WidgetListPart")),
            component("b.yaml", "CogDetailsPart", part()),
            component("b.yaml", "CogDetails", list_of("CogDetailsPart")),
            Addition::entry(Path::new("b.yaml"), "/paths/~1cogs", "get", refers.clone()),
        ];
        let shared = shared(&additions).unwrap();
        let part = &shared[0];
        assert_eq!((part.file.as_path(), part.key.as_deref()), (Path::new("common.yaml"), Some("Part")));
        // Bodies that have one form are two things.
        let others: Vec<_> = shared[1..].iter().map(|one| (one.key.as_deref().unwrap(), &one.value)).collect();
        assert_eq!(others, [("WidgetList", &list_of("Part")), ("CogDetails", &list_of("Part")), ("get", &refers)]);
    }

    #[test]
    fn names_of_what_is_shared_say_what_it_is() {
        for (one, other, ending) in [
            ("WidgetListPart", "CogDetailsPart", "Part"),
            ("WidgetListVolumeLink", "CogListVolumeLink", "VolumeLink"),
            ("DiskPart2", "DiskPart3", "DiskPart"),
            ("Part", "DiskPart", "Part"),
        ] {
            assert_eq!(common_ending(plain(one), other), ending, "{one} {other}");
        }
        assert_eq!((last_word("NewWidget"), last_word("WidgetList2")), ("Widget", "List"));
    }

    #[test]
    fn what_is_added_later_makes_a_difference() {
        let more = |owner: &str| {
            let pointer = format!("{SCHEMAS}/{owner}/properties");
            Addition::entry(Path::new("a.yaml"), &pointer, "size", json!({ "type": "integer" }))
        };
        let both = [component("a.yaml", "OldPart", part()), component("a.yaml", "NewPart", part())];
        let with = |others: &[Addition]| [&both[..], others].concat();
        let one = shared(&with(&[])).unwrap();
        assert_eq!((one.len(), one[0].file.as_path(), one[0].key.as_deref()), (1, Path::new("a.yaml"), Some("Part")));
        assert_eq!(shared(&with(&[more("OldPart")])), None);
        let all = shared(&with(&[more("OldPart"), more("NewPart")])).unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].pointer, format!("{SCHEMAS}/Part/properties"));
        // What is there already is nobody's to share.
        assert_eq!(shared(&[component("a.yaml", "Known", part()), component("a.yaml", "NewPart", part())]), None);
    }

    #[test]
    fn a_circle_ends() {
        let circle = |name: &str| component("a.yaml", name, list_of(name));
        assert_eq!(shared(&[circle("OldPart"), circle("NewPart")]), None);
    }
}

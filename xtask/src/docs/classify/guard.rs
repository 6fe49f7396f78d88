//! Holds the fields that were read against the page's own examples: they show what the service sends.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::samples::{Samples, items};
use crate::docs::facts::{DocType, Field, PageFacts, PageProblem, PageProblemKind, SchemaType};

/// The path of a body that is a list.
const WHOLE_BODY: &str = "$";
/// How many keys a problem lists.
const MAX_LISTED: usize = 8;
/// How many values of an example are compared.
const MAX_VALUES: usize = 5_000;

/// Reports where examples and fields differ.
pub(super) fn check(facts: &mut PageFacts) {
    let examples = std::mem::take(&mut facts.examples);
    let mut problems = Vec::new();
    if !facts.request.is_empty() {
        problems.extend(differences(&facts.page, &facts.request, &Samples::of_request(&examples)));
    }
    for (status, fields) in &facts.responses {
        problems.extend(differences(&facts.page, fields, &Samples::of_response(&examples, status)));
    }
    if facts.request.is_empty() {
        problems.extend(undescribed(&facts.page, "request", &Samples::of_request(&examples)));
    }
    if !facts.responses.keys().any(|status| status.starts_with('2') || status == "default") {
        problems.extend(undescribed(&facts.page, "response", &Samples::of_response(&examples, "2XX")));
    }
    facts.problems.extend(problems);
    facts.examples = examples;
}

/// A problem of a body that only an example has: its fields may be described on another page.
fn undescribed(page: &str, way: &str, samples: &Samples<'_>) -> Option<PageProblem> {
    let none = HashSet::new();
    let has_fields = |body: &Value| items(body).filter_map(Value::as_object).any(|object| !object.is_empty());
    let (_, line) = samples.bodies().find(|(body, _)| has_fields(body) && !is_of_error(&none, body))?;
    let reason = format!("the example {way} has a body, of which no table of the page has a field");
    Some(PageProblem::new(page, line, PageProblemKind::ExampleField, reason))
}

/// The differences of a body, one problem for each place in the first example that shows it.
fn differences(page: &str, fields: &[Field], samples: &Samples<'_>) -> Vec<PageProblem> {
    let tree = Tree::of(fields);
    let names: HashSet<&str> = fields.iter().map(|field| field.field.as_str()).collect();
    let mut problems = Vec::new();
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (body, line) in samples.bodies() {
        if is_of_error(&names, body) {
            continue;
        }
        let mut walk = Walk { tree: &tree, found: Vec::new(), left: MAX_VALUES };
        match tree.fields.get(WHOLE_BODY) {
            Some(whole) => walk.field(whole, body, WHOLE_BODY),
            None => walk.value(body, ""),
        }
        for reason in walk.found {
            if told.insert(reason.clone()) {
                problems.push(PageProblem::new(page, line, PageProblemKind::ExampleField, reason));
            }
        }
    }
    problems
}

/// The fields of a body by their paths, without the marks of lists and maps.
struct Tree<'f> {
    fields: HashMap<String, &'f Field>,
    /// Paths that have fields below them.
    parents: BTreeSet<String>,
    /// Paths by the last name.
    by_name: HashMap<&'f str, Vec<&'f str>>,
}

impl<'f> Tree<'f> {
    fn of(fields: &'f [Field]) -> Self {
        let mut tree = Self { fields: HashMap::new(), parents: BTreeSet::new(), by_name: HashMap::new() };
        for field in fields {
            let path = plain(&field.field);
            let parents = path.match_indices('.').filter_map(|(at, _)| path.get(..at));
            tree.parents.extend(parents.map(str::to_owned));
            let name = field.field.rsplit('.').next().unwrap_or_default();
            tree.by_name.entry(name).or_default().push(&field.field);
            tree.fields.insert(path, field);
        }
        tree
    }
}

/// Whether an example shows nothing of a body, but an error, of which pages often show one beside the response.
pub(super) fn is_of_error(names: &HashSet<&str>, body: &Value) -> bool {
    let objects: Vec<_> = items(body).filter_map(Value::as_object).collect();
    let mut keys = objects.iter().flat_map(|object| object.keys());
    let mut inner = objects.iter().flat_map(|object| object.values()).filter_map(Value::as_object);
    let is_strange = !keys.clone().any(|key| names.contains(key.as_str()));
    is_strange
        && (keys.any(|key| is_word_of_error(key)) || inner.any(|inner| inner.keys().any(|key| is_word_of_error(key))))
}

fn is_word_of_error(key: &str) -> bool {
    ["error", "error_code", "error_msg", "errorCode", "errCode", "code", "message"].contains(&key)
}

/// A path without the marks of lists and maps.
fn plain(path: &str) -> String {
    path.replace("[]", "").replace(".*", "")
}

struct Walk<'t, 'f> {
    tree: &'t Tree<'f>,
    found: Vec<String>,
    left: usize,
}

impl Walk<'_, '_> {
    /// Compares what stands at a path.
    fn value(&mut self, value: &Value, path: &str) {
        for item in items(value) {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            if let Value::Object(object) = item {
                self.object(object, path);
            }
        }
    }

    fn object(&mut self, object: &serde_json::Map<String, Value>, path: &str) {
        let mut strange: Vec<&str> = Vec::new();
        for (key, value) in object {
            let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            match self.tree.fields.get(&inner) {
                Some(field) => self.field(field, value, &inner),
                // Fields are inside of it, though it is none of its own.
                None if self.tree.parents.contains(&inner) => self.value(value, &inner),
                None => strange.push(key),
            }
        }
        // An object that no table describes may have any keys.
        if !strange.is_empty() && (path.is_empty() || self.tree.parents.contains(path)) {
            self.report(&strange, path);
        }
    }

    fn field(&mut self, field: &Field, value: &Value, path: &str) {
        if let Some(found) = conflict(&field.doc_type.schema, value) {
            self.found
                .push(format!("the example has {found} in `{}`, whose type is `{}`", field.field, field.doc_type.text));
        }
        match field.doc_type.schema.innermost() {
            SchemaType::Map { values } => {
                for inner in items(value).filter_map(Value::as_object).flat_map(|map| map.values()) {
                    if let Some(found) = conflict(values, inner) {
                        let DocType { text, .. } = &field.doc_type;
                        self.found
                            .push(format!("the example has {found} in `{}.*`, whose map is `{text}`", field.field));
                    }
                    self.value(inner, path);
                }
            }
            _ => self.value(value, path),
        }
    }

    /// Tells of keys that no table has here, and of those that the tables have elsewhere.
    fn report(&mut self, keys: &[&str], path: &str) {
        let place = if path.is_empty() { "at its top".to_owned() } else { format!("in `{path}`") };
        let is_elsewhere = |key: &&&str| self.tree.by_name.contains_key(**key);
        let (elsewhere, nowhere): (Vec<&str>, Vec<&str>) = keys.iter().partition(|key| is_elsewhere(key));
        if let Some(other) =
            elsewhere.first().and_then(|key| self.tree.by_name.get(key)).and_then(|paths| paths.first())
        {
            let keys = listed(&elsewhere);
            self.found.push(format!("the example has {keys} {place}, where the tables have none, but `{other}`"));
        }
        if !nowhere.is_empty() {
            self.found.push(format!("the example has {} {place}, which no table has", listed(&nowhere)));
        }
    }
}

/// The first of some keys, for people.
fn listed(keys: &[&str]) -> String {
    let shown: Vec<String> = keys.iter().take(MAX_LISTED).map(|key| format!("`{key}`")).collect();
    let more = keys.len().saturating_sub(MAX_LISTED);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}

/// What an example shows that a type does not allow.
fn conflict(schema: &SchemaType, value: &Value) -> Option<&'static str> {
    use SchemaType::{Array, Boolean, Integer, Map, Number, Object, String};
    match (schema, value) {
        (Array { items }, Value::Array(values)) if **items == Object => values
            .iter()
            .any(|value| !value.is_object() && !value.is_null())
            .then_some("a list of values that are no objects"),
        (Array { .. } | String | Integer | Number | Boolean, Value::Object(_)) => Some("an object"),
        (Object | Map { .. } | String | Integer | Number | Boolean, Value::Array(_)) => Some("a list"),
        (Integer | Number | Boolean, Value::String(_)) => Some("a string"),
        (String | Boolean, Value::Number(_)) => Some("a number"),
        (String | Integer | Number, Value::Bool(_)) => Some("`true` or `false`"),
        _ => None,
    }
}

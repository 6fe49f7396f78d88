//! The verdicts on findings: what the page says is put into the specification, and both are compared by the rules of
//! [`diff`](crate::diff).
//!
//! Of the specification, only the operations that an edit reaches are compared, with what they refer to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use crate::contract::{Edit, Verdict};
use crate::diff::{Document, Level, Rust, Wire, compare};
use crate::model::Model;
use crate::spec::{child, part};

/// An operation: its path and its method, and the components that it leads to.
#[derive(Debug)]
struct Reach<'m> {
    path: &'m str,
    method: &'m str,
    components: BTreeSet<&'m str>,
}

/// Judges edits of one specification.
#[derive(Debug)]
pub(super) struct Judge<'m> {
    document: &'m Value,
    operations: Vec<Reach<'m>>,
    /// The numbers of the operations that something belongs to or is led to by: by the pointers of operations and components.
    reaching: HashMap<String, Vec<usize>>,
}

impl<'m> Judge<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        let document = &model.spec.document;
        let mut operations = Vec::new();
        let mut reaching: HashMap<String, Vec<usize>> = HashMap::new();
        for (path, item) in members(document, "/paths") {
            for (method, operation) in item.as_object().into_iter().flatten().filter(|(_, value)| value.is_object()) {
                let components = closure(document, &[operation, item.get("parameters").unwrap_or(&Value::Null)]);
                let own = child(&child("/paths", path), method);
                for pointer in components.iter().copied().chain([own.as_str()]) {
                    reaching.entry(pointer.to_owned()).or_default().push(operations.len());
                }
                operations.push(Reach { path, method, components });
            }
        }
        Self { document, operations, reaching }
    }

    /// What edits mean that belong together.
    pub(super) fn verdict(&self, edits: &[Edit]) -> Verdict {
        if edits.is_empty() {
            return Verdict::unknown();
        }
        let old = self.part(edits);
        let mut new = old.clone();
        for edit in edits {
            edit.apply(&mut new);
        }
        // Of an operation that has no day on which it ends, the day does not matter.
        let findings = compare(&Document::of_value(old), &Document::of_value(new), "").findings;
        let mut verdict = Verdict::none();
        let mut operations = BTreeSet::new();
        for finding in findings.iter().filter(|finding| !finding.is_of_words()) {
            verdict.wire = worse(verdict.wire, finding.wire);
            verdict.rust = verdict.rust.max(finding.rust);
            if !verdict.rules.contains(&finding.id) {
                verdict.rules.push(finding.id.clone());
            }
            operations.extend(finding.operations.iter().cloned());
        }
        verdict.operations = operations.into_iter().collect();
        verdict
    }

    /// The operations that edits reach, and the components that these lead to.
    fn part(&self, edits: &[Edit]) -> Value {
        let reached = edits.iter().filter_map(|edit| self.reaching.get(part(edit.pointer()))).flatten();
        let reached: BTreeSet<usize> = reached.copied().collect();
        let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
        let mut components: BTreeSet<&str> = edits.iter().filter_map(|edit| component(edit.pointer())).collect();
        for reach in reached.into_iter().filter_map(|at| self.operations.get(at)) {
            let item = self.document.get("paths").and_then(|paths| paths.get(reach.path));
            let entry = paths.entry(reach.path).or_default();
            for key in [reach.method, "parameters"] {
                if let Some(value) = item.and_then(|item| item.get(key)) {
                    entry.insert(key.to_owned(), value.clone());
                }
            }
            components.extend(&reach.components);
        }
        let mut document = json!({ "openapi": "3.0.3", "info": {}, "paths": paths });
        for pointer in components {
            if let Some(value) = self.document.pointer(pointer) {
                Edit::set(pointer, value.clone()).apply(&mut document);
            }
        }
        document
    }
}

/// What is worse, in each direction.
fn worse(one: Wire, other: Wire) -> Wire {
    let worst = |of: fn(Wire) -> Level| of(one).max(of(other));
    Wire {
        old_client_new_server: worst(|wire| wire.old_client_new_server),
        new_client_old_server: worst(|wire| wire.new_client_old_server),
    }
}

/// The verdict on an operation that only pages have: nobody calls it yet, and there is more to use.
pub(super) fn of_new_operation() -> Verdict {
    let wire = Wire { old_client_new_server: Level::Compatible, new_client_old_server: Level::Breaking };
    Verdict { wire, rust: Rust::Adds, rules: vec!["operation.added".to_owned()], ..Verdict::none() }
}

/// The component that a pointer leads into: `/components/schemas/Widget`.
fn component(pointer: &str) -> Option<&str> {
    let rest = pointer.strip_prefix("/components/")?;
    let kind = rest.find('/')?;
    let name = rest.get(kind + 1..)?;
    let end = name.find('/').unwrap_or(name.len());
    pointer.get(.."/components/".len() + kind + 1 + end)
}

fn members<'v>(document: &'v Value, pointer: &str) -> impl Iterator<Item = (&'v str, &'v Value)> {
    let members = document.pointer(pointer).and_then(Value::as_object);
    members.into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// Pointers of the components that values refer to, by one step or several.
fn closure<'v>(document: &'v Value, values: &[&'v Value]) -> BTreeSet<&'v str> {
    let mut found = BTreeSet::new();
    let mut rest: Vec<&Value> = values.to_vec();
    while let Some(value) = rest.pop() {
        match value {
            Value::Object(entries) => {
                let target = entries.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
                if let Some(target) = target.and_then(component)
                    && found.insert(target)
                {
                    rest.extend(document.pointer(target));
                }
                rest.extend(entries.values());
            }
            Value::Array(elements) => rest.extend(elements),
            _ => {}
        }
    }
    found
}

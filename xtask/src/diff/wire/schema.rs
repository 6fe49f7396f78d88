//! Two schemas in one part of the contract.

mod alternatives;
mod fields;
mod limits;
mod parts;
mod types;
mod values;
mod view;

use super::record::{At, Site};
use super::{Owner, Walk};
use crate::diff::Node;
use crate::diff::rule::Slot;
use view::{View, alike};

/// What the rules on schemas look at. `default` and its likes have rules of their own; words for people are left.
const KNOWN: &[&str] = &[
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "default",
    "discriminator",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "properties",
    "readOnly",
    "required",
    "type",
    "uniqueItems",
    "writeOnly",
    "x-extensible-enum",
    "xml",
];

impl<'d> Walk<'d> {
    pub(super) fn schema(&mut self, index: usize, slot: Slot, old: &Node<'d>, new: &Node<'d>) {
        let at = At { owner: Owner::Pair(index), slot, site: Site::Schema(part_of(new.pointer(), slot)) };
        let (mut before, mut after) = (View::of(old), View::of(new));
        self.parts(at, &mut before, &mut after);
        self.nullability(at, &before, &after);
        if self.alternatives(at, &before, &after) {
            self.types(at, &before, &after);
        }
        self.exclusion(at, &before, &after);
        self.discriminator(at, &before, &after);
        let mark = |key: &str| (before.get(key), after.get(key));
        if let (a, b) = mark("xml")
            && a.as_ref().map(Node::value) != b.as_ref().map(Node::value)
        {
            self.report(at, "xml.changed", Some(old), Some(new), "its form in XML has changed");
        }
        self.words(at, &before, &after);
    }

    /// What is left of the schema and, if it is one that wraps another, of that one.
    fn words(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        if let ([a], [b]) = (old.layers(), new.layers()) {
            self.rest(at, a, b, KNOWN);
            return;
        }
        let (mut before, mut after) = (serde_json::Map::new(), serde_json::Map::new());
        for (view, all) in [(old, &mut before), (new, &mut after)] {
            for layer in view.layers() {
                for (key, value) in layer.object().into_iter().flatten() {
                    all.entry(key.clone()).or_insert_with(|| value.clone());
                }
            }
        }
        let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys.into_iter().filter(|key| !KNOWN.contains(&key.as_str()) && before.get(*key) != after.get(*key))
        {
            let id = match key.as_str() {
                "deprecated" if after.get(key) == Some(&true.into()) => "deprecated.added",
                "deprecated" => "deprecated.removed",
                key if super::keys::FOR_PEOPLE.contains(&key) => "documentation.changed",
                key if key.starts_with("x-") => "extension.changed",
                _ => "unknown.keyword.changed",
            };
            self.report(at, id, Some(old.node()), Some(new.node()), format!("`{key}` has changed"));
        }
    }

    /// What a value must not be.
    fn exclusion(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        match (old.get("not"), new.get("not")) {
            (None, Some(b)) => self.report(at, "not.added", Some(old.node()), Some(&b), "some values are excluded now"),
            (Some(a), None) => {
                self.report(at, "not.removed", Some(&a), Some(new.node()), "some values are no longer excluded");
            }
            (Some(a), Some(b)) => {
                self.look_at(&a.resolved(), &b.resolved());
                if !alike(&a, &b) {
                    self.report(at, "not.changed", Some(&a), Some(&b), "other values are excluded");
                }
            }
            (None, None) => {}
        }
    }
}

/// What a schema is to the one around it, by its pointer.
fn part_of(pointer: &str, slot: Slot) -> &'static str {
    let mut segments = pointer.rsplit('/');
    let (last, before) = (segments.next().unwrap_or_default(), segments.next().unwrap_or_default());
    match (before, last) {
        ("properties", _) => "field",
        ("schemas", _) => "schema",
        ("oneOf" | "anyOf", _) => "alternative",
        ("allOf", _) => "part",
        (_, "items") => "element",
        (_, "additionalProperties") => "value",
        (_, "schema") if matches!(slot, Slot::Parameter | Slot::Header) => "",
        (_, "schema") => "body",
        _ => "schema",
    }
}

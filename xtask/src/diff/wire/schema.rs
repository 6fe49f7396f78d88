//! Two schemas in one part of the contract.

mod alternatives;
mod conditions;
mod fields;
mod limits;
mod parts;
mod types;
mod values;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use super::keys::{FOR_PEOPLE, extension};
use super::record::{At, Site};
use super::{Owner, Walk};
use crate::diff::Node;
use crate::diff::rule::Slot;
use view::{View, alike};

/// What the rules on schemas look at. `default` and its likes have rules of their own; words for people are left.
const KNOWN: &[&str] = &[
    // Schemas that stand there are compared where something refers to them.
    "$defs",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "dependentRequired",
    "dependentSchemas",
    "discriminator",
    "else",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "readOnly",
    "required",
    "then",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "writeOnly",
    "x-extensible-enum",
    "xml",
];

impl<'d> Walk<'d> {
    pub(super) fn schema(&mut self, index: usize, slot: Slot, old: &Node<'d>, new: &Node<'d>) {
        let at = At { owner: Owner::Pair(index), slot, site: Site::Schema(part_of(new.pointer(), slot)) };
        self.name(at, old, new);
        let (mut before, mut after) = (View::of(old), View::of(new));
        if before.wraps_like(&after) {
            return self.wrapped(at, &before, &after);
        }
        self.parts(at, &mut before, &mut after);
        for layer in before.layers().iter().chain(after.layers()) {
            self.seen.insert(layer.address());
        }
        self.nullability(at, &before, &after);
        if self.one_enum(at, &before, &after) {
            return self.words(at, [&before, &after], before.layers(), after.layers());
        }
        if self.alternatives(at, &before, &after) {
            self.types(at, &before, &after);
        }
        self.exclusion(at, &before, &after);
        self.conditions(at, &before, &after);
        self.discriminator(at, &before, &after);
        self.xml(at, before.layers(), after.layers());
        self.words(at, [&before, &after], before.layers(), after.layers());
    }

    /// What two components are called that stand in the same place.
    fn name(&mut self, at: At, old: &Node<'d>, new: &Node<'d>) {
        let name = |node: &Node<'d>| node.pointer().strip_prefix("/components/schemas/").map(str::to_owned);
        let Some((before, after)) = name(old).zip(name(new)) else { return };
        if before == after || before.contains('/') || after.contains('/') {
            return;
        }
        let at = At { site: Site::Contract("component"), slot: Slot::Request, ..at };
        if new.document_has(old.pointer()) || old.document_has(new.pointer()) {
            let message = format!("`{after}` stands where `{before}` stood");
            self.report(at, "component.exchanged", Some(old), Some(new), message);
        } else {
            self.report(at, "component.renamed", Some(old), Some(new), format!("`{before}` is called `{after}` now"));
        }
    }

    /// Compares what two schemas say of another one, and that one by itself: it may be shared.
    fn wrapped(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let ((outer_old, inner_old), (outer_new, inner_new)) = (old.unwrapped(), new.unwrapped());
        let is_any_nullable = [inner_old, inner_new].into_iter().any(|inner| View::of(inner).is_nullable());
        if !is_any_nullable {
            self.null(at, old, new);
        }
        let default = |layers: &[Node<'d>]| layers.iter().find_map(|layer| layer.raw("default"));
        self.default_value(at, [old, new], default(outer_old), default(outer_new));
        self.discriminator(at, old, new);
        self.xml(at, outer_old, outer_new);
        self.words(at, [old, new], outer_old, outer_new);
        self.pair(at.owner, at.slot, inner_old, inner_new);
    }

    /// The form in XML.
    fn xml(&mut self, at: At, before: &[Node<'d>], after: &[Node<'d>]) {
        let said = |layers: &[Node<'d>]| layers.iter().find_map(|layer| layer.raw("xml"));
        let (a, b) = (said(before), said(after));
        if a.as_ref().map(Node::value) != b.as_ref().map(Node::value) {
            let (from, to) = (before.first(), after.first());
            self.report(at, "xml.changed", a.as_ref().or(from), b.as_ref().or(to), "its form in XML has changed");
        }
    }

    /// Whether an enum is written as alternatives on one side alone; then its values are compared.
    fn one_enum(&mut self, at: At, old: &View<'d>, new: &View<'d>) -> bool {
        let plain = |view: &View<'d>| {
            let list = view.get("enum")?.value().as_array()?;
            Some((list.iter().collect::<Vec<_>>(), view.types()?))
        };
        let (before, after) = match (old.enums(), new.enums()) {
            (Some(before), None) => (Some(before), plain(new)),
            (None, Some(after)) => (plain(old), Some(after)),
            _ => return false,
        };
        let Some(((values, types), (other_values, other_types))) = before.zip(after) else { return false };
        if types != other_types {
            return false;
        }
        self.enumerated(at, old, new, &values, &other_values);
        true
    }

    /// What is left of schemas that are one.
    fn words(&mut self, at: At, [old, new]: [&View<'d>; 2], before: &[Node<'d>], after: &[Node<'d>]) {
        if let ([a], [b]) = (before, after) {
            return self.rest(at, a, b, KNOWN);
        }
        let said = |layers: &[Node<'d>]| {
            let mut said = BTreeMap::new();
            for (key, value) in layers.iter().filter_map(Node::object).flatten() {
                said.entry(key.as_str()).or_insert(value);
            }
            said
        };
        let (before, after) = (said(before), said(after));
        let keys: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
        for key in keys.into_iter().filter(|key| !KNOWN.contains(key) && before.get(key) != after.get(key)) {
            let id = match key {
                "deprecated" if after.get(key) == Some(&&true.into()) => "deprecated.added",
                "deprecated" => "deprecated.removed",
                key if FOR_PEOPLE.contains(&key) => "documentation.changed",
                key if key.starts_with("x-") => extension(key),
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

//! The fields of objects.

use std::collections::BTreeSet;

use super::view::{View, alike};
use crate::diff::Node;
use crate::diff::rule::Slot;
use crate::diff::wire::record::At;
use crate::diff::wire::{Walk, take_pairs};

/// A field, and what the object says of it.
#[derive(Clone, Debug)]
struct Field<'d> {
    name: &'d str,
    node: Node<'d>,
    is_required: bool,
    is_read_only: bool,
    is_write_only: bool,
}

/// What an object does with fields that it does not name.
#[derive(Clone, Debug)]
enum Others<'d> {
    Any,
    None,
    Of(Node<'d>),
}

impl<'d> Walk<'d> {
    pub(super) fn fields(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let at = at.part("field");
        let (mut before, mut after) = (fields(old), fields(new));
        let mut pairs = take_pairs(&mut before, &mut after, |a, b| a.name == b.name);
        let renamed = take_pairs(&mut before, &mut after, Field::is_renamed);
        for (a, b) in &renamed {
            let is_required = a.is_required || b.is_required;
            let id = if is_required { "field.renamed.required" } else { "field.renamed" };
            let message = format!("`{}` is called `{}` now", a.name, b.name);
            self.report(a.at(at), id, Some(&a.node), Some(&b.node), message);
        }
        pairs.extend(renamed);
        for (a, b) in &pairs {
            self.field(at, a, b);
        }
        self.undeclared(at, old, new);
        let is_closed = matches!(others(new), Others::None);
        for field in &before {
            let has_default = View::of(&field.node.resolved()).get("default").is_some();
            let id = match field.is_required {
                _ if is_closed && at.slot.is_sent() => "field.removed.refused",
                true if has_default => "field.removed.default",
                true => "field.removed.required",
                false => "field.removed",
            };
            self.report(field.at(at), id, Some(&field.node), None, format!("`{}` is gone", field.name));
        }
        for field in &after {
            let has_default = View::of(&field.node.resolved()).get("default").is_some();
            let (id, kind) = match field.is_required {
                true if has_default => ("field.added.default", "required, with a default"),
                true => ("field.added.required", "required"),
                false => ("field.added", "optional"),
            };
            self.report(field.at(at), id, None, Some(&field.node), format!("`{}` is new, and {kind}", field.name));
        }
        self.others(at, old, new);
    }

    fn field(&mut self, at: At, old: &Field<'d>, new: &Field<'d>) {
        let (before, after) = (Some(&old.node), Some(&new.node));
        let slot = if old.is_hidden(at.slot) && new.is_hidden(at.slot) { Slot::Unsent } else { at.slot };
        self.pair(at.owner, slot, &old.node, &new.node);
        let is_required = old.is_required && new.is_required;
        let (name, both) = (new.name, (old.is_read_only, new.is_read_only));
        let (added, removed) = if is_required {
            ("read-only.added.required", "read-only.removed.required")
        } else {
            ("read-only.added", "read-only.removed")
        };
        match both {
            (false, true) => self.report(at, added, before, after, format!("`{name}` is only read now")),
            (true, false) => self.report(at, removed, before, after, format!("`{name}` may be sent now")),
            _ => {}
        }
        let (added, removed) = if is_required {
            ("write-only.added.required", "write-only.removed.required")
        } else {
            ("write-only.added", "write-only.removed")
        };
        match (old.is_write_only, new.is_write_only) {
            (false, true) => self.report(at, added, before, after, format!("`{name}` is only written now")),
            (true, false) => self.report(at, removed, before, after, format!("`{name}` may be read now")),
            _ => {}
        }
        let has_default = View::of(&new.node.resolved()).get("default").is_some();
        let (required, optional) = if has_default {
            ("field.required.default", "field.optional.default")
        } else {
            ("field.required", "field.optional")
        };
        let at = at.in_slot(slot);
        match (old.is_required, new.is_required) {
            (false, true) => self.report(at, required, before, after, format!("`{name}` is required now")),
            (true, false) => self.report(at, optional, before, after, format!("`{name}` is optional now")),
            _ => {}
        }
    }

    /// Fields that are required, and described nowhere.
    fn undeclared(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let names = |view: &View<'d>| {
            let fields = view.fields();
            view.required().into_iter().filter(|name| !fields.contains_key(name)).collect::<BTreeSet<_>>()
        };
        let (had, has) = (names(old), names(new));
        let (from, to) = (Some(old.node()), Some(new.node()));
        for name in has.difference(&had).filter(|name| !old.required().contains(**name)) {
            self.report(at, "field.required", from, to, format!("`{name}`, which is not described, is required now"));
        }
        for name in had.difference(&has).filter(|name| !new.required().contains(**name)) {
            self.report(at, "field.optional", from, to, format!("`{name}`, which is not described, is optional now"));
        }
    }

    fn others(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let (from, to) = (old.node(), new.node());
        match (others(old), others(new)) {
            (Others::Any, Others::Any) | (Others::None, Others::None) => {}
            (_, Others::None) => {
                let message = "fields without a name are refused now";
                self.report(at.part("value"), "additional.closed", Some(from), Some(to), message);
            }
            (Others::None, _) => {
                let message = "fields without a name are allowed now";
                self.report(at.part("value"), "additional.opened", Some(from), Some(to), message);
            }
            (Others::Of(a), Others::Of(b)) => {
                self.pair(at.owner, at.slot, &a, &b);
            }
            (Others::Any, Others::Of(b)) => self.schema_of(at.part("value"), from, to, None, Some(&b)),
            (Others::Of(a), Others::Any) => self.schema_of(at.part("value"), from, to, Some(&a), None),
        }
    }
}

impl Field<'_> {
    /// Whether it is never there: one that is read only in what is sent, one that is written only in what is read.
    const fn is_hidden(&self, slot: Slot) -> bool {
        if slot.is_sent() { self.is_read_only } else { self.is_write_only }
    }

    /// The part of the contract that a change of it counts in.
    const fn at(&self, at: At) -> At {
        if self.is_hidden(at.slot) { at.in_slot(Slot::Unsent) } else { at }
    }

    /// Whether it is the same field under a name that is spelt another way, or has a word more or less.
    fn is_renamed(&self, other: &Self) -> bool {
        let plain = |name: &str| name.replace(['-', '_', '.', ' '], "").to_lowercase();
        let (a, b) = (plain(self.name), plain(other.name));
        let is_near = a == b || a.ends_with(&b) || b.ends_with(&a) || strsim::jaro_winkler(&a, &b) > 0.93;
        is_near && self.is_required == other.is_required && alike(&self.node, &other.node)
    }
}

fn fields<'d>(view: &View<'d>) -> Vec<Field<'d>> {
    let required = view.required();
    let fields = view.fields().into_iter();
    fields
        .map(|(name, node)| {
            let schema = View::of(&node.resolved());
            let (is_read_only, is_write_only) = (schema.flag("readOnly"), schema.flag("writeOnly"));
            Field { name, node, is_required: required.contains(name), is_read_only, is_write_only }
        })
        .collect()
}

fn others<'d>(view: &View<'d>) -> Others<'d> {
    match view.get("additionalProperties") {
        Some(node) if node.value() == &serde_json::Value::Bool(false) => Others::None,
        Some(node) if node.object().is_some_and(|object| !object.is_empty()) => Others::Of(node),
        _ => Others::Any,
    }
}

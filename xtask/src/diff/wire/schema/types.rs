//! Types and formats, and then what holds for values of that type.

use std::collections::BTreeSet;

use super::view::View;
use crate::diff::rule::Slot;
use crate::diff::wire::Walk;
use crate::diff::wire::record::{At, Site};

/// The types whose values stand in a path or a query as they are.
const SCALARS: [&str; 4] = ["boolean", "integer", "number", "string"];

impl<'d> Walk<'d> {
    /// Compares types. Of values that have another type now there is nothing more to say.
    pub(super) fn types(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let (before, after) = (old.types(), new.types());
        let id = match (&before, &after) {
            _ if before == after => None,
            (None, _) => Some("type.narrowed"),
            (_, None) => Some("type.widened"),
            (Some(a), Some(b)) if at.slot == Slot::Parameter && is_text(a, b) => {
                let is_field = at.site == Site::Schema("field");
                Some(if is_field { "type.as-text" } else { "type.widened" })
            }
            (Some(a), Some(b)) if at.slot == Slot::Parameter && is_text(b, a) => {
                let is_field = at.site == Site::Schema("field");
                Some(if is_field { "type.from-text" } else { "type.narrowed" })
            }
            (Some(a), Some(b)) if holds(b, a) => Some("type.widened"),
            (Some(a), Some(b)) if holds(a, b) => Some("type.narrowed"),
            _ => Some("type.changed"),
        };
        if let Some(id) = id {
            let message = format!("the type is {} instead of {}", shown(after.as_ref()), shown(before.as_ref()));
            self.report(at, id, Some(old.node()), Some(new.node()), message);
        }
        if matches!(id, Some("type.changed" | "type.as-text" | "type.from-text")) {
            return;
        }
        if id.is_none() {
            self.format(at, old, new);
        }
        self.values(at, old, new);
        self.limits(at, old, new);
        self.elements(at, old, new);
        self.fields(at, old, new);
    }

    fn format(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let (id, message) = match (old.text("format"), new.text("format")) {
            (a, b) if a == b => return,
            (None, Some(b)) => ("format.added", format!("the format is {b} now")),
            (Some(a), None) => ("format.removed", format!("the format is not {a} any more")),
            (Some("int32"), Some("int64")) => ("format.widened", "the format is int64 instead of int32".to_owned()),
            (Some("float"), Some("double")) => ("format.widened", "the format is double instead of float".to_owned()),
            (Some("int64"), Some("int32")) => ("format.narrowed", "the format is int32 instead of int64".to_owned()),
            (Some("double"), Some("float")) => ("format.narrowed", "the format is float instead of double".to_owned()),
            (Some(a), Some(b)) => ("format.changed", format!("the format is {b} instead of {a}")),
            (None, None) => return,
        };
        self.report(at, id, Some(old.node()), Some(new.node()), message);
    }

    /// The elements of a list.
    fn elements(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let at = at.part("element");
        let says =
            |view: &View<'d>| view.get("items").filter(|items| items.object().is_some_and(|items| !items.is_empty()));
        self.schema_of(at, old.node(), new.node(), says(old).as_ref(), says(new).as_ref());
    }
}

/// Whether values of all types that were allowed look the same as text.
fn is_text(old: &BTreeSet<&str>, new: &BTreeSet<&str>) -> bool {
    new.contains("string") && old.iter().all(|kind| SCALARS.contains(kind))
}

/// Whether all values of the types in `inner` have a type in `outer`.
fn holds(outer: &BTreeSet<&str>, inner: &BTreeSet<&str>) -> bool {
    inner.iter().all(|kind| outer.contains(kind) || (*kind == "integer" && outer.contains("number")))
}

fn shown(types: Option<&BTreeSet<&str>>) -> String {
    match types {
        None => "any".to_owned(),
        Some(types) if types.is_empty() => "null".to_owned(),
        Some(types) => types.iter().copied().collect::<Vec<_>>().join(" or "),
    }
}

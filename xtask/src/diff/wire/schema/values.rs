//! Single values: null, enums, patterns, defaults.

use serde_json::Value;

use super::view::View;
use crate::diff::Node;
use crate::diff::wire::record::At;
use crate::diff::wire::{Owner, Walk};

impl<'d> Walk<'d> {
    /// Whether null is a value. Of a schema that says no type, anything is.
    pub(super) fn nullability(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let says_type =
            |view: &View<'d>| view.types().is_some() || view.alternatives().is_some() || !view.parts().is_empty();
        if !says_type(old) || !says_type(new) {
            return;
        }
        self.null(at, old, new);
    }

    /// Whether null is a value, of schemas that say so.
    pub(super) fn null(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let (id, message) = match (old.is_nullable(), new.is_nullable()) {
            (false, true) => ("nullable.added", "it may be null now"),
            (true, false) => ("nullable.removed", "it may not be null any more"),
            _ => return,
        };
        self.report(at, id, Some(old.node()), Some(new.node()), message);
    }

    pub(super) fn values(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        self.enumeration(at, old, new);
        self.extensible(at, old, new);
        self.pattern(at, old, new);
        for keyword in ["contentEncoding", "contentMediaType"] {
            if old.text(keyword) != new.text(keyword) {
                let said = new.text(keyword).unwrap_or("not said");
                let message = format!("`{keyword}` is {said} now");
                self.report(at, "content.changed", Some(old.node()), Some(new.node()), message);
            }
        }
        self.default_value(at, [old, new], old.get("default"), new.get("default"));
    }

    pub(super) fn default_value(
        &mut self,
        at: At,
        [old, new]: [&View<'d>; 2],
        before: Option<Node<'d>>,
        after: Option<Node<'d>>,
    ) {
        let (id, message) = match (before, after) {
            (None, Some(b)) => ("default.added", format!("the default is {} now", b.value())),
            (Some(a), None) => ("default.removed", format!("the default is not {} any more", a.value())),
            (Some(a), Some(b)) if a.value() != b.value() => {
                ("default.changed", format!("the default is {} instead of {}", b.value(), a.value()))
            }
            _ => return,
        };
        let id = if self.is_always_sent(at) { "documentation.changed" } else { id };
        self.report(at, id, Some(old.node()), Some(new.node()), message);
    }

    /// Whether nobody leaves the value out.
    fn is_always_sent(&self, at: At) -> bool {
        let Owner::Pair(index) = at.owner else { return false };
        self.pairs.get(index).is_some_and(|pair| pair.is_always_sent)
    }

    fn enumeration(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let (from, to) = (Some(old.node()), Some(new.node()));
        match (allowed(old), allowed(new)) {
            (None, None) => {}
            (None, Some(b)) => {
                self.report(at, "enum.added", from, to, format!("only {} are allowed now", listed(&b)));
            }
            (Some(a), None) => {
                self.report(at, "enum.removed", from, to, format!("others than {} are allowed now", listed(&a)));
            }
            (Some(a), Some(b)) => self.enumerated(at, old, new, &a, &b),
        }
    }

    /// Compares the values of two enums.
    pub(super) fn enumerated(
        &mut self,
        at: At,
        old: &View<'d>,
        new: &View<'d>,
        before: &[&'d Value],
        after: &[&'d Value],
    ) {
        let (from, to) = (Some(old.node()), Some(new.node()));
        let missing_in = |list: &[&'d Value], of: &[&'d Value]| {
            of.iter().filter(|value| !list.contains(value)).copied().collect::<Vec<_>>()
        };
        let (removed, added) = (missing_in(after, before), missing_in(before, after));
        if !removed.is_empty() {
            let message = format!("{} not allowed any more", counted(&removed));
            self.report(at, "enum.value.removed", from, to, message);
        }
        if !added.is_empty() {
            self.report(at, "enum.value.added", from, to, format!("{} allowed, too", counted(&added)));
        }
    }

    /// `x-extensible-enum`: values that are known, of an enum that grows.
    fn extensible(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let values = |view: &View<'d>| view.get("x-extensible-enum").map(|list| list.elements()).unwrap_or_default();
        let (before, after) = (values(old), values(new));
        let (from, to) = (Some(old.node()), Some(new.node()));
        for one in before.iter().filter(|one| after.iter().all(|other| other.value() != one.value())) {
            let message = format!("{} is no longer known", one.value());
            self.report(at, "extensible-enum.value.removed", from, to, message);
        }
        for one in after.iter().filter(|one| before.iter().all(|other| other.value() != one.value())) {
            self.report(at, "extensible-enum.value.added", from, to, format!("{} is known, too", one.value()));
        }
    }

    fn pattern(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        // These match any text.
        let said = |view: &View<'d>| view.text("pattern").filter(|it| !matches!(*it, "" | ".*" | "^.*$"));
        let (id, message) = match (said(old), said(new)) {
            (a, b) if a == b => return,
            (None, Some(b)) => ("pattern.added", format!("it has to match `{b}` now")),
            (Some(a), None) => ("pattern.removed", format!("it need not match `{a}` any more")),
            (Some(a), Some(b)) => ("pattern.changed", format!("it has to match `{b}` instead of `{a}`")),
            (None, None) => return,
        };
        self.report(at, id, Some(old.node()), Some(new.node()), message);
    }
}

/// The values that are allowed, but null, of which `nullable` tells.
fn allowed<'d>(view: &View<'d>) -> Option<Vec<&'d Value>> {
    if let Some(only) = view.get("const") {
        return Some(vec![only.value()]);
    }
    let list = view.get("enum")?.value().as_array()?;
    let values: Vec<_> = list.iter().filter(|value| !value.is_null()).collect();
    (!values.is_empty()).then_some(values)
}

/// How many values are shown of a long list.
const SHOWN: usize = 8;

fn listed(values: &[&Value]) -> String {
    let mut shown: Vec<String> = values.iter().take(SHOWN).map(|value| format!("`{}`", plain(value))).collect();
    if values.len() > SHOWN {
        shown.push(format!("{} more", values.len() - SHOWN));
    }
    shown.join(", ")
}

fn counted(values: &[&Value]) -> String {
    format!("{} {}", listed(values), if values.len() == 1 { "is" } else { "are" })
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

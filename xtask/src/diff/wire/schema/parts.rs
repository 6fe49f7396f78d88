//! `allOf`: schemas that all have to be kept.

use super::view::{View, alike};
use crate::diff::Node;
use crate::diff::wire::record::At;
use crate::diff::wire::{Walk, keys::FOR_PEOPLE, take_pairs};

impl<'d> Walk<'d> {
    /// Compares the parts; a schema that was cut into parts, or put together, is compared as a whole.
    pub(super) fn parts(&mut self, at: At, old: &mut View<'d>, new: &mut View<'d>) {
        let (mut before, mut after) = (constraints(old), constraints(new));
        if before.is_empty() && after.is_empty() {
            return;
        }
        let is_cut = (before.is_empty() && !new.says_something()) || (after.is_empty() && !old.says_something());
        if is_cut {
            (*old, *new) = (old.flat(), new.flat());
            return;
        }
        let mut pairs = take_pairs(&mut before, &mut after, |a, b| {
            a.reference_name().is_some_and(|name| b.reference_name() == Some(name))
        });
        pairs.extend(take_pairs(&mut before, &mut after, alike));
        let are_inline = |list: &[Node<'d>]| list.iter().all(|part| part.reference_name().is_none());
        if before.len() == 1 && after.len() == 1 && are_inline(&before) && are_inline(&after) {
            pairs.extend(before.drain(..).zip(after.drain(..)));
        }
        let is_left = !before.is_empty() || !after.is_empty();
        if is_left && old.flat().says_the_same(&new.flat()) {
            (*old, *new) = (old.flat(), new.flat());
            return;
        }
        for (a, b) in &pairs {
            self.pair(at.owner, at.slot, a, b);
        }
        let are_named = |list: &[Node<'d>]| list.iter().all(|part| part.reference_name().is_some());
        let is_compared_by_name = before.is_empty() || after.is_empty() || (are_named(&before) && are_named(&after));
        if !is_compared_by_name {
            (*old, *new) = (old.with(&before), new.with(&after));
            return;
        }
        for part in &before {
            let lost = View::of(&part.resolved());
            let kept = new.flat();
            let is_needed = lost.required().iter().any(|name| !kept.required().contains(name));
            let id = if is_needed { "part.removed.required" } else { "part.removed" };
            self.report(at, id, Some(part), Some(new.node()), format!("{} need not be kept any more", shown(part)));
            self.mark(part);
        }
        for part in &after {
            self.report(at, "part.added", Some(old.node()), Some(part), format!("{} has to be kept, too", shown(part)));
            self.mark(part);
        }
    }
}

/// The parts that say something about values.
fn constraints<'d>(view: &View<'d>) -> Vec<Node<'d>> {
    let says_something = |part: &Node<'d>| {
        let part = part.resolved();
        part.object().is_none_or(|object| object.keys().any(|key| !FOR_PEOPLE.contains(&key.as_str())))
    };
    view.parts().into_iter().filter(says_something).collect()
}

/// What a schema is called.
pub(super) fn shown(schema: &Node<'_>) -> String {
    match schema.reference_name().or_else(|| schema.text("title")) {
        Some(name) => format!("`{name}`"),
        None => "a schema without a name".to_owned(),
    }
}

//! `oneOf`, `anyOf` and `discriminator`.

use super::parts::shown;
use super::view::{View, alike};
use crate::diff::wire::record::At;
use crate::diff::wire::{Owner, Walk, take_pairs};
use crate::diff::{Level, Node, rule::Slot};

/// How deep one trial may be within another.
const MAX_TRIALS: usize = 2;

impl<'d> Walk<'d> {
    /// Compares the alternatives. Whether there is something left to compare: not if one schema became several.
    pub(super) fn alternatives(&mut self, at: At, old: &View<'d>, new: &View<'d>) -> bool {
        let (from, to) = (old.node(), new.node());
        match (old.alternatives(), new.alternatives()) {
            (None, None) => true,
            (Some((a, before)), Some((b, after))) => {
                match (a, b) {
                    ("oneOf", "anyOf") => {
                        let message = "a value may be several of them now";
                        self.report(at, "alternatives.loosened", Some(from), Some(to), message);
                    }
                    ("anyOf", "oneOf") => {
                        let message = "a value may be only one of them now";
                        self.report(at, "alternatives.tightened", Some(from), Some(to), message);
                    }
                    _ => {}
                }
                self.both(at, b, before, after);
                true
            }
            (None, Some((_, list))) if new.says_something_besides() => {
                self.mark_all(&list);
                self.report(at, "alternatives.added", Some(from), Some(to), "values have to be one of several besides");
                true
            }
            (Some((_, list)), None) if old.says_something_besides() => {
                self.mark_all(&list);
                let message = "values need not be one of several any more";
                self.report(at, "alternatives.removed", Some(from), Some(to), message);
                true
            }
            (None, Some((_, list))) => {
                let id = if self.takes(&list, from) { "alternatives.widened" } else { "alternatives.changed" };
                self.mark_all(&list);
                self.report(at, id, Some(from), Some(to), "one schema is several now");
                false
            }
            (Some((_, list)), None) => {
                let id = if self.takes(&list, to) { "alternatives.narrowed" } else { "alternatives.changed" };
                self.mark_all(&list);
                self.report(at, id, Some(from), Some(to), "several schemas are one now");
                false
            }
        }
    }

    fn both(&mut self, at: At, key: &str, mut before: Vec<Node<'d>>, mut after: Vec<Node<'d>>) {
        let all_before = before.clone();
        let name = |one: &Node<'d>| one.reference_name().or_else(|| one.text("title")).map(str::to_owned);
        let mut pairs = take_pairs(&mut before, &mut after, |a, b| name(a).is_some_and(|it| name(b) == Some(it)));
        pairs.extend(take_pairs(&mut before, &mut after, alike));
        let is_plain = |one: &Node<'d>| name(one).is_none();
        let kinds = |one: &Node<'d>| View::of(&one.resolved()).types();
        pairs.extend(take_pairs(&mut before, &mut after, |a, b| is_plain(a) && is_plain(b) && kinds(a) == kinds(b)));
        if let ([a], [b]) = (before.as_slice(), after.as_slice())
            && is_plain(a)
            && is_plain(b)
        {
            pairs.extend(before.drain(..).zip(after.drain(..)));
        }
        for (a, b) in &pairs {
            self.pair(at.owner, at.slot, a, b);
        }
        for one in &before {
            self.report(at, "alternative.removed", Some(one), None, format!("{} is not allowed any more", shown(one)));
        }
        for one in &after {
            let id = match key {
                "oneOf" => "alternative.added",
                _ if is_of_another_type(&all_before, one) => "alternative.added",
                _ if all_before.iter().any(|other| alike(other, one)) => "alternative.repeated",
                _ => "alternative.any.added",
            };
            self.report(at, id, None, Some(one), format!("{} is allowed, too", shown(one)));
        }
    }

    /// Whether one of the alternatives takes all that a schema allows.
    fn takes(&self, list: &[Node<'d>], schema: &Node<'d>) -> bool {
        list.iter().any(|one| {
            if self.trials >= MAX_TRIALS {
                return alike(one, schema);
            }
            let mut trial = Walk { trials: self.trials + 1, ..Walk::default() };
            trial.pair(Owner::Document, Slot::Request, schema, one);
            trial.schemas();
            let findings = trial.finish().findings;
            findings.iter().all(|finding| finding.wire.old_client_new_server == Level::Compatible)
        })
    }

    /// Compares what tells alternatives apart.
    pub(super) fn discriminator(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let (a, b) = match (old.get("discriminator"), new.get("discriminator")) {
            (None, None) => return,
            (None, Some(b)) => {
                let message = "a field tells the alternatives apart now";
                return self.report(at, "discriminator.added", Some(old.node()), Some(&b), message);
            }
            (Some(a), None) => {
                let message = "no field tells the alternatives apart any more";
                return self.report(at, "discriminator.removed", Some(&a), Some(new.node()), message);
            }
            (Some(a), Some(b)) => (a, b),
        };
        if a.text("propertyName") != b.text("propertyName") {
            let message = format!("`{}` tells the alternatives apart now", b.text("propertyName").unwrap_or_default());
            self.report(at, "discriminator.field.changed", Some(&a), Some(&b), message);
        }
        let mapping = |node: &Node<'d>| node.raw("mapping").map(|mapping| mapping.members()).unwrap_or_default();
        let (before, after) = (mapping(&a), mapping(&b));
        for (value, target) in &before {
            match after.iter().find(|(other, _)| other == value) {
                None => {
                    let message = format!("`{value}` stands for nothing any more");
                    self.report(at, "discriminator.mapping.removed", Some(target), None, message);
                }
                Some((_, other)) if other.value() != target.value() => {
                    let message = format!("`{value}` stands for another schema");
                    self.report(at, "discriminator.mapping.changed", Some(target), Some(other), message);
                }
                Some(_) => {}
            }
        }
        for (value, target) in after.iter().filter(|(value, _)| before.iter().all(|(other, _)| other != value)) {
            let message = format!("`{value}` stands for a schema now");
            self.report(at, "discriminator.mapping.added", None, Some(target), message);
        }
        self.rest(at, &a, &b, &["mapping", "propertyName"]);
    }
}

/// Whether a schema allows values of a type that none of the others allows.
fn is_of_another_type<'d>(others: &[Node<'d>], schema: &Node<'d>) -> bool {
    let types = |one: &Node<'d>| View::of(&one.resolved()).types();
    let Some(own) = types(schema) else { return false };
    let known: Option<Vec<_>> = others.iter().map(types).collect();
    known.is_some_and(|known| own.iter().any(|kind| known.iter().all(|types| !types.contains(kind))))
}

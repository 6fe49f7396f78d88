//! From what the walk found to findings: one edit is one finding.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::{Comparison, Counts, Owner, Walk};
use crate::diff::finding::{Finding, Rust, Wire};
use crate::diff::rule::{Rule, Slot, rule};
use crate::diff::{Level, Node};

/// A change at one place, as it was met.
#[derive(Debug)]
pub(super) struct Record<'d> {
    at: At,
    rule: &'static Rule,
    old: Option<Node<'d>>,
    new: Option<Node<'d>>,
    message: String,
}

/// Where in the contract something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Site {
    /// In a part of it that is no schema: an operation, a parameter.
    Contract(&'static str),
    /// The same, where the server is the one who calls.
    Callback(&'static str),
    /// In a schema: a field, an element.
    Schema(&'static str),
}

/// What is compared: by which operations it is reached, and in which part of the contract it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) owner: Owner,
    pub(super) slot: Slot,
    pub(super) site: Site,
}

impl At {
    pub(super) const fn document() -> Self {
        Self { owner: Owner::Document, slot: Slot::Request, site: Site::Contract("document") }
    }

    /// The same, in another part.
    pub(super) const fn part(self, part: &'static str) -> Self {
        let site = match self.site {
            Site::Callback(_) => Site::Callback(part),
            Site::Contract(_) => Site::Contract(part),
            Site::Schema(_) => Site::Schema(part),
        };
        Self { site, ..self }
    }

    pub(super) const fn in_slot(self, slot: Slot) -> Self {
        Self { slot, ..self }
    }

    pub(super) const fn is_callback(self) -> bool {
        matches!(self.site, Site::Callback(_))
    }
}

impl<'d> Walk<'d> {
    /// Keeps a change.
    pub(super) fn report(
        &mut self,
        at: At,
        id: &'static str,
        old: Option<&Node<'d>>,
        new: Option<&Node<'d>>,
        message: impl Into<String>,
    ) {
        if let (Some(one), None) | (None, Some(one)) = (old, new) {
            self.mark(one);
        }
        let (old, new, message) = (old.cloned(), new.cloned(), message.into());
        self.records.push(Record { at, rule: rule(id), old, new, message });
    }

    /// Puts together what one edit caused, and sorts it.
    pub(super) fn finish(self) -> Comparison {
        let reached = self.reached();
        let mut edits: BTreeMap<Key, Edit<'d>> = BTreeMap::new();
        let compared = Counts { operations: self.operations.len(), schemas: self.pairs.len() };
        for record in self.records {
            let operations = match record.at.owner {
                Owner::Document => BTreeSet::new(),
                Owner::Operation(operation) => BTreeSet::from([operation]),
                Owner::Pair(pair) => reached.get(pair).cloned().unwrap_or_default(),
            };
            let pointer =
                |node: &Option<Node<'_>>| node.as_ref().map(|node| (node.address(), node.pointer().to_owned()));
            let key = (record.rule.id, pointer(&record.old), pointer(&record.new), record.message.clone());
            edits.entry(key).or_insert_with(|| Edit::new(record.old, record.new)).add(
                record.rule,
                record.at,
                operations,
            );
        }
        let mut findings: Vec<_> =
            edits.into_iter().map(|((_, _, _, message), edit)| edit.finding(message, &self.operations)).collect();
        findings.sort_by_cached_key(Finding::rank);
        Comparison { findings, compared }
    }
}

type Spot = Option<(usize, String)>;
type Key = (&'static str, Spot, Spot, String);

/// One edit, and all that it does.
#[derive(Debug)]
struct Edit<'d> {
    old: Option<Node<'d>>,
    new: Option<Node<'d>>,
    rule: Option<&'static Rule>,
    slots: BTreeSet<Slot>,
    site: Option<Site>,
    operations: BTreeSet<usize>,
}

impl<'d> Edit<'d> {
    const fn new(old: Option<Node<'d>>, new: Option<Node<'d>>) -> Self {
        Self { old, new, rule: None, slots: BTreeSet::new(), site: None, operations: BTreeSet::new() }
    }

    fn add(&mut self, rule: &'static Rule, at: At, operations: BTreeSet<usize>) {
        self.rule = Some(rule);
        self.site = Some(at.site);
        self.slots.insert(at.slot);
        self.operations.extend(operations);
    }

    fn finding(mut self, message: String, names: &[String]) -> Finding {
        if self.slots.len() > 1 {
            self.slots.remove(&Slot::Unsent);
        }
        let rule = self.rule.unwrap_or_else(|| rule(""));
        let id = id(rule, self.site.unwrap_or(Site::Contract("document")), &self.slots);
        let wires: Vec<_> = self.slots.iter().map(|slot| self.wire(rule, *slot)).collect();
        let worst = |of: fn(&Wire) -> Level| wires.iter().map(of).max().unwrap_or(Level::Risky);
        let wire = Wire {
            old_client_new_server: worst(|wire| wire.old_client_new_server),
            new_client_old_server: worst(|wire| wire.new_client_old_server),
        };
        let rust = self.slots.iter().map(|slot| rule.rust(*slot)).max().unwrap_or(Rust::None);
        let operations: Vec<_> = self.operations.iter().filter_map(|index| names.get(*index).cloned()).collect();
        let path = |node: &Option<Node<'_>>| node.as_ref().map(Node::path).unwrap_or_default();
        let fingerprint = fingerprint(&[&id, &path(&self.old), &path(&self.new), &message]);
        Finding {
            id,
            rule: rule.id,
            unknown: rule.is_unknown(),
            wire,
            rust,
            message,
            old: self.old.map(|node| node.place()),
            new: self.new.map(|node| node.place()),
            operations,
            fingerprint,
            allowed: None,
            code: Vec::new(),
        }
    }

    /// In a callback the server is the one who calls: outside of schemas, both directions change places.
    fn wire(&self, rule: &Rule, slot: Slot) -> Wire {
        let wire = rule.wire(slot);
        if !matches!(self.site, Some(Site::Callback(_))) {
            return wire;
        }
        Wire { old_client_new_server: wire.new_client_old_server, new_client_old_server: wire.old_client_new_server }
    }
}

/// From the widest word to the narrowest. What stands in several parts of the contract is shared by them.
fn id(rule: &Rule, site: Site, slots: &BTreeSet<Slot>) -> String {
    let mut parts = slots.iter();
    let slot = match (parts.next(), parts.next()) {
        (Some(slot), None) => slot.name(),
        _ => "shared",
    };
    let of_part = |part: &str| {
        let is_placed = PLACED.iter().any(|word| rule.id.starts_with(word));
        if is_placed { rule.id.to_owned() } else { format!("{part}.{}", rule.id) }
    };
    match site {
        Site::Contract(part) => of_part(part),
        Site::Callback(part) => format!("callback.{}", of_part(part)),
        Site::Schema(_) if rule.id.starts_with("field.") => format!("{slot}.{}", rule.id),
        Site::Schema("") => format!("{slot}.{}", rule.id),
        Site::Schema(part) => format!("{slot}.{part}.{}", rule.id),
    }
}

/// How the rules begin that say themselves where in the contract they apply.
const PLACED: [&str; 11] = [
    "operation.",
    "parameter.",
    "request.",
    "response.",
    "header.",
    "link.",
    "callback.",
    "webhook.",
    "server.",
    "security.",
    "component.",
];

fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digest = data_encoding::HEXLOWER.encode(&hash.finalize());
    digest.get(..16).unwrap_or(&digest).to_owned()
}

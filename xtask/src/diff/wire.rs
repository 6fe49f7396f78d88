//! The walk over two documents at once.
//!
//! Operations are compared one by one, schemas pair by pair: a pair of schemas is compared once in each part of the contract
//! that it stands in, and what it was reached by is remembered. So a document whose schemas refer to each other in circles
//! ends, a shared schema that changed is one finding, and the finding knows all operations that it reaches.

mod body;
mod components;
mod keys;
mod lifetime;
mod operation;
mod parameter;
mod paths;
mod record;
mod response;
mod schema;
mod security;
mod server;

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use serde::Serialize;

use super::rule::Slot;
use super::{Document, Finding, Node};
use record::Record;

/// What was found.
#[derive(Debug)]
pub struct Comparison {
    /// One finding an edit, the worst first.
    pub findings: Vec<Finding>,
    /// What was looked at.
    pub compared: Counts,
}

/// How much was compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Operations of either document.
    pub operations: usize,
    /// Pairs of schemas, each in a part of the contract.
    pub schemas: usize,
}

/// Compares two documents on a day, `2026-11-26` for example: of an operation that is gone, it counts whether its last day
/// has passed.
pub fn compare(old: &Document, new: &Document, today: &str) -> Comparison {
    let mut walk = Walk { today: today.to_owned(), ..Walk::default() };
    walk.document(&old.root(), &new.root());
    walk.finish()
}

/// What a record is about, and by that, which operations it reaches.
#[derive(Clone, Copy, Debug)]
enum Owner {
    /// The document as a whole.
    Document,
    /// One operation.
    Operation(usize),
    /// A pair of schemas, and all operations that lead to it.
    Pair(usize),
}

/// What has been found so far.
#[derive(Debug, Default)]
struct Walk<'d> {
    /// The names of the operations.
    operations: Vec<String>,
    records: Vec<Record<'d>>,
    pairs: Vec<Pair<'d>>,
    known: HashMap<(usize, usize, Slot), usize>,
    waiting: VecDeque<usize>,
    /// Addresses of all that was compared, by which components are found that nothing reaches.
    seen: HashSet<usize>,
    /// The day on which is compared.
    today: String,
    /// How many walks this one is a trial of.
    trials: usize,
}

/// Two schemas that are compared, in one part of the contract.
#[derive(Debug)]
struct Pair<'d> {
    old: Node<'d>,
    new: Node<'d>,
    slot: Slot,
    /// The pairs of schemas in them.
    children: Vec<usize>,
    /// The operations that have it in a body or a parameter.
    operations: Vec<usize>,
    /// Whether it is of a parameter that is always sent, by which its default says nothing.
    is_always_sent: bool,
}

impl<'d> Walk<'d> {
    fn document(&mut self, old: &Node<'d>, new: &Node<'d>) {
        self.servers(Owner::Document, old, new);
        self.paths(old, new);
        self.schemas();
        self.components(old, new);
        self.rest_of_document(old, new);
    }

    /// Plans to compare two schemas.
    fn pair(&mut self, owner: Owner, slot: Slot, old: &Node<'d>, new: &Node<'d>) -> usize {
        let (old, new) = (old.resolved(), new.resolved());
        let next = self.pairs.len();
        let index = *self.known.entry((old.address(), new.address(), slot)).or_insert(next);
        if index == next {
            self.seen.extend([old.address(), new.address()]);
            self.pairs.push(Pair {
                old,
                new,
                slot,
                children: Vec::new(),
                operations: Vec::new(),
                is_always_sent: false,
            });
            self.waiting.push_back(index);
        }
        match owner {
            Owner::Document => {}
            Owner::Operation(operation) => {
                if let Some(pair) = self.pairs.get_mut(index) {
                    pair.operations.push(operation);
                }
            }
            Owner::Pair(parent) => {
                if let Some(pair) = self.pairs.get_mut(parent) {
                    pair.children.push(index);
                }
            }
        }
        index
    }

    /// Compares what waits, and what comes up by that.
    fn schemas(&mut self) {
        while let Some(index) = self.waiting.pop_front() {
            let Some(pair) = self.pairs.get(index) else { continue };
            let (old, new, slot) = (pair.old.clone(), pair.new.clone(), pair.slot);
            self.schema(index, slot, &old, &new);
        }
    }

    /// The operations that lead to each pair.
    fn reached(&self) -> Vec<BTreeSet<usize>> {
        let mut reached = vec![BTreeSet::new(); self.pairs.len()];
        let mut waiting: VecDeque<(usize, usize)> = VecDeque::new();
        for (index, pair) in self.pairs.iter().enumerate() {
            waiting.extend(pair.operations.iter().map(|operation| (index, *operation)));
        }
        while let Some((index, operation)) = waiting.pop_front() {
            let is_new = reached.get_mut(index).is_some_and(|operations| operations.insert(operation));
            if let (true, Some(pair)) = (is_new, self.pairs.get(index)) {
                waiting.extend(pair.children.iter().map(|child| (*child, operation)));
            }
        }
        reached
    }
}

/// Takes those out of both lists that belong together.
fn take_pairs<T>(old: &mut Vec<T>, new: &mut Vec<T>, fits: impl Fn(&T, &T) -> bool) -> Vec<(T, T)> {
    let mut pairs = Vec::new();
    for a in std::mem::take(old) {
        match new.iter().position(|b| fits(&a, b)) {
            Some(position) => pairs.push((a, new.remove(position))),
            None => old.push(a),
        }
    }
    pairs
}

//! Operations: which of the old document is which of the new one.

use std::collections::{BTreeSet, HashMap};

use super::lifetime::Promise;
use super::record::{At, Site};
use super::{Owner, Walk};
use crate::diff::Node;
use crate::diff::rule::Slot;
use crate::spec::shape;

/// The methods of a path.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation where it is called.
#[derive(Clone, Debug)]
pub(super) struct Call<'d> {
    pub(super) method: &'static str,
    pub(super) path: String,
    /// The path item, which may hold parameters and servers for all its operations.
    pub(super) item: Node<'d>,
    pub(super) operation: Node<'d>,
    /// The document as a whole, which may hold security for all operations.
    pub(super) root: Node<'d>,
}

impl Call<'_> {
    /// What tells which operation it is, the surest first.
    const KEYS: [fn(&Self) -> Option<String>; 3] = [
        |call| Some(format!("{} {}", call.method, call.path)),
        |call| Some(format!("{} {}", call.method, shape(&call.path))),
        |call| call.id().map(str::to_owned),
    ];

    /// What it is called in reports.
    fn name(&self) -> String {
        match self.id() {
            Some(id) => id.to_owned(),
            None => format!("{} {}", self.method.to_uppercase(), self.path),
        }
    }

    fn id(&self) -> Option<&str> {
        self.operation.text("operationId").filter(|id| !id.is_empty())
    }
}

impl<'d> Walk<'d> {
    /// Compares the operations of two documents.
    pub(super) fn paths(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let (before, after) = (old.get("paths"), new.get("paths"));
        if let (Some(before), Some(after)) = (&before, &after) {
            self.items(before, after);
        }
        let (before, after) = (calls(before.as_ref(), old), calls(after.as_ref(), new));
        self.calls(&before, &after, false);
        self.webhooks(old, new);
    }

    /// Compares what the server calls of its own accord: since OpenAPI 3.1, paths without an address.
    fn webhooks(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let at = At::document();
        let named = |root: &Node<'d>| root.get("webhooks").map(|node| node.members()).unwrap_or_default();
        let (before, after) = (named(old), named(new));
        for (name, item) in &before {
            if after.iter().all(|(other, _)| other != name) {
                self.report(at, "webhook.removed", Some(item), None, format!("`{name}` is gone"));
            }
        }
        for (name, item) in &after {
            if before.iter().all(|(other, _)| other != name) {
                self.report(at, "webhook.added", None, Some(item), format!("`{name}` is new"));
            }
        }
        let of_both = |root: &Node<'d>| {
            let calls = calls(root.get("webhooks").as_ref(), root).into_iter();
            let is_in = |list: &[(&str, Node<'d>)], name: &str| list.iter().any(|(other, _)| *other == name);
            calls.filter(|call| is_in(&before, &call.path) && is_in(&after, &call.path)).collect::<Vec<_>>()
        };
        self.calls(&of_both(old), &of_both(new), true);
    }

    /// Compares what path items say besides their operations.
    fn items(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let at = At::document().part("path");
        let known: Vec<&str> = METHODS.into_iter().chain(["parameters", "servers"]).collect();
        for (path, item) in old.members() {
            let Some(other) = new.raw(path) else { continue };
            let (item, other) = (item.resolved(), other.resolved());
            if path.starts_with("x-") {
                continue;
            }
            self.look_at(&item, &other);
            self.rest(at, &item, &other, &known);
            self.servers(Owner::Document, &item, &other);
        }
        let items: Vec<&str> = old
            .members()
            .iter()
            .map(|(key, _)| *key)
            .chain(new.members().iter().map(|(key, _)| *key))
            .filter(|key| !key.starts_with("x-"))
            .collect();
        self.rest(at, old, new, &items);
    }

    /// Finds out which operation is which, and compares the pairs: by their paths, by their paths without the names of
    /// parameters, by their ids.
    pub(super) fn calls(&mut self, old: &[Call<'d>], new: &[Call<'d>], is_callback: bool) {
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut alone: Vec<&Call<'d>> = old.iter().collect();
        for (kind, key) in Call::KEYS.iter().enumerate() {
            let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
            for (index, call) in new.iter().enumerate().rev().filter(|(index, _)| !taken.contains(index)) {
                if let Some(key) = key(call) {
                    by_key.entry(key).or_default().push(index);
                }
            }
            for call in std::mem::take(&mut alone) {
                let found = key(call).and_then(|key| by_key.get_mut(&key)?.pop());
                match found.and_then(|index| Some((index, new.get(index)?))) {
                    Some((index, other)) => {
                        taken.insert(index);
                        if kind < 2 {
                            self.call(call, other, is_callback);
                        } else {
                            self.moved(call, other, is_callback);
                        }
                    }
                    None => alone.push(call),
                }
            }
        }
        for call in alone {
            self.removed(call, is_callback);
        }
        for (index, call) in new.iter().enumerate() {
            if !taken.contains(&index) {
                let at = self.operation_at(call, is_callback);
                let message = format!("{} {} is new", call.method.to_uppercase(), call.path);
                self.report(at, "operation.added", None, Some(&call.operation), message);
            }
        }
    }

    fn call(&mut self, old: &Call<'d>, new: &Call<'d>, is_callback: bool) {
        let at = self.operation_at(new, is_callback);
        self.operation(at, old, new);
    }

    /// An operation with the same id that is called in another way.
    fn moved(&mut self, old: &Call<'d>, new: &Call<'d>, is_callback: bool) {
        let at = self.operation_at(new, is_callback);
        let (from, to) = (Some(&old.operation), Some(&new.operation));
        if old.method != new.method {
            let (before, after) = (old.method.to_uppercase(), new.method.to_uppercase());
            self.report(at, "operation.method.changed", from, to, format!("{before} is {after} now"));
        }
        if shape(&old.path) != shape(&new.path) {
            self.report(at, "operation.path.changed", from, to, format!("{} is {} now", old.path, new.path));
        }
        self.operation(at, old, new);
    }

    fn removed(&mut self, call: &Call<'d>, is_callback: bool) {
        let at = self.operation_at(call, is_callback);
        let id = match self.promise(&call.operation) {
            Promise::Lasting => "operation.removed",
            Promise::Announced => "operation.removed.announced",
            Promise::Ended => "operation.removed.ended",
            Promise::Draft => "operation.removed.draft",
        };
        let message = format!("{} {} is gone", call.method.to_uppercase(), call.path);
        self.report(at, id, Some(&call.operation), None, message);
    }

    fn operation_at(&mut self, call: &Call<'d>, is_callback: bool) -> At {
        let site = if is_callback { Site::Callback("operation") } else { Site::Contract("operation") };
        self.operations.push(call.name());
        At { owner: Owner::Operation(self.operations.len() - 1), slot: Slot::Request, site }
    }
}

/// The operations below `paths`, or below a callback.
pub(super) fn calls<'d>(paths: Option<&Node<'d>>, root: &Node<'d>) -> Vec<Call<'d>> {
    let mut calls = Vec::new();
    for (path, item) in paths.map(Node::members).unwrap_or_default() {
        let item = item.resolved();
        for method in METHODS {
            if let Some(operation) =
                item.get(method).filter(|operation| !path.starts_with("x-") && operation.object().is_some())
            {
                let (path, item, root) = (path.to_owned(), item.clone(), root.clone());
                calls.push(Call { method, path, item, operation, root });
            }
        }
    }
    calls
}

//! One operation: what is neither a parameter, a body nor a response.

use super::Walk;
use super::lifetime::{STABILITY, SUNSET};
use super::paths::{Call, calls};
use super::record::At;
use crate::diff::Node;

/// What the rules on operations look at.
const KNOWN: [&str; 8] =
    ["callbacks", "operationId", "parameters", "requestBody", "responses", "security", "servers", SUNSET];

impl<'d> Walk<'d> {
    pub(super) fn operation(&mut self, at: At, old: &Call<'d>, new: &Call<'d>) {
        let (before, after) = (&old.operation, &new.operation);
        self.look_at(before, after);
        let ids = (before.text("operationId"), after.text("operationId"));
        if ids.0 != ids.1 {
            let [from, to] = [ids.0, ids.1].map(|id| id.unwrap_or("nothing"));
            let message = format!("the operation is called {to} instead of {from}");
            self.report(at, "operation.id.changed", Some(before), Some(after), message);
        }
        self.sunset(at, before, after);
        self.parameters(at, old, new);
        self.request_body(at, before.get("requestBody").as_ref(), after.get("requestBody").as_ref());
        self.responses(at, before, after);
        self.security(at, old, new);
        self.servers(at.owner, before, after);
        if !at.is_callback() {
            self.callbacks(at, old, new);
        }
        let levels: &[&str] = if self.stability(at, before, after) { &[STABILITY] } else { &[] };
        self.rest(at, before, after, &[&KNOWN[..], levels].concat());
    }

    /// What the server calls: there, the roles are the other way round.
    fn callbacks(&mut self, at: At, old: &Call<'d>, new: &Call<'d>) {
        let (before, after) = (old.operation.get("callbacks"), new.operation.get("callbacks"));
        let named = |node: &Option<Node<'d>>| node.as_ref().map(Node::members).unwrap_or_default();
        for (name, callback) in named(&before) {
            match after.as_ref().and_then(|after| after.get(name)) {
                Some(other) => {
                    let (callback, other) = (callback.resolved(), other);
                    self.look_at(&callback, &other);
                    self.calls(&calls(Some(&callback), &old.root), &calls(Some(&other), &new.root), true);
                }
                None => self.report(at, "callback.removed", Some(&callback), None, format!("`{name}` is gone")),
            }
        }
        for (name, callback) in named(&after) {
            if before.as_ref().and_then(|before| before.raw(name)).is_none() {
                self.report(at, "callback.added", None, Some(&callback), format!("`{name}` is new"));
            }
        }
    }
}

//! Security: which credentials an operation asks for, and how they are shown.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::paths::Call;
use super::record::At;
use super::{Walk, take_pairs};
use crate::diff::Node;
use crate::diff::wire::keys::FOR_PEOPLE;

/// One way to be let in: schemes with their scopes, all of which are asked for.
type Alternative<'d> = BTreeMap<&'d str, BTreeSet<&'d str>>;

impl<'d> Walk<'d> {
    /// Compares what the operations ask for.
    pub(super) fn security(&mut self, at: At, old: &Call<'d>, new: &Call<'d>) {
        let at = at.part("security");
        let (before, from) = asked(old);
        let (after, to) = asked(new);
        let (from, to) = (&from, &to);
        let is_open = |list: &[Alternative<'d>]| list.is_empty() || list.iter().any(BTreeMap::is_empty);
        match (is_open(&before), is_open(&after)) {
            (true, true) => {}
            (true, false) => {
                self.report(at, "security.added", Some(from), Some(to), "credentials are asked for now");
            }
            (false, true) => {
                self.report(at, "security.removed", Some(from), Some(to), "no credentials are asked for any more");
            }
            (false, false) => self.alternatives_of_security(at, (before.clone(), from), (after.clone(), to)),
        }
        let names: BTreeSet<&str> = before.iter().chain(&after).flat_map(BTreeMap::keys).copied().collect();
        for name in names {
            let scheme = |root: &Node<'d>| root.get("components")?.get("securitySchemes")?.get(name);
            match (scheme(&old.root), scheme(&new.root)) {
                (Some(old), Some(new)) => self.scheme(at, name, &old, &new),
                (Some(one), None) | (None, Some(one)) => self.mark(&one),
                (None, None) => {}
            }
        }
    }

    fn alternatives_of_security(
        &mut self,
        at: At,
        (mut before, from): (Vec<Alternative<'d>>, &Node<'d>),
        (mut after, to): (Vec<Alternative<'d>>, &Node<'d>),
    ) {
        let names = |one: &Alternative<'d>| one.keys().copied().collect::<BTreeSet<_>>();
        take_pairs(&mut before, &mut after, |a, b| a == b);
        let rescoped = take_pairs(&mut before, &mut after, |a, b| names(a) == names(b));
        let related = take_pairs(&mut before, &mut after, |a, b| !names(a).is_disjoint(&names(b)));
        for (a, b) in rescoped.iter().chain(&related) {
            let (schemes, others) = (names(a), names(b));
            for name in others.difference(&schemes) {
                let message = format!("`{name}` is asked for besides");
                self.report(at, "security.scheme.required", Some(from), Some(to), message);
            }
            for name in schemes.difference(&others) {
                let message = format!("`{name}` is no longer asked for");
                self.report(at, "security.scheme.dropped", Some(from), Some(to), message);
            }
            for name in schemes.intersection(&others) {
                let scopes = |one: &Alternative<'d>| one.get(name).cloned().unwrap_or_default();
                let (had, has) = (scopes(a), scopes(b));
                for scope in has.difference(&had) {
                    let message = format!("`{name}` needs the scope `{scope}` now");
                    self.report(at, "security.scope.added", Some(from), Some(to), message);
                }
                for scope in had.difference(&has) {
                    let message = format!("`{name}` needs the scope `{scope}` no longer");
                    self.report(at, "security.scope.removed", Some(from), Some(to), message);
                }
            }
        }
        let shown =
            |one: &Alternative<'d>| one.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" with ");
        for one in &before {
            let message = format!("{} does not let in any more", shown(one));
            self.report(at, "security.alternative.removed", Some(from), Some(to), message);
        }
        for one in &after {
            self.report(at, "security.alternative.added", Some(from), Some(to), format!("{} lets in, too", shown(one)));
        }
    }

    /// Compares how credentials are shown.
    fn scheme(&mut self, at: At, name: &str, old: &Node<'d>, new: &Node<'d>) {
        self.look_at(old, new);
        for key in ["type", "in", "name", "scheme", "openIdConnectUrl"] {
            let value = |node: &Node<'d>| match node.value().get(key) {
                // Names of schemes have no case.
                Some(Value::String(text)) if key == "scheme" => Some(Value::from(text.to_lowercase())),
                value => value.cloned(),
            };
            if value(old) != value(new) {
                let message = format!("`{key}` of `{name}` has changed");
                self.report(at, "security.scheme.changed", Some(old), Some(new), message);
            }
        }
        if let (Some(before), Some(after)) = (old.raw("flows"), new.raw("flows")) {
            self.flows(at, name, &before, &after);
        }
        let known = ["bearerFormat", "flows", "in", "name", "openIdConnectUrl", "scheme", "type"];
        if old.value().get("bearerFormat") != new.value().get("bearerFormat") {
            self.report(at, "documentation.changed", Some(old), Some(new), format!("the form of `{name}` has changed"));
        }
        self.rest(at, old, new, &known);
    }

    /// Compares how tokens are got.
    fn flows(&mut self, at: At, name: &str, old: &Node<'d>, new: &Node<'d>) {
        for (kind, flow) in old.members() {
            if let Some(other) = new.raw(kind) {
                self.flow(at, name, &flow, &other);
            } else {
                let message = format!("`{name}` has no flow `{kind}` any more");
                self.report(at, "security.flow.removed", Some(&flow), None, message);
            }
        }
        for (kind, flow) in new.members().into_iter().filter(|(kind, _)| old.raw(kind).is_none()) {
            self.report(at, "security.flow.added", None, Some(&flow), format!("`{name}` has a flow `{kind}` now"));
        }
    }

    fn flow(&mut self, at: At, name: &str, old: &Node<'d>, new: &Node<'d>) {
        for key in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
            if old.value().get(key) != new.value().get(key) {
                let message = format!("`{key}` of `{name}` has changed");
                self.report(at, "security.scheme.changed", Some(old), Some(new), message);
            }
        }
        let scopes = |node: &Node<'d>| {
            let scopes = node.raw("scopes").map(|scopes| scopes.members()).unwrap_or_default();
            scopes.into_iter().map(|(scope, _)| scope).collect::<BTreeSet<_>>()
        };
        let (had, has) = (scopes(old), scopes(new));
        for scope in has.difference(&had) {
            let message = format!("`{name}` offers the scope `{scope}` now");
            self.report(at, "security.offered-scope.added", Some(old), Some(new), message);
        }
        for scope in had.difference(&has) {
            let message = format!("`{name}` does not offer the scope `{scope}` any more");
            self.report(at, "security.offered-scope.removed", Some(old), Some(new), message);
        }
        if had == has && old.value().get("scopes") != new.value().get("scopes") {
            let message = format!("the words on the scopes of `{name}` have changed");
            self.report(at, "documentation.changed", Some(old), Some(new), message);
        }
        let known: Vec<_> = ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"]
            .into_iter()
            .chain(FOR_PEOPLE.iter().copied())
            .collect();
        self.rest(at, old, new, &known);
    }
}

/// What lets somebody in, and where it is said: by the operation, or for all of them.
fn asked<'d>(call: &Call<'d>) -> (Vec<Alternative<'d>>, Node<'d>) {
    let said = call.operation.raw("security").or_else(|| call.root.raw("security"));
    let Some(said) = said else { return (Vec::new(), call.operation.clone()) };
    let mut alternatives: Vec<Alternative<'d>> = Vec::new();
    for requirement in said.elements() {
        let schemes = requirement.members().into_iter().map(|(name, scopes)| {
            let scopes = scopes.value().as_array().into_iter().flatten().filter_map(Value::as_str);
            (name, scopes.collect())
        });
        let alternative = schemes.collect();
        if !alternatives.contains(&alternative) {
            alternatives.push(alternative);
        }
    }
    (alternatives, said)
}

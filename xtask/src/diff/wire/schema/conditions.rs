//! Conditions that values keep besides their type: keywords of JSON Schema that OpenAPI has since 3.1.

use std::collections::BTreeSet;

use serde_json::Value;

use super::view::{View, alike};
use crate::diff::Node;
use crate::diff::wire::Walk;
use crate::diff::wire::record::At;

/// Keywords that hold one condition.
const SINGLE: [&str; 8] =
    ["contains", "contentSchema", "else", "if", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"];

/// Keywords that hold a condition for each of some names.
const NAMED: [&str; 3] = ["dependentRequired", "dependentSchemas", "patternProperties"];

impl<'d> Walk<'d> {
    pub(super) fn conditions(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        for keyword in SINGLE {
            self.condition(at, keyword, [old, new], old.get(keyword), new.get(keyword));
        }
        for keyword in NAMED {
            let named = |view: &View<'d>| view.get(keyword);
            let (before, after) = (named(old), named(new));
            let both = [&before, &after].into_iter().flatten().flat_map(Node::members);
            let all: BTreeSet<&str> = both.map(|(name, _)| name).collect();
            for name in all {
                let of = |node: &Option<Node<'d>>| node.as_ref().and_then(|node| node.raw(name));
                let shown = format!("{keyword}` of `{name}");
                self.condition(at, &shown, [old, new], of(&before), of(&after));
            }
        }
        self.first_elements(at, old, new);
    }

    fn condition(
        &mut self,
        at: At,
        keyword: &str,
        [old, new]: [&View<'d>; 2],
        before: Option<Node<'d>>,
        after: Option<Node<'d>>,
    ) {
        let says_something = |node: &Node<'d>| {
            node.value() != &Value::Bool(true) && node.object().is_none_or(|schema| !schema.is_empty())
        };
        match (before.filter(says_something), after.filter(says_something)) {
            (None, None) => {}
            (None, Some(b)) => {
                self.report(at, "condition.added", Some(old.node()), Some(&b), format!("`{keyword}` holds now"));
                self.mark(&b);
            }
            (Some(a), None) => {
                self.report(
                    at,
                    "condition.removed",
                    Some(&a),
                    Some(new.node()),
                    format!("`{keyword}` holds no longer"),
                );
                self.mark(&a);
            }
            (Some(a), Some(b)) => {
                self.look_at(&a.resolved(), &b.resolved());
                if alike(&a, &b) {
                    return;
                }
                // A list of names of which more ask for more.
                let names = |node: &Node<'d>| {
                    let list = node.value().as_array()?;
                    Some(list.iter().filter_map(Value::as_str).map(str::to_owned).collect::<BTreeSet<_>>())
                };
                let id = match names(&a).zip(names(&b)) {
                    Some((a, b)) if a.is_subset(&b) => "condition.added",
                    Some((a, b)) if a.is_superset(&b) => "condition.removed",
                    _ => "condition.changed",
                };
                self.report(at, id, Some(&a), Some(&b), format!("`{keyword}` is another one"));
            }
        }
    }

    /// The elements of a list that have a schema each.
    fn first_elements(&mut self, at: At, old: &View<'d>, new: &View<'d>) {
        let listed = |view: &View<'d>| view.get("prefixItems").map(|list| list.elements()).unwrap_or_default();
        let (before, after) = (listed(old), listed(new));
        for (a, b) in before.iter().zip(&after) {
            self.pair(at.owner, at.slot, a, b);
        }
        let id = match (before.len(), after.len()) {
            (a, b) if a == b => return,
            (0, _) => "condition.added",
            (_, 0) => "condition.removed",
            _ => "condition.changed",
        };
        self.mark_all(before.iter().chain(&after));
        let message = format!("{} elements have a schema of their own instead of {}", after.len(), before.len());
        self.report(at, id, Some(old.node()), Some(new.node()), message);
    }
}

//! What no operation reaches: components without a use, and what is said of the document as a whole.

use std::collections::BTreeSet;

use super::Walk;
use super::record::At;
use crate::diff::Node;
use crate::diff::document::RELEASE;

impl<'d> Walk<'d> {
    /// Everything below a part that only one document has is looked at with it.
    pub(super) fn mark(&mut self, part: &Node<'d>) {
        let mut rest = vec![part.clone()];
        while let Some(node) = rest.pop() {
            let node = node.resolved();
            if self.seen.insert(node.address()) {
                rest.extend(node.members().into_iter().map(|(_, member)| member));
                rest.extend(node.elements());
            }
        }
    }

    pub(super) fn mark_all<'a>(&mut self, parts: impl IntoIterator<Item = &'a Node<'d>>)
    where
        'd: 'a,
    {
        for part in parts {
            self.mark(part);
        }
    }

    /// Two parts that are compared, by whatever rule.
    pub(super) fn look_at(&mut self, old: &Node<'d>, new: &Node<'d>) {
        self.seen.extend([old.address(), new.address()]);
    }

    /// Compares the components that nothing else has led to.
    pub(super) fn components(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let at = At::document().part("component");
        let (old, new) = (old.get("components"), new.get("components"));
        let kinds = |node: &Option<Node<'d>>| {
            node.iter().flat_map(Node::members).map(|(kind, _)| kind).collect::<BTreeSet<_>>()
        };
        for kind in kinds(&old).union(&kinds(&new)) {
            let named = |node: &Option<Node<'d>>| node.as_ref().and_then(|node| node.raw(kind));
            let (old, new) = (named(&old), named(&new));
            for name in kinds(&old).union(&kinds(&new)) {
                let component = |node: &Option<Node<'d>>| node.as_ref().and_then(|node| node.raw(name));
                self.component(at, name, component(&old).as_ref(), component(&new).as_ref());
            }
        }
    }

    fn component(&mut self, at: At, name: &str, old: Option<&Node<'d>>, new: Option<&Node<'d>>) {
        let is_seen = |node: Option<&Node<'d>>| node.is_some_and(|node| self.seen.contains(&node.address()));
        let (is_old_seen, is_new_seen) = (is_seen(old), is_seen(new));
        match (old, new) {
            (Some(before), Some(after)) if before.value() != after.value() && !(is_old_seen && is_new_seen) => {
                let message = format!("`{name}`, which no operation of both documents has, has changed");
                self.report(at, "component.changed", old, new, message);
            }
            (Some(_), None) if !is_old_seen => {
                self.report(at, "component.removed", old, None, format!("`{name}` is gone; nothing used it"));
            }
            (None, Some(_)) if !is_new_seen => {
                self.report(at, "component.added", None, new, format!("`{name}` is new; nothing uses it"));
            }
            _ => {}
        }
    }

    /// Compares what is said of a document as a whole.
    pub(super) fn rest_of_document(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let at = At::document();
        self.rest(at, old, new, &["components", "info", "paths", "security", "servers", "webhooks"]);
        if let (Some(old), Some(new)) = (old.raw("info"), new.raw("info")) {
            // Which release it is, is no change of it.
            self.rest(at, &old, &new, &[RELEASE]);
        }
    }
}

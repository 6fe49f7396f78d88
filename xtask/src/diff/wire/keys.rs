//! What is left of an object when the rules have looked at it: words for people, extensions, and what no rule knows.

use std::collections::BTreeSet;

use super::Walk;
use super::record::At;
use crate::diff::Node;
use crate::spec::extension;

/// Keywords that say something to people alone.
pub(super) const FOR_PEOPLE: &[&str] = &[
    "$comment",
    "$schema",
    "contact",
    "description",
    "example",
    "examples",
    "externalDocs",
    "info",
    "jsonSchemaDialect",
    "license",
    "openapi",
    "summary",
    "tags",
    "termsOfService",
    "title",
    "version",
];

/// The rule on an extension: those that steer the generator change the client.
pub(super) fn extension(key: &str) -> &'static str {
    match key {
        extension::RUST_NAME | extension::ENUM_VARNAMES => "rust-name.changed",
        extension::ALIASES
        | extension::IDEMPOTENT
        | extension::LONG_RUNNING
        | extension::NO_SECRET
        | extension::PAGING
        | extension::STATES => "client.changed",
        _ => "extension.changed",
    }
}

impl<'d> Walk<'d> {
    /// Compares the members that are not in `known`.
    pub(super) fn rest(&mut self, at: At, old: &Node<'d>, new: &Node<'d>, known: &[&str]) {
        let (Some(in_old), Some(in_new)) = (old.object(), new.object()) else {
            if old.value() != new.value() {
                let message = "what should be a mapping is none, and has changed";
                self.report(at, "unknown.keyword.changed", Some(old), Some(new), message);
            }
            return;
        };
        let keys: BTreeSet<&str> = in_old.keys().chain(in_new.keys()).map(String::as_str).collect();
        for key in keys.into_iter().filter(|key| !known.contains(key)) {
            if in_old.get(key) != in_new.get(key) {
                self.other(at, old, new, key);
            }
        }
    }

    fn other(&mut self, at: At, old: &Node<'d>, new: &Node<'d>, key: &str) {
        let (before, after) = (old.raw(key), new.raw(key));
        let change = match (&before, &after) {
            (None, _) => "is new",
            (_, None) => "is gone",
            _ => "has changed",
        };
        let (id, message) = match key {
            "deprecated" => match (old.flag(key), new.flag(key)) {
                (false, true) => ("deprecated.added", "is deprecated now".to_owned()),
                (true, false) => ("deprecated.removed", "is no longer deprecated".to_owned()),
                _ => ("documentation.changed", format!("`{key}` {change}")),
            },
            "$ref" => ("unknown.reference.changed", format!("the reference that leads nowhere {change}")),
            _ if FOR_PEOPLE.contains(&key) => ("documentation.changed", format!("`{key}` {change}")),
            _ if key.starts_with("x-") => (extension(key), format!("`{key}` {change}")),
            _ => ("unknown.keyword.changed", format!("`{key}` {change}, and no rule knows it")),
        };
        self.report(at, id, before.as_ref().or(Some(old)), after.as_ref().or(Some(new)), message);
    }
}

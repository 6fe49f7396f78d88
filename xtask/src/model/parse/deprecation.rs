//! What is said of operations, parameters and fields that are out of date.

use super::reader::{Entries, Reader, rule};
use crate::model::Deprecation;
use crate::spec::extension as x;

impl<'d> Reader<'d> {
    /// What `deprecated` and the extensions beside it say. Whether what takes its place is there, lint asks.
    pub(super) fn deprecation(&mut self, entries: &Entries<'d>) -> Option<Deprecation> {
        let is_deprecated = self.boolean(entries, "deprecated");
        let replacement = self.text(entries, x::REPLACED_BY);
        let reason = entries.has(x::NOT_REPLACED).then(|| self.kept(entries, x::NOT_REPLACED));
        if !is_deprecated {
            for key in [x::REPLACED_BY, x::NOT_REPLACED] {
                if let Some((pointer, _)) = entries.get(key) {
                    let message = format!("`{key}` goes with `deprecated`, which is not there");
                    self.fault(&pointer, rule::DEPRECATION, message, "write `deprecated: true`, or delete it");
                }
            }
            return None;
        }
        Some(match (replacement, reason) {
            (Some(_), Some(_)) => {
                let message = format!("`{}` and `{}` contradict each other", x::REPLACED_BY, x::NOT_REPLACED);
                self.fault(&entries.pointer, rule::DEPRECATION, message, "keep one of them");
                Deprecation::Unexplained
            }
            (Some(name), None) => Deprecation::ReplacedBy(name.to_owned()),
            (None, Some(reason)) => Deprecation::NotReplaced(reason),
            (None, None) => {
                // A value that is no text has a fault of its own.
                if !entries.has(x::REPLACED_BY) {
                    let message = format!("{} is out of date, and nothing says what to take", entries.subject.noun());
                    let remedy = format!(
                        "write `{}` with the name of what takes its place, or `{}` with the reason why nothing does",
                        x::REPLACED_BY,
                        x::NOT_REPLACED
                    );
                    self.fault(&entries.pointer, rule::DEPRECATION, message, remedy);
                }
                Deprecation::Unexplained
            }
        })
    }
}

//! Quirks that silence findings.

use std::collections::BTreeSet;

use super::{Difference, Finding};
use crate::spec::{FindingKind, Spec};

/// The quirks of a specification, and which of them were needed.
#[derive(Debug, Default)]
pub(crate) struct Silences {
    /// Index of the quirk and of its entry in `silences`.
    used: BTreeSet<(usize, usize)>,
}

impl Silences {
    /// The quirks of `spec` that silence what a source says: those that name the source, the kind of difference and the
    /// value that the source gives, and point at it or at what it lies in.
    pub(crate) fn silence<'s>(
        &mut self,
        spec: &'s Spec,
        source: Option<&str>,
        difference: &Difference,
    ) -> BTreeSet<&'s str> {
        let mut silencing = BTreeSet::new();
        for (at, quirk) in spec.quirks.iter().enumerate() {
            let names_source = source.is_some_and(|source| quirk.sources.iter().any(|id| id == source));
            if !names_source || !is_below(&difference.pointer, &quirk.at) {
                continue;
            }
            for (entry, silence) in quirk.silences.iter().enumerate() {
                let member = silence.member.is_none() || silence.member == difference.member;
                if silence.kind == difference.kind && member && silence.value == difference.says {
                    self.used.insert((at, entry));
                    silencing.insert(quirk.id.as_str());
                }
            }
        }
        silencing
    }

    /// Quirks whose sources were all read, and that silence what none of them says.
    pub(crate) fn unused(&self, spec: &Spec, read: &BTreeSet<String>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (at, quirk) in spec.quirks.iter().enumerate() {
            if !quirk.sources.iter().all(|source| read.contains(source)) {
                continue;
            }
            for (entry, silence) in quirk.silences.iter().enumerate() {
                if !self.used.contains(&(at, entry)) {
                    let message = format!("the quirk `{}` silences `{silence}`, which no source of it says", quirk.id);
                    findings.push(Finding {
                        file: spec.folder.join("quirks.toml"),
                        spec_line: quirk.line,
                        pointer: quirk.at.clone(),
                        remedy: "delete the entry of `silences`, or the quirk if nothing is left of it".to_owned(),
                        ..Finding::of_page(FindingKind::QuirkUnused, "", message)
                    });
                }
            }
        }
        findings
    }
}

/// Whether a pointer is another one, or lies below it.
fn is_below(pointer: &str, above: &str) -> bool {
    pointer.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

//! Quirks that silence findings.

use std::collections::BTreeSet;

use super::finding::{Finding, FindingKind};
use crate::spec::Spec;

/// The quirks of a specification, and which of them were needed.
#[derive(Debug, Default)]
pub(crate) struct Silences {
    /// Index of the quirk and of its entry in `silences`.
    used: BTreeSet<(usize, usize)>,
}

impl Silences {
    /// The quirks of `spec` that silence the finding: those that name its kind and its page, and point at it or at what
    /// it lies in.
    pub(crate) fn silence<'s>(&mut self, spec: &'s Spec, finding: &Finding) -> BTreeSet<&'s str> {
        let mut silencing = BTreeSet::new();
        for (at, quirk) in spec.quirks.iter().enumerate() {
            let names_page = finding.source.as_ref().is_some_and(|source| quirk.sources.contains(source));
            if !names_page || !is_below(&finding.pointer, &quirk.at) {
                continue;
            }
            for (entry, silence) in quirk.silences.iter().enumerate() {
                let member = silence.member.is_none() || silence.member == finding.member;
                if silence.kind == finding.kind && member {
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
                        kind: FindingKind::QuirkUnused,
                        operation: None,
                        page: String::new(),
                        line: 0,
                        source: None,
                        file: spec.folder.join("quirks.toml"),
                        pointer: quirk.at.clone(),
                        member: None,
                        message,
                        remedy: "delete the entry of `silences`, or the quirk if nothing is left of it".to_owned(),
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

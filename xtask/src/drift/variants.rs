//! Operations of an interface that share an address, and are one in the specification: what each of them lacks another one
//! may have, so that only what all of them lack is a finding.

use std::collections::BTreeMap;

use crate::contract::{Contract, Finding};
use crate::docs::{Layout, PageFacts};
use crate::spec::FindingKind;

/// What the operations of interfaces lack, by the operation that stands for them.
#[derive(Debug, Default)]
pub(super) struct Variants {
    /// How many were read.
    read: BTreeMap<String, usize>,
    /// The first finding, and how many there are.
    lacking: BTreeMap<(String, String), (usize, Finding)>,
}

impl Variants {
    /// Whether a page is one of several of an interface that the operation stands for.
    pub(super) fn has(page: &PageFacts, contract: &Contract<'_>) -> bool {
        page.layout == Layout::Interface && !contract.operation.variants.is_empty()
    }

    /// Begins with another one.
    pub(super) fn begin(&mut self, operation: &str) {
        *self.read.entry(operation.to_owned()).or_default() += 1;
    }

    /// Keeps a finding that others may explain; gives back any other one.
    pub(super) fn keep(&mut self, operation: &str, finding: Finding) -> Option<Finding> {
        if finding.kind != FindingKind::MissingInPage {
            return Some(finding);
        }
        let key = (operation.to_owned(), finding.pointer.clone());
        self.lacking.entry(key).or_insert((0, finding)).0 += 1;
        None
    }

    /// What all of them lack.
    pub(super) fn finish(self) -> impl Iterator<Item = Finding> {
        let Self { read, lacking } = self;
        let of_all = move |((operation, _), (count, finding)): (_, (usize, Finding))| {
            (read.get(&operation) == Some(&count)).then_some(finding)
        };
        lacking.into_iter().filter_map(of_all)
    }
}

//! What an interface has as a whole: one document, many operations.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::{Contract, Difference, Finding};
use crate::docs::{Layout, PageFacts};
use crate::model::Operation;
use crate::spec::{FindingKind, Spec};

/// The interfaces that were read for a service, by their label.
#[derive(Debug, Default)]
pub(super) struct Interfaces(BTreeMap<String, Interface>);

#[derive(Debug, Default)]
struct Interface {
    /// Its id in `sources.toml`.
    source: Option<String>,
    /// Indices of the operations that it has.
    operations: BTreeSet<usize>,
}

impl Interfaces {
    /// Notes that a page has an operation. It is false for an interface that was met before.
    pub(super) fn note(&mut self, page: &PageFacts, source: Option<&str>, contract: usize) -> bool {
        if page.layout != Layout::Interface {
            return true;
        }
        let is_new = !self.0.contains_key(&page.page);
        let interface = self.0.entry(page.page.clone()).or_default();
        interface.source = source.map(str::to_owned);
        interface.operations.insert(contract);
        is_new
    }

    /// Operations that name an interface as a source, and are not in it.
    pub(super) fn lacking<'a>(&'a self, contracts: &[Contract<'a>]) -> Vec<Lacking<'a>> {
        let mut lacking = Vec::new();
        for (label, interface) in &self.0 {
            let Some(source) = &interface.source else { continue };
            for (at, contract) in contracts.iter().enumerate() {
                if !interface.operations.contains(&at) && contract.has_source(source) {
                    lacking.push(Lacking { label, source, operation: contract.operation });
                }
            }
        }
        lacking
    }
}

/// An operation that names an interface as a source, and is not in it.
pub(super) struct Lacking<'a> {
    label: &'a str,
    pub(super) source: &'a str,
    operation: &'a Operation,
}

impl Lacking<'_> {
    pub(super) fn difference(&self) -> Difference {
        Difference {
            kind: FindingKind::MissingInPage,
            line: 0,
            pointer: self.operation.pointer.clone(),
            member: None,
            says: None,
            message: format!("the operation names the source `{}`, and the interface does not have it", self.source),
            lacks: None,
            obstacle: None,
            edits: Vec::new(),
            is_settled: false,
            holds: Vec::new(),
        }
    }

    pub(super) fn finding(&self, spec: &Spec, difference: Difference) -> Finding {
        let finding = difference.finding(spec, self.label, Some(self.source), self.operation);
        Finding { remedy: "correct `x-sources`, or record a quirk whose `silences` names it".to_owned(), ..finding }
    }
}

//! What an interface tells of as a whole: one document, many operations.

use std::collections::{BTreeMap, BTreeSet};

use super::contract::Contract;
use super::finding::{Finding, FindingKind};
use super::provenance::about_page;
use crate::docs::{Layout, PageFacts};
use crate::spec::Spec;

/// The interfaces that were read for a service, by their label.
#[derive(Debug, Default)]
pub(super) struct Interfaces(BTreeMap<String, Interface>);

#[derive(Debug, Default)]
struct Interface {
    /// Its id in `sources.toml`.
    source: Option<String>,
    /// Indices of the operations that it tells of.
    told: BTreeSet<usize>,
}

impl Interfaces {
    /// Notes that a page tells of an operation. It is false for an interface that was met before.
    pub(super) fn note(&mut self, page: &PageFacts, source: Option<&str>, contract: usize) -> bool {
        if page.layout != Layout::Interface {
            return true;
        }
        let is_new = !self.0.contains_key(&page.page);
        let interface = self.0.entry(page.page.clone()).or_default();
        interface.source = source.map(str::to_owned);
        interface.told.insert(contract);
        is_new
    }

    /// Operations that name an interface as a source, and are not in it.
    pub(super) fn lacking(&self, spec: &Spec, contracts: &[Contract<'_>]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (label, interface) in &self.0 {
            let Some(source) = &interface.source else { continue };
            for (at, contract) in contracts.iter().enumerate() {
                if interface.told.contains(&at) || !contract.sources.contains(&source.as_str()) {
                    continue;
                }
                findings.push(Finding {
                    kind: FindingKind::MissingInPage,
                    operation: Some(contract.operation.to_owned()),
                    page: label.clone(),
                    line: 0,
                    source: Some(source.clone()),
                    file: spec.file_of(&contract.pointer).to_owned(),
                    pointer: contract.pointer.clone(),
                    member: None,
                    message: format!("the operation names the source `{source}`, and the interface does not have it"),
                    remedy: "correct `x-sources`, or record a quirk whose `silences` names it".to_owned(),
                });
            }
        }
        findings
    }
}

/// An interface is written by a program: what cannot be read of it would not be compared, so it is told.
pub(super) fn damage(page: &PageFacts) -> impl Iterator<Item = Finding> {
    let problems = page.problems.iter().filter(|_| page.layout == Layout::Interface);
    problems.map(|problem| {
        let mut finding = about_page(FindingKind::PageUnreadable, page, problem.reason.clone());
        finding.line = problem.line;
        problem.hint.clone_into(&mut finding.remedy);
        finding
    })
}

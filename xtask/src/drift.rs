//! Compares pages of the documentation, and the interface of an official SDK, with the specification. What is compared
//! stands in [`contract`](crate::contract).
//!
//! # Which service a page belongs to
//!
//! The one whose `sources.toml` lists it, by its bytes or by its place: services may have operations at the same path. A page
//! that none lists is that of the only service, or of the one that was asked for; of several, it is a finding.
//!
//! # What is no drift
//!
//! - What an older page lacks: facts are added to an API over the years. Only the newest page of an operation, the first
//!   of its `x-sources`, is asked for everything that the specification has. A page that is new or has changed is the
//!   newest, unless its own date says otherwise.
//! - What the interface lacks, unless the operation has no other source, or the fact names the interface in `x-source`.
//! - What the newest page lacks of a schema or a field whose `x-source` names another source: it is expected of that one,
//!   an older page or the interface.
//! - What one operation of the interface lacks of those that share an address, unless all of them do.
//! - What a quirk silences: one that names the page in `sources`, the kind in `silences`, and points at the place or at
//!   what it lies in.
//! - Operations that `coverage.toml` defers, or calls superseded.

mod belonging;
mod codes;
mod interface;
mod judge;
mod record;
pub mod report;
#[cfg(test)]
mod tests;
mod variants;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::contract::{
    Contract, Edit, Expected, Finding, Recorded, Silences, Verdict, compare, has_superseded_address, operation_of,
};
use crate::docs::{Layout, PageFacts, PageKind};
use crate::model::{Model, Operation};
use crate::spec::FindingKind;
use interface::Interfaces;
use judge::Judge;
use variants::Variants;

/// What came out of comparing pages with the specification.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Findings by operation, those of the newest page first.
    pub findings: Vec<Finding>,
    /// How many pages were read; an interface is one.
    pub pages: usize,
    /// How many operations of the specification these have.
    pub operations: usize,
    /// How many findings a quirk silences.
    pub silenced: usize,
    /// How many operations of the pages are deferred.
    pub deferred: usize,
    /// How many operations of the pages are superseded.
    pub superseded: usize,
}

/// Compares one page after another with the specification of each service. Only findings are kept.
#[derive(Debug)]
pub struct Drift<'m> {
    services: Vec<Service<'m>>,
    /// Index of the service that pages belong to that none lists.
    chosen: Option<usize>,
    findings: Vec<(Key, Finding)>,
    /// By the operation, and the index of the service.
    missing: BTreeMap<(String, usize), Missing>,
    /// Pages that no service lists, though there are several.
    homeless: BTreeSet<String>,
    /// SHA-256 of the pages that were read, with the operation: an interface has many.
    digests: BTreeSet<(String, Option<String>)>,
    seen: BTreeSet<String>,
    deferred: BTreeSet<String>,
    superseded: BTreeSet<String>,
    pages: u64,
    silenced: usize,
}

/// What findings are ordered by: operation, age of the page, page and line.
type Key = (Option<String>, usize, String, u32);

#[derive(Debug)]
struct Service<'m> {
    model: &'m Model,
    contracts: Vec<Contract<'m>>,
    silences: Silences,
    /// Ids of the pages that were read.
    read: BTreeSet<String>,
    interfaces: Interfaces,
    variants: Variants,
}

/// An operation that only pages have.
#[derive(Debug)]
struct Missing {
    first: (Reverse<String>, String, u32),
    pages: usize,
}

impl<'m> Drift<'m> {
    /// Begins with no page read.
    pub fn new(models: &'m [Model]) -> Self {
        let service = |model: &'m Model| Service {
            model,
            contracts: model.operations.iter().map(|operation| Contract::of(model, operation)).collect(),
            silences: Silences::default(),
            read: BTreeSet::new(),
            interfaces: Interfaces::default(),
            variants: Variants::default(),
        };
        Self {
            services: models.iter().map(service).collect(),
            chosen: (models.len() == 1).then_some(0),
            findings: Vec::new(),
            missing: BTreeMap::new(),
            homeless: BTreeSet::new(),
            digests: BTreeSet::new(),
            seen: BTreeSet::new(),
            deferred: BTreeSet::new(),
            superseded: BTreeSet::new(),
            pages: 0,
            silenced: 0,
        }
    }

    /// Pages that no service lists belong to the service of that name.
    ///
    /// # Errors
    ///
    /// A message if there is no such service.
    pub fn of_service(self, name: &str) -> Result<Self, String> {
        let names: Vec<&str> = self.services.iter().map(|service| service.model.spec.service.name.as_str()).collect();
        let chosen = names.iter().position(|known| *known == name);
        match chosen {
            Some(_) => Ok(Self { chosen, ..self }),
            None => Err(format!("there is no service `{name}`; give one of: {}", names.join(", "))),
        }
    }

    /// Compares a page with the specification. Of copies of a page, only the first is read.
    pub fn page(&mut self, page: &PageFacts) {
        self.pages += page.counts.pages;
        let name = page.operation.as_ref().map(|name| name.value.clone());
        if page.sha256.as_ref().is_some_and(|digest| !self.digests.insert((digest.clone(), name))) {
            return;
        }
        match page.kind {
            PageKind::Operation => self.page_of_operation(page),
            PageKind::Reference => self.reference(page),
            PageKind::Unreadable => self.unreadable(page),
        }
    }

    fn page_of_operation(&mut self, page: &PageFacts) {
        for finding in record::damage(page) {
            self.findings.push(((None, 0, page.page.clone(), finding.line), finding));
        }
        let services = belonging::services(&self.services, self.chosen, page);
        if services.is_empty() && self.homeless.insert(page.page.clone()) {
            self.findings.push(((None, 0, page.page.clone(), 0), record::homeless(page)));
        }
        for service in services {
            self.page_of_service(page, service);
        }
    }

    fn page_of_service(&mut self, page: &PageFacts, service: usize) {
        let Some(of) = self.services.get_mut(service) else { return };
        let found = operation_of(of.model, page);
        let contract = |operation: &Operation| {
            of.contracts.iter().position(|contract| std::ptr::eq(contract.operation, operation))
        };
        if let Some(contract) = found.and_then(contract) {
            self.operation(page, service, contract);
        } else if has_superseded_address(&of.model.spec, page) {
            of.read.extend(Recorded::of(&of.model.spec, page).id().map(str::to_owned));
            self.superseded.insert(address(page));
        } else {
            self.without_operation(page, service);
        }
    }

    fn operation(&mut self, page: &PageFacts, service: usize, at: usize) {
        let Some(Service { model, contracts, silences, read, interfaces, variants }) = self.services.get_mut(service)
        else {
            return;
        };
        let (Some(contract), spec) = (contracts.get(at), &model.spec) else { return };
        let (recorded, operation) = (Recorded::of(spec, page), contract.operation);
        let age = recorded.age(spec, page, contract);
        self.seen.insert(operation.id.clone());
        read.extend(recorded.id().map(str::to_owned));
        let key = |line| (Some(operation.id.clone()), age, page.page.clone(), line);
        let is_first = interfaces.note(page, recorded.id(), at);
        let mut silencing = BTreeSet::new();
        let is_variant = Variants::has(page, contract);
        if is_variant {
            variants.begin(&operation.id);
        }
        let expected = Expected::of(spec, page, recorded, contract);
        for difference in compare(page, model, contract, expected) {
            let quirks = silences.silence(spec, recorded.id(), &difference);
            if quirks.is_empty() {
                let mut finding = difference.finding(spec, &page.page, recorded.id(), operation);
                finding.proposal.is_newest = age == 0;
                let kept = if is_variant { variants.keep(&operation.id, finding) } else { Some(finding) };
                self.findings.extend(kept.map(|finding| (key(finding.line), finding)));
            } else {
                self.silenced += 1;
                silencing.extend(quirks);
            }
        }
        if let Some(mut finding) = record::unlike_record(recorded, spec, page).filter(|_| is_first) {
            if page.layout != Layout::Interface {
                finding.operation = Some(operation.id.clone());
                finding.remedy.push_str(&quirks_to_read_again(&silencing));
            }
            self.findings.push(((finding.operation.clone(), age, page.page.clone(), 0), finding));
        }
    }

    /// A page whose operation its service does not have: one line for the operation, however many pages have it.
    fn without_operation(&mut self, page: &PageFacts, service: usize) {
        let name = page.operation.as_ref().map(|name| name.value.clone());
        let path = page.path.as_ref().map_or("?", |path| path.value.as_str());
        let shown = name.clone().unwrap_or_else(|| address(page));
        let deferred =
            |service: &Service<'_>| service.model.spec.deferred.iter().any(|entry| entry.names(name.as_deref(), path));
        if self.services.get(service).is_some_and(deferred) {
            self.deferred.insert(shown);
            return;
        }
        let line = page.path.as_ref().map_or(0, |path| path.line);
        let date = page.date.as_ref().map(|date| date.value.clone()).unwrap_or_default();
        let first = (Reverse(date), page.page.clone(), line);
        let entry = self.missing.entry((shown, service));
        let entry = entry.or_insert_with(|| Missing { first: first.clone(), pages: 0 });
        entry.pages += 1;
        entry.first = entry.first.clone().min(first);
    }

    /// A page without an operation may have been recorded for what it says of several.
    fn reference(&mut self, page: &PageFacts) {
        for at in belonging::services(&self.services, None, page) {
            let Some(service) = self.services.get_mut(at) else { continue };
            let spec = &service.model.spec;
            let recorded = Recorded::of(spec, page);
            service.read.extend(recorded.id().map(str::to_owned));
            if let Some(source) = recorded.id() {
                let codes = codes::compare(spec, source, page).into_iter();
                self.findings.extend(codes.map(|finding| ((None, 0, page.page.clone(), finding.line), finding)));
            }
            if let Recorded::Changed(_) = recorded
                && let Some(finding) = record::unlike_record(recorded, spec, page)
            {
                self.findings.push(((None, 0, page.page.clone(), 0), finding));
            }
        }
    }

    fn unreadable(&mut self, page: &PageFacts) {
        self.findings.push(((None, 0, page.page.clone(), 0), record::unreadable(page)));
    }

    /// Says of each finding about a fact what it means if the page is right.
    fn judge(&mut self) {
        let of_service = |service: &Service<'m>| (service.model.spec.folder.as_path(), Judge::of(service.model));
        let judges: Vec<_> = self.services.iter().map(of_service).collect();
        self.findings.par_iter_mut().for_each(|(_, finding)| match finding.kind {
            FindingKind::OperationMissing => finding.verdict = judge::of_new_operation(),
            // Clients keep codes that they do not know.
            FindingKind::ErrorCode => finding.verdict = Verdict::none(),
            FindingKind::PageUnreadable => finding.verdict = Verdict::unknown(),
            kind if kind.is_about_a_fact() => {
                let judge = judges.iter().find(|(folder, _)| finding.file.starts_with(folder));
                let verdict = judge.map(|(_, judge)| judge.verdict(&finding.proposal.edits));
                finding.verdict = verdict.unwrap_or_else(Verdict::unknown);
            }
            _ => {}
        });
    }

    /// What came out of it.
    pub fn finish(mut self) -> Report {
        for Service { model, contracts, silences, read, interfaces, variants } in &mut self.services {
            for finding in std::mem::take(variants).finish() {
                self.findings
                    .push(((finding.operation.clone(), usize::MAX, finding.page.clone(), finding.line), finding));
            }
            for lacking in interfaces.lacking(contracts) {
                let difference = lacking.difference();
                if silences.silence(&model.spec, Some(lacking.source), &difference).is_empty() {
                    let finding = lacking.finding(&model.spec, difference);
                    self.findings.push(((finding.operation.clone(), usize::MAX, finding.page.clone(), 0), finding));
                } else {
                    self.silenced += 1;
                }
            }
            for finding in silences.unused(&model.spec, read) {
                self.findings.push(((None, usize::MAX, finding.message.clone(), 0), finding));
            }
        }
        for ((shown, _), missing) in std::mem::take(&mut self.missing) {
            let finding = operation_missing(&shown, &missing);
            self.findings.push(((Some(shown), 0, finding.page.clone(), finding.line), finding));
        }
        self.judge();
        self.findings.sort_by(|(a, _), (b, _)| a.cmp(b));
        Report {
            findings: self.findings.into_iter().map(|(_, finding)| finding).collect(),
            pages: usize::try_from(self.pages).unwrap_or(usize::MAX),
            operations: self.seen.len(),
            silenced: self.silenced,
            deferred: self.deferred.len(),
            superseded: self.superseded.len(),
        }
    }
}

/// Quirks were written for the page as it was, and what they silence now may be something else.
fn quirks_to_read_again(quirks: &BTreeSet<&str>) -> String {
    if quirks.is_empty() {
        return String::new();
    }
    let quirks = quirks.iter().map(|quirk| format!("`{quirk}`")).collect::<Vec<_>>().join(", ");
    format!("; read the quirks again that silence something on it: {quirks}")
}

/// Method and path of a page.
fn address(page: &PageFacts) -> String {
    let method = page.method.as_ref().map_or("?", |method| method.value.as_str());
    format!("{method} {}", page.path.as_ref().map_or("?", |path| path.value.as_str()))
}

/// Operations that no page has any more.
pub(crate) fn gone(model: &Model, operations: &[&Operation]) -> Vec<Finding> {
    let judge = Judge::of(model);
    operations.iter().map(|operation| operation_gone(model, operation, &judge)).collect()
}

fn operation_gone(model: &Model, operation: &Operation, judge: &Judge<'_>) -> Finding {
    let edits = vec![Edit::Remove { pointer: operation.pointer.clone() }];
    let message = "no page that was given has the operation any more".to_owned();
    let finding = Finding {
        operation: Some(operation.id.clone()),
        remedy: "delete it from the specification, or keep the page that has it as its source".to_owned(),
        verdict: judge.verdict(&edits),
        ..Finding::of_page(FindingKind::MissingInPage, "", message)
    };
    let mut finding = finding.at(&model.spec, operation.pointer.clone());
    finding.proposal.edits = edits;
    finding.proposal.is_newest = true;
    finding
}

fn operation_missing(shown: &str, missing: &Missing) -> Finding {
    let (_, page, line) = &missing.first;
    let pages = if missing.pages == 1 { String::new() } else { format!(", on {} pages", missing.pages) };
    let message = format!("the operation is not in the specification{pages}");
    Finding {
        operation: Some(shown.to_owned()),
        line: *line,
        remedy: "run `cargo xtask docs draft` on the page, or defer the operation in coverage.toml".to_owned(),
        ..Finding::of_page(FindingKind::OperationMissing, page, message)
    }
}

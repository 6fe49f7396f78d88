//! Holds pages of the documentation, and the interface of an official SDK, against the specification.
//!
//! # What is compared
//!
//! Method and path, parameters, fields of the request and of each response, their types, required-ness of what is sent,
//! enums of strings, defaults, limits, statuses, examples, the permission and the deprecation. Sentences are not
//! compared, nor are units and patterns, which each page writes in its own way.
//!
//! Of an interface: method, path and name of each operation, its parameters, and the fields of its bodies, with their
//! types, and which of the request must be given. Its texts are not compared, and so no enum, default or limit of it. It
//! names no status, so its response is held against the success; it does not say what a response must hold.
//!
//! # What is no drift
//!
//! - What an older page lacks: facts are added to an API over the years. Only the newest page of an operation, the first
//!   of its `x-sources`, is asked for everything that the specification has. A page that is new or has changed is the
//!   newest, unless its own date says otherwise.
//! - What the interface lacks, unless the operation has no other source, or the fact names the interface in `x-source`.
//! - What the newest page lacks of a schema or a field whose `x-source` names another source: it is expected of that one,
//!   an older page or the interface.
//! - What a quirk silences: one that names the page in `sources`, the kind in `silences`, and points at the place or at
//!   what it lies in.
//! - Operations that `coverage.toml` defers, or calls superseded.

pub(crate) mod compare;
pub(crate) mod contract;
mod finding;
mod interface;
pub(crate) mod provenance;
pub mod report;
pub(crate) mod silence;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::docs::{Layout, PageFacts, PageKind};
use crate::spec::Spec;
use compare::compare;
use contract::Contract;
use interface::{Interfaces, damage};
use provenance::{Expected, Recorded, about_page};
use silence::Silences;

pub use finding::{Finding, FindingKind};

/// What came out of holding pages against the specification.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Findings by operation, those of the newest page first.
    pub findings: Vec<Finding>,
    /// How many pages were read; an interface is one.
    pub pages: usize,
    /// How many operations of the specification these tell of.
    pub operations: usize,
    /// How many findings a quirk silences.
    pub silenced: usize,
    /// How many operations of the pages are deferred.
    pub deferred: usize,
    /// How many operations of the pages are superseded.
    pub superseded: usize,
}

/// Holds one page after another against the specification of each service. Only findings are kept.
#[derive(Debug)]
pub struct Drift<'s> {
    services: Vec<Service<'s>>,
    findings: Vec<(Key, Finding)>,
    missing: BTreeMap<String, Missing>,
    /// SHA-256 of the pages that were read, with the operation: an interface tells of many.
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
struct Service<'s> {
    spec: &'s Spec,
    contracts: Vec<Contract<'s>>,
    silences: Silences,
    /// Ids of the pages that were read.
    read: BTreeSet<String>,
    interfaces: Interfaces,
}

/// An operation that only pages have.
#[derive(Debug)]
struct Missing {
    first: (Reverse<String>, String, u32),
    pages: usize,
}

impl<'s> Drift<'s> {
    /// Begins with no page read.
    pub fn new(specs: &'s [Spec]) -> Self {
        let service = |spec: &'s Spec| Service {
            spec,
            contracts: Contract::all(spec),
            silences: Silences::default(),
            read: BTreeSet::new(),
            interfaces: Interfaces::default(),
        };
        Self {
            services: specs.iter().map(service).collect(),
            findings: Vec::new(),
            missing: BTreeMap::new(),
            digests: BTreeSet::new(),
            seen: BTreeSet::new(),
            deferred: BTreeSet::new(),
            superseded: BTreeSet::new(),
            pages: 0,
            silenced: 0,
        }
    }

    /// Holds a page against the specification. Of copies of a page, only the first is.
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

    /// The operation that a page tells of is found by method and path, then by its name, and last by what the page was
    /// recorded for. An older version of it may have the same name.
    fn page_of_operation(&mut self, page: &PageFacts) {
        for finding in damage(page) {
            self.findings.push(((None, 0, page.page.clone(), finding.line), finding));
        }
        if let Some((service, contract)) = self.find(page, Contract::has_address_of) {
            self.operation(page, service, contract);
        } else if self.is_superseded(page) {
            self.superseded.insert(address(page));
        } else if let Some((service, contract)) =
            self.find(page, Contract::has_name_of).or_else(|| self.find_recorded(page))
        {
            self.operation(page, service, contract);
        } else {
            self.without_operation(page);
        }
    }

    fn find(&self, page: &PageFacts, matches: fn(&Contract<'s>, &PageFacts) -> bool) -> Option<(usize, usize)> {
        let position = |service: &Service<'s>| service.contracts.iter().position(|contract| matches(contract, page));
        self.services.iter().enumerate().find_map(|(at, service)| Some((at, position(service)?)))
    }

    fn find_recorded(&self, page: &PageFacts) -> Option<(usize, usize)> {
        self.services.iter().enumerate().find_map(|(at, service)| {
            let operation = Recorded::of(service.spec, page).operation()?;
            Some((at, service.contracts.iter().position(|contract| contract.operation == operation)?))
        })
    }

    fn is_superseded(&mut self, page: &PageFacts) -> bool {
        let (Some(method), Some(path)) = (&page.method, &page.path) else { return false };
        let mut services = self.services.iter_mut();
        let found = services
            .find(|service| service.spec.superseded.iter().any(|entry| entry.is(method.value.name(), &path.value)));
        found.is_some_and(|service| {
            service.read.extend(Recorded::of(service.spec, page).id().map(str::to_owned));
            true
        })
    }

    fn operation(&mut self, page: &PageFacts, service: usize, at: usize) {
        let Some(Service { spec, contracts, silences, read, interfaces }) = self.services.get_mut(service) else {
            return;
        };
        let Some(contract) = contracts.get(at) else { return };
        let recorded = Recorded::of(spec, page);
        let age = recorded.age(spec, page, contract);
        self.seen.insert(contract.operation.to_owned());
        read.extend(recorded.id().map(str::to_owned));
        let key = |line| (Some(contract.operation.to_owned()), age, page.page.clone(), line);
        let is_first = interfaces.note(page, recorded.id(), at);
        let mut silencing = BTreeSet::new();
        let expected = Expected::of(spec, page, recorded, contract);
        for mut finding in compare(page, spec, contract, expected).into_iter().map(|gap| gap.finding) {
            finding.source = recorded.id().map(str::to_owned);
            let quirks = silences.silence(spec, &finding);
            if quirks.is_empty() {
                self.findings.push((key(finding.line), finding));
            } else {
                self.silenced += 1;
                silencing.extend(quirks);
            }
        }
        if let Some(mut finding) = recorded.finding(spec, page).filter(|_| is_first) {
            if page.layout != Layout::Interface {
                finding.operation = Some(contract.operation.to_owned());
                finding.remedy.push_str(&quirks_to_read_again(&silencing));
            }
            self.findings.push(((finding.operation.clone(), age, page.page.clone(), 0), finding));
        }
    }

    /// A page whose operation no service has: one line for the operation, however many pages tell of it.
    fn without_operation(&mut self, page: &PageFacts) {
        let name = page.operation.as_ref().map(|name| name.value.clone());
        let path = page.path.as_ref().map_or("?", |path| path.value.as_str());
        let shown = name.clone().unwrap_or_else(|| address(page));
        let deferred =
            |service: &Service<'_>| service.spec.deferred.iter().any(|entry| entry.names(name.as_deref(), path));
        if self.services.iter().any(deferred) {
            self.deferred.insert(shown);
            return;
        }
        let line = page.path.as_ref().map_or(0, |path| path.line);
        let date = page.date.as_ref().map(|date| date.value.clone()).unwrap_or_default();
        let first = (Reverse(date), page.page.clone(), line);
        let entry = self.missing.entry(shown);
        let entry = entry.or_insert_with(|| Missing { first: first.clone(), pages: 0 });
        entry.pages += 1;
        entry.first = entry.first.clone().min(first);
    }

    /// A page without an operation may have been recorded for what it says of several.
    fn reference(&mut self, page: &PageFacts) {
        for service in &mut self.services {
            let recorded = Recorded::of(service.spec, page);
            service.read.extend(recorded.id().map(str::to_owned));
            if let Recorded::Changed(_) = recorded
                && let Some(finding) = recorded.finding(service.spec, page)
            {
                self.findings.push(((None, 0, page.page.clone(), 0), finding));
            }
        }
    }

    fn unreadable(&mut self, page: &PageFacts) {
        let problem = page.problems.first();
        let reason = problem.map_or_else(String::new, |problem| problem.reason.clone());
        let mut finding = about_page(FindingKind::PageUnreadable, page, reason);
        finding.line = problem.map_or(0, |problem| problem.line);
        "give the whole document in UTF-8, or leave the file out".clone_into(&mut finding.remedy);
        self.findings.push(((None, 0, page.page.clone(), 0), finding));
    }

    /// What came out of it.
    pub fn finish(mut self) -> Report {
        for service in &mut self.services {
            for finding in service.interfaces.lacking(service.spec, &service.contracts) {
                if service.silences.silence(service.spec, &finding).is_empty() {
                    self.findings.push(((finding.operation.clone(), usize::MAX, finding.page.clone(), 0), finding));
                } else {
                    self.silenced += 1;
                }
            }
            for finding in service.silences.unused(service.spec, &service.read) {
                self.findings.push(((None, usize::MAX, finding.message.clone(), 0), finding));
            }
        }
        for (shown, missing) in std::mem::take(&mut self.missing) {
            let finding = operation_missing(&shown, &missing);
            self.findings.push(((Some(shown), 0, finding.page.clone(), finding.line), finding));
        }
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
    let method = page.method.as_ref().map_or("?", |method| method.value.name());
    format!("{method} {}", page.path.as_ref().map_or("?", |path| path.value.as_str()))
}

fn operation_missing(shown: &str, missing: &Missing) -> Finding {
    let (_, page, line) = &missing.first;
    let pages = if missing.pages == 1 { String::new() } else { format!(", on {} pages", missing.pages) };
    Finding {
        kind: FindingKind::OperationMissing,
        operation: Some(shown.to_owned()),
        page: page.clone(),
        line: *line,
        source: None,
        file: PathBuf::new(),
        pointer: String::new(),
        member: None,
        message: format!("the operation is not in the specification{pages}"),
        remedy: "run `cargo xtask docs draft` on the page, or defer the operation in coverage.toml".to_owned(),
    }
}

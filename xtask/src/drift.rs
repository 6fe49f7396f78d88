//! Holds pages of the documentation against the specification.
//!
//! # What is compared
//!
//! Method and path, parameters, fields of the request and of each response, their types, required-ness of what is sent,
//! enums of strings, defaults, limits, statuses, examples, the permission and the deprecation. Sentences are not
//! compared, nor are units and patterns, which each page writes in its own way.
//!
//! # What is no drift
//!
//! - What an older page lacks: facts are added to an API over the years. Only the newest page of an operation, the first
//!   of its `x-sources`, is asked for everything that the specification has. A page that is new or has changed is the
//!   newest, unless its own date says otherwise.
//! - What the newest page lacks of a schema whose `x-source` names another source.
//! - What a quirk silences: one that names the page in `sources`, the kind in `silences`, and points at the place or at
//!   what it lies in.
//! - Operations that `coverage.toml` defers.

pub(crate) mod compare;
pub(crate) mod contract;
mod finding;
pub(crate) mod provenance;
pub mod report;
pub(crate) mod silence;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::docs::{PageFacts, PageKind};
use crate::spec::Spec;
use compare::compare;
use contract::Contract;
use provenance::Recorded;
use silence::Silences;

pub use finding::{Finding, FindingKind};

/// What came out of holding pages against the specification.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Findings by operation, those of the newest page first.
    pub findings: Vec<Finding>,
    /// How many pages were read.
    pub pages: usize,
    /// How many operations of the specification these tell of.
    pub operations: usize,
    /// How many findings a quirk silences.
    pub silenced: usize,
    /// How many operations of the pages are deferred.
    pub deferred: usize,
}

/// Holds one page after another against the specification of each service. Only findings are kept.
#[derive(Debug)]
pub struct Drift<'s> {
    services: Vec<Service<'s>>,
    findings: Vec<(Key, Finding)>,
    missing: BTreeMap<String, Missing>,
    /// SHA-256 of the pages that were read.
    digests: BTreeSet<String>,
    seen: BTreeSet<String>,
    deferred: BTreeSet<String>,
    pages: usize,
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
        };
        Self {
            services: specs.iter().map(service).collect(),
            findings: Vec::new(),
            missing: BTreeMap::new(),
            digests: BTreeSet::new(),
            seen: BTreeSet::new(),
            deferred: BTreeSet::new(),
            pages: 0,
            silenced: 0,
        }
    }

    /// Holds a page against the specification. Of copies of a page, only the first is.
    pub fn page(&mut self, page: &PageFacts) {
        self.pages += 1;
        if page.sha256.as_ref().is_some_and(|digest| !self.digests.insert(digest.clone())) {
            return;
        }
        match page.kind {
            PageKind::Operation => match self.find(page) {
                Some((service, contract)) => self.operation(page, service, contract),
                None => self.without_operation(page),
            },
            PageKind::Reference => self.reference(page),
            PageKind::Unreadable => self.unreadable(page),
        }
    }

    /// The operation that a page tells of: by method and path, then by its name.
    fn find(&self, page: &PageFacts) -> Option<(usize, usize)> {
        let find = |matches: fn(&Contract<'s>, &PageFacts) -> bool| {
            let position =
                |service: &Service<'s>| service.contracts.iter().position(|contract| matches(contract, page));
            self.services.iter().enumerate().find_map(|(at, service)| Some((at, position(service)?)))
        };
        find(Contract::has_address_of).or_else(|| find(Contract::has_name_of))
    }

    fn operation(&mut self, page: &PageFacts, service: usize, contract: usize) {
        let Some(Service { spec, contracts, silences, read }) = self.services.get_mut(service) else { return };
        let Some(contract) = contracts.get(contract) else { return };
        let recorded = Recorded::of(spec, page);
        let age = recorded.age(spec, page, contract);
        self.seen.insert(contract.operation.to_owned());
        read.extend(recorded.id().map(str::to_owned));
        let key = |line| (Some(contract.operation.to_owned()), age, page.page.clone(), line);
        if let Some(mut finding) = record_finding(spec, page, recorded) {
            finding.operation = Some(contract.operation.to_owned());
            self.findings.push((key(0), finding));
        }
        for mut finding in compare(page, spec, contract, age == 0).into_iter().map(|gap| gap.finding) {
            finding.source = recorded.id().map(str::to_owned);
            if silences.silence(spec, &finding) {
                self.silenced += 1;
            } else {
                self.findings.push((key(finding.line), finding));
            }
        }
    }

    /// A page whose operation no service has: one line for the operation, however many pages tell of it.
    fn without_operation(&mut self, page: &PageFacts) {
        let name = page.operation.as_ref().map(|name| name.value.clone());
        let method = page.method.as_ref().map_or("?", |method| method.value.name());
        let path = page.path.as_ref().map_or("?", |path| path.value.as_str());
        let shown = name.clone().unwrap_or_else(|| format!("{method} {path}"));
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
                && let Some(finding) = record_finding(service.spec, page, recorded)
            {
                self.findings.push(((None, 0, page.page.clone(), 0), finding));
            }
        }
    }

    fn unreadable(&mut self, page: &PageFacts) {
        let reason = page.problems.first().map_or_else(String::new, |problem| problem.reason.clone());
        let mut finding = about_page(FindingKind::PageUnreadable, page, reason);
        "give a page in UTF-8, or leave the file out".clone_into(&mut finding.remedy);
        self.findings.push(((None, 0, page.page.clone(), 0), finding));
    }

    /// What came out of it.
    pub fn finish(mut self) -> Report {
        for service in &self.services {
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
            pages: self.pages,
            operations: self.seen.len(),
            silenced: self.silenced,
            deferred: self.deferred.len(),
        }
    }
}

/// What is wrong with how a page is recorded.
fn record_finding(spec: &Spec, page: &PageFacts, recorded: Recorded<'_>) -> Option<Finding> {
    let sha = page.sha256.as_deref().unwrap_or("unknown");
    let (kind, message) = match recorded {
        Recorded::As(_) => return None,
        Recorded::Changed(source) => {
            (FindingKind::PageChanged, format!("the page `{}` has changed; its SHA-256 is {sha}", source.id))
        }
        Recorded::No => (FindingKind::PageUnrecorded, format!("the page is not recorded; its SHA-256 is {sha}")),
    };
    let mut finding = about_page(kind, page, message);
    finding.file = spec.folder.join("sources.toml");
    finding.source = recorded.id().map(str::to_owned);
    "hold the page against the specification, then write it into sources.toml and `x-sources`"
        .clone_into(&mut finding.remedy);
    Some(finding)
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

fn about_page(kind: FindingKind, page: &PageFacts, message: String) -> Finding {
    Finding {
        kind,
        operation: None,
        page: page.page.clone(),
        line: 0,
        source: None,
        file: PathBuf::new(),
        pointer: String::new(),
        member: None,
        message,
        remedy: String::new(),
    }
}

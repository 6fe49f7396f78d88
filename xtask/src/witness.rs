//! Which sources know what of an operation: what one witness alone says, and where witnesses contradict each other.
//!
//! A witness is a page, or the interface of an official SDK, whose facts are given one by one; and the index of the vendor's
//! explorer, which knows that an operation is there, and its method. They are compared with each other, and not with the
//! specification, which only says which operations there are, and how their fields are called.
//!
//! A place is a parameter, or a field of a body: `query limit`, `request tasks[].id`, `response tasks`. A witness that says nothing
//! of what is around a place, whose page has no body or does not describe the object, is none for it.
//!
//! [`record`] is what of it is kept beside the specification.

mod explorer;
mod hear;
mod record;
mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::contract::{Listed, operation_of};
use crate::docs::PageFacts;
use crate::model::Model;
use crate::spec::EXPLORER;

pub use explorer::{Explorer, ExplorerError};
pub use record::{Unheard, record};
pub use report::{json, text};

use hear::Heard;

/// What witnesses say of the operations of a service.
#[derive(Debug)]
pub struct Witnesses<'m> {
    model: &'m Model,
    /// By the official name of the operation.
    heard: BTreeMap<&'m str, Heard>,
    /// The ids of all sources that were heard.
    sources: BTreeSet<String>,
}

/// A part of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Query,
    Header,
    Request,
    Response,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Header => "header",
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// What came out of hearing the witnesses of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The operations of the specification, by their official names, each with its witnesses.
    pub operations: Vec<(String, Vec<String>)>,
    /// What one witness alone says, of several that speak of what is around it.
    pub alone: Vec<Alone>,
    /// Where witnesses contradict each other.
    pub contradictions: Vec<Contradiction>,
}

/// What one witness alone says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alone {
    /// The operation, by its official name.
    pub operation: String,
    /// The place: `query limit`.
    pub place: String,
    /// The witness.
    pub witness: String,
    /// The others, which speak of what is around the place, and not of the place.
    pub others: Vec<String>,
}

/// Where witnesses contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The operation, by its official name.
    pub operation: String,
    /// The place, or `address`.
    pub place: String,
    /// What each says, with the witnesses that say it.
    pub says: Vec<(String, Vec<String>)>,
}

impl<'m> Witnesses<'m> {
    /// No witness is heard yet.
    pub fn new(model: &'m Model) -> Self {
        let heard = model.operations.iter().map(|operation| (operation.id.as_str(), Heard::default()));
        Self { model, heard: heard.collect(), sources: BTreeSet::new() }
    }

    /// The folder of the specification.
    pub fn folder(&self) -> &Path {
        &self.model.spec.folder
    }

    /// Whether `sources.toml` lists a page, by its bytes or its place.
    pub fn lists(&self, page: &PageFacts) -> bool {
        Listed::of(&self.model.spec, page).is_some()
    }

    /// Hears a page, or one operation of an interface. One of no operation of the specification says nothing here.
    pub fn page(&mut self, page: &PageFacts) {
        let witness = self.name_of(page);
        let operation = operation_of(self.model, page);
        if operation.is_some() || self.lists(page) {
            self.sources.insert(witness.clone());
        }
        let Some(operation) = operation else { return };
        let Some(heard) = self.heard.get_mut(operation.id.as_str()) else { return };
        heard.page(self.model, operation, &witness, page);
    }

    /// Hears the index of the explorer.
    pub fn explorer(&mut self, explorer: &Explorer) {
        let product = self.model.spec.service.sdk_name.as_str();
        for (name, method) in explorer.operations_of(product) {
            let Some(heard) = self.heard.get_mut(name) else { continue };
            heard.witnesses.entry(EXPLORER.to_owned()).or_default();
            let known =
                self.model.operation(name).filter(|operation| !operation.method.key().eq_ignore_ascii_case(method));
            if known.is_some() {
                let address = format!("{} by the explorer", method.to_ascii_uppercase());
                heard.addresses.entry(address).or_default().insert(EXPLORER.to_owned());
            }
        }
    }

    /// The id of a page in `sources.toml`, or where it lies.
    fn name_of(&self, page: &PageFacts) -> String {
        let recorded = page.sha256.as_deref().and_then(|sha256| self.model.spec.sources.of_bytes(sha256));
        recorded.map_or_else(|| page.page.clone(), |source| source.id.clone())
    }

    /// What they said, together.
    pub fn findings(&self) -> Findings {
        let mut findings = Findings::default();
        for (operation, heard) in &self.heard {
            findings.operations.push(((*operation).to_owned(), heard.witnesses.keys().cloned().collect()));
            for conclusion in heard.conclusions() {
                let (operation, place) = ((*operation).to_owned(), conclusion.place.clone());
                if let Some(witness) = conclusion.alone() {
                    let (operation, place, witness) = (operation.clone(), place.clone(), witness.clone());
                    let others = conclusion.silent.iter().cloned().collect();
                    findings.alone.push(Alone { operation, place, witness, others });
                }
                for says in [conclusion.addresses, conclusion.types, conclusion.required] {
                    if !says.is_empty() {
                        let (operation, place) = (operation.clone(), place.clone());
                        let says = says.into_iter().map(|(said, by)| (said, by.into_iter().collect())).collect();
                        findings.contradictions.push(Contradiction { operation, place, says });
                    }
                }
            }
        }
        findings
    }
}

#[cfg(test)]
mod tests;

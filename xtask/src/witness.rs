//! Which sources know what of an operation: what one witness alone says, and where witnesses contradict each other.
//!
//! A witness is a page, or the interface of an official SDK, whose facts are given one by one; and the index of the vendor's
//! explorer, which knows that an operation is there, and its method. They are compared with each other, and not with the
//! specification, which only says which operations there are.
//!
//! A place is a parameter, or a field of a body: `query limit`, `request tasks[].id`, `response tasks`. A witness that says nothing
//! of a part, whose page has no body for example, is none for its places.

mod explorer;
mod report;

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::operation_of;
use crate::docs::{DocType, Field, PageFacts, ParameterIn, Required, SchemaType};
use crate::model::Model;

pub use explorer::{Explorer, ExplorerError};
pub use report::{json, text};

/// What witnesses say of the operations of a service.
#[derive(Debug)]
pub struct Witnesses<'m> {
    model: &'m Model,
    /// By the official name of the operation.
    heard: BTreeMap<&'m str, Heard>,
}

/// What was heard of an operation.
#[derive(Debug, Default)]
struct Heard {
    /// The witnesses, each with the parts of which it says something.
    witnesses: BTreeMap<String, BTreeSet<Part>>,
    /// What each says of a place.
    places: BTreeMap<Place, BTreeMap<String, Testimony>>,
    /// The addresses that witnesses name, where they name one.
    addresses: BTreeMap<String, BTreeSet<String>>,
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

/// A parameter or a field, by its part and its name.
type Place = (Part, String);

/// What a witness says of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Testimony {
    kind: Option<&'static str>,
    required: Option<bool>,
}

/// What came out of hearing the witnesses of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The operations of the specification, by their official names, each with its witnesses.
    pub operations: Vec<(String, Vec<String>)>,
    /// What one witness alone says, of several that speak of the part.
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
    /// The others, which speak of the part and not of the place.
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
        Self { model, heard: heard.collect() }
    }

    /// Hears a page, or one operation of an interface. One of no operation of the specification says nothing here.
    pub fn page(&mut self, page: &PageFacts) {
        let Some(operation) = operation_of(self.model, page) else { return };
        let witness = self.name_of(page);
        let Some(heard) = self.heard.get_mut(operation.id.as_str()) else { return };
        heard.page(&witness, page);
    }

    /// Hears the index of the explorer.
    pub fn explorer(&mut self, explorer: &Explorer) {
        let product = self.model.spec.service.sdk_name.as_str();
        for (name, method) in explorer.operations_of(product) {
            let Some(heard) = self.heard.get_mut(name) else { continue };
            heard.witnesses.entry("explorer".to_owned()).or_default();
            let known =
                self.model.operation(name).filter(|operation| !operation.method.key().eq_ignore_ascii_case(method));
            if known.is_some() {
                heard
                    .addresses
                    .entry(format!("{} by the explorer", method.to_ascii_uppercase()))
                    .or_default()
                    .insert("explorer".to_owned());
            }
        }
    }

    /// The id of a page in `sources.toml`, or where it lies.
    fn name_of(&self, page: &PageFacts) -> String {
        let recorded = self.model.spec.sources.iter().find(|source| page.sha256.as_deref() == Some(&source.sha256));
        recorded.map_or_else(|| page.page.clone(), |source| source.id.clone())
    }

    /// What they said, together.
    pub fn finish(self) -> Findings {
        let mut findings = Findings::default();
        for (operation, heard) in self.heard {
            findings.operations.push((operation.to_owned(), heard.witnesses.keys().cloned().collect()));
            heard.conclude(operation, &mut findings);
        }
        findings
    }
}

impl Heard {
    fn page(&mut self, witness: &str, page: &PageFacts) {
        let parts = self.witnesses.entry(witness.to_owned()).or_default();
        if let (Some(method), Some(path)) = (&page.method, &page.path) {
            let address = format!("{} {}", method.value, crate::spec::shape(&path.value));
            self.addresses.entry(address).or_default().insert(witness.to_owned());
        }
        let mut said: Vec<(Place, Testimony)> = Vec::new();
        for parameter in &page.parameters {
            let part = match parameter.location {
                ParameterIn::Query => Part::Query,
                ParameterIn::Header => Part::Header,
                // The path is part of the address, and forms and cookies are bodies and credentials.
                _ => continue,
            };
            said.push(((part, parameter.name.clone()), testimony(&parameter.doc_type, parameter.required)));
        }
        let fields = |part: Part, fields: &[Field]| {
            let testimonies = fields.iter().map(|field| {
                // What a response must hold, no witness says.
                let required = if part == Part::Response { Required::Unknown } else { field.required };
                ((part, field.field.clone()), testimony(&field.doc_type, required))
            });
            testimonies.collect::<Vec<_>>()
        };
        said.extend(fields(Part::Request, &page.request));
        for (_, of) in page.responses.iter().filter(|(status, _)| status.starts_with('2')) {
            said.extend(fields(Part::Response, of));
        }
        for (place, testimony) in said {
            parts.insert(place.0);
            self.places.entry(place).or_default().entry(witness.to_owned()).or_insert(testimony);
        }
    }

    fn conclude(self, operation: &str, findings: &mut Findings) {
        let says = |by: BTreeMap<String, BTreeSet<String>>| {
            by.into_iter().map(|(said, witnesses)| (said, witnesses.into_iter().collect())).collect::<Vec<_>>()
        };
        if self.addresses.len() > 1 {
            let (operation, place) = (operation.to_owned(), "address".to_owned());
            findings.contradictions.push(Contradiction { operation, place, says: says(self.addresses) });
        }
        for ((part, name), testimonies) in self.places {
            let place = format!("{} {name}", part.name());
            let speak = self.witnesses.iter().filter(|(_, parts)| parts.contains(&part)).map(|(witness, _)| witness);
            let others: Vec<String> = speak.filter(|witness| !testimonies.contains_key(*witness)).cloned().collect();
            if let (Some(witness), 1, false) = (testimonies.keys().next(), testimonies.len(), others.is_empty()) {
                let (operation, witness) = (operation.to_owned(), witness.clone());
                findings.alone.push(Alone { operation, place: place.clone(), witness, others });
            }
            let mut kinds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for (witness, testimony) in testimonies {
                if let Some(kind) = testimony.kind {
                    kinds.entry(kind.to_owned()).or_default().insert(witness.clone());
                }
                if let Some(required) = testimony.required {
                    let said = if required { "required" } else { "optional" };
                    needs.entry(said.to_owned()).or_default().insert(witness);
                }
            }
            for said in [kinds, needs].into_iter().filter(|said| said.len() > 1) {
                let operation = operation.to_owned();
                findings.contradictions.push(Contradiction { operation, place: place.clone(), says: says(said) });
            }
        }
    }
}

fn testimony(doc_type: &DocType, required: Required) -> Testimony {
    let kind = match doc_type.schema {
        SchemaType::String => Some("string"),
        SchemaType::Integer => Some("integer"),
        SchemaType::Number => Some("number"),
        SchemaType::Boolean => Some("boolean"),
        SchemaType::Object | SchemaType::Map { .. } => Some("object"),
        SchemaType::Array { .. } => Some("list"),
        SchemaType::Binary => Some("bytes"),
        SchemaType::Unknown => None,
    };
    let required = match required {
        Required::Yes => Some(true),
        Required::No => Some(false),
        Required::Unknown => None,
    };
    Testimony { kind, required }
}

#[cfg(test)]
mod tests;

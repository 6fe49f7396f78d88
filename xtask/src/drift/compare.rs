//! A page against an operation of the specification.

mod fields;
mod values;

use std::collections::BTreeSet;

use serde_json::Value;

use super::contract::{Body, Contract};
use super::finding::{Finding, FindingKind};
use super::provenance::{Expected, noun};
use crate::docs::{Example, Field, Layout, PageFacts, ParameterIn, Required, SchemaType};
use crate::spec::{Spec, child};

/// Headers that carry credentials or frame the message: what sends the request writes them, and OpenAPI leaves them out.
const FRAMING_HEADERS: &[&str] = &[
    "accept",
    "authorization",
    "content-length",
    "content-type",
    "host",
    "x-auth-token",
    "x-project-id",
    "x-sdk-date",
];

/// Whether a header carries credentials or frames the message.
pub(crate) fn is_framing(header: &str) -> bool {
    FRAMING_HEADERS.contains(&header.to_lowercase().as_str())
}

/// Compares; what the page has can be drafted, what it lacks is told as far as it is expected.
pub(crate) fn compare<'d>(
    page: &'d PageFacts,
    spec: &'d Spec,
    contract: &'d Contract<'d>,
    expected: Expected<'d>,
) -> Vec<Gap> {
    let mut comparison = Comparison { page, noun: noun(page), spec, contract, expected, gaps: Vec::new() };
    comparison.address();
    if !comparison.is_interface() {
        comparison.operation_facts();
    }
    comparison.parameters();
    comparison.request();
    comparison.responses();
    comparison.gaps
}

/// A finding, and what the page has that the specification lacks.
#[derive(Clone, Debug)]
pub(crate) struct Gap {
    pub(crate) finding: Finding,
    pub(crate) lacks: Option<Lacks>,
}

/// What the specification lacks, for a draft.
#[derive(Clone, Debug)]
pub(crate) enum Lacks {
    /// A parameter, by its index on the page.
    Parameter(usize),
    /// A field of the request body, or of the response with the status.
    Field { status: Option<String>, field: String },
    /// A body of the request, or the response with the status.
    Body { status: Option<String> },
    /// An example of the request, or of a response.
    Example(Value),
    /// A value to write under the member of the finding.
    Value(Value),
    /// Values to add to a list.
    Elements(Vec<Value>),
}

struct Comparison<'d> {
    page: &'d PageFacts,
    /// What messages call the page.
    noun: &'static str,
    spec: &'d Spec,
    contract: &'d Contract<'d>,
    expected: Expected<'d>,
    gaps: Vec<Gap>,
}

/// Where a difference stands: on the page, and in the specification.
struct At<'p> {
    line: u32,
    pointer: &'p str,
    member: Option<&'p str>,
}

impl<'p> At<'p> {
    const fn of(line: u32, pointer: &'p str) -> Self {
        Self { line, pointer, member: None }
    }

    const fn member(line: u32, pointer: &'p str, member: &'p str) -> Self {
        Self { line, pointer, member: Some(member) }
    }
}

impl Comparison<'_> {
    fn add(&mut self, kind: FindingKind, at: &At<'_>, message: String, lacks: Option<Lacks>) {
        let finding = Finding {
            kind,
            operation: Some(self.contract.operation.to_owned()),
            page: self.page.page.clone(),
            line: at.line,
            source: None,
            file: self.spec.file_of(at.pointer).to_owned(),
            pointer: at.pointer.to_owned(),
            member: at.member.map(str::to_owned),
            message,
            remedy: remedy(kind).to_owned(),
        };
        self.gaps.push(Gap { finding, lacks });
    }

    /// What the specification has and the page lacks, if it is expected of the page. In an interface, the operation is
    /// the place to look. What request and response share is told once.
    fn page_lacks(&mut self, pointer: &str, origin: Option<&str>, what: &str) {
        if self.expected.expects(origin) {
            let line = self.page.path.as_ref().filter(|_| self.is_interface()).map_or(0, |path| path.line);
            let message = format!("the specification has {what}, and the {} does not", self.noun);
            let told = |gap: &Gap| gap.finding.pointer == pointer && gap.finding.message == message;
            if !self.gaps.iter().any(told) {
                self.add(FindingKind::MissingInPage, &At::of(line, pointer), message, None);
            }
        }
    }

    /// An interface says nothing of permissions and statuses, and its texts are not read.
    fn is_interface(&self) -> bool {
        self.page.layout == Layout::Interface
    }

    fn address(&mut self) {
        let contract = self.contract;
        if let Some(name) = self.page.operation.as_ref().filter(|name| name.value != contract.operation) {
            let message = format!("the {} calls the operation `{}`", self.noun, name.value);
            self.add(FindingKind::Address, &At::of(name.line, &contract.pointer), message, None);
        }
        let (Some(method), Some(path)) = (&self.page.method, &self.page.path) else { return };
        if method.value.name() != contract.method || path.value != contract.path {
            let message = format!(
                "the {} has {} {}, the specification {} {}",
                self.noun,
                method.value.name(),
                path.value,
                contract.method,
                contract.path
            );
            self.add(FindingKind::Address, &At::of(path.line, &contract.pointer), message, None);
        }
    }

    /// Permission and deprecation.
    fn operation_facts(&mut self) {
        let (page, contract) = (self.page, self.contract);
        let action = contract.value.pointer("/x-permission/action").and_then(Value::as_str);
        if let Some(permission) = page.permissions.first() {
            let at = &contract.pointer;
            match action {
                None => {
                    let message = format!("the page names the permission `{}`", permission.action);
                    let draft = serde_json::json!({ "action": permission.action });
                    let at = At::member(permission.line, at, "x-permission");
                    self.add(FindingKind::MissingInSpec, &at, message, Some(Lacks::Value(draft)));
                }
                Some(action) if page.permissions.iter().all(|permission| permission.action != action) => {
                    let message = format!("the page names `{}`, the specification `{action}`", permission.action);
                    let pointer = format!("{at}/x-permission/action");
                    self.add(FindingKind::Permission, &At::of(permission.line, &pointer), message, None);
                }
                Some(_) => {}
            }
        }
        let deprecated = contract.value.get("deprecated").and_then(Value::as_bool).unwrap_or(false);
        match &page.deprecated {
            Some(deprecation) if !deprecated => {
                let message = "the page calls the operation out of date".to_owned();
                let at = At::member(deprecation.line, &contract.pointer, "deprecated");
                self.add(FindingKind::MissingInSpec, &at, message, Some(Lacks::Value(Value::Bool(true))));
            }
            None if deprecated => self.page_lacks(&child(&contract.pointer, "deprecated"), None, "a deprecation"),
            _ => {}
        }
    }

    fn parameters(&mut self) {
        let (page, contract) = (self.page, self.contract);
        let mut seen = BTreeSet::new();
        for (index, parameter) in page.parameters.iter().enumerate() {
            // A form is the body of a request in OpenAPI; its fields are compared there.
            if (parameter.location == ParameterIn::Header && is_framing(&parameter.name))
                || parameter.location == ParameterIn::Form
            {
                continue;
            }
            let found = contract
                .parameters
                .iter()
                .find(|slot| slot.name == parameter.name && slot.location == Some(parameter.location));
            let Some(slot) = found else {
                let message = format!("the {} has the parameter `{}`", self.noun, parameter.name);
                let list = child(&contract.pointer, "parameters");
                let at = At::member(parameter.line, &list, &parameter.name);
                self.add(FindingKind::MissingInSpec, &at, message, Some(Lacks::Parameter(index)));
                continue;
            };
            seen.insert(&slot.pointer);
            self.required(slot, parameter.required, parameter.line);
            self.value(slot, &parameter.doc_type.schema, &parameter.constraints, parameter.line);
        }
        for slot in contract.parameters.iter().filter(|slot| !seen.contains(&slot.pointer)) {
            self.page_lacks(&slot.holder, slot.origin, &format!("the parameter `{}`", slot.name));
        }
    }

    fn request(&mut self) {
        let (page, contract) = (self.page, self.contract);
        let Some(body) = &contract.request else {
            if let Some(first) = page.request.first() {
                let at = At::member(first.line, &contract.pointer, "requestBody");
                let lacks = Lacks::Body { status: None };
                let message = format!("the {} has a request body", self.noun);
                self.add(FindingKind::MissingInSpec, &at, message, Some(lacks));
            }
            return;
        };
        self.fields(None, body, &page.request);
        self.examples(body, &page.examples.request);
    }

    fn responses(&mut self) {
        let (page, contract) = (self.page, self.contract);
        let list = child(&contract.pointer, "responses");
        for (status, fields) in &page.responses {
            let Some(body) = contract.response(status) else {
                let line = fields.first().map_or(0, |field: &Field| field.line);
                let lacks = Lacks::Body { status: Some(status.clone()) };
                let message = format!("the {} has the response {status}", self.noun);
                self.add(FindingKind::MissingInSpec, &At::member(line, &list, status), message, Some(lacks));
                continue;
            };
            self.fields(Some(status), body, fields);
        }
        for status in &page.status_codes {
            if contract.response(&status.code).is_none() && !page.responses.contains_key(&status.code) {
                let lacks = Lacks::Body { status: Some(status.code.clone()) };
                let message = format!("the page has the status {}", status.code);
                let at = At::member(status.line, &list, &status.code);
                self.add(FindingKind::MissingInSpec, &at, message, Some(lacks));
            }
        }
        self.successes(&list);
    }

    /// Successes of the specification, with their examples, against those of the page.
    fn successes(&mut self, list: &str) {
        let (page, contract) = (self.page, self.contract);
        let told = |status: &str| {
            let listed = page.status_codes.iter().any(|code| code.code == status);
            listed || page.responses.contains_key(status) || page.responses.contains_key("2XX")
        };
        for (status, body) in contract.responses.iter().filter(|(status, _)| status.starts_with('2')) {
            if !page.status_codes.is_empty() && !told(status) {
                self.page_lacks(&child(list, status), None, &format!("the response {status}"));
            }
            let of_status = |example: &&Example| example.status.as_ref().is_none_or(|given| given == status);
            let examples: Vec<_> = page.examples.response.iter().filter(of_status).cloned().collect();
            self.examples(body, &examples);
        }
    }

    /// Each documented example is one of the specification's.
    fn examples(&mut self, body: &Body<'_>, examples: &[Example]) {
        let Some(media) = &body.media else { return };
        for example in examples {
            let Some(value) = example.body.json() else { continue };
            if !body.examples.contains(&value) {
                let at = At::member(example.line, media, "examples");
                let message = "the page has an example that the specification does not have".to_owned();
                self.add(FindingKind::MissingInSpec, &at, message, Some(Lacks::Example(value.clone())));
            }
        }
    }
}

/// Whether a page's type can be the specification's.
fn same_type(page: &SchemaType, spec: &SchemaType) -> bool {
    match (page, spec) {
        (SchemaType::Array { items: page }, SchemaType::Array { items: spec })
        | (SchemaType::Map { values: page }, SchemaType::Map { values: spec }) => same_type(page, spec),
        // A page may not say, and "Object" without a table is an object whose keys are data.
        (SchemaType::Unknown, _) | (SchemaType::Object, SchemaType::Map { .. }) => true,
        (SchemaType::Map { values }, SchemaType::Object) => **values == SchemaType::Unknown,
        (page, spec) => page == spec,
    }
}

/// What a page's word on required-ness means, if it says something.
const fn must_be_given(required: Required) -> Option<bool> {
    match required {
        Required::Yes => Some(true),
        Required::No => Some(false),
        Required::Unknown => None,
    }
}

fn remedy(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::MissingInSpec => {
            "run `cargo xtask docs draft` on the page, or record a quirk whose `silences` names it"
        }
        FindingKind::MissingInPage => "delete it from the specification, or record a quirk whose `silences` names it",
        FindingKind::PageChanged | FindingKind::PageUnrecorded => "write path and SHA-256 into sources.toml",
        _ => "correct the specification, or record the choice as a quirk whose `silences` names it",
    }
}

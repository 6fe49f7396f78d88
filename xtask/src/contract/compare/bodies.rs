//! Bodies of the request and of the responses.

use std::collections::BTreeSet;

use super::{At, Comparison, says};
use crate::contract::{Body, Contract, Edit, Lacks};
use crate::docs::{Example, Field, PageFacts};
use crate::spec::{FindingKind, child};

impl Comparison<'_> {
    pub(super) fn request(&mut self) {
        let (page, contract) = (self.page, self.contract);
        let Some(body) = &contract.request else {
            if let Some(first) = page.request.iter().find(|field| !self.is_crossed_field(&field.field)) {
                let at = At::member(first.line, &contract.operation.pointer, "requestBody");
                let lacks = Lacks::Body { status: None };
                let message = format!("the {} has a request body", self.noun);
                self.add(FindingKind::MissingInSpec, &at, message, Some(lacks));
            }
            return;
        };
        self.fields(None, body, &page.request);
        self.examples(body, &page.examples.request);
    }

    pub(super) fn responses(&mut self) {
        let (page, contract) = (self.page, self.contract);
        let list = child(&contract.operation.pointer, "responses");
        let other = other_success(page, contract).filter(|_| self.expected.expects(None));
        for (status, fields) in &page.responses {
            let body = other.filter(|(new, _)| *new == status).map(|(_, old)| old);
            let body = body.and_then(|old| contract.responses.get(old)).or_else(|| contract.response(status));
            if let Some(body) = body {
                self.fields(Some(status), body, fields);
            } else {
                let line = fields.first().map_or(0, |field: &Field| field.line);
                let message = format!("the {} has the response {status}", self.noun);
                self.response_lacking(&list, line, status, message);
            }
        }
        for status in &page.status_codes {
            let is_other = other.is_some_and(|(new, _)| *new == status.code);
            if contract.response(&status.code).is_none() && !page.responses.contains_key(&status.code) && !is_other {
                let message = format!("the page has the status {}", status.code);
                self.response_lacking(&list, status.line, &status.code, message);
            }
        }
        if let Some((new, old)) = other {
            let listed = page.status_codes.iter().find(|code| code.code == *new).map(|code| code.line);
            let first = || page.responses.get(new).and_then(|fields| fields.first()).map_or(0, |field| field.line);
            let message = format!("the {} has the success {new}, and the specification {old}", self.noun);
            let pointer = child(&list, old);
            let edits = vec![Edit::Move { pointer: pointer.clone(), to: child(&list, new) }];
            let at = At::of(listed.unwrap_or_else(first), &pointer).says(new);
            self.add_edits(FindingKind::Moved, &at, message, None, edits);
        }
        self.successes(&list, other.map(|(_, old)| old.as_str()));
    }

    fn response_lacking(&mut self, list: &str, line: u32, status: &str, message: String) {
        let lacks = Lacks::Body { status: Some(status.to_owned()) };
        self.add(FindingKind::MissingInSpec, &At::member(line, list, status), message, Some(lacks));
    }

    /// Successes of the specification, with their examples, against those of the page; `told` was compared with another
    /// status.
    fn successes(&mut self, list: &str, told: Option<&str>) {
        let (page, contract) = (self.page, self.contract);
        let has = |status: &str| {
            let listed = page.status_codes.iter().any(|code| code.code == status);
            listed || page.responses.contains_key(status) || page.responses.contains_key("2XX")
        };
        for (status, body) in contract.responses.iter().filter(|(status, _)| status.starts_with('2')) {
            let is_told = told == Some(status);
            // Of several operations at an address, each has a success of its own.
            let is_alone = contract.operation.variants.is_empty();
            if !page.status_codes.is_empty() && !has(status) && !is_told && is_alone {
                self.page_lacks(&child(list, status), None, &format!("the response {status}"));
            }
            let is_of_status =
                |example: &&Example| example.status.as_ref().is_none_or(|given| given == status || is_told);
            let examples: Vec<_> = page.examples.response.iter().filter(is_of_status).cloned().collect();
            self.examples(body, &examples);
        }
    }

    /// Each documented example is one of the specification's.
    fn examples(&mut self, body: &Body<'_>, examples: &[Example]) {
        let Some(content) = body.content else { return };
        for example in examples {
            let Some(value) = example.body.json() else { continue };
            if !content.examples.iter().any(|known| known.value == *value) {
                let at = At::member(example.line, &content.pointer, "examples").says(says::digest(value));
                let message =
                    format!("the page has an example{} that the specification does not have", says::keys(value));
                self.add(FindingKind::MissingInSpec, &at, message, Some(Lacks::Example(value.clone())));
            }
        }
    }
}

/// The success of the page, and the one that the specification has in its place, if each has one that the other has not.
fn other_success<'d>(page: &'d PageFacts, contract: &'d Contract<'_>) -> Option<(&'d String, &'d String)> {
    let is_success = |status: &&String| status.starts_with('2');
    let listed = page.status_codes.iter().map(|status| &status.code);
    let of_page: BTreeSet<&String> = page.responses.keys().chain(listed).filter(is_success).collect();
    let known: BTreeSet<&String> = contract.responses.keys().filter(is_success).collect();
    let is_class = of_page.iter().chain(&known).any(|status| *status == "2XX");
    let (new, old) = (of_page.difference(&known), known.difference(&of_page));
    match (new.collect::<Vec<_>>().as_slice(), old.collect::<Vec<_>>().as_slice()) {
        ([new], [old]) if !is_class => Some((new, old)),
        _ => None,
    }
}

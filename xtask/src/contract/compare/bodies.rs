//! Bodies of the request and of the responses.

use super::{At, Comparison};
use crate::contract::{Body, Lacks};
use crate::docs::{Example, Field};
use crate::spec::{FindingKind, child};

impl Comparison<'_> {
    pub(super) fn request(&mut self) {
        let (page, contract) = (self.page, self.contract);
        let Some(body) = &contract.request else {
            if let Some(first) = page.request.first() {
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
        let has = |status: &str| {
            let listed = page.status_codes.iter().any(|code| code.code == status);
            listed || page.responses.contains_key(status) || page.responses.contains_key("2XX")
        };
        for (status, body) in contract.responses.iter().filter(|(status, _)| status.starts_with('2')) {
            if !page.status_codes.is_empty() && !has(status) {
                self.page_lacks(&child(list, status), None, &format!("the response {status}"));
            }
            let of_status = |example: &&Example| example.status.as_ref().is_none_or(|given| given == status);
            let examples: Vec<_> = page.examples.response.iter().filter(of_status).cloned().collect();
            self.examples(body, &examples);
        }
    }

    /// Each documented example is one of the specification's.
    fn examples(&mut self, body: &Body<'_>, examples: &[Example]) {
        let Some(content) = body.content else { return };
        for example in examples {
            let Some(value) = example.body.json() else { continue };
            if !content.examples.iter().any(|known| known.value == *value) {
                let at = At::member(example.line, &content.pointer, "examples");
                let message = "the page has an example that the specification does not have".to_owned();
                self.add(FindingKind::MissingInSpec, &at, message, Some(Lacks::Example(value.clone())));
            }
        }
    }
}

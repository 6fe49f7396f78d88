//! The reader of an interface: one JSON document that lists the operations of an official SDK and the models of their
//! bodies.
//!
//! ```json
//! {
//!   "operations": [{
//!     "operation": "list_widgets", "method": "GET", "path": "/v1/{project_id}/widgets",
//!     "params": [{"name": "limit", "in": "query", "type": "int", "required": false, "doc": null}],
//!     "body": null, "response": "ListWidgetsResponse"
//!   }],
//!   "models": {"ListWidgetsResponse": [{"name": "ids", "type": "list[str]", "required": false, "doc": null}]}
//! }
//! ```
//!
//! `cargo xtask docs interface` makes one of the wheel of an SDK ([`read_wheel`]), with `source`, and the `summary` and `doc`
//! of each operation: the first line of what the SDK says of it, and the others. They are for people. Documents that older
//! versions of the command wrote have no `doc` of operations.
//!
//! Each operation gives the facts that a page of it would give. A type is `str`, `int` (64 bits), `float`, `bool`,
//! `date`, `datetime`, `file`, `object`, a model, `list[T]` or `dict(str, T)`. A response is that of success, whatever
//! the status: its fields stand under `2XX`, and the document does not say which of them must be there. The texts are kept as
//! descriptions; no enum, default or limit is read from them.

mod agreement;
mod fields;
mod file;
mod lines;
mod other;
mod shape;
mod source;
mod type_text;
mod wheel;

use serde_json::Value;

use super::facts::{Counts, Layout, Located, PageFacts, PageKind, PageProblem, PageProblemKind, Parameter};
use crate::model::Method;
use fields::{Fields, ProblemAt};
use file::{File, Operation, Param};
use lines::Lines;

pub use agreement::{Agreement, NO_INTERFACE, agreement, is_of_our_form};
pub use source::Sdk;
pub use wheel::{Interface, read_wheel};

/// Whether a text is an interface, or was meant to be one, by its content alone.
pub(super) fn recognise(text: &str) -> bool {
    if !text.trim_start().starts_with('{') {
        return false;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => value.get("operations").is_some() && value.get("models").is_some(),
        Err(_) => text.contains("\"operations\"") && text.contains("\"models\""),
    }
}

/// The facts of each operation. What is no interface after all becomes a page with a problem.
pub(super) fn read(page: &str, text: &str) -> Vec<PageFacts> {
    let file: File = match serde_json::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let line = u32::try_from(error.line()).unwrap_or_default();
            let reason = format!("the interface is damaged: {error}");
            return vec![PageFacts::unreadable(PageProblem::new(page, line, PageProblemKind::Unreadable, reason))];
        }
    };
    let lines = Lines::of(text);
    let operations = file.operations.iter().enumerate();
    let mut all: Vec<PageFacts> = operations.map(|(at, one)| operation(page, &file, &lines, at, one)).collect();
    if all.is_empty() {
        all.push(PageFacts::new(page, Layout::Interface, PageKind::Reference));
    }
    // It is one document, however many operations it has.
    if let Some(first) = all.first_mut() {
        first.counts.pages = 1;
    }
    all
}

/// The facts of one operation; `at` is its number in the document.
fn operation(page: &str, file: &File, lines: &Lines, at: usize, operation: &Operation) -> PageFacts {
    let pointer = format!("/operations/{at}");
    let line = lines.at(&pointer);
    let mut facts = PageFacts::new(page, Layout::Interface, PageKind::Operation);
    let mut problems = Vec::new();
    facts.operation = Some(Located { value: camel(&operation.name), line });
    facts.path = Some(Located { value: operation.path.clone(), line });
    facts.method = Method::ALL
        .into_iter()
        .find(|method| method.as_str().eq_ignore_ascii_case(&operation.method))
        .map(|value| Located { value, line });
    if facts.method.is_none() {
        problems.push((line, PageProblemKind::Uri, format!("`{}` is no method", operation.method)));
    }
    for (nth, parameter) in operation.params.iter().enumerate() {
        let line = lines.at(&format!("{pointer}/params/{nth}"));
        facts.parameters.push(parameter_of(file, parameter, line, &mut problems));
    }
    let mut fields = Fields { file, lines, problems };
    if let Some(body) = &operation.body {
        facts.request = fields.request(body, line);
    }
    let response = operation.response.as_ref().map(|response| fields.response(response, line));
    facts.responses.insert("2XX".to_owned(), response.unwrap_or_default());
    let problems = fields.problems.into_iter();
    facts.problems = problems.map(|(line, kind, reason)| PageProblem::new(page, line, kind, reason)).collect();
    facts.counts = counts(&facts);
    facts
}

fn parameter_of(file: &File, parameter: &Param, line: u32, problems: &mut Vec<ProblemAt>) -> Parameter {
    let doc_type = file.doc_type(&parameter.type_text).unwrap_or_else(|reason| {
        problems.push((line, PageProblemKind::Type, reason));
        type_text::unknown(&parameter.type_text)
    });
    Parameter {
        name: parameter.name.clone(),
        location: parameter.location.into(),
        doc_type,
        required: parameter.required.into(),
        constraints: <_>::default(),
        description: parameter.doc.clone().unwrap_or_default(),
        line,
    }
}

fn counts(facts: &PageFacts) -> Counts {
    let fields = facts.request.len() + facts.responses.values().map(Vec::len).sum::<usize>();
    let single = 2 + u64::from(facts.method.is_some());
    Counts {
        operations: 1,
        facts: (facts.parameters.len() + fields) as u64 + single,
        problems: facts.problems.len() as u64,
        ..Counts::default()
    }
}

/// `list_widgets` as pages name the operation: `ListWidgets`.
fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    for part in name.split('_') {
        let mut letters = part.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

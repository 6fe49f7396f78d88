//! What differs between a page and an operation.

use serde_json::Value;

use super::Finding;
use crate::model::Operation;
use crate::spec::{FindingKind, Silence, Spec};

/// A difference, and what the page has that the specification lacks.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    pub(crate) kind: FindingKind,
    /// The line of the page, counted from 1; 0 for the page as a whole.
    pub(crate) line: u32,
    /// JSON pointer into the bundle; for what the specification lacks, to what should hold it.
    pub(crate) pointer: String,
    /// For what the specification lacks: the key that it would have there.
    pub(crate) member: Option<String>,
    /// What the page says, in the words in which a quirk names it; none for what it lacks.
    pub(crate) says: Option<String>,
    pub(crate) message: String,
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
    /// A value to write under the member of the difference.
    Value(Value),
    /// Both ends of a range, by their keywords.
    Limits(Vec<(&'static str, Value)>),
    /// Values to add to a list.
    Elements(Vec<Value>),
}

impl Difference {
    /// The finding to report: with its place in the specification, and what to do about it.
    pub(crate) fn finding(self, spec: &Spec, page: &str, source: Option<&str>, operation: &Operation) -> Finding {
        let remedy = format!("{}, or record {}", remedy(self.kind, self.lacks.is_some()), self.quirk());
        let finding = Finding {
            operation: Some(operation.id.clone()),
            source: source.map(str::to_owned),
            line: self.line,
            member: self.member,
            remedy,
            ..Finding::of_page(self.kind, page, self.message)
        };
        finding.at(spec, self.pointer)
    }

    /// The quirk that would silence it.
    fn quirk(&self) -> String {
        let Self { kind, member, says, .. } = self;
        let silence = Silence { kind: *kind, member: member.clone(), value: says.clone() };
        format!("a quirk that silences `{silence}`")
    }
}

const fn remedy(kind: FindingKind, can_be_drafted: bool) -> &'static str {
    match kind {
        FindingKind::MissingInSpec if can_be_drafted => "run `cargo xtask docs draft` on the page",
        FindingKind::MissingInSpec => "write it into the specification in words or by hand",
        FindingKind::MissingInPage => "delete it from the specification",
        _ => "correct the specification",
    }
}

//! What differs between a page and an operation.

use serde_json::Value;

use super::{Edit, Finding};
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
    /// What keeps a draft from writing what is lacking.
    pub(crate) obstacle: Option<Obstacle>,
    /// What the specification would be if it said the same.
    pub(crate) edits: Vec<Edit>,
    /// Whether the edits are all that is to be written, so that no person need look at them first.
    pub(crate) is_settled: bool,
    /// The facts of the page that the difference is about besides its own: the fields of an object that is lacking.
    pub(crate) holds: Vec<String>,
}

/// What is to be done about a finding, as far as the page says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Proposal {
    pub(crate) edits: Vec<Edit>,
    /// Whether the edits can be written as they are.
    pub(crate) is_settled: bool,
    /// Whether a draft writes what is lacking.
    pub(crate) is_drafted: bool,
    /// Whether it is what the newest page of the operation says.
    pub(crate) is_newest: bool,
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

/// What keeps a draft from writing what a specification lacks.
#[derive(Clone, Debug)]
pub(crate) enum Obstacle {
    /// An example does not fit its schema, for the reason that a draft gives.
    Misfit(String),
    /// A success outside of 2xx, which clients do not take.
    Status,
}

impl Obstacle {
    fn remedy(&self, quirk: &str) -> String {
        match self {
            Self::Misfit(why) => format!(
                "mend the schema, if it is wrong, or record {quirk}: a draft leaves the example out, because {why}"
            ),
            Self::Status => format!("record {quirk}: only a success of 2xx can be written, and clients take no other"),
        }
    }
}

impl Difference {
    /// The finding to report: with its place in the specification, and what to do about it.
    pub(crate) fn finding(self, spec: &Spec, page: &str, source: Option<&str>, operation: &Operation) -> Finding {
        let is_drafted = self.lacks.is_some() && self.obstacle.is_none();
        let quirk = self.quirk();
        let remedy = self.obstacle.as_ref().map_or_else(
            || format!("{}, or record {quirk}", remedy(self.kind, is_drafted)),
            |obstacle| obstacle.remedy(&quirk),
        );
        let finding = Finding {
            operation: Some(operation.id.clone()),
            source: source.map(str::to_owned),
            line: self.line,
            member: self.member,
            holds: self.holds,
            proposal: Proposal { edits: self.edits, is_settled: self.is_settled, is_drafted, is_newest: false },
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

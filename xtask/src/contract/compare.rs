//! A page compared with an operation of the specification.

mod bodies;
mod crossed;
mod fields;
mod moved;
mod obstacle;
mod operation;
mod parameters;
mod says;
#[cfg(test)]
mod tests;
mod values;

use crossed::Crossed;

use super::body::is_inside;
use super::slot::schema_type;
use super::{Contract, Difference, Edit, Expected, Lacks, edit, noun};
use crate::docs::{Field, Layout, PageFacts, SchemaType};
use crate::model::{Model, Schema};
use crate::spec::FindingKind;

/// Compares; what the page has can be drafted, what it lacks is reported as far as it is expected.
pub(crate) fn compare<'d>(
    page: &'d PageFacts,
    model: &'d Model,
    contract: &'d Contract<'d>,
    expected: Expected<'d>,
) -> Vec<Difference> {
    let crossed = crossed::find(page, model, contract, expected);
    let noun = noun(page);
    let mut comparison = Comparison { page, noun, model, contract, expected, crossed, differences: Vec::new() };
    comparison.address();
    if !comparison.is_interface() {
        comparison.operation_facts();
    }
    comparison.crossed();
    comparison.parameters();
    comparison.request();
    comparison.responses();
    comparison.obstacles();
    comparison.differences
}

/// Whether a schema can be of the type that a page names.
pub(crate) fn is_type(model: &Model, page: &SchemaType, schema: &Schema) -> bool {
    values::same_type(page, &schema_type(model, schema))
}

struct Comparison<'d> {
    page: &'d PageFacts,
    /// What messages call the page.
    noun: &'static str,
    model: &'d Model,
    contract: &'d Contract<'d>,
    expected: Expected<'d>,
    /// What moved between the parameters and the body of the request.
    crossed: Vec<Crossed<'d>>,
    differences: Vec<Difference>,
}

/// Where a difference stands, on the page and in the specification, and what the page says there.
#[derive(Clone, Debug)]
struct At<'p> {
    line: u32,
    pointer: &'p str,
    member: Option<&'p str>,
    says: Option<String>,
}

impl<'p> At<'p> {
    const fn of(line: u32, pointer: &'p str) -> Self {
        Self { line, pointer, member: None, says: None }
    }

    const fn member(line: u32, pointer: &'p str, member: &'p str) -> Self {
        Self { line, pointer, member: Some(member), says: None }
    }

    fn says(self, says: impl Into<String>) -> Self {
        Self { says: Some(says.into()), ..self }
    }
}

impl Comparison<'_> {
    /// Adds a difference, unless it is there: one component may be met at several places of a page.
    fn add(&mut self, kind: FindingKind, at: &At<'_>, message: String, lacks: Option<Lacks>) {
        let of_lacks = |lacks: &Lacks| edit::additions(self.page, at.pointer, at.member, lacks);
        let edits = lacks.as_ref().map(of_lacks).unwrap_or_default();
        self.add_edits(kind, at, message, lacks, edits);
    }

    /// Adds a difference with what would end it, which is written without a question if it `is_settled`.
    fn add_edits(&mut self, kind: FindingKind, at: &At<'_>, message: String, lacks: Option<Lacks>, edits: Vec<Edit>) {
        let member = at.member.map(str::to_owned);
        let is_same = |known: &Difference| {
            known.kind == kind && known.pointer == at.pointer && known.member == member && known.says == at.says
        };
        if !self.differences.iter().any(is_same) {
            let (line, pointer, says) = (at.line, at.pointer.to_owned(), at.says.clone());
            let holds = self.holds(lacks.as_ref());
            let (is_settled, obstacle) = (false, None);
            let difference =
                Difference { kind, line, pointer, member, says, message, lacks, obstacle, edits, is_settled, holds };
            self.differences.push(difference);
        }
    }

    /// What the specification has and the page lacks, if it is expected of the page. In an interface, the operation is
    /// the place to look. What request and response share is reported once.
    fn page_lacks(&mut self, pointer: &str, origin: Option<&str>, what: &str) {
        self.page_lacks_all(pointer, origin, what, Edit::removal(pointer));
    }

    /// The same of what does not stand at one pointer alone.
    fn page_lacks_all(&mut self, pointer: &str, origin: Option<&str>, what: &str, removal: Vec<Edit>) {
        if self.expected.expects(origin) {
            let line = self.page.path.as_ref().filter(|_| self.is_interface()).map_or(0, |path| path.line);
            let message = format!("the specification has {what}, and the {} does not", self.noun);
            self.add_edits(FindingKind::MissingInPage, &At::of(line, pointer), message, None, removal);
        }
    }

    /// The last difference can be written as it is.
    fn settled(&mut self) {
        if let Some(last) = self.differences.last_mut() {
            last.is_settled = true;
        }
    }

    /// The fields inside of what is lacking.
    fn holds(&self, lacks: Option<&Lacks>) -> Vec<String> {
        let inside = |fields: &[Field], path: &str| {
            let inner = fields.iter().filter(|field| is_inside(&field.field, path) || path.is_empty());
            inner.map(|field| field.field.clone()).collect()
        };
        match lacks {
            Some(Lacks::Field { status, field }) => inside(edit::fields(self.page, status.as_deref()), field),
            Some(Lacks::Body { status }) => inside(edit::fields(self.page, status.as_deref()), ""),
            _ => Vec::new(),
        }
    }

    /// An interface says nothing of permissions and statuses, and its texts are not read.
    fn is_interface(&self) -> bool {
        self.page.layout == Layout::Interface
    }
}

//! A page compared with an operation of the specification.

mod bodies;
mod crossed;
mod fields;
mod moved;
mod operation;
mod parameters;
mod says;
mod values;

use crossed::Crossed;

use super::slot::schema_type;
use super::{Contract, Difference, Expected, Lacks, noun};
use crate::docs::{Layout, PageFacts, SchemaType};
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
        let member = at.member.map(str::to_owned);
        let is_same = |known: &Difference| {
            known.kind == kind && known.pointer == at.pointer && known.member == member && known.says == at.says
        };
        if !self.differences.iter().any(is_same) {
            let (line, pointer, says) = (at.line, at.pointer.to_owned(), at.says.clone());
            self.differences.push(Difference { kind, line, pointer, member, says, message, lacks });
        }
    }

    /// What the specification has and the page lacks, if it is expected of the page. In an interface, the operation is
    /// the place to look. What request and response share is reported once.
    fn page_lacks(&mut self, pointer: &str, origin: Option<&str>, what: &str) {
        if self.expected.expects(origin) {
            let line = self.page.path.as_ref().filter(|_| self.is_interface()).map_or(0, |path| path.line);
            let message = format!("the specification has {what}, and the {} does not", self.noun);
            self.add(FindingKind::MissingInPage, &At::of(line, pointer), message, None);
        }
    }

    /// An interface says nothing of permissions and statuses, and its texts are not read.
    fn is_interface(&self) -> bool {
        self.page.layout == Layout::Interface
    }
}

//! Tables of fields.

use crate::docs::block::Text;
use crate::docs::classify::placed::{Direction, PlacedTable};
use crate::docs::classify::rows::{self, NamedRow};
use crate::docs::facts::{Examples, PageFacts};
use crate::docs::words::{Column, Role, Section, SubjectNames, role_of_caption, subject_names};
use crate::model::Method;

/// Where the rows of a table belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// In path, query or headers.
    Outside,
    Request,
    /// In the response with a status.
    Response(String),
    Unknown,
}

/// A table of fields.
#[derive(Debug)]
pub(super) struct BodyTable {
    pub(super) line: u32,
    pub(super) caption: String,
    /// Names the caption may mean, if the table describes an object.
    pub(super) names: SubjectNames,
    pub(super) anchors: Vec<String>,
    pub(super) rows: Vec<NamedRow>,
    pub(super) place: Place,
    /// Whether it is at the top of a body.
    pub(super) is_root: bool,
    /// Whether its caption says so.
    pub(super) is_named_root: bool,
    /// Where it stands, whatever its caption says.
    pub(super) section: Section,
    /// Whether it says which fields must be given, as tables of requests do.
    pub(super) has_required: bool,
    /// The heading of its section.
    pub(super) heading: String,
}

impl BodyTable {
    pub(super) fn new(placed: &PlacedTable<'_>, method: Method, examples: &Examples, facts: &mut PageFacts) -> Self {
        let role = placed.role();
        let title = placed.title();
        let anchors = placed.anchors.iter().map(|anchor| (*anchor).to_owned());
        let place = match placed.direction(method) {
            Direction::Parameters(_) => Place::Outside,
            Direction::Request => Place::Request,
            Direction::Response | Direction::ResponseHeader => Place::Response(status_of(placed, examples, facts)),
            Direction::Unknown => Place::Unknown,
        };
        Self {
            line: placed.line,
            names: title.map(|title| names_in(title, role)).unwrap_or_default(),
            anchors: anchors.chain(placed.number.map(rows::anchor_of_number)).collect(),
            rows: rows::read(placed, facts),
            is_root: role != Role::Object && matches!(place, Place::Request | Place::Response(_)),
            is_named_root: !matches!(role, Role::Object | Role::Generic),
            section: placed.section,
            has_required: placed.has(Column::Required),
            caption: title.map(|title| title.plain.clone()).unwrap_or_default(),
            heading: placed.heading.unwrap_or_default().to_owned(),
            place,
        }
    }

    /// A table of rows that were taken out of it, of the object of that name.
    pub(super) fn inner(&self, name: String, rows: Vec<NamedRow>, line: u32) -> Self {
        Self {
            line,
            caption: name.clone(),
            names: SubjectNames { certain: vec![name], possible: Vec::new() },
            anchors: Vec::new(),
            rows,
            place: self.place.clone(),
            is_root: false,
            is_named_root: false,
            section: self.section,
            has_required: self.has_required,
            heading: self.heading.clone(),
        }
    }

    /// Whether it stands where a page says what comes back.
    pub(super) fn is_with_response(&self) -> bool {
        matches!(self.section, Section::Response | Section::ResponseExample)
    }
}

/// The names that a title may mean. A title that may as well name nothing, because it is only a text before the table, is a
/// name if nothing better is found.
fn names_in(title: &Text, role: Role) -> SubjectNames {
    match role {
        Role::Object => subject_names(title),
        Role::Generic if role_of_caption(&title.plain) == Role::Object => {
            let SubjectNames { certain, possible } = subject_names(title);
            SubjectNames { certain: Vec::new(), possible: certain.into_iter().chain(possible).collect() }
        }
        _ => SubjectNames::default(),
    }
}

/// The status of a response's table: what a label says, a class for what stands under the error codes, or the one success
/// that has a body.
fn status_of(placed: &PlacedTable<'_>, examples: &Examples, facts: &PageFacts) -> String {
    match &placed.status {
        Some(status) => status.clone(),
        None if placed.section == Section::ErrorCodes => "4XX".to_owned(),
        None => success_code(examples, facts),
    }
}

/// The code of a body without a label: the one success that has a body, or else the one that all examples of a success bear.
pub(super) fn success_code(examples: &Examples, facts: &PageFacts) -> String {
    let listed = facts.status_codes.iter().map(|status| status.code.trim());
    let shown = examples.response.iter().filter(|example| example.body.json().is_some());
    let mut borne = shown.filter_map(|example| example.status.as_deref()).filter(|code| has_body(code));
    let first = borne.next().filter(|first| borne.all(|next| next == *first));
    listed.filter(|code| has_body(code)).chain(first).next().unwrap_or("2XX").to_owned()
}

/// Whether a code is of a success with a body.
fn has_body(code: &str) -> bool {
    code.len() == 3 && code.starts_with('2') && code != "204"
}

//! A table and where it stands on the page.

use std::borrow::Cow;

use crate::docs::block::{Cell, Row, Table, Text};
use crate::docs::facts::ParameterIn;
use crate::docs::words::{
    Column, Role, Section, column_of, is_none_word, is_type, leading_status, place_of, required_of, role_of_caption,
    section_by_words,
};
use crate::model::Method;

/// A table, and what its surroundings say about it.
#[derive(Debug)]
pub(super) struct PlacedTable<'d> {
    pub(super) line: u32,
    pub(super) section: Section,
    /// The status code of the response it belongs to.
    pub(super) status: Option<String>,
    pub(super) caption: Option<Text>,
    /// The number of the caption.
    pub(super) number: Option<&'d str>,
    /// The short text before it, which may be its title.
    pub(super) lead: Option<&'d Text>,
    /// The heading of its section.
    pub(super) heading: Option<&'d str>,
    pub(super) anchors: Vec<&'d str>,
    pub(super) table: &'d Table,
    pub(super) columns: Vec<Option<Column>>,
}

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Parameters or fields.
    Fields,
    /// Status codes.
    StatusCodes,
    /// Error codes.
    ErrorCodes,
    /// Permissions.
    Permissions,
    /// Anything else.
    Other,
}

/// Which way the values of a table go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Parameters(Option<ParameterIn>),
    Request,
    Response,
    ResponseHeader,
    /// Nothing around the table says.
    Unknown,
}

impl<'d> PlacedTable<'d> {
    /// What each column holds: by its header cell, or else by what all of its cells are.
    pub(super) fn columns_of(table: &Table) -> Vec<Option<Column>> {
        let mut columns: Vec<Option<Column>> = table.header.iter().map(|cell| column_of(&cell.plain())).collect();
        if columns.is_empty() {
            columns = vec![None; table.rows.first().map_or(0, |row| row.cells.len())];
        }
        let is_code = |column: &Option<Column>| column.is_some_and(Column::is_of_codes);
        if columns.iter().any(is_code) || columns.len() < 2 {
            return columns;
        }
        infer(table, &mut columns, Column::StatusCode, |cell| leading_status(cell).is_some());
        if columns.iter().any(is_code) {
            return columns;
        }
        name_by_place(table, &mut columns);
        required_by_remark(table, &mut columns);
        infer(table, &mut columns, Column::Type, is_type);
        let is_typed = columns.contains(&Some(Column::Type));
        if is_typed {
            infer(table, &mut columns, Column::Required, |cell| required_of(cell).is_some());
        }
        // What must be given, or has a type, has a name.
        if is_typed || columns.contains(&Some(Column::Required)) {
            infer(table, &mut columns, Column::Name, is_field_name);
        }
        columns
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }

    /// The cell of a row in the column of a kind.
    pub(super) fn cell(&self, row: &'d Row, column: Column) -> Option<&'d Cell> {
        let index = self.columns.iter().position(|found| *found == Some(column))?;
        row.cells.get(index)
    }

    /// What a row says in all columns that describe it. What only limits the value stands below the title of its column.
    pub(super) fn described(&self, row: &'d Row) -> Option<Cow<'d, Cell>> {
        let cells = |kinds: &[Column]| -> Vec<(usize, &'d Cell)> {
            let columns = self.columns.iter().enumerate();
            let found = columns.filter(|(_, column)| column.is_some_and(|column| kinds.contains(&column)));
            found.filter_map(|(at, _)| Some((at, row.cells.get(at)?))).collect()
        };
        let says_something = |(_, cell): &(usize, &'d Cell)| !cell.is_empty() && !is_none_word(&cell.plain());
        let descriptions = cells(&[Column::Description]);
        let limits: Vec<_> = cells(&[Column::Range, Column::Default]).into_iter().filter(says_something).collect();
        if let ([(_, only)], []) = (descriptions.as_slice(), limits.as_slice()) {
            return Some(Cow::Borrowed(only));
        }
        let mut whole = Cell::default();
        let said = descriptions.iter().filter(|cell| says_something(cell)).map(|(_, cell)| *cell);
        let limiting = limits.iter().flat_map(|(at, cell)| self.table.header.get(*at).into_iter().chain([*cell]));
        whole.parts.extend(said.chain(limiting).flat_map(|cell| cell.parts.iter().cloned()));
        (!whole.parts.is_empty()).then_some(Cow::Owned(whole))
    }

    /// The columns of names: one, or a second one inside of it.
    pub(super) fn name_columns(&self) -> Vec<usize> {
        let columns = self.columns.iter().enumerate();
        columns.filter(|(_, column)| **column == Some(Column::Name)).map(|(index, _)| index).take(2).collect()
    }

    /// How many rows it has; one cell over all columns is a heading, and no row.
    pub(super) fn row_count(&self) -> u64 {
        self.table.rows.iter().filter(|row| !row.full_width).count() as u64
    }

    /// The text of a row's cell; empty if there is none.
    pub(super) fn text(&self, row: &'d Row, column: Column) -> String {
        self.cell(row, column).map(Cell::plain).unwrap_or_default()
    }

    /// What stands over the table: its caption, or the short text before it.
    pub(super) fn title(&self) -> Option<&Text> {
        self.caption.as_ref().filter(|caption| !caption.is_empty()).or(self.lead)
    }

    /// What its title says about it. The text before a table with a caption of no meaning may say where its rows go.
    pub(super) fn role(&self) -> Role {
        let role_of = |text: Option<&Text>| text.map_or(Role::Generic, |text| role_of_caption(&text.plain));
        // A heading that is the title of no section may say where the rows go, and so may one of headers or of a query.
        let heading = self.heading.map(role_of_caption);
        let of_no_section = heading.filter(|_| self.section == Section::Other && self.title().is_none());
        if let Some(Role::Parameters(location)) = of_no_section {
            return Role::Parameters(location);
        }
        let of_headers = heading.filter(|role| {
            use ParameterIn::{Header, Path, Query};
            matches!(role, Role::ResponseHeader | Role::Parameters(Header | Query | Path))
        });
        match (role_of(self.title()), role_of(self.lead)) {
            (Role::Generic, lead) if lead != Role::Object => {
                of_headers.filter(|_| lead == Role::Generic).unwrap_or(lead)
            }
            // A text that is no caption names an object only if it shows a name as one.
            (Role::Object, Role::Object) if self.caption.is_none() && !self.lead.is_some_and(shows_name) => {
                Role::Generic
            }
            (role, _) => role,
        }
    }

    pub(super) fn shape(&self) -> Shape {
        if self.has(Column::Action) {
            Shape::Permissions
        } else if self.has(Column::ErrorCode) {
            Shape::ErrorCodes
        } else if self.has(Column::StatusCode) {
            Shape::StatusCodes
        } else if self.has(Column::Name) && (self.has(Column::Type) || self.has(Column::Description)) {
            Shape::Fields
        } else {
            Shape::Other
        }
    }

    /// Whether the table stands where a page says what an operation is for, and has no types: it is of no fields.
    pub(super) fn is_aside(&self) -> bool {
        matches!(self.section, Section::Function | Section::Calling | Section::Authorization) && !self.has(Column::Type)
    }

    pub(super) fn direction(&self, method: Method) -> Direction {
        match self.role() {
            Role::Parameters(location) => return Direction::Parameters(Some(location)),
            Role::RequestBody => return Direction::Request,
            Role::ResponseBody => return Direction::Response,
            Role::ResponseHeader => return Direction::ResponseHeader,
            Role::Generic | Role::Object => {}
        }
        let has_body = !matches!(method, Method::Get | Method::Head);
        let section = match self.section {
            Section::Other => self.title().and_then(|title| section_by_words(&title.plain)).unwrap_or(Section::Other),
            section => section,
        };
        match section {
            Section::Response | Section::ResponseExample | Section::StatusCodes | Section::ErrorCodes => {
                Direction::Response
            }
            Section::Request | Section::RequestExample if has_body || self.role() == Role::Object => Direction::Request,
            Section::Request | Section::RequestExample => Direction::Parameters(Some(ParameterIn::Query)),
            Section::Uri => Direction::Parameters(None),
            _ => Direction::Unknown,
        }
    }
}

/// Finds the column of names where the one that the head calls so only says where each name goes.
fn name_by_place(table: &Table, columns: &mut [Option<Column>]) {
    let is_place = |index: usize| all_are(table, index, |cell| place_of(cell).is_some());
    let place = (0..columns.len()).find(|&index| columns.get(index) == Some(&Some(Column::Name)) && is_place(index));
    if let Some(column) = place.and_then(|index| columns.get_mut(index)) {
        *column = Some(Column::In);
        infer(table, columns, Column::Name, is_field_name);
    }
}

/// Finds the column of what must be given where the head calls two columns descriptions, and one of them says nothing else.
fn required_by_remark(table: &Table, columns: &mut [Option<Column>]) {
    let is_description = |column: &Option<Column>| *column == Some(Column::Description);
    let says_it = |index: usize| all_are(table, index, |cell| required_of(cell).is_some());
    if columns.contains(&Some(Column::Required)) || columns.iter().filter(|column| is_description(column)).count() < 2 {
        return;
    }
    let found = (0..columns.len()).find(|&index| columns.get(index).is_some_and(is_description) && says_it(index));
    if let Some(column) = found.and_then(|index| columns.get_mut(index)) {
        *column = Some(Column::Required);
    }
}

/// Whether a column has cells with text, and all of them are of a kind.
fn all_are(table: &Table, index: usize, is_of_kind: impl Fn(&str) -> bool) -> bool {
    let rows = table.rows.iter().filter(|row| !row.full_width);
    let mut cells =
        rows.filter_map(|row| row.cells.get(index)).map(Cell::plain).filter(|cell| !cell.is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| is_of_kind(&cell))
}

/// Finds the first column without a known header all of whose cells are of one kind, if no column is of that kind yet.
fn infer(table: &Table, columns: &mut [Option<Column>], kind: Column, is_of_kind: impl Fn(&str) -> bool) {
    if columns.contains(&Some(kind)) {
        return;
    }
    for (index, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.is_none()) {
        if all_are(table, index, &is_of_kind) {
            *column = Some(kind);
            return;
        }
    }
}

/// Whether a cell can only be the name of a field.
pub(super) fn is_field_name(cell: &str) -> bool {
    cell.len() <= 100
        && cell.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && cell.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:$".contains(c))
}

/// Whether a text shows a name as such: emphasised, or written as no word is.
fn shows_name(text: &Text) -> bool {
    let is_written = |word: &str| {
        word.contains('_')
            || word.trim_start_matches(|c: char| c.is_ascii_uppercase()).bytes().any(|b| b.is_ascii_uppercase())
    };
    (!text.is_all_strong() && text.emphasised().next().is_some()) || text.plain.split_whitespace().any(is_written)
}

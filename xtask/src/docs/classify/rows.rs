//! Rows of parameter and field tables.

use super::indent::{self, Around};
use super::placed::{PlacedTable, is_field_name};
use super::values;
use crate::docs::block::{Cell, Row};
use crate::docs::facts::{
    Constraints, DocType, Field, PageFacts, PageProblem, PageProblemKind, ParameterIn, Required, SchemaType,
};
use crate::docs::words::{
    Column, ValuePlace, is_list_of_elements, is_none_word, is_type, is_word_of_list, labelled_type, parse_type,
    place_of, required_in_column, required_of, tables_mentioned,
};

/// A row: a name and what the page says about it.
#[derive(Debug, Clone)]
pub(super) struct NamedRow {
    pub(super) name: String,
    pub(super) doc_type: DocType,
    pub(super) required: Required,
    pub(super) constraints: Constraints,
    pub(super) description: String,
    /// Anchors linked from the type, then from the description.
    pub(super) links: Vec<String>,
    pub(super) line: u32,
    /// Where it goes, if a column of its table says so.
    pub(super) place: Option<ValuePlace>,
    /// Whether its type is unknown unless a table describes it, to which it has a link, or whose name the type is.
    pub(super) is_type_open: bool,
    /// What stands over all columns right above it.
    pub(super) heading: Option<Heading>,
}

/// A row of a table over all of its columns, above others.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    /// What it is, if it is nothing but a name.
    pub(super) name: Option<String>,
    pub(super) line: u32,
}

impl Heading {
    fn of(row: &Row) -> Self {
        let text = row.cells.first().map(Cell::plain).unwrap_or_default();
        let is_name = is_field_name(text.trim()) && !is_none_word(&text);
        Self { name: is_name.then(|| text.trim().to_owned()), line: row.line }
    }

    /// Reports a name over rows, of which nothing shows what it is to them.
    pub(super) fn report(&self, facts: &mut PageFacts) {
        if let Some(name) = &self.name {
            let reason = format!("`{name}` stands over rows of the table, and no example shows them inside of it");
            facts.problems.push(PageProblem::new(&facts.page, self.line, PageProblemKind::Row, reason));
        }
    }
}

impl NamedRow {
    /// A top-level field.
    pub(super) fn into_field(self) -> Field {
        let path = self.name.clone();
        self.into_field_at(path)
    }

    /// Where it goes outside of the body, if its table says so.
    pub(super) fn location(&self) -> Option<ParameterIn> {
        match self.place {
            Some(ValuePlace::Parameter(location)) => Some(location),
            Some(ValuePlace::Body) | None => None,
        }
    }

    /// Goes on with a row that has nothing but more of the description.
    fn take(&mut self, placed: &PlacedTable<'_>, row: &Row) -> bool {
        let more = placed.text(row, Column::Description);
        let is_alone = [Column::Type, Column::Required].iter().all(|&column| placed.text(row, column).is_empty());
        if !is_alone || more.is_empty() {
            return false;
        }
        self.description = format!("{} {more}", self.description);
        self.links.extend(placed.cell(row, Column::Description).into_iter().flat_map(Cell::targets).map(str::to_owned));
        true
    }

    /// Whether a row only describes another value of this one: its name and type are those of the row above.
    fn is_same(&self, next: &Self) -> bool {
        self.name == next.name && self.doc_type == next.doc_type && self.required == next.required
    }

    /// A field with a path.
    pub(super) fn into_field_at(self, field: String) -> Field {
        Field {
            field,
            doc_type: self.doc_type,
            required: self.required,
            constraints: self.constraints,
            description: self.description,
            line: self.line,
        }
    }
}

/// Reads the rows of a table. A row without a name goes on with the one above if it says no more than that does, or else
/// becomes a problem; so does a row whose name is none.
pub(super) fn read(placed: &PlacedTable<'_>, facts: &mut PageFacts) -> Vec<NamedRow> {
    let mut rows: Vec<NamedRow> = Vec::with_capacity(placed.table.rows.len());
    let names = placed.name_columns();
    let mut outer = String::new();
    let mut around = Around::default();
    let mut heading = None;
    for row in &placed.table.rows {
        if row.full_width {
            report_heading(heading.replace(Heading::of(row)), facts);
            continue;
        }
        report_width(placed, row, facts);
        let name = match name_of(&names, row, &mut outer) {
            Ok(name) => name,
            Err(reason) => {
                let goes_on = rows.last_mut().is_some_and(|above| reason.is_none() && above.take(placed, row));
                if goes_on {
                    facts.counts.rows_as_facts += 1;
                } else {
                    let reason = reason.unwrap_or_else(|| "table row without a name".to_owned());
                    let problem = PageProblem::new(&facts.page, row.line, PageProblemKind::Row, reason);
                    facts.problems.push(problem.with_rows(1));
                }
                continue;
            }
        };
        report_required(placed, row, &name, facts);
        let depth = names.first().and_then(|&column| row.cells.get(column)).map_or(0, indent::depth);
        let alternatives = alternatives(&name);
        facts.counts.rows += alternatives.len().saturating_sub(1) as u64;
        for name in alternatives {
            let mut next = named_row(placed, row, name.to_owned());
            around.place(depth, &mut next);
            next.heading = heading.take();
            push(&mut rows, placed, next, facts);
        }
    }
    report_heading(heading, facts);
    rows
}

/// Adds a row, unless it only says more of the one above.
fn push(rows: &mut Vec<NamedRow>, placed: &PlacedTable<'_>, next: NamedRow, facts: &mut PageFacts) {
    match rows.last_mut() {
        Some(above) if above.is_same(&next) && next.heading.is_none() => {
            above.description = format!("{} {}", above.description, next.description);
            facts.counts.rows_as_facts += 1;
        }
        _ => {
            if lacks_type(placed, &next) && !next.is_type_open {
                facts.problems.push(unknown_type(&facts.page, next.line, &next.name, &next.doc_type.text));
            }
            rows.push(next);
        }
    }
}

fn named_row(placed: &PlacedTable<'_>, row: &Row, name: String) -> NamedRow {
    let (mut type_cell, mut required_cell) = (placed.cell(row, Column::Type), placed.cell(row, Column::Required));
    let text = |cell: Option<&Cell>| cell.map(Cell::plain).unwrap_or_default();
    // Two cells that each say what the other should are the wrong way round.
    if required_of(&text(type_cell)).is_some() && is_type(&text(required_cell)) {
        std::mem::swap(&mut type_cell, &mut required_cell);
    }
    let description = placed.described(row);
    let description = description.as_deref();
    // A table without a column of types may have them in its descriptions, under a label.
    let told = || description.into_iter().flat_map(|cell| &cell.parts).find_map(|part| labelled_type(&part.text.plain));
    let told = if placed.has(Column::Type) { None } else { told() };
    let doc_type = parse_type(told.unwrap_or(&text(type_cell)));
    let name_cell = placed.cell(row, Column::Name);
    let links = [type_cell, name_cell, description].into_iter().flatten().flat_map(Cell::targets);
    let mut links: Vec<String> = links.map(str::to_owned).collect();
    // A layout that has lost its links still says where they led.
    if links.is_empty() {
        let said = [type_cell, description].into_iter().flatten().flat_map(|cell| &cell.parts);
        links.extend(said.flat_map(|part| tables_mentioned(&part.text.plain)).map(anchor_of_number));
    }
    NamedRow {
        is_type_open: placed.has(Column::Type)
            && doc_type.schema == SchemaType::Unknown
            && (!links.is_empty() || doc_type.object.is_some()),
        required: match required(placed, &text(required_cell)).unwrap_or(Required::Unknown) {
            Required::Unknown => required_in_type(&text(type_cell)).unwrap_or(Required::Unknown),
            required => required,
        },
        constraints: description.map(|cell| values::read(cell, &name, &doc_type.schema)).unwrap_or_default(),
        description: description.map(Cell::plain).unwrap_or_default(),
        links,
        line: row.line,
        place: place_of(&placed.text(row, Column::In)),
        heading: None,
        name,
        doc_type,
    }
}

/// Names are compared without case and underscores: `ObsDestinationDescriptor` is
/// `obs_destination_descriptor`.
pub(super) fn key(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

fn lacks_type(placed: &PlacedTable<'_>, row: &NamedRow) -> bool {
    placed.has(Column::Type) && row.doc_type.schema == SchemaType::Unknown
}

/// The name of a row: of two columns of names, the second is inside of the first, or of the last one in it where that is
/// empty. No name is no reason by itself.
fn name_of(columns: &[usize], row: &Row, outer: &mut String) -> Result<String, Option<String>> {
    let cells = columns.iter().filter_map(|&column| row.cells.get(column)).map(Cell::plain);
    let mut cells: Vec<String> = cells.map(|cell| without_breaks(indent::without_marks(cell.trim()).1)).collect();
    if let [first, second] = cells.as_mut_slice() {
        if !first.is_empty() {
            outer.clone_from(first);
        } else if !second.is_empty() && !is_none_word(second) {
            first.clone_from(outer);
        }
    }
    let mut parts: Vec<String> = Vec::new();
    for cell in cells {
        if !cell.is_empty() && parts.last() != Some(&cell) && (parts.is_empty() || !is_none_word(&cell)) {
            parts.push(cell);
        }
    }
    let whole = parts.join(".");
    if whole.is_empty() {
        return Err(None);
    }
    let names: Option<Vec<&str>> = parts.iter().map(|part| clean_name(part)).collect();
    names.map(|names| names.join(".")).ok_or_else(|| Some(format!("`{whole}` is no name")))
}

/// The names of a row that has one for each of several cases, `started_at/stopped_at`.
fn alternatives(name: &str) -> Vec<&str> {
    let is_name = |part: &str| {
        part.len() > 1
            && part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let parts: Vec<&str> = name.split('/').collect();
    if parts.iter().all(|part| is_name(part)) { parts } else { vec![name] }
}

/// A name that was broken beside an underscore, `widget _id`, in one piece: no other words are written so.
fn without_breaks(text: &str) -> String {
    text.replace(" _", "_").replace("_ ", "_")
}

/// What a reference to a table by its number leads to.
pub(super) fn anchor_of_number(number: &str) -> String {
    format!("{NUMBERED}{number}")
}

/// Whether an anchor is such a number.
pub(super) fn is_anchor_of_number(anchor: &str) -> bool {
    anchor.starts_with(NUMBERED)
}

const NUMBERED: &str = "table ";

/// The body itself where a row names it as a list without a name, `[Array]` or "Array elements".
const WHOLE_BODY: &str = "-";

/// A name without quotes, and without a remark in brackets; none if the text is a sentence.
fn clean_name(text: &str) -> Option<&str> {
    let bare = match text.find(['(', '（', ' ']) {
        Some(at) if text.get(at..).is_some_and(|rest| rest.trim_start().starts_with(['(', '（'])) => text.get(..at)?,
        _ => text,
    };
    let bare = bare.trim_matches(['"', '\'', '`', '“', '”', ' ']).trim_end_matches([':', '：']);
    // The name of a placeholder stands as in the path.
    let bare = bare.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(bare);
    let inner = bare.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    if inner.is_some_and(is_word_of_list) || is_list_of_elements(inner.unwrap_or(bare)) {
        return Some(WHOLE_BODY);
    }
    let is_name = |c: char| !c.is_whitespace() && !"，。；、,;!?？！\"'（）()".contains(c);
    (!bare.is_empty() && bare.chars().all(is_name)).then_some(bare)
}

/// Reports a row with cells beyond the head: what they say is not known.
fn report_width(placed: &PlacedTable<'_>, row: &Row, facts: &mut PageFacts) {
    let columns = placed.columns.len();
    let beyond = row.cells.get(columns..).unwrap_or_default().iter().any(|cell| !cell.is_empty());
    if beyond {
        let reason = format!("table row of {} cells under a head of {columns}", row.cells.len());
        facts.problems.push(PageProblem::new(&facts.page, row.line, PageProblemKind::Row, reason));
    }
}

fn report_heading(heading: Option<Heading>, facts: &mut PageFacts) {
    if let Some(heading) = heading {
        heading.report(facts);
    }
}

/// Reports a type that no table can describe any more, because the row is outside of a body. So is what stands over it.
pub(super) fn report_open(row: &NamedRow, facts: &mut PageFacts) {
    report_heading(row.heading.clone(), facts);
    if row.is_type_open {
        facts.problems.push(unknown_type(&facts.page, row.line, &row.name, &row.doc_type.text));
    }
}

pub(super) fn unknown_type(page: &str, line: u32, name: &str, text: &str) -> PageProblem {
    let reason = if text.is_empty() {
        format!("`{name}` has no type")
    } else {
        format!("`{name}` has the type `{text}`, which is not a type")
    };
    PageProblem::new(page, line, PageProblemKind::Type, reason)
}

/// What a cell of the column of what must be given says; none if it is a word that is not known. An empty cell was lost with
/// its layout.
fn required(placed: &PlacedTable<'_>, cell: &str) -> Option<Required> {
    if !placed.has(Column::Required) || cell.is_empty() || is_none_word(cell) {
        return Some(Required::Unknown);
    }
    required_in_column(cell)
}

/// What a remark behind a type says: "String (Optional)".
fn required_in_type(cell: &str) -> Option<Required> {
    let (_, remark) = cell.trim().strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    required_of(remark)
}

/// Reports a cell that should say whether something must be given, and does not.
fn report_required(placed: &PlacedTable<'_>, row: &Row, name: &str, facts: &mut PageFacts) {
    let cell = placed.text(row, Column::Required);
    // It may be the type, where that says what this should.
    if required(placed, &cell).is_none() && required_of(&placed.text(row, Column::Type)).is_none() {
        let reason = format!("`{name}` has `{cell}` where it should say whether it must be given");
        facts.problems.push(PageProblem::new(&facts.page, row.line, PageProblemKind::Row, reason));
    }
}

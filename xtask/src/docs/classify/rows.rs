//! Rows of parameter and field tables.

use super::placed::PlacedTable;
use super::values;
use crate::docs::block::Cell;
use crate::docs::facts::{Constraints, DocType, Field, PageFacts, PageProblem, PageProblemKind, Required, SchemaType};
use crate::docs::words::{Column, is_none_word, parse_type, required_of};

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
}

impl NamedRow {
    /// A top-level field.
    pub(super) fn into_field(self) -> Field {
        let path = self.name.clone();
        self.into_field_at(path)
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

/// Reads the rows of a table; a row without a name becomes a problem.
pub(super) fn read(placed: &PlacedTable<'_>, facts: &mut PageFacts) -> Vec<NamedRow> {
    let mut rows = Vec::with_capacity(placed.table.rows.len());
    for row in &placed.table.rows {
        let name = placed.text(row, Column::Name).trim().to_owned();
        if name.is_empty() {
            let reason = "table row without a name";
            let problem = PageProblem::new(&facts.page, row.line, PageProblemKind::Row, reason);
            facts.problems.push(problem.with_rows(1));
            continue;
        }
        let type_cell = placed.cell(row, Column::Type);
        let doc_type = parse_type(&type_cell.map(Cell::plain).unwrap_or_default());
        if placed.has(Column::Type) && doc_type.schema == SchemaType::Unknown {
            facts.problems.push(unknown_type(&facts.page, row.line, &name, &doc_type.text));
        }
        let description = placed.cell(row, Column::Description);
        let links = [type_cell, description].into_iter().flatten().flat_map(Cell::targets);
        rows.push(NamedRow {
            required: required(placed, &placed.text(row, Column::Required)),
            constraints: description.map(|cell| values::read(cell, &doc_type.schema)).unwrap_or_default(),
            description: description.map(Cell::plain).unwrap_or_default(),
            links: links.map(str::to_owned).collect(),
            line: row.line,
            name,
            doc_type,
        });
    }
    rows
}

fn unknown_type(page: &str, line: u32, name: &str, text: &str) -> PageProblem {
    let reason = if text.is_empty() {
        format!("`{name}` has no type")
    } else {
        format!("`{name}` has the type `{text}`, which is not a type")
    };
    PageProblem::new(page, line, PageProblemKind::Type, reason)
}

/// A cell that says neither yes nor no is a condition, and the value may be left out; an empty cell
/// was lost with its layout.
fn required(placed: &PlacedTable<'_>, cell: &str) -> Required {
    if !placed.has(Column::Required) || cell.is_empty() {
        return Required::Unknown;
    }
    match required_of(cell) {
        Some(required) => required,
        None if is_none_word(cell) => Required::Unknown,
        None => Required::No,
    }
}

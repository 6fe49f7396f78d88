//! Tables of status codes, error codes, permissions, and whatever else there is.

use super::outline::Outline;
use super::placed::{PlacedTable, Shape};
use crate::docs::block::Cell;
use crate::docs::facts::{
    ErrorCode, PageFacts, PageProblem, PageProblemKind, Permission, ReferenceRow, ReferenceTable, StatusCode,
};
use crate::docs::words::{Column, leading_status};

/// Keeps a table that describes no parameters or fields.
pub(super) fn keep(facts: &mut PageFacts, shape: Shape, placed: &PlacedTable<'_>) {
    match shape {
        Shape::StatusCodes => status_codes(facts, placed),
        Shape::ErrorCodes => error_codes(facts, placed),
        Shape::Permissions => permissions(facts, placed),
        Shape::Fields | Shape::Other => reference(facts, placed, placed.row_count()),
    }
}

/// Status codes that stand outside of tables, and that no table has.
pub(super) fn listed(facts: &mut PageFacts, outline: &Outline<'_>) {
    for found in &outline.statuses {
        if facts.status_codes.iter().all(|known| known.code != found.value) {
            let code = found.value.to_owned();
            facts.status_codes.push(StatusCode { code, description: String::new(), line: found.line });
        }
    }
}

fn status_codes(facts: &mut PageFacts, placed: &PlacedTable<'_>) {
    for row in placed.table.rows.iter().filter(|row| !row.full_width) {
        let code = placed.text(row, Column::StatusCode);
        if lacks(facts, row.line, &code, "status code") {
            continue;
        }
        let description = placed.text(row, Column::Description);
        let code = leading_status(&code).map_or(code.clone(), str::to_owned);
        facts.counts.rows_as_facts += 1;
        facts.status_codes.push(StatusCode { code, description, line: row.line });
    }
}

fn error_codes(facts: &mut PageFacts, placed: &PlacedTable<'_>) {
    for row in placed.table.rows.iter().filter(|row| !row.full_width) {
        let code = placed.text(row, Column::ErrorCode);
        if lacks(facts, row.line, &code, "error code") {
            continue;
        }
        let message = match placed.text(row, Column::ErrorMessage) {
            message if message.is_empty() => placed.text(row, Column::Description),
            message => message,
        };
        let status = Some(placed.text(row, Column::StatusCode)).filter(|status| !status.is_empty());
        let status = status.or_else(|| placed.status.clone());
        facts.counts.rows_as_facts += 1;
        facts.error_codes.push(ErrorCode { status, code, message, line: row.line });
    }
}

fn permissions(facts: &mut PageFacts, placed: &PlacedTable<'_>) {
    for row in placed.table.rows.iter().filter(|row| !row.full_width) {
        let action = placed.text(row, Column::Action);
        if lacks(facts, row.line, &action, "action") {
            continue;
        }
        let optional = |column| Some(placed.text(row, column)).filter(|text| !text.is_empty() && text != "-");
        facts.counts.rows_as_facts += 1;
        facts.permissions.push(Permission {
            access_level: optional(Column::AccessLevel),
            resource_type: optional(Column::ResourceType),
            condition_keys: optional(Column::ConditionKey),
            alias: optional(Column::Alias),
            dependencies: optional(Column::Dependencies),
            action,
            line: row.line,
        });
    }
}

/// Keeps a table as it stands; `rows` of it are not counted yet.
pub(super) fn reference(facts: &mut PageFacts, placed: &PlacedTable<'_>, rows: u64) {
    facts.counts.rows_as_facts += rows;
    let rows = placed
        .table
        .rows
        .iter()
        .filter(|row| !row.full_width)
        .map(|row| ReferenceRow { cells: row.cells.iter().map(Cell::plain).collect(), line: row.line });
    facts.reference.push(ReferenceTable {
        caption: placed.caption.as_ref().map(|caption| caption.plain.clone()),
        header: placed.table.header.iter().map(Cell::plain).collect(),
        rows: rows.collect(),
        line: placed.line,
    });
}

/// Reports a row whose first cell of interest is empty: without it the row is no fact.
fn lacks(facts: &mut PageFacts, line: u32, cell: &str, what: &str) -> bool {
    if cell.is_empty() {
        let problem = PageProblem::new(&facts.page, line, PageProblemKind::Row, format!("table row without {what}"));
        facts.problems.push(problem.with_rows(1));
    }
    cell.is_empty()
}

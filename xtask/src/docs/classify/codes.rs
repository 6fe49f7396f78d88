//! Tables of status codes, error codes, permissions, and whatever else there is.

use super::outline::Outline;
use super::permissions::{permissions, unnamed_permissions};
use super::placed::{PlacedTable, Shape};
use crate::docs::block::{Cell, Row};
use crate::docs::facts::{
    ErrorCode, PageFacts, PageProblem, PageProblemKind, ReferenceRow, ReferenceTable, StatusCode,
};
use crate::docs::words::{Column, is_status, leading_status};

/// Keeps a table that describes no parameters or fields.
pub(super) fn keep(facts: &mut PageFacts, shape: Shape, placed: &PlacedTable<'_>) {
    match shape {
        Shape::StatusCodes => status_codes(facts, placed),
        Shape::ErrorCodes => error_codes(facts, placed),
        Shape::Permissions => permissions(facts, placed),
        Shape::Fields | Shape::Other => {
            unnamed_permissions(facts, placed);
            reference(facts, placed, placed.row_count());
        }
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

/// Whether a text is one status, and no class of them.
fn is_one_status(code: &str) -> bool {
    is_status(code) && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Status codes of labels below which there is nothing, because their response has no body, and of examples.
pub(super) fn labelled(facts: &mut PageFacts, outline: &Outline<'_>) {
    let labels = outline.labels.iter().map(|label| (label.value.to_owned(), label.line));
    let examples = facts.examples.response.iter();
    let shown =
        examples.filter_map(|example| Some((example.status.clone().filter(|code| is_one_status(code))?, example.line)));
    for (code, line) in labels.chain(shown).collect::<Vec<_>>() {
        let is_known = facts.responses.contains_key(&code) || facts.status_codes.iter().any(|known| known.code == code);
        if !is_known {
            facts.status_codes.push(StatusCode { code, description: String::new(), line });
        }
    }
}

fn status_codes(facts: &mut PageFacts, placed: &PlacedTable<'_>) {
    for row in placed.table.rows.iter().filter(|row| !row.full_width) {
        let code = placed.text(row, Column::StatusCode);
        if lacks(facts, row.line, &code, "status code") {
            continue;
        }
        let description = match placed.described(row).map(|cell| cell.plain()) {
            Some(description) if !description.is_empty() => description,
            _ => beside(placed, row),
        };
        let code = leading_status(&code).map_or(code.clone(), str::to_owned);
        facts.counts.rows_as_facts += 1;
        facts.status_codes.push(StatusCode { code, description, line: row.line });
    }
}

/// What a row says beside its status, in columns of any name.
fn beside(placed: &PlacedTable<'_>, row: &Row) -> String {
    let of_code = placed.cell(row, Column::StatusCode);
    let others = row.cells.iter().filter(|cell| of_code.is_none_or(|code| !std::ptr::eq(*cell, code)));
    others.map(Cell::plain).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ")
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
pub(super) fn lacks(facts: &mut PageFacts, line: u32, cell: &str, what: &str) -> bool {
    if cell.is_empty() {
        let problem = PageProblem::new(&facts.page, line, PageProblemKind::Row, format!("table row without {what}"));
        facts.problems.push(problem.with_rows(1));
    }
    cell.is_empty()
}

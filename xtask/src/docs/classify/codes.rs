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
        let cell = placed.text(row, Column::Action);
        if lacks(facts, row.line, &cell, "action") {
            continue;
        }
        let optional = |column| Some(placed.text(row, column)).filter(|text| !text.is_empty() && text != "-");
        facts.counts.rows_as_facts += 1;
        facts.permissions.extend(actions(&cell).into_iter().map(|action| Permission {
            access_level: optional(Column::AccessLevel),
            resource_type: optional(Column::ResourceType),
            condition_keys: optional(Column::ConditionKey),
            alias: optional(Column::Alias),
            dependencies: optional(Column::Dependencies),
            action: action.to_owned(),
            line: row.line,
        }));
    }
}

/// The actions in a cell: words of the form `service:resource:verb`, of which it may have several, with what each is for before it.
/// A cell without such a word is an action as it stands.
fn actions(cell: &str) -> Vec<&str> {
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '*'))
    };
    let is_action = |word: &str| word.split(':').count() == 3 && word.split(':').all(is_part);
    let words = cell.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '；' | '、' | '：'));
    let mut actions: Vec<&str> = Vec::new();
    for word in words.filter(|word| is_action(word)) {
        if !actions.contains(&word) {
            actions.push(word);
        }
    }
    if actions.is_empty() { vec![cell] } else { actions }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_hold_several_actions_and_what_each_is_for() {
        assert_eq!(actions("wid:widget:list"), ["wid:widget:list"]);
        assert_eq!(actions("Turn: wid:widget:turn Stop: wid:widget:stop"), ["wid:widget:turn", "wid:widget:stop"]);
        assert_eq!(
            actions("转动：wid:widget:turn、wid:widget:*，wid:widget:turn"),
            ["wid:widget:turn", "wid:widget:*"]
        );
        for whole in ["none", "wid:widget", "a:b:c:d", "No action: none", "wid::list"] {
            assert_eq!(actions(whole), [whole]);
        }
    }
}

//! Tables of status codes, error codes, permissions, and whatever else there is.

use super::outline::Outline;
use super::placed::{PlacedTable, Shape};
use crate::docs::block::{Cell, Row};
use crate::docs::facts::{
    ErrorCode, PageFacts, PageProblem, PageProblemKind, Permission, ReferenceRow, ReferenceTable, StatusCode,
};
use crate::docs::words::{Column, asks_for_none, is_status, leading_status};
use crate::model::Method;

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

fn permissions(facts: &mut PageFacts, placed: &PlacedTable<'_>) {
    for row in placed.table.rows.iter().filter(|row| !row.full_width) {
        let cell = placed.text(row, Column::Action);
        if lacks(facts, row.line, &cell, "action") {
            continue;
        }
        facts.counts.rows_as_facts += 1;
        let optional = |column| Some(placed.text(row, column)).filter(|text| !text.is_empty() && text != "-");
        let (actions, is_plain) = named_actions(&cell);
        let named = row.cells.iter().map(operations).find(|(found, _)| !found.is_empty());
        let (operations, is_alone) = named.unwrap_or((Vec::new(), true));
        // Which of several operations asks for which of several actions, no cell says.
        let is_paired = actions.len() < 2 || operations.len() < 2;
        let is_plain = is_plain && is_alone && is_paired;
        let operations = if operations.is_empty() { vec![None] } else { operations.into_iter().map(Some).collect() };
        for operation in operations {
            facts.permissions.extend(actions.iter().map(|action| Permission {
                operation: operation.clone(),
                has_words: !is_plain,
                access_level: optional(Column::AccessLevel),
                resource_type: optional(Column::ResourceType),
                condition_keys: optional(Column::ConditionKey),
                alias: optional(Column::Alias),
                dependencies: optional(Column::Dependencies),
                action: action.map(str::to_owned),
                line: row.line,
            }));
        }
    }
}

/// The actions that a cell names, none if it says that nothing is asked for; whether there is nothing else in it.
fn named_actions(cell: &str) -> (Vec<Option<&str>>, bool) {
    if asks_for_none(cell) {
        return (vec![None], true);
    }
    let (actions, is_plain) = actions(cell);
    (actions.into_iter().map(Some).collect(), is_plain)
}

/// The actions in a cell: words of the form `service:resource:verb`, of which it may have several, with what each is for before it.
/// A cell without such a word is an action as it stands. Whether there is nothing else in it comes with them.
fn actions(cell: &str) -> (Vec<&str>, bool) {
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '*'))
    };
    let is_action = |word: &str| word.split(':').count() == 3 && word.split(':').all(is_part);
    let words = cell.split(|c: char| c.is_whitespace() || is_mark(c));
    let (mut actions, mut is_plain) = (Vec::new(), true);
    for word in words.filter(|word| !word.is_empty()) {
        is_plain &= is_action(word);
        if is_action(word) && !actions.contains(&word) {
            actions.push(word);
        }
    }
    if actions.is_empty() { (vec![cell], false) } else { (actions, is_plain) }
}

/// The operations in a cell, `GET /v1/widgets`, and whether there is nothing else in it. What a path asks for stands behind `?`,
/// and is no part of it.
fn operations(cell: &Cell) -> (Vec<String>, bool) {
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || "/{}_-.:*%~$".contains(c);
    let text = cell.plain();
    let mut words = text.split_whitespace().peekable();
    let (mut found, mut is_alone) = (Vec::new(), true);
    while let Some(word) = words.next() {
        let method = Method::ALL.iter().find(|method| method.as_str() == word);
        let Some((method, address)) = method.zip(words.next_if(|word| word.starts_with('/'))) else {
            is_alone = false;
            continue;
        };
        let (address, query) = address.split_once('?').unwrap_or((address, ""));
        let path: String = address.chars().take_while(|c| is_of_path(*c)).collect();
        let rest = address.get(path.len()..).unwrap_or_default();
        is_alone &= rest.chars().all(is_mark) && query.is_ascii();
        found.push(format!("{method} {}", path.trim_end_matches(['.', ':'])));
    }
    (found, is_alone)
}

/// What stands between several actions or operations.
fn is_mark(c: char) -> bool {
    matches!(c, ',' | ';' | '，' | '；' | '、' | '：' | '。')
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
    use crate::docs::block::Text;

    #[test]
    fn a_cell_may_hold_several_operations_and_words_beside_them() {
        let read = |text: &str| operations(&Cell::from_text(Text::from_plain(text)));
        let list = || "GET /v1/{project_id}/widgets".to_owned();
        for (text, is_alone) in [
            ("GET /v1/{project_id}/widgets", true),
            ("GET /v1/{project_id}/widgets?limit={limit}&kind={kind}", true),
            ("GET /v1/{project_id}/widgets kind=\"round\"", false),
            ("GET /v1/{project_id}/widgets（圆的）", false),
            ("To list: GET /v1/{project_id}/widgets.", false),
        ] {
            assert_eq!(read(text), (vec![list()], is_alone), "{text}");
        }
        let two = vec![list(), "POST /v1/{project_id}/widgets".to_owned()];
        assert_eq!(read("GET /v1/{project_id}/widgets, POST /v1/{project_id}/widgets"), (two, true));
        for text in ["", "GET", "On the console alone", "GET widgets", "get /v1/widgets"] {
            assert_eq!(read(text).0, Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_cell_may_hold_several_actions_and_what_each_is_for() {
        assert_eq!(actions("wid:widget:list"), (vec!["wid:widget:list"], true));
        let two = vec!["wid:widget:turn", "wid:widget:stop"];
        assert_eq!(actions("wid:widget:turn, wid:widget:stop"), (two.clone(), true));
        assert_eq!(actions("Turn: wid:widget:turn Stop: wid:widget:stop"), (two, false));
        let chinese = "转动：wid:widget:turn、wid:widget:*，wid:widget:turn";
        assert_eq!(actions(chinese), (vec!["wid:widget:turn", "wid:widget:*"], false));
        for whole in ["none", "wid:widget", "a:b:c:d", "No action: none", "wid::list"] {
            assert_eq!(actions(whole), (vec![whole], false));
        }
    }
}

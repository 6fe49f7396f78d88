//! What the caller must be allowed to do: tables of permissions, and sentences that say that nothing is asked for.

use std::collections::BTreeSet;

use super::codes::lacks;
use super::outline::{Outline, PassageKind};
use super::placed::PlacedTable;
use crate::docs::block::{Cell, Row};
use crate::docs::facts::{PageFacts, PageProblem, PageProblemKind, Permission};
use crate::docs::words::{Column, Section, asks_for_none, is_none_word, says_no_permission};
use crate::model::{Method, is_action};

/// How many actions or operations the cell of a row may name: all of one go with all of the other.
const MAX_IN_CELL: usize = 64;

/// Takes the permissions of a table. A row whose operation cannot be read is a problem as well: nobody would find its actions.
pub(super) fn permissions(facts: &mut PageFacts, placed: &PlacedTable<'_>) {
    for row in placed.table.rows.iter().filter(|row| !row.full_width) {
        let cell = placed.text(row, Column::Action);
        if lacks(facts, row.line, &cell, "action") {
            continue;
        }
        let (operations, is_alone) = operations_of(row);
        if operations.is_empty() && row.cells.iter().any(|cell| has_address(&cell.plain())) {
            let message = "row of permissions whose operation is no method with its path";
            facts.problems.push(PageProblem::new(&facts.page, row.line, PageProblemKind::Row, message.to_owned()));
        }
        let optional = |column| Some(placed.text(row, column)).filter(|text| !text.is_empty() && !is_none_word(text));
        let (actions, is_plain) = named_actions(&cell);
        if actions.len().max(operations.len()) > MAX_IN_CELL {
            let message = format!("row of permissions with more than {MAX_IN_CELL} actions or operations in a cell");
            let problem = PageProblem::new(&facts.page, row.line, PageProblemKind::Limit, message);
            facts.problems.push(problem.with_rows(1));
            continue;
        }
        facts.counts.rows_as_facts += 1;
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

/// Tells of a table of permissions that no head calls one: its rows have an action in a cell, and an operation in another.
pub(super) fn unnamed_permissions(facts: &mut PageFacts, placed: &PlacedTable<'_>) {
    let is_one = |row: &&Row| {
        let has_action = row.cells.iter().any(|cell| actions(&cell.plain()).1);
        has_action && !operations_of(row).0.is_empty()
    };
    if let Some(row) = placed.table.rows.iter().find(is_one) {
        let message = "table of permissions, of which no column has a head that is known to be that of actions";
        facts.problems.push(PageProblem::new(&facts.page, row.line, PageProblemKind::Row, message.to_owned()));
    }
}

/// Takes it from the section of permissions that an operation asks for none, if no table names one.
pub(super) fn said(facts: &mut PageFacts, outline: &Outline<'_>) {
    let is_said = |kind: &PassageKind<'_>| matches!(kind, PassageKind::Text(text) if says_no_permission(&text.plain));
    let mut passages = outline.passages.iter().filter(|passage| passage.section == Section::Authorization);
    if facts.permissions.is_empty()
        && let Some(passage) = passages.find(|passage| is_said(&passage.kind))
    {
        facts.permissions.push(Permission::none_needed(passage.line));
    }
}

/// The actions that a cell names, none if it says that nothing is asked for; whether there is nothing else in it. A dash may stand for
/// nothing as well as for what is not known.
fn named_actions(cell: &str) -> (Vec<Option<&str>>, bool) {
    if asks_for_none(cell) {
        return (vec![None], cell.chars().any(char::is_alphabetic) && !cell.contains('/'));
    }
    let (actions, is_plain) = actions(cell);
    (actions.into_iter().map(Some).collect(), is_plain)
}

/// The actions in a cell: words of the form `service:resource:verb`, of which it may have several, with what each is for before it.
/// A cell without such a word is an action as it stands. Whether there is nothing else in it comes with them.
fn actions(cell: &str) -> (Vec<&str>, bool) {
    let words = cell.split(|c: char| c.is_whitespace() || is_mark(c));
    let (mut actions, mut known, mut is_plain) = (Vec::new(), BTreeSet::new(), true);
    for word in words.filter(|word| !word.is_empty()) {
        is_plain &= is_action(word);
        if is_action(word) && known.insert(word) {
            actions.push(word);
        }
    }
    if actions.is_empty() { (vec![cell], false) } else { (actions, is_plain) }
}

/// The operations of a row, and whether their cell has nothing else; or the one of two cells, for its method and for its path.
fn operations_of(row: &Row) -> (Vec<String>, bool) {
    let texts: Vec<String> = row.cells.iter().map(Cell::plain).collect();
    if let Some(found) = texts.iter().map(|text| operations(text)).find(|(found, _)| !found.is_empty()) {
        return found;
    }
    let method = texts.iter().map(|text| text.trim()).find(|text| method_of(text).is_some());
    let address = texts.iter().map(|text| text.trim()).find(|text| text.starts_with('/'));
    method.zip(address).map_or((Vec::new(), true), |(method, address)| operations(&format!("{method} {address}")))
}

/// The operations in a text, `GET /v1/widgets`, and whether there is nothing else in it. What a path asks for stands behind `?`, and
/// is no part of it; nor is a scheme with a host.
fn operations(text: &str) -> (Vec<String>, bool) {
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || "/{}_-.:*%~$".contains(c);
    let text = without_blanks_in_braces(text);
    let mut words = text.split_whitespace().flat_map(parted).peekable();
    let (mut found, mut known, mut is_alone) = (Vec::new(), BTreeSet::new(), true);
    while let Some(word) = words.next() {
        let address = method_of(word).zip(words.next_if(|word| without_host(word).starts_with('/')));
        let Some((method, address)) = address else {
            is_alone = false;
            continue;
        };
        let (address, query) = without_host(address).split_once('?').unwrap_or((without_host(address), ""));
        let path: String = address.chars().take_while(|c| is_of_path(*c)).collect();
        let rest = address.get(path.len()..).unwrap_or_default();
        is_alone &= rest.chars().all(is_mark) && query.is_ascii();
        let operation = format!("{method} {}", path.trim_end_matches(['.', ':']));
        if known.insert(operation.clone()) {
            found.push(operation);
        }
    }
    (found, is_alone)
}

/// The method that a word is, in letters of any size, with a colon or without.
fn method_of(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches([':', '：']);
    Method::ALL.iter().map(|method| method.as_str()).find(|method| method.eq_ignore_ascii_case(word))
}

/// A word in two if a method stands right before its path: `PUT/v1/widgets`.
fn parted(word: &str) -> impl Iterator<Item = &str> {
    let at = word.find('/').filter(|at| word.get(..*at).is_some_and(|method| method_of(method).is_some()));
    let (method, address) = word.split_at(at.unwrap_or(0));
    [method, address].into_iter().filter(|part| !part.is_empty())
}

/// An address without its scheme and host.
fn without_host(address: &str) -> &str {
    match address.split_once("://") {
        Some(("http" | "https" | "HTTPS", rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default(),
        _ => address,
    }
}

/// A text whose braces have no blanks inside, and without those of a query, `{?limit,offset}`.
fn without_blanks_in_braces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((inside, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if !inside.trim_start().starts_with(['?', '&']) {
            out.push('{');
            out.push_str(inside.trim());
            out.push('}');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether a text has a path of an API in it.
fn has_address(text: &str) -> bool {
    text.split_whitespace().any(|word| word.contains("/v") && word.matches('/').count() > 1)
}

/// What stands between several actions or operations.
fn is_mark(c: char) -> bool {
    matches!(c, ',' | ';' | '，' | '；' | '、' | '：' | '。')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_hold_several_operations_and_words_beside_them() {
        let read = operations;
        let list = || "GET /v1/{project_id}/widgets".to_owned();
        for (text, is_alone) in [
            ("GET /v1/{project_id}/widgets", true),
            ("GET: /v1/{project_id}/widgets", true),
            ("Get /v1/{ project_id }/widgets", true),
            ("GET/v1/{project_id }/widgets", true),
            ("GET https://{endpoint}/v1/{project_id}/widgets{? limit, kind}", true),
            ("GET /v1/{project_id}/widgets GET /v1/{project_id}/widgets", true),
            ("GET /v1/{project_id}/widgets?limit={limit}&kind={kind}", true),
            ("GET /v1/{project_id}/widgets kind=\"round\"", false),
            ("GET /v1/{project_id}/widgets（圆的）", false),
            ("To list: GET /v1/{project_id}/widgets.", false),
        ] {
            assert_eq!(read(text), (vec![list()], is_alone), "{text}");
        }
        let two = vec![list(), "POST /v1/{project_id}/widgets".to_owned()];
        assert_eq!(read("GET /v1/{project_id}/widgets, POST /v1/{project_id}/widgets"), (two, true));
        for text in ["", "GET", "On the console alone", "GET widgets", "GET https://host", "See /v1/widgets"] {
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

//! References to a table by its title, as they stand where a layout has lost its links: "See Parameters in the shelf field".

use std::collections::HashSet;

use super::named::may_have_fields;
use crate::docs::classify::body::table::BodyTable;
use crate::docs::classify::rows::is_anchor_of_number as is_number;

/// The shortest title that is looked for: shorter ones occur by chance.
const MIN_TITLE: usize = 12;
/// How many tables of a page are looked for, and how many rows are looked at.
const MAX_TABLES: usize = 128;
const MAX_ROWS: usize = 2_000;

/// Makes links of references by title.
pub(in crate::docs::classify::body) fn refer(tables: &mut [BodyTable]) {
    drop_unknown_numbers(tables);
    drop_own(tables);
    let titles: Vec<(usize, String)> = tables
        .iter()
        .enumerate()
        .filter(|(_, table)| table.caption.len() >= MIN_TITLE && is_of_object(table))
        .map(|(at, table)| (at, table.caption.clone()))
        .take(MAX_TABLES)
        .collect();
    if titles.is_empty() {
        return;
    }
    let mut referred: Vec<usize> = Vec::new();
    let open = tables.iter_mut().enumerate().flat_map(|(at, table)| table.rows.iter_mut().map(move |row| (at, row)));
    for (at, row) in open.take(MAX_ROWS).filter(|(_, row)| row.links.is_empty() && may_have_fields(row)) {
        let found = titles.iter().filter(|(target, title)| *target != at && row.description.contains(title.as_str()));
        for (target, title) in found {
            row.links.push(anchor(title));
            referred.push(*target);
        }
    }
    for target in referred {
        if let Some(table) = tables.get_mut(target) {
            let anchor = anchor(&table.caption);
            table.anchors.push(anchor);
        }
    }
}

/// Drops references by number to tables that the page lacks.
fn drop_unknown_numbers(tables: &mut [BodyTable]) {
    let known: HashSet<String> = tables.iter().flat_map(|table| table.anchors.iter().cloned()).collect();
    for row in tables.iter_mut().flat_map(|table| &mut table.rows) {
        row.links.retain(|link| !is_number(link) || known.contains(link));
    }
}

/// Drops references of the table at the top of a body to itself: they were to lead to another one. Only an object may hold
/// others of its kind.
fn drop_own(tables: &mut [BodyTable]) {
    for table in tables.iter_mut().filter(|table| table.is_root && table.names.certain.is_empty()) {
        let own = &table.anchors;
        table.rows.iter_mut().for_each(|row| row.links.retain(|link| !own.contains(link)));
    }
}

/// Whether a title is of an object rather than of the top of a body.
fn is_of_object(table: &BodyTable) -> bool {
    let is_nameless = table.names.certain.is_empty() && table.names.possible.is_empty();
    !(table.is_named_root || is_nameless)
}

fn anchor(title: &str) -> String {
    format!("title {title}")
}

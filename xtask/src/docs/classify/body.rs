//! Request and response bodies: field tables, with nested objects resolved to paths.

mod flatten;
mod link;
mod table;

use std::collections::BTreeMap;

use super::outline::Outline;
use super::parameters;
use super::placed::PlacedTable;
use super::uri::Uri;
use crate::docs::facts::{Field, PageFacts, ParameterIn};
use crate::docs::words::Role;
use table::BodyTable;

/// Reads the request body; rows that name a part of the URI are parameters.
pub(super) fn request(facts: &mut PageFacts, tables: &[PlacedTable<'_>], outline: &Outline<'_>, uri: &Uri) {
    let mut body: Vec<BodyTable> = tables.iter().map(|placed| BodyTable::new(placed, facts)).collect();
    let in_path = uri.path_names();
    for (table, placed) in body.iter_mut().zip(tables) {
        if placed.role() != Role::Generic {
            continue;
        }
        let (outside, inside): (Vec<_>, Vec<_>) = std::mem::take(&mut table.rows)
            .into_iter()
            .partition(|row| in_path.contains(&row.name.as_str()) || uri.query.contains(&row.name));
        table.rows = inside;
        for row in outside {
            let is_path = in_path.contains(&row.name.as_str());
            let location = if is_path { ParameterIn::Path } else { ParameterIn::Query };
            parameters::add(facts, row, location);
        }
    }
    facts.request = fields(facts, body, outline);
}

/// Reads the response bodies, one for each status code.
pub(super) fn responses(facts: &mut PageFacts, tables: &[PlacedTable<'_>], outline: &Outline<'_>) {
    let mut by_status: BTreeMap<String, Vec<&PlacedTable<'_>>> = BTreeMap::new();
    for placed in tables {
        let status = placed.status.clone().unwrap_or_else(|| success_code(facts));
        by_status.entry(status).or_default().push(placed);
    }
    for (status, tables) in by_status {
        let body = tables.iter().map(|placed| BodyTable::new(placed, facts)).collect();
        let fields = fields(facts, body, outline);
        facts.responses.insert(status, fields);
    }
}

/// The code of a body without a label: the one success that has a body.
fn success_code(facts: &PageFacts) -> String {
    facts
        .status_codes
        .iter()
        .map(|status| status.code.trim())
        .find(|code| code.len() == 3 && code.starts_with('2') && *code != "204")
        .unwrap_or("2XX")
        .to_owned()
}

fn fields(facts: &mut PageFacts, mut tables: Vec<BodyTable>, outline: &Outline<'_>) -> Vec<Field> {
    // A body whose first table bears an object's name has that object at its top.
    if !tables.iter().any(|table| table.is_root)
        && let Some(first) = tables.first_mut()
    {
        first.is_root = true;
    }
    let links = link::link(&mut tables, outline);
    flatten::flatten(facts, &tables, &links)
}

//! Bodies in XML: their elements stand in each other as no table says, and are not read.

use super::lost_table;
use super::table::{BodyTable, Place};
use crate::docs::classify::rows::NamedRow;
use crate::docs::facts::{Example, ExampleBody, Examples, PageFacts, PageProblemKind};

/// Takes out the tables of bodies that the examples show in XML, or whose rows say that they are. Each is told.
pub(super) fn set_aside(tables: &mut [BodyTable], examples: &Examples, facts: &mut PageFacts) {
    for table in tables.iter_mut().filter(|table| !table.rows.is_empty()) {
        let shown = match &table.place {
            Place::Request => &examples.request,
            Place::Response(_) => &examples.response,
            Place::Outside | Place::Unknown => continue,
        };
        if is_xml(shown) || table.rows.iter().any(says_xml) {
            let reason = "the body is XML, whose elements are not read".to_owned();
            facts.problems.push(lost_table(table, facts, PageProblemKind::Row, reason));
            table.rows.clear();
        }
    }
}

/// Whether examples are XML, and none is JSON.
fn is_xml(examples: &[Example]) -> bool {
    let is_markup = |example: &Example| matches!(&example.body, ExampleBody::Text(text) if text.starts_with('<'));
    examples.iter().any(is_markup) && examples.iter().all(|example| example.body.json().is_none())
}

fn says_xml(row: &NamedRow) -> bool {
    let text = row.description.to_lowercase();
    ["type: xml", "类型：xml"].iter().any(|words| text.contains(words))
}

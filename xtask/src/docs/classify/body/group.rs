//! Rows below a name that stands over all columns: the examples show whether it is the object that holds them.

use std::collections::HashSet;

use super::samples;
use super::table::{BodyTable, Place};
use crate::docs::classify::rows::{Heading, NamedRow};
use crate::docs::classify::samples::Samples;
use crate::docs::facts::{Constraints, DocType, Examples, PageFacts, Required, SchemaType};

/// How many objects a table may have so; the names of others are told.
const MAX_OBJECTS: usize = 64;

/// Puts rows below such a name into a table of their own where the examples have them inside of an object of that name, and
/// the object in their place. A name that no example shows so is told; its rows stay where they are.
pub(super) fn form(tables: &mut Vec<BodyTable>, linked: &HashSet<usize>, examples: &Examples, facts: &mut PageFacts) {
    let mut inner: Vec<BodyTable> = Vec::new();
    for (index, table) in tables.iter_mut().enumerate() {
        let is_top = table.is_root && !linked.contains(&index);
        let samples = if is_top { samples(examples, &table.place) } else { Samples::default() };
        // What is outside of a body is told where it becomes a parameter.
        if table.place == Place::Outside && !linked.contains(&index) {
            continue;
        }
        let (mut at, mut left) = (0, MAX_OBJECTS);
        while let Some(row) = table.rows.get_mut(at) {
            if let Some(heading) = row.heading.take() {
                let name = heading.name.as_ref().filter(|_| left > 0);
                match name.and_then(|name| held(table, at, name, &samples)) {
                    Some(end) => {
                        left -= 1;
                        inner.push(cut(table, (at, end), heading, &samples, facts));
                    }
                    None => heading.report(facts),
                }
            }
            at += 1;
        }
    }
    tables.append(&mut inner);
}

/// Where the rows end that the examples have inside of an object: at the next heading, or at one that they have beside it.
fn held(table: &BodyTable, at: usize, name: &str, samples: &Samples<'_>) -> Option<usize> {
    let (beside, inside) = (samples.keys(&[]), samples.keys(&[name.to_owned()]));
    let has = |keys: &[&str], row: &NamedRow| keys.contains(&row.name.as_str());
    let rows = table.rows.get(at..)?;
    let is_held = |row: &&NamedRow| row.heading.is_none() && (has(&inside, row) || !has(&beside, row));
    let length = rows.iter().take_while(is_held).count();
    let shown = rows.iter().take(length).filter(|row| has(&inside, row)).count();
    (shown > 0 && shown * 2 >= length).then_some(at + length)
}

/// Takes rows out of a table, and leaves the object that holds them in their place, unless it has a row already.
fn cut(
    table: &mut BodyTable,
    (at, end): (usize, usize),
    heading: Heading,
    samples: &Samples<'_>,
    facts: &mut PageFacts,
) -> BodyTable {
    let rows: Vec<NamedRow> = table.rows.drain(at..end).collect();
    let name = heading.name.unwrap_or_default();
    if !table.rows.iter().any(|row| row.name == name) {
        let is_list = samples.is_list(std::slice::from_ref(&name)) == Some(true);
        let schema = if is_list { SchemaType::array(SchemaType::Object) } else { SchemaType::Object };
        facts.counts.rows += 1;
        table.rows.insert(at, object(&name, schema, heading.line));
    }
    table.inner(name, rows, heading.line)
}

/// The row of an object of which a table has the name alone.
fn object(name: &str, schema: SchemaType, line: u32) -> NamedRow {
    NamedRow {
        name: name.to_owned(),
        doc_type: DocType { text: String::new(), schema, object: None },
        required: Required::Unknown,
        constraints: Constraints::default(),
        description: String::new(),
        links: Vec::new(),
        line,
        place: None,
        is_type_open: false,
        heading: None,
    }
}

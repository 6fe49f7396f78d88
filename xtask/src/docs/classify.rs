//! The one classifier for all layouts: turns blocks into facts.

mod body;
mod codes;
mod example;
mod name;
mod outline;
mod parameters;
mod placed;
mod rows;
mod tally;
mod uri;
mod values;

use super::block::Document;
use super::facts::{Layout, PageFacts, PageKind, PageProblem, PageProblemKind};
use outline::Outline;
use placed::{Direction, PlacedTable, Shape};
use uri::Uri;

/// The facts of a page, given its blocks.
pub(crate) fn classify(page: &str, layout: Layout, document: &Document) -> PageFacts {
    let mut facts = PageFacts::new(page, layout, PageKind::Reference);
    let mut outline = Outline::of(document);
    for fault in &document.faults {
        let kind = if fault.rows > 0 { PageProblemKind::Limit } else { PageProblemKind::Damaged };
        let problem = PageProblem::new(page, fault.line, kind, &fault.reason).with_rows(fault.rows);
        facts.problems.push(problem);
        facts.counts.rows += u64::from(fault.rows);
    }
    for placed in &outline.tables {
        facts.counts.rows += placed.table.rows.len() as u64;
    }
    name::identify(&outline, &mut facts);
    let tables = std::mem::take(&mut outline.tables);
    match uri::find(&outline) {
        Some(uri) => operation(&mut facts, &outline, tables, &uri),
        None => reference(&mut facts, &outline, tables),
    }
    tally::count(&mut facts);
    facts
}

/// A page that documents an operation.
fn operation(facts: &mut PageFacts, outline: &Outline<'_>, tables: Vec<PlacedTable<'_>>, uri: &Uri) {
    facts.kind = PageKind::Operation;
    facts.method = Some(uri.method.clone());
    facts.path = Some(uri.path.clone());
    facts.deprecated.clone_from(&outline.deprecated);
    let mut request = Vec::new();
    let mut responses = Vec::new();
    let mut outside = Vec::new();
    for placed in tables {
        match placed.shape() {
            Shape::Fields => match placed.direction(uri.method.value) {
                Direction::Parameters(_) => outside.push(placed),
                Direction::Request => request.push(placed),
                Direction::Response => responses.push(placed),
                Direction::ResponseHeader => {
                    let rows = rows::read(&placed, facts);
                    facts.counts.rows_as_facts += rows.len() as u64;
                    facts.response_headers.extend(rows.into_iter().map(rows::NamedRow::into_field));
                }
            },
            shape => codes::keep(facts, shape, &placed),
        }
    }
    body::request(facts, &request, outline, uri);
    parameters::collect(facts, &outside, uri);
    body::responses(facts, &responses, outline);
    example::collect(facts, outline, uri);
}

/// A page without an operation: its tables are kept as they stand.
fn reference(facts: &mut PageFacts, outline: &Outline<'_>, tables: Vec<PlacedTable<'_>>) {
    if let Some(line) = outline.uri_line
        && outline.has_body_sections
    {
        let reason = "the URI section names no method and path";
        facts.problems.push(PageProblem::new(&facts.page, line, PageProblemKind::Uri, reason));
    }
    for placed in tables {
        let shape = match placed.shape() {
            Shape::Fields => Shape::Other,
            shape => shape,
        };
        codes::keep(facts, shape, &placed);
    }
}

//! The one classifier for all layouts: turns blocks into facts.

mod body;
mod codes;
mod example;
mod failure;
mod guard;
mod indent;
mod loose;
mod name;
mod outline;
mod parameters;
mod parts;
mod permissions;
mod placed;
mod rows;
mod samples;
mod tally;
mod uri;
mod values;

use super::block::Document;
use super::facts::{Layout, PageFacts, PageKind, PageProblem, PageProblemKind};
use super::words::Column;
use crate::model::Method;
use outline::Outline;
use placed::{Direction, PlacedTable, Shape};
use uri::Uri;

/// The facts of a page, given its blocks: of each operation that it documents, or of a page without one.
pub(crate) fn classify(page: &str, layout: Layout, document: &Document) -> Vec<PageFacts> {
    let outline = Outline::of(document);
    if outline.second.is_none() {
        return part_of_page(page, layout, document, &outline);
    }
    let mut all: Vec<PageFacts> = Vec::new();
    for part in parts::of(document) {
        let mut facts = part_of_page(page, layout, &part, &Outline::of(&part));
        if let (Some(first), Some(below)) = (all.first(), facts.first_mut()) {
            tally::below(below, first);
        }
        all.append(&mut facts);
    }
    all
}

/// The facts of a part of a page: of each operation of its URI section.
fn part_of_page(page: &str, layout: Layout, document: &Document, outline: &Outline<'_>) -> Vec<PageFacts> {
    let uris = uri::find(outline);
    if uris.is_empty() {
        return vec![reference(start(page, layout, document, outline), outline)];
    }
    let mut all: Vec<PageFacts> = Vec::with_capacity(uris.len());
    for uri in &uris {
        let mut facts = operation(start(page, layout, document, outline), outline, uri);
        if let Some(first) = all.first() {
            tally::of_another(&mut facts, first);
        }
        all.push(facts);
    }
    all
}

/// The facts that a page has whatever it documents.
fn start(page: &str, layout: Layout, document: &Document, outline: &Outline<'_>) -> PageFacts {
    let mut facts = PageFacts::new(page, layout, PageKind::Reference);
    for fault in &document.faults {
        let kind = if fault.rows > 0 { PageProblemKind::Limit } else { PageProblemKind::Damaged };
        let problem = PageProblem::new(page, fault.line, kind, &fault.reason).with_rows(fault.rows);
        facts.problems.push(problem);
        facts.counts.rows += u64::from(fault.rows);
    }
    facts.counts.rows += outline.tables.iter().map(PlacedTable::row_count).sum::<u64>();
    name::identify(outline, &mut facts);
    facts
}

/// A page that documents an operation.
fn operation(mut facts: PageFacts, outline: &Outline<'_>, uri: &Uri) -> PageFacts {
    facts.kind = PageKind::Operation;
    facts.method = Some(uri.method.clone());
    facts.path = Some(uri.path.clone());
    facts.deprecated.clone_from(&outline.deprecated);
    uri::report(&mut facts, uri);
    let mut fields = Vec::new();
    for placed in &outline.tables {
        if outline.second.is_some_and(|second| placed.line >= second) {
            continue;
        }
        match placed.shape() {
            Shape::Fields if placed.direction(uri.method.value) == Direction::ResponseHeader => {
                let rows = rows::read(placed, &mut facts);
                facts.counts.rows_as_facts += rows.len() as u64;
                for row in &rows {
                    rows::report_open(row, &mut facts);
                }
                facts.response_headers.extend(rows.into_iter().map(rows::NamedRow::into_field));
            }
            Shape::Fields if placed.is_aside() => codes::keep(&mut facts, Shape::Other, placed),
            Shape::Fields => fields.push(placed),
            shape => codes::keep(&mut facts, shape, placed),
        }
    }
    codes::listed(&mut facts, outline);
    report_second(&mut facts, outline);
    loose::report(&mut facts, outline);
    loose::report_captions(&mut facts, outline);
    example::collect(&mut facts, outline, uri);
    failure::mark_examples(&mut facts, outline, uri.method.value);
    body::read(&mut facts, &fields, outline, uri);
    codes::labelled(&mut facts, outline);
    permissions::said(&mut facts, outline);
    failure::move_fields(&mut facts);
    failure::put_inside(&mut facts);
    parameters::complete(&mut facts, uri);
    guard::check(&mut facts);
    tally::count(&mut facts);
    facts
}

/// A page that goes on with another operation after the first one is whole: what follows is not read.
fn report_second(facts: &mut PageFacts, outline: &Outline<'_>) {
    let Some(line) = outline.second else {
        return;
    };
    let rows: u64 = outline.tables.iter().filter(|placed| placed.line >= line).map(PlacedTable::row_count).sum();
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    let reason = "the page goes on with another operation, which is not read";
    facts.problems.push(PageProblem::new(&facts.page, line, PageProblemKind::Limit, reason).with_rows(rows));
}

/// A page without an operation: its tables are kept as they stand.
fn reference(mut facts: PageFacts, outline: &Outline<'_>) -> PageFacts {
    if outline.has_body_sections {
        let of_body = outline.tables.iter().find(|placed| is_of_body(placed));
        let missing = match (outline.uri_line, of_body) {
            (Some(line), _) => Some((line, "the URI section names no method and path")),
            (None, Some(placed)) => {
                Some((placed.line, "the page says what is sent or comes back, but names no method and path"))
            }
            (None, None) => None,
        };
        if let Some((line, reason)) = missing {
            facts.problems.push(PageProblem::new(&facts.page, line, PageProblemKind::Uri, reason));
        }
    }
    if is_nothing(&facts, outline) {
        facts.kind = PageKind::Unreadable;
        let reason = "this is no page of documentation: it has no anchor, no section that is known and no table";
        facts.problems.push(PageProblem::new(&facts.page, 1, PageProblemKind::Unreadable, reason));
    }
    for placed in &outline.tables {
        let shape = match placed.shape() {
            Shape::Fields => Shape::Other,
            shape => shape,
        };
        codes::keep(&mut facts, shape, placed);
    }
    tally::count(&mut facts);
    facts
}

/// Whether a table is of fields with types that are sent, or come back.
fn is_of_body(placed: &PlacedTable<'_>) -> bool {
    placed.shape() == Shape::Fields
        && placed.has(Column::Type)
        && matches!(placed.direction(Method::Post), Direction::Request | Direction::Response)
}

/// Whether nothing of a page of documentation was found. Directives and tags are marks by themselves.
fn is_nothing(facts: &PageFacts, outline: &Outline<'_>) -> bool {
    !matches!(facts.layout, Layout::Rst | Layout::Html) && !outline.is_marked && outline.tables.is_empty()
}

//! Request and response bodies: field tables, with nested objects resolved to paths.

mod by_example;
mod flatten;
mod group;
mod link;
mod nested;
mod open_name;
mod table;
mod typed;
mod wrapper;
mod xml;

use std::collections::{BTreeSet, HashSet};

use super::codes;
use super::outline::Outline;
use super::parameters::{self, misnamed, misnamed::Known};
use super::placed::{Direction, PlacedTable};
use super::rows::{self, NamedRow};
use super::samples::Samples;
use super::uri::{self, Uri};
use crate::docs::facts::{ExampleBody, Examples, PageFacts, PageProblem, PageProblemKind, ParameterIn};
use crate::docs::words::ValuePlace;
use crate::model::Method;
use flatten::Flattener;
use link::Links;
use table::{BodyTable, Place};
use wrapper::Wrapper;

/// Reads parameters, request body and response bodies from all tables of fields. A table belongs to the field that leads to
/// it, wherever it stands; others belong where caption and section say.
pub(super) fn read(facts: &mut PageFacts, placed: &[&PlacedTable<'_>], outline: &Outline<'_>, uri: &Uri) {
    let examples = std::mem::take(&mut facts.examples);
    let method = uri.method.value;
    let mut tables: Vec<BodyTable> =
        placed.iter().map(|placed| BodyTable::new(placed, method, &examples, facts)).collect();
    xml::set_aside(&mut tables, &examples, facts);
    link::title::refer(&mut tables);
    let linked = link::anchored_tables(&tables);
    by_example::place(&mut tables, &linked, (&examples, uri), facts);
    group::form(&mut tables, &linked, &examples, facts);
    outside(facts, &mut tables, placed, &linked, uri, &examples);
    open_name::set_aside(&mut tables, facts);
    nested::split(&mut tables, &examples, facts);
    nested::lower(&mut tables, &linked, &examples);
    let bodies: Vec<Body<'_>> = places(&tables).into_iter().map(|place| Body::of(place, &tables, &examples)).collect();
    let links = link::link(&mut tables, &bodies, outline);
    roots(&mut tables, &bodies, &links);
    flatten(facts, &tables, &links, &bodies);
    facts.examples = examples;
}

/// A body: where its tables stand, and what its examples show of its fields.
struct Body<'e> {
    place: Place,
    samples: Samples<'e>,
    /// The object around the fields that only the examples show.
    wrapper: Option<Wrapper>,
}

impl<'e> Body<'e> {
    fn of(place: Place, tables: &[BodyTable], examples: &'e Examples) -> Self {
        let samples = samples(examples, &place);
        let here = || tables.iter().filter(|table| table.place == place);
        let top =
            here().filter(|table| table.is_root).chain(here().take(usize::from(!here().any(|table| table.is_root))));
        let names: HashSet<&str> = top.flat_map(|table| &table.rows).map(|row| row.name.as_str()).collect();
        let wrapper = Wrapper::find(&names, &samples);
        let samples = wrapper.as_ref().map_or_else(|| samples.clone(), |wrapper| wrapper.inside(&samples));
        Self { place, samples, wrapper }
    }
}

/// Takes out what is no part of a body: tables of parameters, and rows of others that name a part of the URI or a header.
fn outside(
    facts: &mut PageFacts,
    tables: &mut [BodyTable],
    placed: &[&PlacedTable<'_>],
    linked: &HashSet<usize>,
    uri: &Uri,
    examples: &Examples,
) {
    let known = known(tables, uri, examples);
    let mut moved: Vec<String> = Vec::new();
    let has_no_body = has_no_body(tables, uri.method.value, examples);
    for (index, (table, placed)) in tables.iter_mut().zip(placed).enumerate() {
        if linked.contains(&index) {
            continue;
        }
        let direction = placed.direction(uri.method.value);
        match (&table.place, direction) {
            (Place::Outside, Direction::Parameters(location)) => {
                let rows = std::mem::take(&mut table.rows);
                table.rows = parameters::add_all(facts, rows, location, uri, &known);
                if !table.rows.is_empty() {
                    table.place = Place::Request;
                    table.is_root = true;
                    moved.extend(table.rows.iter().flat_map(|row| row.links.iter().cloned()));
                }
            }
            (Place::Request, _) if has_no_body => {
                table.place = Place::Outside;
                parameters::add_all(facts, std::mem::take(&mut table.rows), None, uri, &known);
            }
            (Place::Request, _) if table.is_root && !table.is_named_root => {
                outside_of_request(facts, table, uri, (&known, examples));
            }
            (Place::Response(_), _) if table.is_root => {
                let is_header =
                    |row: &NamedRow| row.location() == Some(ParameterIn::Header) || parameters::is_header(&row.name);
                let (headers, inside): (Vec<_>, Vec<_>) =
                    std::mem::take(&mut table.rows).into_iter().partition(is_header);
                table.rows = inside;
                facts.counts.rows_as_facts += headers.len() as u64;
                for row in &headers {
                    rows::report_open(row, facts);
                }
                facts.response_headers.extend(headers.into_iter().map(NamedRow::into_field));
            }
            _ => {}
        }
    }
    linked_outside(facts, tables, placed, linked, moved);
}

/// Whether a request has no body whatever a caption says: it is a GET, no example has one, and no table is at the top of it.
fn has_no_body(tables: &[BodyTable], method: Method, examples: &Examples) -> bool {
    matches!(method, Method::Get | Method::Head)
        && !tables.iter().any(|table| table.place == Place::Request && table.is_root)
        && examples.request.iter().all(|example| example.body == ExampleBody::None)
}

/// Takes the tables of what moved into the body along. What a parameter is made of is no field, and kept as it stands.
fn linked_outside(
    facts: &mut PageFacts,
    tables: &mut [BodyTable],
    placed: &[&PlacedTable<'_>],
    linked: &HashSet<usize>,
    mut moved: Vec<String>,
) {
    while let Some(anchor) = moved.pop() {
        let is_it = |table: &&mut BodyTable| table.place == Place::Outside && table.anchors.contains(&anchor);
        for table in tables.iter_mut().filter(is_it) {
            table.place = Place::Request;
            moved.extend(table.rows.iter().flat_map(|row| row.links.iter().cloned()));
        }
    }
    for (index, (table, placed)) in tables.iter_mut().zip(placed).enumerate() {
        if table.place == Place::Outside && linked.contains(&index) {
            codes::reference(facts, placed, std::mem::take(&mut table.rows).len() as u64);
        }
    }
}

/// Takes out of a table of the request what is no part of the body: a name that the URI has, or that the example requests
/// have in their query and in no body. A DELETE whose examples have no body has none, and the rest of such a table goes with
/// what they have in their query. That the table does not say so is told.
fn outside_of_request(
    facts: &mut PageFacts,
    table: &mut BodyTable,
    uri: &Uri,
    (known, examples): (&Known<'_>, &Examples),
) {
    let is_queried = |row: &NamedRow| {
        row.place.is_none() && known.queries.contains(&row.name) && !known.sent.contains(&row.name.as_str())
    };
    let first = table.rows.iter().find(|row| is_queried(row) && parameters::outside_body(&row.name, uri).is_none());
    if let Some(row) = first {
        let reason = format!(
            "the table stands with the request, but the example has `{}` in the query of its URI; it is read so",
            row.name
        );
        facts.problems.push(PageProblem::new(&facts.page, table.line, PageProblemKind::ExampleField, reason));
    }
    let has_body =
        uri.method.value != Method::Delete || examples.request.iter().any(|example| example.body != ExampleBody::None);
    let is_of_query = |row: &NamedRow| is_queried(row) || (first.is_some() && !has_body && row.place.is_none());
    let is_of_query: Vec<bool> = table.rows.iter().map(is_of_query).collect();
    for (row, is_of_query) in std::mem::take(&mut table.rows).into_iter().zip(is_of_query) {
        // What the URI section has, too, and the example in its body, is sent twice.
        let is_twice = known.rows.contains(&row.name) && known.sent.contains(&row.name.as_str());
        let of_uri = parameters::outside_body(&row.name, uri).filter(|_| !is_twice);
        let location = row.location().or(of_uri);
        let location = location.or(is_of_query.then_some(ParameterIn::Query));
        match location.filter(|_| row.place != Some(ValuePlace::Body)) {
            Some(location) => parameters::add(facts, row, location, uri),
            None => table.rows.push(row),
        }
    }
}

/// What the page says of names that tables of parameters may have.
fn known<'e>(tables: &[BodyTable], uri: &Uri, examples: &'e Examples) -> Known<'e> {
    let of_parameters = tables.iter().filter(|table| table.place == Place::Outside);
    Known {
        rows: of_parameters.flat_map(|table| &table.rows).map(|row| row.name.clone()).collect(),
        queries: misnamed::queries(examples),
        sent: samples(examples, &Place::Request).keys(&[]),
        hosts: uri::hosts(uri, examples),
    }
}

/// The bodies that tables are of: the request, then the responses by status.
fn places(tables: &[BodyTable]) -> Vec<Place> {
    let is_request = tables.iter().any(|table| table.place == Place::Request);
    let statuses: BTreeSet<&String> = tables
        .iter()
        .filter_map(|table| match &table.place {
            Place::Response(status) => Some(status),
            _ => None,
        })
        .collect();
    let responses = statuses.into_iter().map(|status| Place::Response(status.clone()));
    is_request.then_some(Place::Request).into_iter().chain(responses).collect()
}

/// The examples of a body.
fn samples<'e>(examples: &'e Examples, place: &Place) -> Samples<'e> {
    match place {
        Place::Request => Samples::of_request(examples),
        Place::Response(status) => Samples::of_response(examples, status),
        Place::Outside | Place::Unknown => Samples::default(),
    }
}

/// A body whose tables all bear names of objects has the first one at its top, unless a field leads to it.
fn roots(tables: &mut [BodyTable], bodies: &[Body<'_>], links: &Links) {
    let claimed: HashSet<usize> = links.values().flatten().copied().collect();
    for Body { place, .. } in bodies {
        if tables.iter().any(|table| table.place == *place && table.is_root) {
            continue;
        }
        let free =
            tables.iter_mut().enumerate().find(|(index, table)| table.place == *place && !claimed.contains(index));
        if let Some((_, table)) = free {
            table.is_root = true;
        }
    }
}

fn flatten(facts: &mut PageFacts, tables: &[BodyTable], links: &Links, bodies: &[Body<'_>]) {
    let mut flattener = Flattener::new(&facts.page, tables, links);
    for Body { place, samples, wrapper } in bodies {
        let fields = flattener.body(place, samples);
        let fields = match wrapper {
            Some(wrapper) => wrapper.put_around(facts, fields),
            None => fields,
        };
        match place {
            Place::Response(status) => {
                facts.responses.insert(status.clone(), fields);
            }
            _ => facts.request = fields,
        }
    }
    flattener.report_unused(facts);
}

/// A problem of a whole table, whose rows become no facts.
fn lost_table(table: &BodyTable, facts: &PageFacts, kind: PageProblemKind, reason: String) -> PageProblem {
    let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    PageProblem::new(&facts.page, table.line, kind, reason).with_rows(rows)
}

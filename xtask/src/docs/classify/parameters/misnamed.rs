//! Rows of the URI's tables that are called otherwise than the placeholders that they describe.

use std::collections::HashSet;

use super::{NamedRow, is_header};
use crate::docs::classify::rows::key;
use crate::docs::classify::uri::{Uri, split_target};
use crate::docs::facts::{Examples, PageFacts, PageProblem, PageProblemKind, ParameterIn, Required};
use crate::model::Method;

/// What a page says of names outside of the table whose rows are looked at.
pub(in crate::docs::classify) struct Known<'k> {
    /// Names of rows, in all tables of parameters.
    pub(in crate::docs::classify) rows: HashSet<String>,
    /// Names in the query of the example requests.
    pub(in crate::docs::classify) queries: HashSet<String>,
    /// Names in the bodies of the example requests.
    pub(in crate::docs::classify) sent: Vec<&'k str>,
    /// Placeholders of the host, in lower case.
    pub(in crate::docs::classify) hosts: HashSet<String>,
}

/// The names in the queries of example requests.
pub(in crate::docs::classify) fn queries(examples: &Examples) -> HashSet<String> {
    let addresses = examples.request.iter().filter_map(|example| example.uri.as_deref());
    addresses.flat_map(|address| split_target(address).1).collect()
}

/// Gives rows of which nothing says that they go elsewhere the name of the placeholder that they mean: the one that differs in
/// case and underscores alone, or the only one that is left for the only row that is. That it is done is told, and so is a
/// row that has to be given and may as well be a placeholder.
pub(super) fn rename(
    facts: &mut PageFacts,
    rows: &mut [NamedRow],
    captioned: Option<ParameterIn>,
    (uri, known): (&Uri, &Known<'_>),
) {
    // Each of several operations has some of the placeholders.
    if !uri.others.is_empty() || !matches!(captioned, None | Some(ParameterIn::Path)) {
        return;
    }
    let is_free = |name: &str| !known.rows.contains(name) && !facts.parameters.iter().any(|p| p.name == name);
    let mut free: Vec<&str> = uri.path_names().into_iter().filter(|name| is_free(name)).collect();
    for row in rows.iter_mut().filter(|row| is_open(row, uri, known)) {
        if let Some(at) = free.iter().position(|name| key(name) == key(&row.name)) {
            call(facts, row, free.remove(at));
        }
    }
    // Where the URI has a query, it shows what is in it. What a caption calls the path is compared with it as a whole.
    if captioned.is_none() && !free.is_empty() && uri.query.is_empty() {
        rename_last(facts, rows, &free, (uri, known));
    }
}

/// Gives the only row that is left the only name that is, where the table is of the path.
fn rename_last(facts: &mut PageFacts, rows: &mut [NamedRow], free: &[&str], (uri, known): (&Uri, &Known<'_>)) {
    let is_placeholder = |row: &&NamedRow| uri.path_names().contains(&row.name.as_str());
    let all = rows.iter().filter(|row| !is_header(&row.name)).count();
    let is_alone = all == 1;
    let is_beside_path = !is_alone && rows.iter().filter(is_placeholder).count() + 1 == all;
    // Alone, it may be all that a search needs.
    let is_of_path = is_beside_path || (is_alone && uri.method.value != Method::Get);
    let is_left = |row: &&mut NamedRow| {
        let must_be_given = row.required == Required::Yes || (is_beside_path && row.required == Required::Unknown);
        must_be_given && is_open(row, uri, known)
    };
    let mut left: Vec<&mut NamedRow> = rows.iter_mut().filter(is_left).collect();
    if let ([name], [row]) = (free, left.as_mut_slice())
        && is_of_path
    {
        call(facts, row, name);
        return;
    }
    let names = free.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    for row in left {
        let reason = format!("`{}` may be what the path calls {names}; it is read as one of the query", row.name);
        facts.problems.push(problem(facts, row, reason));
    }
}

/// Whether nothing on the page says where a row goes.
fn is_open(row: &NamedRow, uri: &Uri, known: &Known<'_>) -> bool {
    let name = row.name.as_str();
    row.place.is_none()
        && !uri.path_names().contains(&name)
        && !uri.query.iter().any(|query| query == name)
        && !known.queries.contains(name)
        && !known.sent.contains(&name)
        && !known.hosts.contains(&name.to_lowercase())
        && !is_header(name)
}

fn call(facts: &mut PageFacts, row: &mut NamedRow, name: &str) {
    let reason = format!("the table calls `{}` what the path calls `{name}`", row.name);
    facts.problems.push(problem(facts, row, reason));
    name.clone_into(&mut row.name);
}

fn problem(facts: &PageFacts, row: &NamedRow, reason: String) -> PageProblem {
    PageProblem::new(&facts.page, row.line, PageProblemKind::PathParameter, reason)
}

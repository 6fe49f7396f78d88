//! Counts what a page gave.

use crate::docs::facts::{Counts, PageFacts, PageKind, PageProblem, PageProblemKind};

/// Fills in the counts of a page.
///
/// `rows` was counted from the tables, `rows_as_facts` where facts were made: rows that vanished
/// on the way show as a difference, and are reported.
pub(super) fn count(facts: &mut PageFacts) {
    let reported: u64 = facts.problems.iter().map(|problem| u64::from(problem.rows)).sum();
    let vanished = facts.counts.rows.saturating_sub(facts.counts.rows_as_facts + reported);
    facts.counts.rows_vanished = vanished;
    if vanished > 0 {
        let reason = format!("{vanished} table rows became no fact");
        let rows = u32::try_from(vanished).unwrap_or(u32::MAX);
        facts.problems.push(PageProblem::new(&facts.page, 0, PageProblemKind::Row, reason).with_rows(rows));
    }
    facts.problems.sort_by_key(|problem| problem.line);
    let found = facts_of(facts);
    let counts = &mut facts.counts;
    counts.pages = 1;
    counts.operations = u64::from(facts.kind == PageKind::Operation);
    counts.facts = found;
    counts.problems = facts.problems.len() as u64;
    counts.rows_as_problems = facts.problems.iter().map(|problem| u64::from(problem.rows)).sum();
}

/// What is counted of another operation of a page: what the first one has told is told and counted once, and the name of
/// the page is the first one's.
pub(super) fn of_another(facts: &mut PageFacts, first: &PageFacts) {
    facts.operation = None;
    facts.problems.retain(|problem| !first.problems.contains(problem));
    let counts = Counts { operations: 1, facts: facts.counts.facts, ..Counts::default() };
    facts.counts = counts;
    facts.counts.problems = facts.problems.len() as u64;
    facts.counts.rows_as_problems = facts.problems.iter().map(|problem| u64::from(problem.rows)).sum();
    facts.counts.rows = facts.counts.rows_as_problems;
}

/// What is counted of an operation below another one: the page is the first one's, as is its name, and its title if it has
/// none of its own.
pub(super) fn below(facts: &mut PageFacts, first: &PageFacts) {
    facts.counts.pages = 0;
    if facts.title.is_none() {
        facts.title.clone_from(&first.title);
    }
    if facts.date.is_none() {
        facts.date.clone_from(&first.date);
    }
}

/// How many facts a page gave.
fn facts_of(facts: &PageFacts) -> u64 {
    let constraints: u64 = facts.parameters.iter().map(|parameter| parameter.constraints.count()).sum();
    let fields = || facts.request.iter().chain(facts.responses.values().flatten()).chain(&facts.response_headers);
    let field_constraints: u64 = fields().map(|field| field.constraints.count()).sum();
    let reference_rows: usize = facts.reference.iter().map(|table| table.rows.len()).sum();
    let lists = facts.parameters.len()
        + fields().count()
        + facts.status_codes.len()
        + facts.error_codes.len()
        + facts.permissions.len()
        + facts.examples.request.len()
        + facts.examples.response.len()
        + reference_rows;
    let single = [
        facts.title.is_some(),
        facts.operation.is_some(),
        facts.method.is_some(),
        facts.path.is_some(),
        facts.deprecated.is_some(),
        facts.date.is_some(),
    ];
    let single: u64 = single.iter().map(|&found| u64::from(found)).sum();
    lists as u64 + constraints + field_constraints + single
}

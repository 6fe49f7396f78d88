//! What of a page is not drafted, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::permission::without_version;
use crate::contract::{Contract, Difference, Expected, Recorded, Silences, compare};
use crate::docs::facts::ExampleBody;
use crate::docs::facts::{ReferenceRow, ReferenceTable};
use crate::docs::{Layout, PageFacts, PageProblem, PageProblemKind, ParameterIn};
use crate::model::{Model, header};
use crate::spec::{ErrorCode, FindingKind, shape};

/// Whether something of the page is not among its facts, or not as it should be. An example that was repaired is there, and
/// what path and parameters do not agree on is drafted as the path has it.
pub(super) const fn is_loss(problem: &PageProblem) -> bool {
    use PageProblemKind as K;
    problem.rows > 0 || !matches!(problem.kind, K::Example | K::ExampleUri | K::PathParameter)
}

/// What a specification has no place for.
pub(super) fn of_page(page: &PageFacts) -> Vec<String> {
    let mut left_out = Vec::new();
    let mut tell = |line: u32, message: String| left_out.push(format!("{}:{line}: {message}", page.page));
    for parameter in page.parameters.iter().filter(|parameter| parameter.location == ParameterIn::Form) {
        let message = format!("the form field `{}`; describe the body of the request by hand", parameter.name);
        tell(parameter.line, message);
    }
    for field in page.response_headers.iter().filter(|field| !header::is_reserved(&field.field)) {
        let message = format!("the header `{}` of the response; write it into its description", field.field);
        tell(field.line, message);
    }
    let examples = page.examples.request.iter().chain(&page.examples.response);
    for example in examples.filter(|example| matches!(example.body, ExampleBody::Text(_))) {
        tell(example.line, "the example, which is no JSON; write it by hand".to_owned());
    }
    left_out
}

/// What pages without an operation say and the specification does not have, with all that is drafted, of which these are `drafted`
/// error codes. Of a page that is recorded, somebody has read the tables.
pub(super) fn of_reference(model: &Model, page: &PageFacts, drafted: &[ErrorCode]) -> Vec<String> {
    let is_recorded = Recorded::of(&model.spec, page).id().is_some();
    let (tables, rows) = if is_recorded { (None, None) } else { (tables(page), of_no_operation(model, page)) };
    let told = [codes(model, page, drafted), permissions(model, page), rows, tables];
    told.into_iter().flatten().map(|(line, message)| format!("{}:{line}: {message}", page.page)).collect()
}

/// The rows that could not be read of a page without an operation, unless somebody has read its tables.
pub(super) fn rows_of_reference<'p>(model: &Model, page: &'p PageFacts) -> impl Iterator<Item = &'p PageProblem> {
    let is_recorded = Recorded::of(&model.spec, page).id().is_some();
    let of_rows = |problem: &&PageProblem| matches!(problem.kind, PageProblemKind::Row | PageProblemKind::Limit);
    page.problems.iter().filter(move |problem| !is_recorded && of_rows(problem))
}

/// The tables of words that are no fields and no codes: states, for example. What they are values of is for a person to see.
fn tables(page: &PageFacts) -> Option<(u32, String)> {
    let is_word = |row: &ReferenceRow| {
        let word = row.cells.first().map_or("", |cell| cell.trim());
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    let of_words = page.reference.iter().filter(|table| table.rows.len() > 1 && table.rows.iter().all(is_word));
    let of_words: Vec<&ReferenceTable> = of_words.collect();
    let first = of_words.first()?;
    let rows: usize = of_words.iter().map(|table| table.rows.len()).sum();
    let caption = first.caption.as_ref().map(|caption| format!(" (\"{caption}\")")).unwrap_or_default();
    let message = format!(
        "a table of {rows} words{caption}; if they are values of a field, states for example, write them as its enum"
    );
    Some((first.line, message))
}

/// The error codes that have no status of a failure, so that nothing is drafted of them.
fn codes(model: &Model, page: &PageFacts, drafted: &[ErrorCode]) -> Option<(u32, String)> {
    let is_known = |code: &str| model.spec.error_codes.iter().chain(drafted).any(|known| known.code == code);
    let unknown: BTreeMap<&str, u32> = page
        .error_codes
        .iter()
        .rev()
        .filter(|row| !is_known(&row.code))
        .map(|row| (row.code.as_str(), row.line))
        .collect();
    let (code, line) = unknown.iter().min_by_key(|(_, line)| **line)?;
    let what = of_which(unknown.len(), "error code", code);
    let remedy =
        "without the status of a failure; write it into error-codes.toml by hand, if it is a code of responses";
    Some((*line, format!("{what}, {remedy}")))
}

/// The permissions that no operation asks for.
fn permissions(model: &Model, page: &PageFacts) -> Option<(u32, String)> {
    let known = model.operations.iter().filter_map(|operation| operation.permission.as_ref());
    let known: BTreeSet<&str> = known.flat_map(|known| &known.actions).map(|known| known.action.as_str()).collect();
    let named = page.permissions.iter().filter_map(|row| Some((row.line, row.action.as_deref()?)));
    let mut unknown = named.filter(|(_, action)| !known.contains(action));
    let (line, first) = unknown.next()?;
    let what = of_which(1 + unknown.count(), "permission", first);
    Some((line, format!("{what}; say in `x-permission` of each operation which it needs")))
}

/// The rows of permissions whose operation no version of the API has, as far as it is there: nothing is drafted of them.
fn of_no_operation(model: &Model, page: &PageFacts) -> Option<(u32, String)> {
    let known = model.operations.iter().map(|one| format!("{} {}", one.method, shape(one.path.as_str())));
    let known: BTreeSet<String> = known.map(|address| without_version(&address)).collect();
    let asked_for = page.permissions.iter().filter(|row| row.action.is_some());
    let named = asked_for.filter_map(|row| Some((row.line, row.operation.as_ref()?)));
    let lost: BTreeSet<(u32, &String)> =
        named.filter(|(_, operation)| !known.contains(&without_version(&shape(operation)))).collect();
    let (line, first) = lost.first()?;
    let what = of_which(lost.len(), "operation", first);
    let lines: BTreeSet<u32> = lost.iter().skip(1).map(|(line, _)| *line).collect();
    let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
    let others = if lines.is_empty() { String::new() } else { format!(" (the others in lines {})", lines.join(", ")) };
    Some((*line, format!("permissions of {what}, which is not there{others}; give its page, if there is one")))
}

/// The first of several, or the only one.
fn of_which(count: usize, noun: &str, first: &str) -> String {
    if count == 1 { format!("the {noun} `{first}`") } else { format!("{count} {noun}s, `{first}` first") }
}

/// Where a page and the specification with all additions still differ. Of the newest page, what it lacks too.
pub(super) fn contradictions(
    model: &Model,
    page: &PageFacts,
    contract: &Contract<'_>,
    silences: &mut Silences,
) -> Vec<String> {
    let (spec, operation) = (&model.spec, contract.operation);
    let recorded = Recorded::of(spec, page);
    let expected = Expected::of(spec, page, recorded, contract);
    let mut told = Vec::new();
    // Of several operations at an address, each lacks what the others have.
    let is_variant = page.layout == Layout::Interface && !operation.variants.is_empty();
    let is_told = |difference: &Difference| !(is_variant && difference.kind == FindingKind::MissingInPage);
    for difference in compare(page, model, contract, expected).into_iter().filter(is_told) {
        if silences.silence(spec, recorded.id(), &difference).is_empty() {
            // Not by us, as has been seen.
            let difference = Difference { lacks: None, ..difference };
            told.push(difference.finding(spec, &page.page, recorded.id(), operation).to_string());
        }
    }
    told
}

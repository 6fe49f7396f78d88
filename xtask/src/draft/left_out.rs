//! What of a page is not drafted, and why.

use crate::contract::{Contract, Difference, Expected, Recorded, Silences, compare};
use crate::docs::facts::ExampleBody;
use crate::docs::{Layout, PageFacts, PageProblem, PageProblemKind, ParameterIn};
use crate::model::{Model, header};
use crate::spec::FindingKind;

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

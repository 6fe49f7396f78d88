//! Pages against an invented operation, fact by fact.

use super::*;
use crate::contract::Recorded;
use crate::docs::facts::StatusCode;
use crate::docs::read_page;
use crate::model::fixture;

/// The model of `POST /v1/things`, with these query parameters and fields of its body.
fn model(parameters: &[(&str, &str)], fields: &[(&str, &str)]) -> Model {
    let parameter =
        |(name, schema): &(&str, &str)| format!("        - {{name: {name}, in: query, schema: {schema}}}\n");
    let parameters: String = parameters.iter().map(parameter).collect();
    let parameters = if parameters.is_empty() { parameters } else { format!("      parameters:\n{parameters}") };
    let fields: Vec<_> = fields.iter().map(|(name, schema)| format!("        {name}: {schema}\n")).collect();
    let fields = fields.concat();
    let resource = format!(
        "paths:\n  /v1/things:\n    post:\n      operationId: CreateThing\n{parameters}      requestBody:\n        \
         content:\n          application/json:\n            schema:\n              $ref: '#/components/schemas/Body'\n      \
         responses:\n        '204': {{description: Done.}}\ncomponents:\n  schemas:\n    Size: {{type: string}}\n    Body:\n      \
         type: object\n      properties:\n        id: {{type: string}}\n{fields}"
    );
    fixture::of(&[("sources.toml", ""), ("resources/things.yaml", &resource)])
}

/// A page of the operation, with these query parameters and fields of its body, and their types.
fn page(parameters: &[(&str, &str)], fields: &[(&str, &str)]) -> PageFacts {
    let table = |title: &str, rows: &[(&str, &str)]| {
        let rows = rows.iter().map(|(name, kind)| format!("| {name} | No | {kind} | What it is. |\n"));
        let head = "| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n";
        format!("**Table 1** {title}\n\n{head}{}\n", rows.collect::<String>())
    };
    let query = if parameters.is_empty() { String::new() } else { table("Query Parameters", parameters) };
    let text = format!(
        "# Creating a Thing\n\n## Function\n\nThis API creates things.\n\n## URI\n\nPOST /v1/things\n\n{query}## Request \
         Parameters\n\n{}",
        table("Request body parameters", fields)
    );
    let page = read_page("docs/create.md", text.as_bytes());
    assert_eq!((page.parameters.len(), page.request.len()), (parameters.len(), fields.len()), "{text}");
    page
}

/// What differs; everything is expected of the page if it is the newest.
fn differences(model: &Model, page: &PageFacts, is_newest: bool) -> Vec<Difference> {
    let contract = Contract::of(model, model.operation("CreateThing").unwrap());
    let of_newest = Expected::of(&model.spec, page, Recorded::No, &contract);
    compare(page, model, &contract, if is_newest { of_newest } else { Expected::default() })
}

fn kinds(model: &Model, page: &PageFacts, is_newest: bool) -> Vec<(FindingKind, String)> {
    let kinds = differences(model, page, is_newest).into_iter();
    kinds.map(|found| (found.kind, found.member.unwrap_or(found.pointer))).collect()
}

const TEXT: &str = "{type: string}";
const ID: (&str, &str) = ("id", "String");
const SIZE: (&str, &str) = ("size", "String");
const QUERY: &str = "/paths/~1v1~1things/post/parameters/0";
const FIELD: &str = "/components/schemas/Body/properties/size";

fn found(kind: FindingKind, at: &str) -> (FindingKind, String) {
    (kind, at.to_owned())
}

#[test]
fn a_field_that_became_a_parameter_has_moved_if_it_is_gone_and_of_one_type() {
    let model = model(&[], &[("size", TEXT)]);
    let new = || found(FindingKind::MissingInSpec, "size");
    assert_eq!(kinds(&model, &page(&[SIZE], &[ID]), true), [found(FindingKind::Moved, FIELD)]);
    // Nothing is gone from a page that still has it, or that is not asked for it.
    assert_eq!(kinds(&model, &page(&[SIZE], &[ID, SIZE]), true), [new()]);
    assert_eq!(kinds(&model, &page(&[SIZE], &[ID]), false), [new()]);
    let number = page(&[("size", "Integer")], &[ID]);
    assert_eq!(kinds(&model, &number, true), [new(), found(FindingKind::MissingInPage, FIELD)]);
    assert_eq!(kinds(&model, &page(&[], &[ID]), true), [found(FindingKind::MissingInPage, FIELD)]);
}

#[test]
fn a_parameter_that_became_a_field_has_moved_if_it_is_gone_and_of_one_type() {
    let of_parameter = model(&[("size", TEXT)], &[]);
    let new = || found(FindingKind::MissingInSpec, "size");
    assert_eq!(kinds(&of_parameter, &page(&[], &[ID, SIZE]), true), [found(FindingKind::Moved, QUERY)]);
    assert_eq!(kinds(&of_parameter, &page(&[SIZE], &[ID, SIZE]), true), [new()]);
    assert_eq!(kinds(&of_parameter, &page(&[], &[ID, SIZE]), false), [new()]);
    let number = page(&[], &[ID, ("size", "Integer")]);
    assert_eq!(kinds(&of_parameter, &number, true), [found(FindingKind::MissingInPage, QUERY), new()]);
    let both = model(&[("size", TEXT)], &[("size", TEXT)]);
    assert_eq!(kinds(&both, &page(&[], &[ID, SIZE]), true), [found(FindingKind::MissingInPage, QUERY)]);
    assert_eq!(kinds(&both, &page(&[SIZE], &[ID]), true), [found(FindingKind::MissingInPage, FIELD)]);
}

#[test]
fn a_parameter_and_a_field_of_one_name_are_both_there() {
    let of_both = model(&[("size", TEXT)], &[("size", TEXT)]);
    assert_eq!(kinds(&of_both, &page(&[SIZE], &[ID, SIZE]), true), []);
}

#[test]
fn another_type_can_be_written_as_it_is_where_both_are_plain_and_nothing_else_has_the_schema() {
    for (documented, schema, is_settled) in [
        ("Integer", TEXT, true),
        ("Array of integers", TEXT, true),
        ("Object", TEXT, false),
        ("Integer", "{type: object}", false),
        ("Integer", "{$ref: '#/components/schemas/Size'}", false),
    ] {
        let found = differences(&model(&[], &[("size", schema)]), &page(&[], &[ID, ("size", documented)]), true);
        let [found] = found.as_slice() else { panic!("{documented} {schema}: {found:?}") };
        assert_eq!((found.kind, found.is_settled), (FindingKind::Type, is_settled), "{documented} {schema}");
    }
}

#[test]
fn what_is_lacking_is_added_with_the_type_of_its_own() {
    let found = differences(&model(&[], &[]), &page(&[], &[ID, ("size", "Integer"), ("on", "Boolean")]), true);
    let edits: Vec<Edit> = found.into_iter().flat_map(|found| found.edits).collect();
    let added = |name: &str, kind: SchemaType| {
        Edit::set(format!("/components/schemas/Body/properties/{name}"), edit::schema(&kind))
    };
    assert_eq!(edits, [added("size", SchemaType::Integer), added("on", SchemaType::Boolean)]);
}

#[test]
fn a_schema_is_of_the_type_that_a_page_names() {
    let model = model(&[], &[]);
    let size = &model.schemas.get("Size").unwrap().schema;
    assert!(is_type(&model, &SchemaType::String, size));
    assert!(!is_type(&model, &SchemaType::Integer, size));
}

#[test]
fn what_lies_in_a_lacking_field_is_told_with_it() {
    let mut page = page(&[], &[ID, ("maker", "Object")]);
    for path in ["maker.name", "maker.parts[].size", "makers"] {
        let field = Field { field: path.to_owned(), ..page.request[0].clone() };
        page.request.push(field);
    }
    let model = model(&[], &[]);
    let operation = model.operation("CreateThing").unwrap();
    let found = differences(&model, &page, true);
    let holds = |found: &Difference| found.clone().finding(&model.spec, "docs/create.md", None, operation).holds;
    assert_eq!(found.iter().map(holds).collect::<Vec<_>>(), [vec!["maker.name", "maker.parts[].size"], vec![]]);
}

/// What differs where the page has these statuses, and a response to some of them; the specification has 204.
fn statuses(listed: &[&str], described: &[&str]) -> Vec<(FindingKind, String)> {
    let mut page = page(&[], &[ID]);
    let code = |code: &&str| StatusCode { code: (*code).to_owned(), description: String::new(), line: 1 };
    page.status_codes = listed.iter().map(code).collect();
    page.responses = described.iter().map(|status| ((*status).to_owned(), Vec::new())).collect();
    kinds(&model(&[], &[]), &page, true)
}

#[test]
fn a_success_is_there_if_it_is_listed_or_described() {
    const RESPONSES: &str = "/paths/~1v1~1things/post/responses/204";
    let refusal = || found(FindingKind::MissingInSpec, "400");
    assert_eq!(statuses(&["204"], &[]), []);
    assert_eq!(statuses(&["400"], &["204"]), [refusal()]);
    assert_eq!(statuses(&["400"], &["2XX"]), [refusal()]);
    assert_eq!(statuses(&["400"], &[]), [refusal(), found(FindingKind::MissingInPage, RESPONSES)]);
    // One in the place of another one is one change.
    assert_eq!(statuses(&["202"], &[]), [found(FindingKind::Moved, RESPONSES)]);
}

#[test]
fn a_map_of_whatever_is_an_object_and_another_map_is_none() {
    let map_of = |values: SchemaType| SchemaType::Map { values: Box::new(values) };
    assert!(values::same_type(&map_of(SchemaType::Unknown), &SchemaType::Object));
    assert!(!values::same_type(&map_of(SchemaType::String), &SchemaType::Object));
}

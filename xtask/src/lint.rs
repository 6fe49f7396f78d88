//! Rules that the specification must keep, so that the generator, its users and its readers can rely on it: what lint has
//! no problem with is generated, compiles, and sends what the specification says.
//!
//! What cannot be honoured is found when the [`Model`] is parsed; a rule here is a function from the model to problems, or from
//! all places of a kind in it, which are collected once.
//! [`RULES`] lists them all with their ids. What follows from another problem is not reported.

mod availability;
mod body;
mod cause;
mod certainty;
mod deprecation;
mod description;
mod document;
mod documentation;
mod error_code;
mod example;
mod expression;
mod family;
mod feature;
mod json_schema;
mod long_running;
mod names;
mod operation;
mod paging;
mod parameter;
mod partial_failure;
mod permission;
mod placeholder;
mod places;
mod provenance;
mod record;
mod reference;
mod requirement;
mod response;
mod schema;
mod secret;
mod service;
mod states;
mod text;
mod variants;
mod witness;

pub use example::unknown_fields;
pub(crate) use example::{misfit, misfits};
pub use family::families;
pub(crate) use names::hollow_ending;
pub(crate) use operation::is_resource;
pub(crate) use secret::is_name_of_secret;
pub(crate) use text::{shown_safely, wire_fault};

use rayon::prelude::*;

use crate::model::Model;
use crate::problem::Problem;
use crate::spec::{Spec, pointer_in};
use places::Places;

/// The rule that does not keep a client from being generated, but a release from being made.
pub const PLACEHOLDERS: &str = "placeholder";

/// A rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id, as it stands in problems.
    pub id: &'static str,
    /// What it asks for.
    pub asks: &'static str,
    check: Check,
}

/// What finds the problems of a rule.
#[derive(Clone, Copy, Debug)]
enum Check {
    /// Reading the specification.
    Reading,
    /// A look at what the rule is about.
    Model(fn(&Model) -> Vec<Problem>),
    /// A look at every schema, every body or every parameter: they are collected once, for all rules.
    Places(fn(&Model, &Places<'_>) -> Vec<Problem>),
}

const fn rule(id: &'static str, asks: &'static str, check: fn(&Model) -> Vec<Problem>) -> Rule {
    Rule { id, asks, check: Check::Model(check) }
}

/// A rule for schemas, bodies or parameters, wherever they stand.
const fn everywhere(id: &'static str, asks: &'static str, check: fn(&Model, &Places<'_>) -> Vec<Problem>) -> Rule {
    Rule { id, asks, check: Check::Places(check) }
}

/// A rule that reading keeps: without it there is no specification, or no model of this part.
const fn read(id: &'static str, asks: &'static str) -> Rule {
    Rule { id, asks, check: Check::Reading }
}

/// All rules: first those that reading keeps, then those that are checked.
pub const RULES: &[Rule] = &[
    read("yaml", "files are YAML, without a key given twice"),
    read("toml", "records are TOML, and hold what they should"),
    read("bundle", "files make one document, in which nothing is there twice"),
    read("keyword", "keys are known, and honoured; others are refused with what to write instead"),
    read("reference", "references lead to components of their kind, and to no endless value"),
    read("path-template", "paths can be requested as they stand"),
    read("enum", "enums are text, and each value is explained"),
    read("required-property", "what is required is a property"),
    read("int64", "integers have 64 bits"),
    read("crate", "the crate of a service is there, with what takes up the generated code"),
    rule("openapi-form", "the bundle is an OpenAPI 3.0 document", document::openapi_form),
    rule("canonical-form", "files are in the form that `cargo xtask fmt` writes", document::canonical_form),
    rule(
        "service",
        "service.toml names a service, its crate, its endpoints, pages and addresses; it has operations",
        service::service,
    ),
    rule(
        family::RULE,
        "what services share is said once, has a reason where one says otherwise, and is taken by several",
        family::said_once,
    ),
    rule("orphan", "every component is used", document::orphans),
    rule("operation-id", "operations have unique official names", operation::operation_id),
    rule(
        "same-address",
        "operations differ in method or path, whatever placeholders are called",
        operation::same_address,
    ),
    rule(
        "variants",
        "x-variants has names of operations that there are nowhere else, and x-requires says what tells them apart",
        variants::variants,
    ),
    rule("resource-tag", "a file has the tag of its name, and its operations have no other", operation::resource_tag),
    rule("placement", "a resource refers to components of its own and common ones", operation::placement),
    rule("idempotency", "x-idempotent says whether an operation may be repeated", operation::idempotency),
    rule("paging", "x-paging names parameters and fields that are there, and what ends the list", paging::paging),
    rule(
        "long-running",
        "x-long-running says what shows the work, and which states end it",
        long_running::long_running,
    ),
    everywhere("states", "x-states: what is a success or a failure stays, and is not both", states::states),
    rule(
        "permission",
        "x-permission says which actions are needed, or that no source names one",
        permission::permissions,
    ),
    rule("requirement", "x-requires names fields, parameters and values that are there", requirement::requirements),
    everywhere(
        "availability",
        "x-availability names clouds that are known, and values that are there",
        availability::clouds,
    ),
    everywhere(
        "certainty",
        "x-certainty says something of what is there, and why it is not documented",
        certainty::certainty,
    ),
    rule(
        "partial-failure",
        "x-partial-failure names the fields that say which things failed",
        partial_failure::partial_failure,
    ),
    rule("path-parameter", "path template and path parameters agree", parameter::path_parameters),
    everywhere("parameter", "parameters are plain, unique, and none of the client's own", parameter::parameters),
    rule("one-success", "one body for all successes of an operation", response::one_success),
    rule("one-error", "4XX and 5XX with one body, and no other failures", response::one_error),
    everywhere("body", "forms have plain fields, and bytes are bodies of responses", body::bodies_are_sent),
    everywhere("named-object", "objects with properties and enums are named components", schema::named_objects),
    everywhere("limit", "limits leave a value, and patterns are regular expressions", schema::limits),
    rule("direction", "readOnly and writeOnly go with requests and responses that have the schema", schema::directions),
    everywhere("names", "types, operations, fields and variants have names that read well", names::names),
    everywhere("secret", "what looks like a secret is marked as one, or as none", secret::secrets),
    rule("feature", "each resource has a feature in the crate", feature::features),
    rule("error-code", "error codes are unique, named and explained", error_code::error_codes),
    everywhere(
        "description",
        "everything is described, a field beside its type as well, in text that documentation can hold",
        description::descriptions,
    ),
    everywhere(
        "operation-reference",
        "operations that descriptions refer to are there, under their official names",
        reference::references,
    ),
    rule("deprecation", "what is out of date says what to take instead, or why nothing", deprecation::replacements),
    everywhere("example", "bodies have an example, and examples and defaults fit their schemas", example::examples),
    everywhere("provenance", "operations name their sources, and sources are used", provenance::sources),
    everywhere("witnesses", "witnesses.toml is about what is there, and names known sources", witness::witnesses),
    rule("quirk", "a quirk points at what it is about", record::quirks),
    rule(
        PLACEHOLDERS,
        "nothing is left to say: no `TODO` stands for what only a person knows",
        placeholder::placeholders,
    ),
    rule("coverage", "operations that are left out are not there, and something says why", record::coverage),
];

/// Checks all rules. Causes come first, then problems by file and line; what follows from another problem is left out.
pub fn lint(model: &Model) -> Vec<Problem> {
    lint_without(model, &[])
}

/// Checks all rules but some, by their ids.
pub(crate) fn lint_without(model: &Model, left_out: &[&str]) -> Vec<Problem> {
    let places = Places::of(model);
    let checked = RULES.par_iter().filter(|rule| !left_out.contains(&rule.id));
    let found: Vec<Problem> = checked
        .flat_map_iter(|rule| match rule.check {
            Check::Reading => Vec::new(),
            Check::Model(check) => check(model),
            Check::Places(check) => check(model, &places),
        })
        .collect();
    let read = model.problems.iter().filter(|problem| !left_out.contains(&problem.rule)).cloned();
    let all: Vec<Problem> = read.chain(found).collect();
    cause::first(model, &all).into_iter().map(|problem| placed(&model.spec, problem)).collect()
}

/// A problem of a file that services share, with the pointer of what stands there: what is said by service has another one in
/// the document of each.
fn placed(spec: &Spec, problem: Problem) -> Problem {
    match spec.shared.iter().find(|file| file.path == problem.file) {
        Some(file) => Problem { pointer: pointer_in(file, &spec.service.name, &problem.pointer), ..problem },
        None => problem,
    }
}

#[cfg(test)]
mod tests;

//! Rules that the specification must keep, so that the generator, its users and its readers can rely on it.
//!
//! A rule is a function from the specification to problems; [`RULES`] lists them all with their ids.

mod behaviour;
mod description;
mod document;
mod enumeration;
mod error_code;
mod example;
mod naming;
mod operation;
mod parameter;
mod placement;
mod provenance;
mod response;
mod schema;
mod secret;

use rayon::prelude::*;

use crate::problem::Problem;
use crate::spec::Spec;

/// A rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id, as it stands in problems.
    pub id: &'static str,
    /// What it asks for.
    pub asks: &'static str,
    check: fn(&Spec) -> Vec<Problem>,
}

/// All rules, in the order in which they are checked.
pub const RULES: &[Rule] = &[
    Rule {
        id: "canonical-form",
        asks: "files are in the form that `cargo xtask fmt` writes",
        check: document::canonical_form,
    },
    Rule { id: "openapi-form", asks: "the bundle is an OpenAPI 3.0 document", check: document::openapi_form },
    Rule { id: "reference", asks: "every reference points at something", check: document::references },
    Rule { id: "orphan", asks: "every component is referred to", check: document::orphans },
    Rule { id: "operation-id", asks: "operations have unique official names", check: operation::operation_id },
    Rule {
        id: "resource-tag",
        asks: "an operation has the tag of its file, and nothing else",
        check: operation::resource_tag,
    },
    Rule {
        id: "placement",
        asks: "a resource refers to components of its own and common ones",
        check: operation::placement,
    },
    Rule {
        id: "idempotency",
        asks: "x-idempotent says whether an operation may be repeated",
        check: operation::idempotency,
    },
    Rule { id: "paging", asks: "x-paging names parameters and fields that are there", check: behaviour::paging },
    Rule {
        id: "long-running",
        asks: "x-long-running says how to find the background task",
        check: behaviour::long_running,
    },
    Rule { id: "path-parameter", asks: "path template and path parameters agree", check: parameter::path_parameters },
    Rule {
        id: "parameter",
        asks: "parameters are those of an operation, unique, in path or query, and plain",
        check: parameter::parameters,
    },
    Rule { id: "one-success", asks: "one body for all successes of an operation", check: response::one_success },
    Rule { id: "one-error", asks: "4XX and 5XX with one body, and no other failures", check: response::one_error },
    Rule { id: "named-object", asks: "objects with properties are named components", check: schema::named_objects },
    Rule { id: "int64", asks: "integers have 64 bits", check: schema::int64 },
    Rule { id: "required-property", asks: "what is required is a property", check: schema::required_properties },
    Rule { id: "enum", asks: "enums are named strings whose every value is explained", check: enumeration::enums },
    Rule { id: "names", asks: "types, fields and variants have names that read well", check: naming::names },
    Rule { id: "secret", asks: "what looks like a secret is marked as one, or as none", check: secret::secrets },
    Rule { id: "feature", asks: "each resource has a feature in the crate", check: placement::features },
    Rule { id: "error-code", asks: "error codes are unique, named and explained", check: error_code::error_codes },
    Rule { id: "description", asks: "everything is described", check: description::descriptions },
    Rule {
        id: "example",
        asks: "answers with a body have an example, and it fits the schema",
        check: example::examples,
    },
    Rule { id: "provenance", asks: "operations name their sources, and sources are used", check: provenance::sources },
    Rule { id: "quirk", asks: "a quirk points at what it is about", check: provenance::quirks },
    Rule {
        id: "coverage",
        asks: "operations that are left out are not there, and something says why or what replaces them",
        check: provenance::coverage,
    },
];

/// Checks all rules.
pub fn lint(spec: &Spec) -> Vec<Problem> {
    let mut problems = RULES.par_iter().map(|rule| (rule.check)(spec)).collect::<Vec<_>>().concat();
    problems.sort();
    problems.dedup();
    problems
}

#[cfg(test)]
mod tests;

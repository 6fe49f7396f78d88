//! The rule for the table of error codes.

use std::collections::BTreeSet;

use super::operation::is_upper_camel;
use crate::codegen::enums::UNKNOWN;
use crate::problem::Problem;
use crate::spec::{Spec, by_id};

pub(super) fn error_codes(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::new());
    let known_sources = by_id(&spec.sources);
    for entry in &spec.error_codes {
        let code = &entry.code;
        let mut refuse = |message: String, remedy: &str| {
            problems.push(spec.problem_in("error-codes.toml", "error-code", message, remedy));
        };
        if !codes.insert(code) {
            refuse(format!("`{code}` is there twice"), "keep one entry, with all statuses");
        }
        if !is_upper_camel(&entry.name) || entry.name == UNKNOWN {
            let remedy = "say in UpperCamelCase what went wrong: InstanceNotFound";
            refuse(format!("`{}`, for `{code}`, is no name of a variant", entry.name), remedy);
        }
        if !names.insert(&entry.name) {
            refuse(format!("`{}` is the name of two codes, `{code}` one of them", entry.name), "tell them apart");
        }
        if entry.meaning.trim().is_empty() {
            refuse(format!("nothing says what `{code}` means"), "write it into `meaning`, in our own words");
        }
        if entry.statuses.is_empty() || entry.statuses.iter().any(|status| !(400..600).contains(status)) {
            refuse(format!("the statuses of `{code}` are none, or no failures"), "list the documented HTTP statuses");
        }
        for source in entry.sources.iter().filter(|id| !known_sources.contains_key(id.as_str())) {
            let message = format!("`{code}` names `{source}`, which is not in sources.toml");
            refuse(message, "name a source of sources.toml, or add the page to it");
        }
        if entry.sources.is_empty() {
            refuse(format!("nothing says where `{code}` was found"), "name its pages in `sources`");
        }
    }
    if !spec.error_codes.is_sorted_by(|left, right| left.code <= right.code) {
        let message = "the codes are not in order".to_owned();
        problems.push(spec.problem_in("error-codes.toml", "error-code", message, "sort the entries by `code`"));
    }
    problems
}

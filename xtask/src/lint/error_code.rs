//! The rule for the table of error codes.

use std::collections::{BTreeMap, BTreeSet};

use super::provenance::meant_source;
use super::text::{fault, wire_fault};
use crate::model::{Model, names};
use crate::problem::Problem;
use crate::spec::{ErrorCode, problem_at};

pub(super) fn error_codes(model: &Model) -> Vec<Problem> {
    let spec = &model.spec;
    let mut problems = Vec::new();
    let (mut codes, mut variants) = (BTreeSet::new(), BTreeMap::new());
    for entry in &spec.error_codes {
        let code = entry.code.escape_debug().to_string();
        let mut refuse = |message: String, remedy: &str| {
            problems.push(problem_at(entry.file.clone(), entry.line, "error-code", message, remedy));
        };
        if entry.code.is_empty() || wire_fault(&entry.code).is_some() {
            refuse(format!("`{code}` is no code"), "write it as it stands in responses");
        }
        if !codes.insert(&entry.code) {
            refuse(format!("`{code}` is there twice"), "keep one entry, with all statuses");
        }
        if !names::is_upper_camel(&entry.name) || entry.name == names::UNKNOWN {
            let message = format!("`{}`, for `{code}`, is no name of a variant", entry.name.escape_debug());
            refuse(message, "say in UpperCamelCase what went wrong: InstanceNotFound");
        }
        if let Some(other) = variants.insert(&entry.name, &entry.code).filter(|other| **other != entry.code) {
            refuse(
                format!("`{}` is the name of two codes, `{other}` and `{code}`", entry.name),
                "give one of them another name",
            );
        }
        if let Some((message, remedy)) = fault(&entry.meaning) {
            refuse(format!("the `meaning` of `{code}` {message}"), remedy);
        }
        if let Some((message, remedy)) = entry.note.as_deref().and_then(fault) {
            refuse(format!("the `note` of `{code}` {message}"), remedy);
        }
        if entry.statuses.is_empty() || entry.statuses.iter().any(|status| !(400..600).contains(status)) {
            refuse(format!("the statuses of `{code}` are none, or no failures"), "list the documented HTTP statuses");
        }
        for source in entry.sources.iter().filter(|id| spec.sources.get(id).is_none()) {
            let message = format!("`{code}` names `{source}`, which is not in sources.toml");
            refuse(message, &meant_source(spec, source));
        }
        if entry.sources.is_empty() {
            refuse(format!("nothing says where `{code}` was found"), "name its pages in `sources`");
        }
    }
    problems.extend(early(model));
    problems
}

/// The first code that does not stand in order, in the file of the service or that of its family.
fn early(model: &Model) -> Option<Problem> {
    let mut codes: Vec<&ErrorCode> = model.spec.error_codes.iter().collect();
    codes.sort_by_key(|code| (&code.file, code.line));
    let early = codes.windows(2).find_map(|pair| match pair {
        [before, after] if before.file == after.file && before.code > after.code => Some(*after),
        _ => None,
    })?;
    let message = format!("`{}` is not in order", early.code.escape_debug());
    Some(problem_at(early.file.clone(), early.line, "error-code", message, "sort the entries by `code`"))
}

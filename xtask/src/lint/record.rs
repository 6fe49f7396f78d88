//! Rules for the records of choices: quirks, and operations that are left out.

use std::collections::{BTreeSet, HashSet};

use super::provenance::meant_source;
use crate::model::keyword::most_similar;
use crate::model::{Method, Model};
use crate::problem::Problem;
use crate::spec::shape;

pub(super) fn quirks(model: &Model) -> Vec<Problem> {
    let spec = &model.spec;
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for quirk in &spec.quirks {
        let mut refuse = |message: String, remedy: &str| {
            problems.push(spec.problem_in("quirks.toml", quirk.line, "quirk", message, remedy));
        };
        if !seen.insert(&quirk.id) {
            refuse(format!("the quirk `{}` is there twice", quirk.id), "keep one, or give the other an id of its own");
        }
        if quirk.at.is_empty() || spec.document.pointer(&quirk.at).is_none() {
            let remedy = "correct the JSON pointer, or delete the quirk if it no longer applies";
            refuse(format!("the quirk `{}` points at what is not there: {}", quirk.id, quirk.at), remedy);
        }
        if !quirk.silences.is_empty() && quirk.sources.is_empty() {
            let remedy = "name the source that says so in `sources`, or delete `silences`";
            refuse(format!("the quirk `{}` silences findings, but names no source", quirk.id), remedy);
        }
        if !quirk.silences.is_empty() && quirk.at.matches('/').count() < 3 {
            let remedy = "point `at` at an operation, a component, or a part of one";
            refuse(format!("the quirk `{}` silences findings of more than one part", quirk.id), remedy);
        }
        for source in quirk.sources.iter().filter(|id| spec.sources.get(id).is_none()) {
            let message = format!("the quirk `{}` names `{source}`, which is not in sources.toml", quirk.id);
            refuse(message, &meant_source(spec, source));
        }
    }
    problems
}

pub(super) fn coverage(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for deferred in &model.spec.deferred {
        let mut refuse = |message: String, remedy: &str| {
            problems.push(model.spec.problem_in("coverage.toml", deferred.line, "coverage", message, remedy));
        };
        let ((Some(name), None) | (None, Some(name))) = (&deferred.operation, &deferred.below) else {
            let remedy = "write `operation`, or `below` with a path";
            refuse("an entry names no operations, or names them twice".to_owned(), remedy);
            continue;
        };
        if deferred.reason.trim().is_empty() {
            refuse(format!("nothing says why `{name}` is left out"), "write it into `reason`");
        }
        let mut known = model.operations.iter().map(|operation| (operation.id.as_str(), operation.path.as_str()));
        if known.any(|(id, path)| deferred.names(Some(id).filter(|id| !id.is_empty()), path)) {
            refuse(format!("`{name}` is left out, and in the specification"), "delete the entry, or narrow it down");
        }
    }
    problems.extend(superseded(model));
    problems
}

fn superseded(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    let present: HashSet<(&str, String)> =
        model.operations.iter().map(|known| (known.method.as_str(), known.path.shape())).collect();
    for entry in &model.spec.superseded {
        let mut refuse = |message: String, remedy: &str| {
            problems.push(model.spec.problem_in("coverage.toml", entry.line, "coverage", message, remedy));
        };
        let shown = format!("{} {}", entry.method, entry.path);
        if !Method::ALL.iter().any(|method| method.as_str() == entry.method) {
            refuse(format!("`{}` is no method", entry.method), "write a method in capitals, `GET` for example");
        }
        if model.operation(&entry.by).is_none() {
            let message = format!("`{shown}` is superseded by `{}`, which is not in the specification", entry.by);
            let known = model.operations.iter().map(|operation| operation.id.as_str());
            let remedy = most_similar(&entry.by, known).map_or_else(
                || "write into `by` the operation that replaces it, or write `[[deferred]]`".to_owned(),
                |known| format!("did you mean `{known}`?"),
            );
            refuse(message, &remedy);
        }
        if present.contains(&(entry.method.to_ascii_uppercase().as_str(), shape(&entry.path))) {
            refuse(format!("`{shown}` is superseded, and in the specification"), "delete the entry");
        }
    }
    problems
}

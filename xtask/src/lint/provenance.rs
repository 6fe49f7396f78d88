//! Rules for where facts come from.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use crate::docs::Method;
use crate::problem::Problem;
use crate::spec::walk::{OperationAt, mappings, operations, template};
use crate::spec::{Source, Spec, by_id, child};

pub(super) fn sources(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut used = BTreeSet::new();
    let known_sources = by_id(&spec.sources);
    for operation in operations(&spec.document) {
        let id = operation.value.get("operationId").and_then(Value::as_str).unwrap_or_default();
        let named = operation.value.get("x-sources").and_then(Value::as_array);
        let named: Vec<&str> = named.into_iter().flatten().filter_map(Value::as_str).collect();
        if named.is_empty() {
            let remedy = "write `x-sources:` with the ids of the pages, as in sources.toml, newest first";
            problems.push(spec.problem(operation.pointer, "provenance", "the operation names no source", remedy));
            continue;
        }
        for source in &named {
            let known = known_sources.get(source);
            let message = match known {
                None => format!("`{source}` is not in sources.toml"),
                Some(known) if known.operation.as_deref().is_some_and(|operation| operation != id) => {
                    format!("`{source}` tells of another operation")
                }
                Some(_) => continue,
            };
            let remedy = "name a source that tells of this operation, or add the page to sources.toml";
            problems.push(spec.problem(child(&operation.pointer, "x-sources"), "provenance", message, remedy));
        }
        if let Some((newer, older)) = out_of_order(&known_sources, &named) {
            let message = format!("`{newer}` is newer than `{older}`, which stands before it");
            let pointer = child(&operation.pointer, "x-sources");
            problems.push(spec.problem(pointer, "provenance", message, "list the newest first"));
        }
        used.extend(named);
    }
    used.extend(spec.error_codes.iter().flat_map(|code| &code.sources).map(String::as_str));
    // Single facts, a permission or the values of an enum, may name a source of their own.
    mappings(&spec.document, &mut |pointer, mapping| {
        let own = [mapping.get("x-source"), mapping.get("x-permission").and_then(|p| p.get("source"))];
        for source in own.into_iter().flatten().filter_map(Value::as_str) {
            if known_sources.contains_key(source) {
                used.insert(source);
            } else {
                let message = format!("`{source}` is not in sources.toml");
                let remedy = "name a source of sources.toml, or add the page to it";
                problems.push(spec.problem(pointer, "provenance", message, remedy));
            }
        }
    });
    problems.extend(unused(spec, &used));
    problems
}

/// The first two dated sources that do not stand newest first.
fn out_of_order<'s>(known: &HashMap<&str, &Source>, named: &[&'s str]) -> Option<(&'s str, &'s str)> {
    let date = |id: &str| known.get(id)?.date.map(|date| date.to_string());
    let dated: Vec<(&str, String)> = named.iter().filter_map(|id| Some((*id, date(id)?))).collect();
    let pair = dated.windows(2).find(|pair| matches!(pair, [(_, before), (_, after)] if before < after));
    match pair {
        Some([(older, _), (newer, _)]) => Some((newer, older)),
        _ => None,
    }
}

fn unused(spec: &Spec, used: &BTreeSet<&str>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for source in &spec.sources {
        let message = if !seen.insert(&source.id) {
            format!("the source `{}` is there twice", source.id)
        } else if !used.contains(source.id.as_str()) {
            format!("nothing names the source `{}`", source.id)
        } else if source.date.is_none() && source.dated_by.is_none() {
            format!("the source `{}` has no date, and nothing says why", source.id)
        } else {
            continue;
        };
        let remedy = "name each source in `x-sources` of its operation, once here, with `date` or `dated-by`";
        problems.push(spec.problem_in("sources.toml", "provenance", message, remedy));
    }
    problems
}

pub(super) fn quirks(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    let known_sources = by_id(&spec.sources);
    for quirk in &spec.quirks {
        let mut refuse = |message: String, remedy: &str| {
            problems.push(spec.problem_in("quirks.toml", "quirk", message, remedy));
        };
        if !seen.insert(&quirk.id) {
            refuse(format!("the quirk `{}` is there twice", quirk.id), "keep one, or give the other an id of its own");
        }
        if quirk.at.is_empty() || spec.document.pointer(&quirk.at).is_none() {
            let remedy = "correct the JSON pointer, or delete the quirk if it no longer applies";
            refuse(format!("the quirk `{}` points at nothing: {}", quirk.id, quirk.at), remedy);
        }
        if !quirk.silences.is_empty() && quirk.sources.is_empty() {
            let remedy = "name the source that says so in `sources`, or delete `silences`";
            refuse(format!("the quirk `{}` silences findings, but names no source", quirk.id), remedy);
        }
        if !quirk.silences.is_empty() && quirk.at.matches('/').count() < 3 {
            let remedy = "point `at` at an operation, a component, or a part of one";
            refuse(format!("the quirk `{}` silences findings of more than one part", quirk.id), remedy);
        }
        for source in quirk.sources.iter().filter(|id| !known_sources.contains_key(id.as_str())) {
            let message = format!("the quirk `{}` names `{source}`, which is not in sources.toml", quirk.id);
            refuse(message, "name a source of sources.toml");
        }
    }
    problems
}

pub(super) fn coverage(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    for deferred in &spec.deferred {
        let mut refuse = |message: String, remedy: &str| {
            problems.push(spec.problem_in("coverage.toml", "coverage", message, remedy));
        };
        let ((Some(name), None) | (None, Some(name))) = (&deferred.operation, &deferred.below) else {
            let remedy = "write `operation`, or `below` with a path";
            refuse("an entry names no operations, or names them twice".to_owned(), remedy);
            continue;
        };
        if deferred.reason.trim().is_empty() {
            refuse(format!("nothing says why `{name}` is left out"), "write it into `reason`");
        }
        let is_named = |operation: OperationAt<'_>| {
            let id = operation.value.get("operationId").and_then(Value::as_str);
            deferred.names(id, operation.path)
        };
        if operations(&spec.document).any(is_named) {
            refuse(format!("`{name}` is left out, and in the specification"), "delete the entry, or narrow it down");
        }
    }
    problems.extend(superseded(spec));
    problems
}

fn superseded(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    let ids: HashSet<&str> =
        operations(&spec.document).filter_map(|at| at.value.get("operationId")?.as_str()).collect();
    let present: HashSet<(String, String)> = operations(&spec.document)
        .map(|at| (at.pointer.rsplit('/').next().unwrap_or_default().to_ascii_uppercase(), template(at.path)))
        .collect();
    for entry in &spec.superseded {
        let mut refuse = |message: String, remedy: &str| {
            problems.push(spec.problem_in("coverage.toml", "coverage", message, remedy));
        };
        let shown = format!("{} {}", entry.method, entry.path);
        if !Method::ALL.iter().any(|method| method.name() == entry.method) {
            refuse(format!("`{}` is no method", entry.method), "write a method in capitals, `GET` for example");
        }
        if !ids.contains(entry.by.as_str()) {
            let message = format!("`{shown}` is superseded by `{}`, which is not in the specification", entry.by);
            refuse(message, "write into `by` the operation that replaces it, or write `[[deferred]]`");
        }
        if present.contains(&(entry.method.to_ascii_uppercase(), template(&entry.path))) {
            refuse(format!("`{shown}` is superseded, and in the specification"), "delete the entry");
        }
    }
    problems
}

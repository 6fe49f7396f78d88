//! One fault, one problem: what follows from another problem is left out, and causes come first.

use std::collections::BTreeSet;

use crate::model::Model;
use crate::problem::Problem;
use crate::spec::{child, parent};

/// Rules whose faults keep a part of the document from being read, so that other rules miss it.
const UNREAD: [&str; 3] = ["keyword", "openapi-form", "reference"];

/// Rules whose faults change what values of a schema are.
const UNSOUND: [&str; 7] = ["keyword", "openapi-form", "reference", "enum", "required-property", "limit", "direction"];

/// Rules about everything that is there, whose problems come last.
const LAST: [&str; 4] = ["canonical-form", "orphan", "example", "coverage"];

/// The problems without those that follow from others: what could not be read first, then by file and line.
pub(super) fn first(model: &Model, problems: Vec<Problem>) -> Vec<Problem> {
    let mut kept: Vec<Problem> =
        problems.iter().filter(|problem| !follows(model, problem, &problems)).cloned().collect();
    let stage = |problem: &Problem| match problem.rule {
        rule if UNREAD.contains(&rule) => 0,
        rule if LAST.contains(&rule) => 2,
        _ => 1,
    };
    kept.sort_by(|left, right| stage(left).cmp(&stage(right)).then_with(|| left.cmp(right)));
    kept.dedup();
    kept
}

/// Whether another one of the problems is the cause of a problem.
fn follows(model: &Model, problem: &Problem, all: &[Problem]) -> bool {
    is_misspelt(problem, all) || is_of_misspelt_kind(model, problem, all) || is_of_unread_part(model, problem, all)
}

/// Whether a problem asks for a key that stands beside it, misspelt, which is a problem of its own.
fn is_misspelt(problem: &Problem, all: &[Problem]) -> bool {
    let asks_for = |key: &str| problem.message.contains(key) || problem.remedy.contains(key);
    let at = [Some(problem.pointer.as_str()), parent(&problem.pointer)];
    all.iter().filter(|cause| cause.file == problem.file && *cause != problem).any(|cause| {
        at.contains(&parent(&cause.pointer)) && meant_key(cause).is_some_and(asks_for)
    })
}

/// The key, in backticks, that a misspelt one stands for.
fn meant_key(problem: &Problem) -> Option<&str> {
    let remedy = Some(problem.remedy.as_str()).filter(|_| problem.rule == "keyword");
    remedy?.strip_prefix("did you mean ")?.strip_suffix('?')
}

/// Whether a reference leads nowhere because the kind of components is misspelt.
fn is_of_misspelt_kind(model: &Model, problem: &Problem, all: &[Problem]) -> bool {
    let target = Some(problem.pointer.as_str()).filter(|_| problem.rule == "reference");
    let kind = target.and_then(|at| model.references.get(at)?.split('/').nth(2)).map(|kind| format!("`{kind}`"));
    let of_components = |cause: &&Problem| parent(&cause.pointer) == Some("/components");
    kind.is_some_and(|kind| all.iter().filter(of_components).any(|cause| meant_key(cause) == Some(&kind)))
}

/// Whether a problem is about a part of the document in which something could not be read.
fn is_of_unread_part(model: &Model, problem: &Problem, all: &[Problem]) -> bool {
    let pointer = problem.pointer.as_str();
    let (roots, causes): (Vec<String>, &[&str]) = match problem.rule {
        "orphan" => return may_be_meant(model, pointer),
        // It says of a whole part what another rule says of the value.
        "openapi-document" => return all.iter().any(|cause| cause != problem && is_within(&cause.pointer, pointer)),
        "path-parameter" => (vec![child(pointer, "parameters")], &UNREAD),
        "paging" | "long-running" => {
            let operation = crate::spec::part(pointer);
            (vec![child(operation, "parameters"), child(operation, "responses")], &UNREAD)
        }
        "one-success" | "one-error" => (vec![pointer.to_owned()], &UNREAD),
        "example" => (vec![schema_of(pointer)], &UNSOUND),
        _ => return false,
    };
    let mut reached = BTreeSet::new();
    let mut waiting = roots;
    while let Some(root) = waiting.pop() {
        let is_cause = |cause: &&Problem| causes.contains(&cause.rule) && is_within(&cause.pointer, &root);
        if all.iter().filter(|cause| *cause != problem).any(|cause| is_cause(&cause)) {
            return true;
        }
        let references = model.references.range(root.clone()..).take_while(|(at, _)| at.starts_with(&root));
        let targets = references.filter(|(at, _)| is_within(at, &root)).map(|(_, target)| target);
        waiting.extend(targets.filter(|target| reached.insert((*target).clone())).cloned());
    }
    false
}

/// The pointer of the schema that an example is compared with.
fn schema_of(example: &str) -> String {
    match example.split_once("/examples/") {
        Some((content, _)) if content.contains("/content/") => child(content, "schema"),
        // A value beside its schema, or a body that has no example: the latter follows from no fault of its schema.
        _ => example
            .strip_suffix("/default")
            .or_else(|| example.strip_suffix("/example"))
            .map_or_else(|| example.to_owned(), str::to_owned),
    }
}

fn is_within(pointer: &str, root: &str) -> bool {
    pointer.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a reference that leads nowhere may have meant a component.
fn may_be_meant(model: &Model, component: &str) -> bool {
    let kind = parent(component).unwrap_or_default();
    let known: BTreeSet<&str> = model.components.iter().map(String::as_str).collect();
    let is_kind = |pointer: &str| model.components.iter().any(|known| parent(known) == Some(pointer));
    let mut dangling = model.references.values().filter(|target| !known.contains(target.as_str()));
    // A reference to a kind that is not there may have meant any.
    dangling.any(|target| parent(target).is_none_or(|of| of == kind || !is_kind(of)))
}

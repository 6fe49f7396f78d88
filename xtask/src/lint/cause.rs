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
const LAST: [&str; 5] = ["canonical-form", "orphan", "example", "coverage", super::PLACEHOLDERS];

/// The problems without those that follow from others: what could not be read first, then by file and line.
pub(super) fn first(model: &Model, problems: &[Problem]) -> Vec<Problem> {
    let mut kept: Vec<Problem> =
        problems.iter().filter(|problem| !follows(model, problem, problems)).cloned().collect();
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
    // What the document is not, as a whole, each fault says more exactly.
    let is_of_document = problem.rule == "openapi-form" && problem.message.starts_with("the files do not make");
    (is_of_document && all.len() > 1)
        || is_misspelt(problem, all)
        || is_of_misspelt_kind(model, problem, all)
        || is_of_unread_part(model, problem, all)
}

/// Whether a problem asks for a key that is there: misspelt, or with a value that cannot be read.
fn is_misspelt(problem: &Problem, all: &[Problem]) -> bool {
    let asks_for = |key: &str| problem.message.contains(key) || problem.remedy.contains(key);
    let at = [Some(problem.pointer.as_str()), parent(&problem.pointer)];
    let beside = all.iter().filter(|cause| at.contains(&parent(&cause.pointer)));
    beside.filter(|cause| cause.file == problem.file && *cause != problem).any(|cause| match cause.rule {
        "keyword" => meant_key(cause).is_some_and(asks_for),
        "openapi-form" => cause.pointer.rsplit('/').next().is_some_and(|key| asks_for(&format!("`{key}`"))),
        _ => false,
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
        "orphan" => return may_be_meant(model, pointer, all),
        "path-parameter" => (vec![child(pointer, "parameters")], &UNREAD),
        "paging" | "long-running" | "partial-failure" => {
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

/// Whether a reference that is refused may have meant a component, or one that stood where a value cannot be read.
fn may_be_meant(model: &Model, component: &str, all: &[Problem]) -> bool {
    let kind = parent(component).unwrap_or_default();
    let is_there = |target: &str| model.components.iter().any(|known| known == target);
    let is_kind = |of: &str| model.components.iter().any(|known| parent(known) == Some(of));
    all.iter().any(|problem| match (problem.rule, model.references.get(&problem.pointer)) {
        ("openapi-form", _) => true,
        // A circle of references is refused where it begins, and leads to what it means.
        ("reference", Some(target)) if is_there(target) => !is_there(&problem.pointer),
        ("reference", Some(target)) => parent(target).is_none_or(|of| of == kind || !is_kind(of)),
        _ => false,
    })
}

//! The rule for witnesses: what `witnesses.toml` records is about what is there, and its sources are known.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::places::Places;
use super::provenance::meant_source;
use crate::model::keyword::most_similar;
use crate::model::{Model, Witnesses};
use crate::problem::Problem;
use crate::spec::{EXPLORER, Says, SourceKind, Spec, Statement, child};

/// The file.
const RECORD: &str = "witnesses.toml";
/// The rule.
const RULE: &str = "witnesses";
/// What to do about most of it.
const AGAIN: &str = "record it again: `cargo xtask docs witness PAGES INTERFACE --record`; or correct the entry";

pub(super) fn witnesses(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = explorer(model);
    let parameters = places.parameters.iter().map(|known| (known.pointer.as_str(), known.name.as_str()));
    let parameters: HashMap<&str, &str> = parameters.collect();
    let operations: HashSet<&str> = model.operations.iter().map(|known| known.pointer.as_str()).collect();
    let mut seen = BTreeSet::new();
    for statement in &model.spec.witnesses.statement {
        let mut refuse = |message: String, remedy: &str| {
            problems.push(model.spec.problem_in(RECORD, statement.line, RULE, message, remedy));
        };
        if !seen.insert(&statement.at) {
            refuse(format!("two statements are about {}", statement.at), "make one of them");
        }
        let is_operation = operations.contains(statement.at.as_str());
        let misplaced = match (parameters.get(statement.at.as_str()), &statement.name) {
            (Some(known), Some(name)) => (known != name).then(|| format!("`{known}` stands where `{name}` stood")),
            (Some(known), None) => Some(format!("nothing says that it is about the parameter `{known}`")),
            (None, None) if is_operation || is_field(&model.spec, &statement.at) => None,
            (None, _) => Some("neither an operation, nor a parameter or a field of that name is there".to_owned()),
        };
        if let Some(message) = misplaced {
            refuse(format!("{message}: {}", statement.at), AGAIN);
        }
        for message in faults(statement, is_operation) {
            refuse(format!("{message}: {}", statement.at), AGAIN);
        }
        let named = statement.contradictions().flat_map(|(_, says)| says.values().flatten());
        for source in unknown(&model.spec, statement.known_by.iter().chain(named)) {
            refuse(format!("`{source}` is not in sources.toml"), &meant_source(&model.spec, source));
        }
    }
    problems.extend(by_hand(model, places));
    problems
}

/// Whether a pointer leads to a field.
fn is_field(spec: &Spec, pointer: &str) -> bool {
    let mut parts = pointer.rsplit('/');
    parts.next();
    parts.next() == Some("properties") && spec.document.pointer(pointer).is_some()
}

/// What is wrong with what a statement says.
fn faults(statement: &Statement, is_operation: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if statement.known_by.is_empty() && statement.contradictions().next().is_none() {
        faults.push("the statement says nothing".to_owned());
    }
    if statement.known_by.len() > 1 || is_operation && !statement.known_by.is_empty() {
        faults.push("`known-by` is for a parameter or a field that one source alone knows".to_owned());
    }
    let is_none = |says: &Says| says.len() < 2 || says.values().any(Vec::is_empty);
    for (key, _) in statement.contradictions().filter(|(_, says)| is_none(says)) {
        faults.push(format!("`{key}` is no contradiction of several sources"));
    }
    if statement.address.is_empty() == is_operation && statement.contradictions().next().is_some() {
        faults.push(
            "an operation has an `address`, and a parameter or a field has a `type`, and is `required`".to_owned(),
        );
    }
    faults
}

/// Sources that are not known.
fn unknown<'s>(spec: &Spec, named: impl Iterator<Item = &'s String>) -> Vec<&'s String> {
    let is_known = |id: &str| spec.sources.get(id).is_some() || id == EXPLORER && spec.witnesses.explorer.is_some();
    named.filter(|id| !is_known(id)).collect()
}

/// The index of the explorer: what it lists is there, and `service.toml` says the same of where operations are shown.
fn explorer(model: &Model) -> Vec<Problem> {
    let Some(explorer) = &model.spec.witnesses.explorer else { return Vec::new() };
    let mut problems = Vec::new();
    let mut refuse = |message: String, remedy: &str| {
        problems.push(model.spec.problem_in(RECORD, explorer.line, RULE, message, remedy));
    };
    let addresses = &model.spec.service.addresses;
    let known: HashSet<&str> = model.operations.iter().map(|operation| operation.id.as_str()).collect();
    let listed: HashSet<&str> = explorer.operations.iter().map(String::as_str).collect();
    for id in &explorer.operations {
        if !known.contains(id.as_str()) {
            let remedy = most_similar(id, known.iter().copied())
                .map_or_else(|| AGAIN.to_owned(), |known| format!("did you mean `{known}`?"));
            refuse(format!("the explorer lists `{id}`, which is no operation of the service"), &remedy);
        }
        if addresses.not_in_explorer.contains(id) {
            let remedy = "take it out of `not-in-explorer` in service.toml";
            refuse(format!("the explorer lists `{id}`, and service.toml says that it does not"), remedy);
        }
    }
    let is_interface =
        |id: &String| model.spec.sources.get(id).is_some_and(|source| source.kind == SourceKind::Interface);
    for operation in model.operations.iter().filter(|operation| !listed.contains(operation.id.as_str())) {
        let is_shown = operation.provenance.sources.iter().any(is_interface);
        if is_shown && addresses.explorer(&operation.id).is_some() {
            let remedy = "add it to `not-in-explorer` in service.toml, or record a newer index with `--explorer`";
            refuse(format!("documentation links `{}` in the explorer, which does not list it", operation.id), remedy);
        }
    }
    problems
}

/// What resource files say of witnesses themselves: their sources are known.
fn by_hand(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let of_operations = model.operations.iter().filter_map(|known| known.witnesses.as_ref());
    let of_parameters = places.parameters.iter().filter_map(|known| known.witnesses.as_ref());
    let of_schemas = places.schemas.iter().filter_map(|place| place.schema.witnesses.as_ref());
    let all = of_operations.chain(of_parameters).chain(of_schemas);
    let file = |one: &Witnesses| model.spec.file_of(&one.pointer);
    let is_written = |one: &&Witnesses| file(one).is_some_and(|file| file.value.pointer(&one.pointer).is_some());
    let mut problems = Vec::new();
    for one in all.filter(is_written) {
        let named = one.contradictions.iter().flat_map(|contradiction| &contradiction.says).flat_map(|(_, by)| by);
        for source in unknown(&model.spec, one.known_by.iter().chain(named)) {
            let message = format!("`{source}` is not in sources.toml");
            let pointer = child(&one.pointer, "known-by");
            problems.push(model.spec.problem(pointer, RULE, message, meant_source(&model.spec, source)));
        }
    }
    problems
}

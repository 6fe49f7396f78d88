//! Rules for the document as a whole.

use std::collections::{BTreeSet, HashSet};

use serde::Deserialize;

use crate::model::Model;
use crate::problem::Problem;
use crate::spec::{SpecFile, canonical_yaml, part, published, within};

pub(super) fn canonical_form(model: &Model) -> Vec<Problem> {
    let files = model.spec.all_files().filter_map(|file| Some((file, differs_at(file)?)));
    files
        .map(|(file, line)| Problem {
            file: file.path.clone(),
            line,
            pointer: String::new(),
            rule: "canonical-form",
            message: "the file is not in canonical form; comments are no part of it, either".to_owned(),
            remedy: "run `cargo xtask fmt`; write what comments say into descriptions or quirks.toml first".to_owned(),
        })
        .collect()
}

/// The first line that is not as it would be written, counted from 1.
fn differs_at(file: &SpecFile) -> Option<u32> {
    let Ok(canonical) = canonical_yaml(&file.value) else { return Some(1) };
    if canonical == file.text {
        return None;
    }
    let same = canonical.split('\n').zip(file.text.split('\n')).take_while(|(left, right)| left == right);
    u32::try_from(same.count() + 1).ok()
}

/// What [`Model`] does not know of OpenAPI, a library does. Where the model has found a fault, this says it again.
pub(super) fn openapi_form(model: &Model) -> Vec<Problem> {
    if !model.problems.is_empty() {
        return Vec::new();
    }
    let Err(error) = openapiv3::OpenAPI::deserialize(&published(&model.spec.document)) else { return Vec::new() };
    let message = format!("the files do not make an OpenAPI 3.0 document: {error}");
    let remedy = "compare the part that the message names with the OpenAPI 3.0.3 specification";
    let pointer = model.operations.iter().map(|operation| &operation.pointer).chain(&model.components);
    match pointer.into_iter().find(|pointer| !is_openapi(model, pointer)) {
        Some(pointer) => vec![model.spec.problem(pointer, "openapi-form", message, remedy)],
        None => vec![model.spec.problem_in("service.toml", 1, "openapi-form", message, remedy)],
    }
}

/// Whether the library takes an operation or a component alone.
fn is_openapi(model: &Model, pointer: &str) -> bool {
    fn takes<'v, T: Deserialize<'v>>(value: &'v serde_json::Value) -> bool {
        openapiv3::ReferenceOr::<T>::deserialize(value).is_ok()
    }
    let Some(value) = model.spec.document.pointer(pointer) else { return true };
    match pointer.split('/').nth(2) {
        Some("schemas") => takes::<openapiv3::Schema>(value),
        Some("parameters") => takes::<openapiv3::Parameter>(value),
        Some("responses") => takes::<openapiv3::Response>(value),
        Some("requestBodies") => takes::<openapiv3::RequestBody>(value),
        _ => openapiv3::Operation::deserialize(value).is_ok(),
    }
}

pub(super) fn orphans(model: &Model) -> Vec<Problem> {
    let is_of_path = |pointer: &str| pointer.starts_with("/paths/");
    let mut used = reached(model, model.references.keys().filter(|at| is_of_path(at)).map(String::as_str));
    let mut problems = Vec::new();
    let others = model.references.iter().filter(|(at, target)| part(at) != target.as_str());
    let referred_to: HashSet<&str> = others.map(|(_, target)| target.as_str()).collect();
    // One that only orphans refer to is no orphan of its own: the first ones are those that nothing refers to, and if
    // there are none left, those of a circle.
    for may_be_referred_to in [false, true] {
        for pointer in &model.components {
            let is_left = may_be_referred_to || !referred_to.contains(pointer.as_str());
            if used.contains(pointer.as_str()) || !is_left {
                continue;
            }
            let name = pointer.rsplit('/').next().unwrap_or_default();
            let message = format!("nothing that is used refers to `{name}`");
            problems.push(model.spec.problem(pointer, "orphan", message, "refer to it, or delete it"));
            used.insert(pointer);
            used.extend(reached(model, within(&model.references, pointer).map(|(at, _)| at.as_str())));
        }
    }
    problems
}

/// The components that some references lead to, directly or through others.
fn reached<'m>(model: &'m Model, references: impl Iterator<Item = &'m str>) -> BTreeSet<&'m str> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<&str> = references.collect();
    while let Some(at) = waiting.pop() {
        let Some(target) = model.references.get(at) else { continue };
        if found.insert(target.as_str()) {
            waiting.extend(within(&model.references, target).map(|(at, _)| at.as_str()));
        }
    }
    found
}

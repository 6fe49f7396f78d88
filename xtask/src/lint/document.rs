//! Rules for the document as a whole.

use std::collections::BTreeSet;

use serde::Deserialize as _;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model::Model;
use crate::problem::Problem;
use crate::spec::{SpecFile, canonical_yaml, part};

pub(super) fn canonical_form(model: &Model) -> Vec<Problem> {
    let files = model.spec.files.iter().filter_map(|file| Some((file, differs_at(file)?)));
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
pub(super) fn openapi_document(model: &Model) -> Vec<Problem> {
    if !model.problems.is_empty() {
        return Vec::new();
    }
    let document = &model.spec.document;
    let Err(error) = openapiv3::OpenAPI::deserialize(document) else { return Vec::new() };
    let operations = model.operations.iter().map(|operation| operation.pointer.as_str());
    let parts = operations.chain(model.components.iter().map(String::as_str));
    let mut faulty = parts.filter_map(|pointer| Some((pointer, part_fault(pointer, document.pointer(pointer)?)?)));
    let (pointer, reason) = faulty.next().unwrap_or(("", error.to_string()));
    let message = format!("an OpenAPI 3.0 document has no such part: {reason}");
    let remedy = "compare the part with the OpenAPI 3.0.3 specification";
    vec![model.spec.problem(pointer, "openapi-document", message, remedy)]
}

/// Why the library does not read a part of the document; none if it does.
fn part_fault(pointer: &str, part: &Value) -> Option<String> {
    fn read<T: DeserializeOwned>(part: &Value) -> Option<String> {
        T::deserialize(part).err().map(|error| error.to_string())
    }
    if part.get("$ref").is_some() {
        return None;
    }
    match pointer.split('/').nth(2) {
        _ if pointer.starts_with("/paths/") => read::<openapiv3::Operation>(part),
        Some("schemas") => read::<openapiv3::Schema>(part),
        Some("parameters") => read::<openapiv3::Parameter>(part),
        Some("responses") => read::<openapiv3::Response>(part),
        Some("requestBodies") => read::<openapiv3::RequestBody>(part),
        _ => None,
    }
}

pub(super) fn orphans(model: &Model) -> Vec<Problem> {
    let is_of_path = |pointer: &str| pointer.starts_with("/paths/");
    let mut used = reached(model, model.references.keys().filter(|at| is_of_path(at)).map(String::as_str));
    let mut problems = Vec::new();
    // One that only orphans refer to is no orphan of its own: the first ones are those that nothing refers to, and if
    // there are none left, those of a circle.
    for may_be_referred_to in [false, true] {
        for pointer in &model.components {
            let is_referred_to = || {
                let others = model.references.iter().filter(|(at, _)| part(at) != pointer);
                others.into_iter().any(|(_, target)| target == pointer)
            };
            if used.contains(pointer.as_str()) || (!may_be_referred_to && is_referred_to()) {
                continue;
            }
            let name = pointer.rsplit('/').next().unwrap_or_default();
            let message = format!("nothing that is used refers to `{name}`");
            problems.push(model.spec.problem(pointer, "orphan", message, "refer to it, or delete it"));
            used.insert(pointer);
            let below = model.references.keys().filter(|at| part(at) == pointer).map(String::as_str);
            used.extend(reached(model, below));
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
            let below = format!("{target}/");
            let inner = model.references.range(below.clone()..).take_while(|(at, _)| at.starts_with(&below));
            waiting.extend(inner.map(|(at, _)| at.as_str()));
        }
    }
    found
}

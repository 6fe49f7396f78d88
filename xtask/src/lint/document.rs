//! Rules for the document as a whole.

use std::collections::BTreeSet;

use serde::Deserialize as _;
use serde_json::Value;

use crate::problem::Problem;
use crate::spec::walk::{mappings, members};
use crate::spec::{Spec, canonical_yaml};

pub(super) fn canonical_form(spec: &Spec) -> Vec<Problem> {
    let is_canonical = |value: &Value, text: &str| canonical_yaml(value).is_ok_and(|canonical| canonical == text);
    let files = spec.files.iter().filter(|file| !is_canonical(&file.value, &file.text));
    files
        .map(|file| Problem {
            file: file.path.clone(),
            pointer: String::new(),
            rule: "canonical-form",
            message: "the file is not in canonical form; comments are no part of it, either".to_owned(),
            remedy: "run `cargo xtask fmt`; write what comments say into descriptions or quirks.toml first".to_owned(),
        })
        .collect()
}

pub(super) fn openapi_form(spec: &Spec) -> Vec<Problem> {
    match openapiv3::OpenAPI::deserialize(&spec.document) {
        Ok(_) => Vec::new(),
        Err(error) => vec![spec.problem(
            "",
            "openapi-form",
            format!("the files do not make an OpenAPI 3.0 document: {error}"),
            "compare the part that the message names with the OpenAPI 3.0.3 specification",
        )],
    }
}

pub(super) fn references(spec: &Spec) -> Vec<Problem> {
    let mut problems = Vec::new();
    mappings(&spec.document, &mut |pointer, mapping| {
        let Some(Value::String(target)) = mapping.get("$ref") else { return };
        let found = target.strip_prefix('#').and_then(|target| spec.document.pointer(target));
        if found.is_none() {
            let message = format!("`{target}` points at nothing in the bundle");
            let remedy = "write `#/components/<kind>/<name>` of a component in common.yaml or a resource file";
            problems.push(spec.problem(pointer, "reference", message, remedy));
        }
    });
    problems
}

pub(super) fn orphans(spec: &Spec) -> Vec<Problem> {
    let mut used = BTreeSet::new();
    mappings(&spec.document, &mut |_, mapping| {
        used.extend(mapping.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#')));
    });
    let components = members(&spec.document, "/components").flat_map(|(kind, _, _)| members(&spec.document, &kind));
    components
        .filter(|(pointer, _, _)| !used.contains(pointer.as_str()))
        .map(|(pointer, name, _)| {
            spec.problem(pointer, "orphan", format!("nothing refers to `{name}`"), "refer to it, or delete it")
        })
        .collect()
}

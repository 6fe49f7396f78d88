//! The rule that everything is described, in text that documentation can hold.

use super::documentation::{REFERRING_FIELD, Text, texts};
use super::places::Places;
use super::text::fault;
use crate::model::Model;
use crate::problem::Problem;
use crate::spec::{Spec, child};

pub(super) fn descriptions(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = service(&model.spec);
    for resource in &model.resources {
        let file = model.spec.files.iter().find(|file| file.name == resource.name);
        // A file without a tag has a problem of its own.
        let file = file.filter(|file| file.value.pointer("/tag").is_some());
        if let (Some(file), Some((message, remedy))) = (file, fault(&resource.description)) {
            let at = "/tag/description";
            let pointer = if file.value.pointer(at).is_some() { at } else { "/tag" };
            problems.push(Problem {
                file: file.path.clone(),
                line: file.line(at).unwrap_or(1),
                pointer: pointer.to_owned(),
                rule: "description",
                message: format!("the `description` of the tag {message}"),
                remedy: remedy.to_owned(),
            });
        }
    }
    problems.extend(texts(model, places).into_iter().filter_map(|text| problem_of(model, &text)));
    problems
}

/// Why a text cannot be documentation. What is missing is missing in what should hold it.
fn problem_of(model: &Model, text: &Text<'_>) -> Option<Problem> {
    let (message, remedy) = fault(text.says)?;
    let at = child(&text.holder, text.key);
    let at = if model.spec.document.pointer(&at).is_some() { at } else { text.holder.clone().into_owned() };
    let remedy = match text.says {
        "" if text.of == REFERRING_FIELD => {
            "write `allOf` with the one `$ref`, and a `description` of what it means here"
        }
        _ => remedy,
    };
    let what = if text.of == "the value" { "the meaning" } else { text.key };
    let message = format!("the `{what}` of {} {message}", text.of);
    Some(model.spec.problem(at, "description", message, remedy))
}

/// Title and description of the service, which begin the documentation of its crate.
fn service(spec: &Spec) -> Vec<Problem> {
    let service = &spec.service;
    let texts = [("title", &service.title), ("version", &service.version), ("description", &service.description)];
    let faults = texts.into_iter().filter_map(|(key, text)| Some((key, fault(text)?)));
    faults
        .map(|(key, (message, remedy))| {
            let message = format!("the `{key}` of the service {message}");
            spec.problem_in("service.toml", service.line(key), "description", message, remedy)
        })
        .collect()
}

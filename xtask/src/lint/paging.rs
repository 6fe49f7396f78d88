//! Rules for what is said of how an operation behaves: in pages, and in the background.

use crate::model::keyword::most_similar;
use crate::model::{LongRunning, Model, Operation, Paging, ParameterIn, Property, Schema, Shape};
use crate::problem::Problem;
use crate::spec::{child, extension as x};

pub(super) fn paging(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (operation, paging) in model.operations.iter().filter_map(|known| Some((known, known.paging.as_ref()?))) {
        for (key, message, remedy) in paging_faults(model, operation, paging) {
            // The line of the extension, where the key is missing.
            problems.push(model.spec.problem(child(&paging.pointer, key), "paging", message, remedy));
        }
    }
    problems
}

fn paging_faults(model: &Model, operation: &Operation, paging: &Paging) -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    let names = || operation.parameters_in(ParameterIn::Query).map(|parameter| parameter.name.as_str());
    for (key, name) in [("cursor", Some(&paging.cursor)), ("size", paging.size.as_ref())] {
        let Some(name) = name else { continue };
        let parameter = operation.parameters_in(ParameterIn::Query).find(|parameter| parameter.name == *name);
        let Some(parameter) = parameter else {
            let message = format!("`{key}` is `{name}`, which is no parameter in the query");
            found.push((key, message, meant(name, names(), "name a parameter in the query")));
            continue;
        };
        if !has_shape(model, &parameter.schema, counts) {
            let message = format!("`{key}` is `{name}`, which is no integer, not even as text");
            found.push((key, message, "correct the type, or name another parameter".to_owned()));
        }
    }
    let fields: &[Property] = success(model, operation).map_or(&[], |success| success.properties());
    for (key, name) in [("items", Some(&paging.items)), ("total", paging.total.as_ref())] {
        let Some(name) = name else { continue };
        let Some(field) = fields.iter().find(|field| field.name == *name) else {
            let message = format!("`{key}` is `{name}`, which is no field of the response");
            let known = fields.iter().map(|field| field.name.as_str());
            found.push((key, message, meant(name, known, "name a field at the top of the response")));
            continue;
        };
        let (fits, expected) = match key {
            "items" => (has_shape(model, &field.schema, |shape| matches!(shape, Shape::Array(_))), "a list"),
            _ => (has_shape(model, &field.schema, counts), "an integer, not even as text"),
        };
        if !fits {
            let message = format!("`{key}` is `{name}`, which is not {expected}");
            found.push((key, message, "correct the type, or name another field".to_owned()));
        }
    }
    found
}

/// Whether the values have a shape; those that cannot be read, which is reported, may have it.
fn has_shape(model: &Model, schema: &Schema, is: impl Fn(&Shape) -> bool) -> bool {
    let shape = &model.resolve(schema).shape;
    is(shape) || matches!(shape, Shape::Unreadable)
}

/// Whether values count something: integers, which some services write as text.
const fn counts(shape: &Shape) -> bool {
    matches!(shape, Shape::Integer | Shape::String(_))
}

fn meant<'n>(name: &str, known: impl Iterator<Item = &'n str>, otherwise: &str) -> String {
    most_similar(name, known).map_or_else(|| otherwise.to_owned(), |known| format!("did you mean `{known}`?"))
}

pub(super) fn long_running(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in &model.operations {
        let Some(LongRunning::Job { field }) = &operation.long_running else { continue };
        let fields: &[Property] = success(model, operation).map_or(&[], |success| success.properties());
        let known = || fields.iter().map(|field| field.name.as_str());
        let (message, remedy) = match fields.iter().find(|known| known.name == *field) {
            None => (
                format!("`field` is `{field}`, which is no field of the response"),
                meant(field, known(), "name the field that holds the id of the task"),
            ),
            Some(found) if !has_shape(model, &found.schema, |shape| matches!(shape, Shape::String(_))) => (
                format!("`field` is `{field}`, which is no text"),
                "name the field that holds the id of the task".to_owned(),
            ),
            Some(_) => continue,
        };
        let pointer = child(&child(&operation.pointer, x::LONG_RUNNING), "field");
        problems.push(model.spec.problem(pointer, "long-running", message, remedy));
    }
    problems
}

/// The schema of the success.
fn success<'m>(model: &'m Model, operation: &'m Operation) -> Option<&'m Schema> {
    operation.success_content().map(|content| model.resolve(&content.schema))
}

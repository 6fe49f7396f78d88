//! Rules for parameters.

use std::collections::BTreeSet;

use super::places::Places;
use crate::model::keyword::most_similar;
use crate::model::{Model, Operation, Parameter, ParameterIn, Schema, Shape, StringFormat, header};
use crate::problem::Problem;
use crate::spec::child;

/// The path parameter that the client fills in.
const PROJECT: &str = "project_id";

pub(super) fn path_parameters(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in &model.operations {
        let declared: BTreeSet<&str> =
            operation.parameters_in(ParameterIn::Path).map(|known| known.name.as_str()).collect();
        let in_template: BTreeSet<&str> = operation.path.placeholders().collect();
        let mut undeclared: Vec<&str> = in_template.difference(&declared).copied().collect();
        for name in declared.difference(&in_template).copied() {
            let meant = most_similar(name, undeclared.iter().copied());
            undeclared.retain(|other| Some(*other) != meant);
            let message = format!("`{name}` is a parameter in the path, which has no such placeholder");
            let remedy = meant.map_or_else(
                || "write it into the path in braces, or correct its place or name under `parameters`".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            );
            problems.push(model.spec.problem(&operation.pointer, "path-parameter", message, remedy));
        }
        for name in undeclared {
            let message = format!("the placeholder `{name}` of the path is none of the parameters");
            let remedy = "describe it under `parameters`, with `in: path` and `required: true`";
            problems.push(model.spec.problem(&operation.pointer, "path-parameter", message, remedy));
        }
        for parameter in operation.parameters_in(ParameterIn::Path).filter(|parameter| !parameter.required) {
            let message = format!("the path parameter `{}` is not required", parameter.name);
            let pointer = parameter.pointer.clone();
            problems.push(model.spec.problem(pointer, "path-parameter", message, "write `required: true`"));
        }
    }
    problems
}

pub(super) fn parameters(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in &model.operations {
        problems.extend(twice(model, operation));
    }
    for parameter in &places.parameters {
        problems.extend(faults(model, parameter));
    }
    problems
}

/// Parameters that the operation has already. Names of headers are the same in any case.
fn twice(model: &Model, operation: &Operation) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let key = |parameter: &Parameter| match parameter.place {
        ParameterIn::Header => (parameter.place, parameter.name.to_ascii_lowercase()),
        place => (place, parameter.name.clone()),
    };
    let again = operation.parameters.iter().filter(|parameter| !seen.insert(key(parameter)));
    again
        .map(|parameter| {
            let message = format!("`{}` in the {} is declared twice", parameter.name, parameter.place);
            model.spec.problem(&parameter.listed_at, "parameter", message, "declare it once")
        })
        .collect()
}

fn faults(model: &Model, parameter: &Parameter) -> Vec<Problem> {
    let Parameter { name, place, .. } = parameter;
    let mut found = Vec::new();
    if *place == ParameterIn::Header {
        found.extend(header_fault(name).map(|(message, remedy)| ("name", message, remedy)));
    }
    let schema = model.resolve(&parameter.schema);
    found.extend(value_fault(parameter, schema).map(|(message, remedy)| ("schema", message, remedy)));
    if let Some((message, remedy)) = type_fault(model, parameter, schema) {
        found.push(("schema", message, remedy));
    } else if *place == ParameterIn::Path && name == PROJECT && !matches!(schema.shape, Shape::String(_)) {
        let message = format!("`{PROJECT}` is filled in by the client, with text");
        found.push(("schema", message, "write `type: string`"));
    }
    let faults = found.into_iter();
    faults
        .map(|(key, message, remedy)| model.spec.problem(child(&parameter.pointer, key), "parameter", message, remedy))
        .collect()
}

fn header_fault(name: &str) -> Option<(String, &'static str)> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !name.bytes().all(is_token) {
        let message = format!("`{}` is no name of a header", name.escape_debug());
        return Some((message, "write letters, digits and hyphens: X-Language"));
    }
    header::is_reserved(name).then(|| (format!("the client sends the header `{name}` itself"), "delete the parameter"))
}

/// The first of its values that cannot be sent in its place.
fn value_fault(parameter: &Parameter, schema: &Schema) -> Option<(String, &'static str)> {
    let value = &schema.enumeration()?.values.iter().find(|value| !parameter.carries(&value.wire))?.wire;
    let Parameter { name, place, .. } = parameter;
    let remedy = match place {
        ParameterIn::Path => "delete it: no path has an empty part, or one that is only dots",
        _ => "delete it, or write it as it is sent: visible ASCII, without spaces at its ends",
    };
    Some((format!("`{}`, a value of `{name}`, cannot be sent in the {place}", value.escape_debug()), remedy))
}

/// Why values of this type cannot be sent as plain text.
fn type_fault(model: &Model, parameter: &Parameter, schema: &Schema) -> Option<(String, &'static str)> {
    let Parameter { name, place, .. } = parameter;
    let plain = "write `type: string`, or another type of single values, or a list of them in the query";
    if model.is_nullable(&parameter.schema) {
        return Some((format!("`{name}` may be null, which no text says"), "delete `nullable`; leave it out instead"));
    }
    match &schema.shape {
        // What cannot be read is reported already.
        Shape::Unreadable | Shape::Reference(_) => None,
        Shape::Array(_) if *place != ParameterIn::Query => Some((
            format!("`{name}` is a list, in the {place}"),
            "write `type: string`, and say how elements are separated",
        )),
        Shape::Array(items) if model.is_nullable(items) => {
            Some((format!("elements of `{name}` may be null, which no text says"), "delete `nullable`"))
        }
        Shape::Array(items) if matches!(model.resolve(items).shape, Shape::Unreadable | Shape::Reference(_)) => None,
        Shape::Array(items) => {
            (!is_plain(model.resolve(items))).then(|| (format!("`{name}` is no list of plain values"), plain))
        }
        _ => (!is_plain(schema)).then(|| (format!("`{name}` has no plain type"), plain)),
    }
}

/// Whether a value is sent as one text.
pub(super) const fn is_plain(schema: &Schema) -> bool {
    match &schema.shape {
        Shape::String(format) => !matches!(format, StringFormat::Binary),
        Shape::Enum(_) | Shape::Integer | Shape::Number | Shape::Boolean => true,
        _ => false,
    }
}

//! The rule for lists that come in pages: what they name is there, and says no other size than the parameter does.

use serde_json::Value;

use super::expression::meant;
use crate::model::{Limit, Model, Operation, Paging, PagingEnd, ParameterIn, PastEnd, Property, Schema, Shape};
use crate::problem::Problem;
use crate::spec::child;

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
    found.extend(size_faults(model, operation, paging));
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

/// What the sizes, the end and the parameters that end paging contradict.
fn size_faults(model: &Model, operation: &Operation, paging: &Paging) -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    let query = |name: &str| operation.parameters_in(ParameterIn::Query).find(|known| known.name == name);
    match (paging.end, &paging.total, &paging.size) {
        (PagingEnd::Total, None, _) => {
            let message = "the list ends with its `total`, and no field holds that".to_owned();
            found.push(("end", message, "write `total`, or `end: short-page`".to_owned()));
        }
        (PagingEnd::ShortPage, _, None) => {
            let message =
                "a page is short if it has fewer elements than its `size`, and no parameter sets that".to_owned();
            found.push(("end", message, "write `size`, or `end: total`".to_owned()));
        }
        _ => {}
    }
    found.extend(code_faults(model, paging));
    for name in paging.whole_with.iter().filter(|name| query(name).is_none()) {
        let message = format!("`{name}` is no parameter in the query");
        let known = operation.parameters_in(ParameterIn::Query).map(|known| known.name.as_str());
        found.push(("whole-with", message, meant(name, known, "name a parameter in the query")));
    }
    let schema = paging.size.as_deref().and_then(query).map(|parameter| model.resolve(&parameter.schema));
    let sizes = [("default-size", paging.default_size), ("max-size", paging.max_size)];
    for (key, size) in sizes.into_iter().filter_map(|(key, size)| Some((key, size?))) {
        let Some(schema) = schema else {
            if paging.size.is_some() {
                continue;
            }
            let message = format!("`{key}` is a size, and no parameter sets one");
            found.push((key, message, "write `size`, or delete it".to_owned()));
            continue;
        };
        let most = schema.number(Limit::Maximum).and_then(serde_json::Number::as_u64);
        let documented = if key == "max-size" { most } else { schema.default.as_ref().and_then(number) };
        let agrees = documented.is_none_or(|known| if key == "max-size" { size <= known } else { size == known });
        if !agrees || most.is_some_and(|most| size > most) {
            let message =
                format!("`{key}` is {size}, and the parameter says {}", documented.or(most).unwrap_or_default());
            found.push((key, message, "correct one of them".to_owned()));
        }
    }
    found
}

/// What is wrong with the codes of a page after the last one.
fn code_faults(model: &Model, paging: &Paging) -> Vec<(&'static str, String, String)> {
    const KEY: &str = "past-end-codes";
    if !paging.past_end_codes.is_empty() && paging.past_end != Some(PastEnd::Refused) {
        let message = "codes are of a page that is refused, and nothing says that one is".to_owned();
        return vec![(KEY, message, "write `past-end: refused`, or delete the codes".to_owned())];
    }
    let known = || model.spec.error_codes.iter().map(|code| code.code.as_str());
    let unknown = paging.past_end_codes.iter().filter(|code| !known().any(|other| other == code.as_str()));
    let fault = |code: &String| {
        let message = format!("`{code}` is no code of the service");
        (KEY, message, meant(code, known(), "add it to error-codes.toml"))
    };
    unknown.map(fault).collect()
}

/// A number, or one that is written as text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
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

/// The schema of the success.
fn success<'m>(model: &'m Model, operation: &'m Operation) -> Option<&'m Schema> {
    operation.success_content().map(|content| model.resolve(&content.schema))
}

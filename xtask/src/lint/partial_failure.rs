//! The rule for failures inside of a success: what says which things failed is there.

use super::expression::{field, meant};
use crate::model::{FailureVerdict, Model, Operation, PartialFailure, Schema, Shape};
use crate::problem::Problem;
use crate::spec::child;

pub(super) fn partial_failure(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in &model.operations {
        let Some(partial) = &operation.partial_failure else { continue };
        for (key, message, remedy) in faults(model, operation, partial) {
            problems.push(model.spec.problem(child(&partial.pointer, key), "partial-failure", message, &remedy));
        }
    }
    problems
}

fn faults(model: &Model, operation: &Operation, partial: &PartialFailure) -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    let Some(response) = operation.success_content().map(|content| model.resolve(&content.schema)) else {
        let remedy = "describe the body of the success, or delete it".to_owned();
        return vec![("list", "the response has no body".to_owned(), remedy)];
    };
    if let Some(all) = &partial.all {
        match field(model, response, all) {
            Ok(schema) if !matches!(schema.shape, Shape::Boolean | Shape::Unreadable) => {
                let message = format!("`{all}` is not `true` or `false`");
                found.push(("all", message, "name a boolean at the top of the response".to_owned()));
            }
            Ok(_) => {}
            Err(remedy) => found.push(("all", format!("`{all}` is no field of the response"), remedy)),
        }
    }
    let Some(list) = response.property(&partial.list) else {
        let known = response.properties().iter().map(|field| field.name.as_str());
        let remedy = meant(&partial.list, known, "name a list at the top of the response");
        found.push(("list", format!("`{}` is no field of the response", partial.list), remedy));
        return found;
    };
    let Some(element) = model.resolve(&list.schema).items().map(|element| model.resolve(element)) else {
        let message = format!("`{}` is no list", partial.list);
        found.push(("list", message, "name a list at the top of the response".to_owned()));
        return found;
    };
    found.extend(element_faults(model, element, partial));
    found
}

fn element_faults(model: &Model, element: &Schema, partial: &PartialFailure) -> Vec<(&'static str, String, String)> {
    let verdict = match &partial.verdict {
        FailureVerdict::Listed => None,
        FailureVerdict::Unless { field, .. } => Some(("failed-unless", field)),
        FailureVerdict::Sent { field } => Some(("failed-if-sent", field)),
    };
    let optional = [("code", &partial.code), ("message", &partial.message)];
    let named = optional.into_iter().filter_map(|(key, name)| Some((key, name.as_ref()?)));
    let mut found = Vec::new();
    for (key, name) in std::iter::once(("thing", &partial.thing)).chain(verdict).chain(named) {
        if let Err(remedy) = field(model, element, name) {
            found.push((key, format!("`{name}` is no field of the elements"), remedy));
        }
    }
    if let FailureVerdict::Unless { field: name, values } = &partial.verdict
        && let Ok(schema) = field(model, element, name)
        && let Some(wrong) = values.iter().find(|value| !may_be(schema, value))
    {
        let message = format!("`{name}` is never {wrong}");
        found.push(("failed-unless", message, "write the values that are no failure".to_owned()));
    }
    if matches!(&partial.verdict, FailureVerdict::Unless { values, .. } if values.is_empty()) {
        let message = "no value is one of success".to_owned();
        found.push(("failed-unless", message, "write the values that are no failure".to_owned()));
    }
    found
}

/// Whether a value fits what the schema says, as far as it can be told.
fn may_be(schema: &Schema, value: &serde_json::Value) -> bool {
    match &schema.shape {
        Shape::Boolean => value.is_boolean(),
        Shape::Integer | Shape::Number => value.is_number(),
        Shape::Enum(known) => known.values.iter().any(|known| value.as_str() == Some(&known.wire)),
        Shape::String(_) => value.is_string(),
        _ => true,
    }
}

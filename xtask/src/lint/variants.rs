//! The rule for operations that the documentation tells apart at one address.

use std::collections::BTreeSet;

use crate::model::{Model, NO_REQUIREMENT, Operation, names};
use crate::problem::Problem;
use crate::spec::{child, extension as x, is_placeholder};

pub(super) fn variants(model: &Model) -> Vec<Problem> {
    let mut problems = called(model);
    problems.extend(model.operations.iter().filter_map(|operation| told_apart(model, operation)));
    problems
}

/// The other operations at an address have names in the form of official ones, each its own.
fn called(model: &Model) -> Vec<Problem> {
    let named = model.operations.iter().map(|operation| operation.id.as_str());
    let mut seen: BTreeSet<&str> = named.collect();
    let mut problems = Vec::new();
    for operation in &model.operations {
        for (at, name) in operation.variants.iter().enumerate() {
            // One that is still to be named is counted elsewhere.
            let message = if is_placeholder(name) {
                continue;
            } else if !names::is_upper_camel(name) {
                format!("`{}` is not in the form of official names", name.escape_debug())
            } else if !seen.insert(name) {
                format!("`{name}` is the name of another operation")
            } else {
                continue;
            };
            let pointer = child(&child(&operation.pointer, x::VARIANTS), &at.to_string());
            let remedy = "list the operations that the documentation tells apart at this address, without its own name";
            problems.push(model.spec.problem(pointer, "variants", message, remedy));
        }
    }
    problems
}

/// What tells them apart is said, or that nothing is asked of their fields.
fn told_apart(model: &Model, operation: &Operation) -> Option<Problem> {
    let pointer = child(&operation.pointer, x::REQUIRES);
    let said = model.spec.document.pointer(&pointer);
    let is_none = said.and_then(|value| value.as_str()) == Some(NO_REQUIREMENT);
    let content = operation.request.as_ref().and_then(|request| request.content.as_ref());
    let is_said_of_body = content.is_some_and(|content| !model.resolve(&content.schema).requirements.is_empty());
    let (pointer, message, remedy) = if operation.variants.is_empty() {
        let message = "there is one operation at this address, and `none` is said of what tells several apart";
        (pointer, message, "delete it, or list the others in `x-variants`")
    } else {
        let message = "several operations have this address, and nothing says which fields go together";
        (operation.pointer.clone(), message, "write `x-requires`, or `x-requires: none` if nothing is asked of them")
    };
    let is_fault = if operation.variants.is_empty() { is_none } else { said.is_none() && !is_said_of_body };
    is_fault.then(|| model.spec.problem(pointer, "variants", message, remedy))
}

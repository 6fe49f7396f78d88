//! The rule for what fields and parameters ask of each other: they are there, and may have the values that are named.

use super::expression::{Fault, target};
use super::long_running::test_fault;
use crate::model::{Allowed, Ask, Bound, Model, Operation, Part, Relation, Requirement, Schema, Shape, Test, ValueAt};
use crate::problem::Problem;
use crate::spec::child;

pub(super) fn requirements(model: &Model) -> Vec<Problem> {
    let of_operations = model.operations.iter().flat_map(|operation| {
        let at = move |value: &ValueAt| target(model, operation, None, value);
        operation.requirements.iter().flat_map(move |one| faults(one, &at))
    });
    // A field of an object is looked up as one of an operation's element is.
    let of_schemas = model.schemas.values().filter_map(|named| {
        let nobody = model.operations.first()?;
        Some(named.schema.requirements.iter().flat_map(move |one| of_object(model, nobody, &named.schema, one)))
    });
    let of_examples = model.operations.iter().flat_map(|operation| examples(model, operation));
    let found = of_operations.chain(of_schemas.flatten()).chain(of_examples);
    found.map(|(pointer, (message, remedy))| model.spec.problem(pointer, "requirement", message, &remedy)).collect()
}

/// The examples of requests that do not keep what is asked.
fn examples(model: &Model, operation: &Operation) -> Vec<(String, Fault)> {
    let mut found = Vec::new();
    let Some(content) = operation.request.as_ref().and_then(|body| body.content.as_ref()) else { return found };
    for example in &content.examples {
        // What is asked of parameters an example of the body does not show.
        let shown = operation.requirements.iter().filter(|one| one.values().all(|at| at.part == Part::RequestBody));
        let asked = shown.filter(|one| !one.is_kept(&|at| at.of(&example.value).cloned()));
        for one in asked.chain(model.broken_requirements(&content.schema, &example.value)) {
            let message = format!("the example does not keep what {} asks", one.pointer);
            let remedy = "correct the requirement; if the example is at fault, correct it, and say so in quirks.toml";
            found.push((example.pointer.clone(), (message, remedy.to_owned())));
        }
    }
    found
}

fn of_object(model: &Model, nobody: &Operation, object: &Schema, one: &Requirement) -> Vec<(String, Fault)> {
    let mut found = faults(one, &|value: &ValueAt| target(model, nobody, Some(object), value));
    let required = |value: &&ValueAt| match value.path.as_slice() {
        [name] => object.property(name).is_some_and(|property| property.required),
        _ => false,
    };
    if let Some(always) = one.ask.values().into_iter().find(required).filter(|_| !matches!(one.ask, Ask::Allows(_))) {
        let message = format!("`{always}` is always required");
        found.push((one.pointer.clone(), (message, "take it out of `required`, or out of here".to_owned())));
    }
    found
}

fn faults<'m>(one: &Requirement, at: &dyn Fn(&ValueAt) -> Result<&'m Schema, Fault>) -> Vec<(String, Fault)> {
    let mut found = Vec::new();
    for condition in &one.when {
        let fault = match at(&condition.value) {
            Ok(schema) => test_fault(schema, &condition.value, &condition.test),
            Err(fault) => Some(fault),
        };
        found.extend(fault.map(|fault| (condition.pointer.clone(), fault)));
    }
    let key = match &one.ask {
        Ask::Needs(_) => "needs",
        Ask::Only(_) => "only",
        Ask::ExactlyOne(_) => "exactly-one-of",
        Ask::AtLeastOne(_) => "at-least-one-of",
        Ask::AtMostOne(_) => "at-most-one-of",
        Ask::Allows(_) => "allows",
    };
    let pointer = child(&one.pointer, key);
    for value in one.ask.values() {
        found.extend(at(value).err().map(|fault| (pointer.clone(), fault)));
    }
    if let Ask::Allows(allowed) = &one.ask {
        for (value, allowed) in allowed {
            found.extend(allowed_faults(value, allowed, at).into_iter().map(|fault| (pointer.clone(), fault)));
        }
    }
    found
}

fn allowed_faults<'m>(
    value: &ValueAt,
    allowed: &Allowed,
    at: &dyn Fn(&ValueAt) -> Result<&'m Schema, Fault>,
) -> Vec<Fault> {
    let bounds = match allowed {
        Allowed::Values(values) => {
            let fault = at(value).ok().and_then(|schema| test_fault(schema, value, &Test::OneOf(values.clone())));
            return fault.into_iter().collect();
        }
        Allowed::Bounds(bounds) => bounds,
    };
    let mut faults: Vec<Fault> = allowed.values().filter_map(|other| at(other).err()).collect();
    let number = |relation: Relation| {
        let found = bounds.iter().find(|(known, _)| *known == relation);
        found.and_then(|(_, bound)| if let Bound::Number(number) = bound { number.as_f64() } else { None })
    };
    let range = number(Relation::Minimum).zip(number(Relation::Maximum));
    if range.is_some_and(|(least, most)| least > most) {
        let message = format!("the bounds of `{value}` leave no value");
        faults.push((message, "correct `minimum` or `maximum`".to_owned()));
    }
    let is_list = at(value).is_ok_and(|schema| matches!(schema.shape, Shape::Array(_)));
    if bounds
        .iter()
        .any(|(relation, _)| (*relation == Relation::MaxItems) != is_list && *relation != Relation::OtherThan)
    {
        let message = format!(
            "`{value}` {}",
            if is_list { "is a list, which has no size but `max-items`" } else { "is no list" }
        );
        faults.push((
            message,
            "write `max-items` for a list, and `minimum`, `maximum` and their likes for a number".to_owned(),
        ));
    }
    faults
}

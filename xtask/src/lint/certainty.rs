//! The rule for how certain statements are: what they are about is there.

use super::expression::meant;
use super::places::Places;
use crate::model::{Aspect, Certainty, Limit, Model, Operation, Schema};
use crate::problem::Problem;
use crate::spec::child;

/// What an entry is said of.
#[derive(Clone, Copy)]
enum Holder<'m> {
    Operation(&'m Operation),
    Value(&'m Schema),
}

/// All entries of a specification, each with what it is said of.
fn held<'m>(model: &'m Model, places: &Places<'m>) -> impl Iterator<Item = (&'m Certainty, Holder<'m>)> {
    let of_operations = model
        .operations
        .iter()
        .flat_map(|known| known.certainty.iter().map(move |entry| (entry, Holder::Operation(known))));
    let of_parameters = places.parameters.iter().map(|known| (&known.certainty, &known.schema));
    let of_schemas = places.schemas.iter().map(|place| (&place.schema.certainty, place.schema));
    let of_values = of_parameters.chain(of_schemas);
    let of_values =
        of_values.flat_map(|(entries, schema)| entries.iter().map(move |entry| (entry, Holder::Value(schema))));
    of_operations.chain(of_values)
}

/// All entries of a specification.
pub(super) fn entries<'m>(model: &'m Model, places: &Places<'m>) -> impl Iterator<Item = &'m Certainty> {
    held(model, places).map(|(entry, _)| entry)
}

pub(super) fn certainty(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (entry, holder) in held(model, places) {
        if let Some(message) = unsaid(model, entry.about, holder) {
            let remedy = "name what is said here, or delete the entry";
            problems.push(model.spec.problem(child(&entry.pointer, "about"), "certainty", message, remedy));
        } else if let Some((message, remedy)) = unknown_part(model, entry, holder) {
            problems.push(model.spec.problem(child(&entry.pointer, "of"), "certainty", message, &remedy));
        }
    }
    problems
}

/// What an entry is about, and nothing here says.
fn unsaid(model: &Model, about: Aspect, holder: Holder<'_>) -> Option<&'static str> {
    let schema = match (about, holder) {
        (Aspect::Permission, Holder::Operation(operation)) if !actions(operation).is_empty() => return None,
        (Aspect::Permission, _) => return Some("no permission is said"),
        (_, Holder::Operation(_)) => return None,
        (_, Holder::Value(schema)) => schema,
    };
    let target = model.resolve(schema);
    let has = |is: fn(&Schema) -> bool| is(schema) || is(target);
    match about {
        Aspect::Limits if !has(|one| !one.limits.is_empty()) => Some("no limit is said"),
        Aspect::Default if !has(|one| one.default.is_some()) => Some("no default is said"),
        Aspect::Values if !has(|one| one.enumeration().is_some() || one.limit(Limit::Pattern).is_some()) => {
            Some("no values are said")
        }
        _ => None,
    }
}

/// The first part that an entry is of, and that is not there: message and remedy.
fn unknown_part(model: &Model, entry: &Certainty, holder: Holder<'_>) -> Option<(String, String)> {
    if entry.of.is_empty() {
        return None;
    }
    let (known, what) = match holder {
        Holder::Operation(operation) if entry.about == Aspect::Permission => {
            (actions(operation), "no action of the permission")
        }
        Holder::Value(schema) if entry.about.is_of_values() => {
            let values = model.resolve(schema).enumeration().into_iter().flat_map(|values| &values.values);
            (values.map(|value| value.wire.as_str()).collect(), "no value of an enum here")
        }
        _ => {
            let message = format!("`{}` is said of the whole", entry.about.name());
            return Some((message, "delete `of`".to_owned()));
        }
    };
    let part = entry.of.iter().find(|part| !known.contains(&part.as_str()))?;
    let remedy = meant(part, known.iter().copied(), "name what is there, or delete it");
    Some((format!("`{}` is {what}", part.escape_debug()), remedy))
}

/// The actions that an operation asks for.
fn actions(operation: &Operation) -> Vec<&str> {
    let actions = operation.permission.iter().flat_map(|permission| &permission.actions);
    actions.map(|action| action.action.as_str()).collect()
}

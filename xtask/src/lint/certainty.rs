//! The rule for how certain statements are: what they are about is there.

use super::places::schemas;
use crate::model::{Aspect, Certainty, Limit, Model, Schema};
use crate::problem::Problem;
use crate::spec::child;

/// All entries of a specification.
pub(super) fn entries(model: &Model) -> Vec<&Certainty> {
    let parameters = model.parameters.values().chain(model.operations.iter().flat_map(|known| &known.parameters));
    let of_parameters = parameters.flat_map(|known| &known.certainty);
    let of_operations = model.operations.iter().flat_map(|known| &known.certainty);
    let of_schemas = schemas(model).into_iter().flat_map(|place| &place.schema.certainty);
    of_operations.chain(of_parameters).chain(of_schemas).collect()
}

pub(super) fn certainty(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut refuse = |entry: &Certainty, message: &str| {
        let remedy = "name what is said here, or delete the entry";
        problems.push(model.spec.problem(child(&entry.pointer, "about"), "certainty", message, remedy));
    };
    let parameters = model.parameters.values().chain(model.operations.iter().flat_map(|known| &known.parameters));
    let of_parameters = parameters.flat_map(|known| known.certainty.iter().map(|entry| (entry, &known.schema)));
    let of_schemas =
        schemas(model).into_iter().flat_map(|place| place.schema.certainty.iter().map(move |one| (one, place.schema)));
    for (entry, schema) in of_parameters.chain(of_schemas) {
        let target = model.resolve(schema);
        let has = |is: fn(&Schema) -> bool| is(schema) || is(target);
        match entry.about {
            Aspect::Limits if !has(|one| !one.limits.is_empty()) => refuse(entry, "no limit is said"),
            Aspect::Default if !has(|one| one.default.is_some()) => refuse(entry, "no default is said"),
            Aspect::Values if !has(|one| one.enumeration().is_some() || one.limit(Limit::Pattern).is_some()) => {
                refuse(entry, "no values are said");
            }
            _ => {}
        }
    }
    problems.sort();
    problems.dedup();
    problems
}

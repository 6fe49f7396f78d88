//! The rule for clouds: those that are named are known, and what is said to differ can.

use super::expression::meant;
use super::places::Places;
use crate::model::{Availability, Model, Schema};
use crate::problem::Problem;
use crate::spec::{child, problem_at};

pub(super) fn clouds(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = records(model);
    let plain = model.operations.iter().flat_map(|known| &known.availability).map(|one| (one, None));
    let of_parameters = places.parameters.iter();
    let of_parameters = of_parameters.flat_map(|known| known.availability.iter().map(|one| (one, Some(&known.schema))));
    let of_schemas = places.schemas.iter();
    let of_schemas = of_schemas.flat_map(|place| place.schema.availability.iter().map(|one| (one, Some(place.schema))));
    for (one, schema) in plain.chain(of_parameters).chain(of_schemas) {
        for (key, message, remedy) in faults(model, one, schema) {
            problems.push(model.spec.problem(child(&one.pointer, key), "availability", message, &remedy));
        }
    }
    problems
}

/// The clouds themselves: each is there once, and used.
fn records(model: &Model) -> Vec<Problem> {
    let clouds = &model.spec.clouds;
    let mut problems = Vec::new();
    for (index, cloud) in clouds.iter().enumerate() {
        let mut refuse = |message: String, remedy: &str| {
            problems.push(problem_at(cloud.file.clone(), cloud.line, "availability", message, remedy));
        };
        if clouds.iter().take(index).any(|other| other.id == cloud.id) {
            refuse(format!("the cloud `{}` is there twice", cloud.id), "keep one");
        }
        if cloud.id.trim().is_empty() || cloud.title.trim().is_empty() {
            refuse("a cloud has no id, or no title".to_owned(), "write both");
        }
    }
    problems
}

fn faults(model: &Model, one: &Availability, schema: Option<&Schema>) -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    let known = || model.spec.clouds.iter().map(|cloud| cloud.id.as_str());
    let key = match one.claim {
        crate::model::Claim::OnlyIn(_) => "only-in",
        crate::model::Claim::NotIn(_) => "not-in",
        crate::model::Claim::Differs { .. } => "differs-in",
    };
    for cloud in one.claim.clouds().iter().filter(|cloud| !known().any(|known| known == cloud.as_str())) {
        let message = format!("`{}` is no cloud that is known", cloud.escape_debug());
        found.push((key, message, meant(cloud, known(), "add it to clouds.toml")));
    }
    let values = schema.map(|schema| model.resolve(schema)).and_then(Schema::enumeration);
    for value in &one.values {
        let names = || values.into_iter().flat_map(|values| &values.values).map(|value| value.wire.as_str());
        if !names().any(|name| name == value) {
            let message = format!("`{}` is no value of an enum here", value.escape_debug());
            found.push(("values", message, meant(value, names(), "name a value of the enum, or delete it")));
        }
    }
    found
}

//! The rule for resources: each has its feature in the crate.

use std::collections::BTreeSet;

use super::operation::is_resource;
use crate::model::Model;
use crate::problem::Problem;
use crate::spec::Features;

pub(super) fn features(model: &Model) -> Vec<Problem> {
    let spec = &model.spec;
    let Some(features) = &spec.features else { return Vec::new() };
    let names = model.resources.iter().map(|resource| resource.name.as_str());
    let resources: BTreeSet<&str> = names.filter(|name| is_resource(name)).collect();
    let in_crate = |message: String, remedy: &str| Problem {
        file: spec.crate_folder().join("Cargo.toml"),
        line: spec.features_line,
        pointer: String::new(),
        rule: "feature",
        message,
        remedy: remedy.to_owned(),
    };
    let mut problems = Vec::new();
    let reached = features.get("full").map(|full| reached(features, full));
    for resource in &resources {
        if !features.contains_key(*resource) {
            let message = format!("the resource `{resource}` has no feature, so nothing compiles it");
            problems.push(in_crate(message, &format!("write `{resource} = []` under [features]")));
        } else if reached.as_ref().is_some_and(|reached| !reached.contains(*resource)) {
            let message = format!("the feature `full` lacks the resource `{resource}`");
            problems.push(in_crate(message, &format!("add \"{resource}\" to `full`")));
        }
    }
    problems
}

/// The features that a list turns on, directly or not.
fn reached<'f>(features: &'f Features, list: &'f [String]) -> BTreeSet<&'f str> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = list.iter().map(String::as_str).collect();
    while let Some(feature) = waiting.pop() {
        if reached.insert(feature) {
            waiting.extend(features.get(feature).into_iter().flatten().map(String::as_str));
        }
    }
    reached
}

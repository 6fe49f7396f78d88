//! The rule for resources: each has its feature in the crate.

use std::collections::BTreeSet;

use crate::problem::Problem;
use crate::spec::Spec;

pub(super) fn features(spec: &Spec) -> Vec<Problem> {
    let Some(features) = &spec.features else { return Vec::new() };
    let resources: BTreeSet<&str> = spec.resources().map(|file| file.name.as_str()).collect();
    let in_crate = |message: String, remedy: &str| Problem {
        file: std::path::Path::new(&spec.service.crate_folder).join("Cargo.toml"),
        pointer: String::new(),
        rule: "feature",
        message,
        remedy: remedy.to_owned(),
    };
    let mut problems = Vec::new();
    for resource in &resources {
        if !features.contains_key(*resource) {
            let message = format!("the resource `{resource}` has no feature, so nothing compiles it");
            problems.push(in_crate(message, &format!("write `{resource} = []` under [features]")));
        }
    }
    if let Some(full) = features.get("full") {
        let reached = reached(features, full);
        for resource in resources.iter().filter(|resource| !reached.contains(**resource)) {
            let message = format!("the feature `full` lacks the resource `{resource}`");
            problems.push(in_crate(message, &format!("add \"{resource}\" to `full`")));
        }
    }
    problems
}

/// The features that a list turns on, directly or not.
fn reached<'f>(features: &'f crate::spec::Features, list: &'f [String]) -> BTreeSet<&'f str> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = list.iter().map(String::as_str).collect();
    while let Some(feature) = waiting.pop() {
        if reached.insert(feature) {
            waiting.extend(features.get(feature).into_iter().flatten().map(String::as_str));
        }
    }
    reached
}

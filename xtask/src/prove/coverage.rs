//! Which rules on changes the proof is about: each has a change after which there is a client, or a reason why none is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rayon::prelude::*;
use serde_json::Value;

use super::mutation::{Mutation, all};
use super::{generated, predict, rules_of};
use crate::diff::rules;
use crate::model::keyword::Subject;
use crate::spec::{Spec, child, parent};

/// Why no change of a specification proves a rule.
#[derive(Clone, Copy, Debug)]
pub enum Reason {
    /// There is no client of what has the keyword: lint refuses it.
    Refused(Subject, &'static str),
    /// Another reason, in a sentence.
    Else(&'static str),
}

/// The rules that no change proves.
pub const UNPROVED: &[(&str, Reason)] = &[
    ("unknown.reference.changed", Reason::Else("What leads nowhere has no type, so there is no client of it.")),
    ("webhook.added", Reason::Else(WEBHOOKS)),
    ("webhook.removed", Reason::Else(WEBHOOKS)),
    ("request.media-type.widened", Reason::Else(FORMATS)),
    ("response.media-type.widened", Reason::Else(FORMATS)),
    ("parameter.content.changed", Reason::Refused(Subject::Parameter, "content")),
    ("type.as-text", Reason::Else(OBJECTS)),
    ("type.from-text", Reason::Else(OBJECTS)),
    ("part.added", Reason::Else(PARTS)),
    ("part.removed", Reason::Else(PARTS)),
    ("part.removed.required", Reason::Else(PARTS)),
    ("alternative.added", Reason::Refused(Subject::Schema, "oneOf")),
    ("alternative.removed", Reason::Refused(Subject::Schema, "oneOf")),
    ("alternative.repeated", Reason::Refused(Subject::Schema, "anyOf")),
    ("alternative.any.added", Reason::Refused(Subject::Schema, "anyOf")),
    ("alternatives.added", Reason::Refused(Subject::Schema, "oneOf")),
    ("alternatives.removed", Reason::Refused(Subject::Schema, "oneOf")),
    ("alternatives.widened", Reason::Refused(Subject::Schema, "oneOf")),
    ("alternatives.narrowed", Reason::Refused(Subject::Schema, "oneOf")),
    ("alternatives.changed", Reason::Refused(Subject::Schema, "oneOf")),
];

const WEBHOOKS: &str = "They stand beside the paths, where no file of a service has anything.";
const FORMATS: &str = "A body has one format in a client, and none that is open.";
const OBJECTS: &str = "No parameter is an object: lint refuses it.";
const PARTS: &str = "No schema is made of several: lint refuses it.";

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(subject, keyword) => write!(f, "Lint refuses `{keyword}` of {}.", subject.noun()),
            Self::Else(said) => f.write_str(said),
        }
    }
}

/// What is known of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Covered {
    /// The change that it knows something of, and after which there is a client.
    By(String),
    /// There is no change that it knows something of.
    NoChange,
    /// There is no client after any of the changes: why not after the first.
    NoClient(String),
}

/// How many changes of a kind are tried at places that are alike.
const PLACES: usize = 3;

/// Changes of each kind, at places of each kind.
fn some(spec: &Spec, mutations: Vec<Mutation>) -> Vec<Mutation> {
    let mut by_kind: BTreeMap<(String, String), Vec<Mutation>> = BTreeMap::new();
    for mutation in mutations {
        let (kind, at) = mutation.name.split_once(' ').unwrap_or((&mutation.name, ""));
        by_kind.entry((kind.to_owned(), nature(&spec.document, at))).or_default().push(mutation);
    }
    let apart = |of_kind: Vec<Mutation>| {
        let step = of_kind.len().div_ceil(PLACES).max(1);
        of_kind.into_iter().step_by(step)
    };
    by_kind.into_values().flat_map(apart).collect()
}

/// What rules look at in what stands at a place: its type, what is said of it, and whether it must be there.
fn nature(document: &Value, at: &str) -> String {
    let found = document.pointer(at).unwrap_or(&Value::Null);
    let marks = ["default", "deprecated", "readOnly", "writeOnly", "requestBody", "$ref"]
        .iter()
        .filter(|key| found.get(key).is_some());
    let mut nature: Vec<&str> = found.get("type").and_then(Value::as_str).into_iter().chain(marks.copied()).collect();
    let flags = [found.get("required"), found.pointer("/requestBody/required")];
    let list = parent(at).and_then(parent).and_then(|object| document.pointer(&child(object, "required")));
    let name = Value::from(at.rsplit('/').next().unwrap_or_default());
    let is_listed = list.and_then(Value::as_array).is_some_and(|list| list.contains(&name));
    if is_listed || flags.contains(&Some(&Value::Bool(true))) {
        nature.push("required");
    }
    nature.join(" ")
}

/// What is known of each rule. A change is tried only if one of its rules has none that proves it yet.
///
/// # Errors
///
/// A message if there is no client of the specification as it is.
pub fn coverage(spec: &Spec) -> Result<BTreeMap<&'static str, Covered>, String> {
    let before = generated(spec)?;
    let mut left: Vec<(Mutation, BTreeSet<&'static str>)> = some(spec, all(&spec.document))
        .into_par_iter()
        .map(|mutation| {
            let known = rules_of(spec, &mutation).unwrap_or_default();
            (mutation, known)
        })
        .collect();
    let mut covered: BTreeMap<&'static str, Covered> = rules().map(|rule| (rule.id, Covered::NoChange)).collect();
    loop {
        let chosen = next_of_each(&mut left, &covered);
        if chosen.is_empty() {
            return Ok(covered);
        }
        let tries = chosen.into_par_iter().map(|(mutation, known)| {
            let predicted = predict(spec, &before, &mutation);
            (mutation.name, known, predicted.err())
        });
        for (name, known, fault) in tries.collect::<Vec<_>>() {
            for rule in known {
                let of_rule = covered.entry(rule).or_insert(Covered::NoChange);
                match (&of_rule, &fault) {
                    (Covered::By(_), _) | (Covered::NoClient(_), Some(_)) => {}
                    (_, None) => *of_rule = Covered::By(name.clone()),
                    (Covered::NoChange, Some(fault)) => *of_rule = Covered::NoClient(fault.clone()),
                }
            }
        }
    }
}

/// Takes out of what is left a change for each rule that none proves yet, if there is one.
fn next_of_each(
    left: &mut Vec<(Mutation, BTreeSet<&'static str>)>,
    covered: &BTreeMap<&'static str, Covered>,
) -> Vec<(Mutation, BTreeSet<&'static str>)> {
    let is_proved = |rule: &&str| matches!(covered.get(rule), Some(Covered::By(_)));
    let mut looked_for: BTreeSet<&str> = covered.keys().copied().filter(|rule| !is_proved(rule)).collect();
    let is_next = |(_, known): &mut (Mutation, BTreeSet<&'static str>)| {
        let is_next = known.iter().any(|rule| looked_for.contains(rule));
        looked_for.retain(|rule| !known.contains(rule));
        is_next
    };
    left.extract_if(.., is_next).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::keyword::{Verdict, verdict};
    use crate::spec::files;

    #[test]
    fn each_rule_has_a_change_that_it_knows_or_a_reason_why_none_can_be() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/widgets");
        let spec = Spec::parse(&files::read(&root, Path::new("openapi/widgets")).unwrap()).unwrap();
        let mut wrong = Vec::new();
        for (rule, proof) in coverage(&spec).unwrap() {
            let reason = UNPROVED.iter().find(|(id, _)| *id == rule);
            match (proof, reason) {
                (Covered::By(_), None) | (Covered::NoChange | Covered::NoClient(_), Some(_)) => {}
                (Covered::By(change), Some(_)) => wrong.push(format!("{rule} has a reason, and is proved by {change}")),
                (proof, None) => wrong.push(format!("{rule}: {proof:?}")),
            }
        }
        for (rule, reason) in UNPROVED {
            match reason {
                _ if !rules().any(|known| known.id == *rule) => wrong.push(format!("{rule} is no rule")),
                Reason::Refused(subject, keyword) => {
                    if !matches!(verdict(*subject, keyword), Some(Verdict::Refused { .. })) {
                        wrong.push(format!("{rule}: `{keyword}` is not refused"));
                    }
                }
                Reason::Else(said) => assert!(said.ends_with('.'), "{rule}"),
            }
        }
        assert!(wrong.is_empty(), "{} rules:\n{}", wrong.len(), wrong.join("\n"));
    }
}

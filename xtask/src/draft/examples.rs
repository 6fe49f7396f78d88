//! What is drafted, checked by the rules: examples that contradict the fields of their own page are taken out, and what else
//! lint refuses is told, unless only a person can write it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::Draft;
use super::addition::Addition;
use super::write::texts;
use crate::lint::{self, PLACEHOLDERS, lint_without};
use crate::model::Model;
use crate::problem::Problem;
use crate::spec::files::SpecTexts;
use crate::spec::{Spec, parent};

/// Rules that ask for what only a person can say.
const OF_PEOPLE: [&str; 2] = [PLACEHOLDERS, "feature"];

/// Takes examples out that do not fit, and says what lint will refuse.
pub(super) fn check(base: &Model, before: &SpecTexts, draft: &mut Draft) -> Result<Vec<String>, String> {
    if draft.additions.is_empty() && draft.codes.is_empty() {
        return Ok(Vec::new());
    }
    let known: BTreeSet<(&str, String, String)> = lint_without(base, &OF_PEOPLE).into_iter().map(key).collect();
    let found = problems(base, before, draft)?;
    let additions = &mut draft.additions;
    let (mut left_out, mut misfits) = (Vec::new(), BTreeMap::<String, Vec<String>>::new());
    for problem in found.into_iter().filter(|problem| !known.contains(&key(problem.clone()))) {
        if problem.message == "the body has no example" {
            continue;
        }
        match example_of(&problem.pointer).filter(|_| problem.rule == "example") {
            Some(example) => misfits.entry(example.to_owned()).or_default().push(problem.message),
            None => left_out.push(format!("lint will refuse: {problem}")),
        }
    }
    let places: HashMap<String, usize> =
        additions.iter().enumerate().map(|(at, addition)| (addition.target(), at)).collect();
    let mut misfitting = BTreeSet::new();
    for (example, messages) in misfits {
        // What is added is the example, or something around it.
        if !places.contains_key(&example) {
            take_out(additions, &places, &example);
        }
        misfitting.insert(example.clone());
        left_out.push(format!("{example}: {}", lint::misfits(&messages)));
    }
    // Two pages of one round may have added an example of one name.
    additions.retain(|addition| !misfitting.contains(&addition.target()));
    Ok(left_out)
}

fn key(problem: Problem) -> (&'static str, String, String) {
    (problem.rule, problem.pointer, problem.message)
}

/// The problems of the specification with the additions, as it would be read from its files.
fn problems(base: &Model, before: &SpecTexts, draft: &Draft) -> Result<Vec<Problem>, String> {
    let mut after = before.clone();
    after.files.extend(texts(&base.spec, before, draft)?);
    match Spec::parse(&after) {
        Ok(spec) => Ok(lint_without(&Model::of(spec), &OF_PEOPLE)),
        Err(problems) => Ok(problems.0),
    }
}

/// The pointer of the example that a pointer leads into.
fn example_of(pointer: &str) -> Option<&str> {
    let name = pointer.find("/examples/")? + "/examples/".len();
    let end = pointer.get(name..)?.find('/').map_or(pointer.len(), |end| name + end);
    pointer.get(..end)
}

/// Takes an example out of the addition that holds it.
fn take_out(additions: &mut [Addition], places: &HashMap<String, usize>, example: &str) {
    let mut around = std::iter::successors(Some(example), |at| parent(at));
    let Some((outer, at)) = around.find_map(|outer| Some((outer, *places.get(outer)?))) else { return };
    let inside = example.strip_prefix(outer).and_then(|inside| inside.rsplit_once('/'));
    let (Some((list, name)), Some(addition)) = (inside, additions.get_mut(at)) else { return };
    let media = list.strip_suffix("/examples").and_then(|media| addition.value.pointer_mut(media));
    let Some(Value::Object(media)) = media else { return };
    if let Some(Value::Object(examples)) = media.get_mut("examples") {
        examples.shift_remove(name);
        if examples.is_empty() {
            media.shift_remove("examples");
        }
    }
}

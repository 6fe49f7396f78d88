//! The verdict on source code, proved by a compiler: code that uses everything of a generated crate is compiled against the
//! crate after a change, and what breaks is compared with what [`diff`](crate::diff) said.
//!
//! | module | what it does |
//! |---|---|
//! | `mutation` | changes of a specification, of all kinds, in many places |
//! | `corpus` | user code: each field read and written, each method called, each value of an enum matched, an item each |
//!
//! What changes behaviour, and compiles, stands outside of the proof.

mod corpus;
mod mutation;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::codegen;
use crate::contract::Edit;
use crate::diff::{Document, Rust, compare, rust};
use crate::model::Model;
use crate::spec::{Spec, bundle};

pub use corpus::{Corpus, Use, corpus};
pub use mutation::{Mutation, mutations};

/// A change of a specification, and what it is said to break.
#[derive(Debug)]
pub struct Prediction {
    /// The generated files after it.
    pub files: BTreeMap<PathBuf, String>,
    /// The public items that are said to be gone or to have changed.
    pub items: BTreeSet<String>,
    /// The ids of the findings that are said to break source.
    pub findings: Vec<String>,
}

impl Prediction {
    /// Whether a finding is said to break source.
    pub fn breaks(&self) -> bool {
        !self.findings.is_empty()
    }
}

/// The generated files of a specification.
///
/// # Errors
///
/// A message if it cannot be generated.
pub fn generated(spec: &Spec) -> Result<BTreeMap<PathBuf, String>, String> {
    let generated = codegen::generate(&Model::of(spec.clone()), &[]).map_err(|error| format!("{error:#}"))?;
    Ok(generated.files)
}

/// Makes the change, and says what it breaks; `before` are the generated files without it.
///
/// # Errors
///
/// A message if the changed specification cannot be put together or generated: no client of it exists.
pub fn predict(spec: &Spec, before: &BTreeMap<PathBuf, String>, mutation: &Mutation) -> Result<Prediction, String> {
    let after = changed(spec, &mutation.edits)?;
    let files = generated(&after)?;
    let changes = rust::changes(before, &files);
    let mut findings = compare(&Document::of_spec(spec.clone()), &Document::of_spec(after.clone()), "").findings;
    rust::attribute(&changes, &mut findings, spec, &after);
    let breaking = findings.iter().filter(|finding| finding.rust == Rust::Breaks);
    let findings = breaking.map(|finding| finding.id.clone()).collect();
    Ok(Prediction { files, items: changes.into_iter().map(|change| change.item).collect(), findings })
}

/// The specification after edits of its bundle.
fn changed(spec: &Spec, edits: &[Edit]) -> Result<Spec, String> {
    let mut after = spec.clone();
    for edit in edits {
        let path = spec.file_of(edit.pointer()).map(|file| file.path.clone());
        if let Some(file) = after.files.iter_mut().find(|file| Some(&file.path) == path.as_ref()) {
            edit.apply(&mut file.value);
        }
    }
    after.document = bundle(&after.service, &after.files)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    Ok(after)
}

/// What the compiler refused that was said to compile, and what compiles that was said to break.
pub fn disagreements(prediction: &Prediction, corpus: &Corpus, refused: &BTreeSet<usize>) -> Vec<String> {
    let name = |index: &usize| corpus.uses.get(*index).map(|it| it.item.clone());
    let broken: BTreeSet<String> = refused.iter().filter_map(name).collect();
    let used: BTreeSet<&String> = corpus.uses.iter().map(|it| &it.item).collect();
    let mut told: Vec<String> = broken
        .iter()
        .filter(|item| !prediction.items.contains(*item))
        .map(|item| format!("missed: {item} does not compile any more"))
        .collect();
    let spurious = prediction.items.iter().filter(|item| used.contains(item) && !broken.contains(*item));
    told.extend(spurious.map(|item| format!("spurious: {item} still compiles")));
    if prediction.breaks() == broken.is_empty() {
        let said = if prediction.breaks() { "breaks source" } else { "breaks nothing" };
        told.push(format!("the findings say that it {said}"));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: &str = "pub struct Widget {\n    pub size: Option<i64>,\n}\nimpl Widget {\n    pub fn new(name: impl Into<String>) -> Self \
                          {\n        loop {}\n    }\n}\nopen_enum! {\n    pub enum State {\n        On => \"on\",\n    }\n}\n";

    fn used() -> Corpus {
        let files = BTreeMap::from([(PathBuf::from("src/generated/widgets.rs"), CLIENT.to_owned())]);
        corpus("w", &files).unwrap()
    }

    #[test]
    fn each_thing_is_used_in_an_item_of_its_own() {
        let items: Vec<_> = used().uses.into_iter().map(|it| (it.item, it.code)).collect();
        let of = |item: &str| {
            items.iter().filter(|(name, _)| name == item).map(|(_, code)| code.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of("Widget::size").len(), 2, "{items:?}");
        assert!(of("Widget::new()")[0].contains("Widget::new(value::<& 'static str>())"), "{items:?}");
        assert!(of("State::On")[0].contains("matches!(it, State::On)"), "{items:?}");
        let (text, lines) = used().text(&BTreeSet::from([0]));
        assert_eq!(text.lines().count(), lines.len());
        assert!(lines.contains(&Some(1)) && !lines.contains(&Some(0)));
    }

    #[test]
    fn what_is_missed_and_what_is_not_refused_are_told() {
        let at = |item: &str| used().uses.iter().position(|it| it.item == item).unwrap();
        let said = |items: &[&str], findings: usize, refused: &[usize]| {
            let items = items.iter().map(|item| (*item).to_owned()).collect();
            let prediction = Prediction { files: BTreeMap::new(), items, findings: vec![String::new(); findings] };
            disagreements(&prediction, &used(), &refused.iter().copied().collect())
        };
        assert_eq!(said(&["State::On"], 1, &[at("State::On")]), [""; 0]);
        assert_eq!(said(&[], 0, &[at("State::On")]).len(), 2);
        assert_eq!(said(&["State::On"], 1, &[]).len(), 2);
        // What no code uses cannot be refused.
        assert_eq!(said(&["MockService::when_list_widgets()"], 0, &[]), [""; 0]);
    }
}

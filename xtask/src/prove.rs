//! The verdict on source code, proved by a compiler: code that uses everything of a generated crate is compiled against the
//! crate after a change, and what breaks is compared with what [`diff`](crate::diff) said.
//!
//! | module | what it does |
//! |---|---|
//! | `mutation` | changes of a specification, of all kinds, in many places |
//! | `batch` | which changes can be compiled together, and what is refused because of which |
//! | `coverage` | which rules the changes are about, and why a rule is about none |
//! | `corpus` | user code: each field read and written, each method called, each value of an enum matched, an item each |
//!
//! What changes behaviour, and compiles, stands outside of the proof.

mod batch;
mod corpus;
mod coverage;
mod mutation;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::codegen;
use crate::contract::Edit;
use crate::diff::{Document, Rust, compare, rust};
use crate::model::Model;
use crate::spec::Spec;

pub use batch::{Change, batches, shared_out};
pub use corpus::{Corpus, Use, corpus};
pub use coverage::{Covered, Reason, UNPROVED, coverage};
pub use mutation::{Mutation, mutations};

/// The day on which specifications are compared: what ends before it has ended.
const TODAY: &str = "2026-01-01";

/// A change of a specification, and what it is said to break.
#[derive(Debug, Default)]
pub struct Prediction {
    /// The public items that are said to be gone or to have changed.
    pub items: BTreeSet<String>,
    /// The ids of the findings that are said to break source.
    pub findings: Vec<String>,
    /// The rules that know something of the change.
    pub rules: BTreeSet<&'static str>,
}

impl Prediction {
    /// Whether a finding is said to break source.
    pub fn breaks(&self) -> bool {
        !self.findings.is_empty()
    }
}

/// The generated files of the client.
///
/// # Errors
///
/// A message if it cannot be generated.
pub fn generated(spec: &Spec) -> Result<BTreeMap<PathBuf, String>, String> {
    let model = Model::of(spec.clone());
    // Of two changes, one may move the operation that the other one puts something into.
    if model.operations.iter().any(|operation| operation.id.is_empty()) {
        return Err("an operation has no `operationId`".to_owned());
    }
    Ok(codegen::generate_client(&model).map_err(|error| format!("{error:#}"))?.files)
}

/// Makes the change, and says what it breaks, and what is generated after it; `before` are the generated files without it.
///
/// # Errors
///
/// A message if the changed specification cannot be put together or generated: no client of it exists. The same if the client
/// shows what is given before the change: code that uses the client is written for the one without.
pub fn predict(
    spec: &Spec,
    before: &BTreeMap<PathBuf, String>,
    mutation: &Mutation,
) -> Result<(Prediction, BTreeMap<PathBuf, String>), String> {
    let old = changed(spec, &mutation.given)?;
    if !mutation.given.is_empty() && !code(&generated(&old)?).eq(code(before)) {
        return Err("the client shows what is given before the change".to_owned());
    }
    let after = changed(spec, mutation.all_edits())?;
    let files = generated(&after)?;
    let changes = rust::changes(before, &files);
    let mut findings = compare(&Document::of_spec(old.clone()), &Document::of_spec(after.clone()), TODAY).findings;
    rust::attribute(&changes, &mut findings, &old, &after);
    let breaking = findings.iter().filter(|finding| finding.rust == Rust::Breaks);
    let prediction = Prediction {
        items: changes.into_iter().map(|change| change.item).collect(),
        findings: breaking.map(|finding| finding.id.clone()).collect(),
        rules: findings.iter().map(|finding| finding.rule).collect(),
    };
    Ok((prediction, files))
}

/// The rules that know something of the change, whether there is a client after it or not.
fn rules_of(spec: &Spec, mutation: &Mutation) -> Result<BTreeSet<&'static str>, String> {
    let (old, new) = (changed(spec, &mutation.given)?, changed(spec, mutation.all_edits())?);
    let findings = compare(&Document::of_spec(old), &Document::of_spec(new), TODAY).findings;
    Ok(findings.iter().map(|finding| finding.rule).collect())
}

/// The files of code among those that are generated.
fn code(files: &BTreeMap<PathBuf, String>) -> impl Iterator<Item = (&PathBuf, &String)> {
    files.iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "rs"))
}

/// The generated files after several changes at once.
///
/// # Errors
///
/// A message if there is no client after them.
pub fn together(spec: &Spec, changes: &[Change]) -> Result<BTreeMap<PathBuf, String>, String> {
    generated(&changed(spec, changes.iter().flat_map(|change| change.mutation.all_edits()))?)
}

/// The specification after edits of its bundle. What has no place yet gets one in the file of the edit before.
fn changed<'e>(spec: &Spec, edits: impl IntoIterator<Item = &'e Edit>) -> Result<Spec, String> {
    let (mut files, mut shared) = (spec.files.clone(), spec.shared.clone());
    let mut path = None;
    for edit in edits {
        path = spec.file_of(edit.pointer()).map(|file| file.path.clone()).or(path);
        let mut all = files.iter_mut().chain(&mut shared);
        if let Some(file) = all.find(|file| Some(&file.path) == path.as_ref()) {
            edit.apply(&mut file.value);
        }
    }
    spec.clone().with_files(files, shared).map_err(|problems| problems.to_string())
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
            let prediction = Prediction { items, findings: vec![String::new(); findings], ..Prediction::default() };
            disagreements(&prediction, &used(), &refused.iter().copied().collect())
        };
        assert_eq!(said(&["State::On"], 1, &[at("State::On")]), [""; 0]);
        assert_eq!(said(&[], 0, &[at("State::On")]).len(), 2);
        assert_eq!(said(&["State::On"], 1, &[]).len(), 2);
        // What no code uses cannot be refused.
        assert_eq!(said(&["MockService::when_list_widgets()"], 0, &[]), [""; 0]);
    }

    #[test]
    fn what_breaks_source_is_told_from_what_changes_beside_it() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/widgets");
        let texts = crate::spec::files::read(&root, std::path::Path::new("openapi/widgets")).unwrap();
        let spec = Spec::parse(&texts).unwrap();
        let broken = |edits: Vec<Edit>| {
            let mutation = Mutation { name: String::new(), given: Vec::new(), edits };
            predict(&spec, &generated(&spec).unwrap(), &mutation).unwrap().0.findings
        };
        let list = "/paths/~1v1~1{project_id}~1cogs/get/parameters";
        // The parameter that is gone comes after the one with another step.
        let step = Edit::set(format!("{list}/4/schema/multipleOf"), 5);
        assert_eq!(broken(vec![step, Edit::Remove { pointer: format!("{list}/8") }]), ["parameter.removed"]);
        // A constructor asks for a field more; the type of another one has other words and another limit.
        let cog = "/components/schemas/NewCog";
        let mut edits = vec![Edit::set(format!("{cog}/properties/teeth/maximum"), 90)];
        edits.extend(Edit::required(&format!("{cog}/properties/token_name"), true));
        assert_eq!(broken(edits), ["request.field.required"]);
        // A part of the path that the client cannot fill in any more becomes an argument of all operations.
        let mut all = Vec::new();
        mutation::of_path_parameters(&spec.document, &mut all);
        let project = all.into_iter().find(|mutation| mutation.name.ends_with("/ProjectId")).unwrap();
        assert_eq!(broken(project.edits), ["parameter.renamed"]);
    }
}

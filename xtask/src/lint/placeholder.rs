//! The rule for placeholders: what a person has yet to say, one problem a file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

use crate::model::{Model, Operation};
use crate::problem::{Problem, counted};
use crate::spec::{Spec, extension as x, holds_placeholder, is_placeholder, parent, placeholders as open};

/// What stands in a file: how often each key has a placeholder, and the line of the first.
#[derive(Debug, Default)]
struct Open {
    keys: BTreeMap<String, usize>,
    answers: BTreeSet<&'static str>,
    line: u32,
}

impl Open {
    fn add(&mut self, key: &str, line: u32) {
        *self.keys.entry(key.to_owned()).or_default() += 1;
        self.line = if self.line == 0 { line } else { self.line.min(line) };
    }
}

pub(super) fn placeholders(model: &Model) -> Vec<Problem> {
    let spec = &model.spec;
    let mut files: BTreeMap<PathBuf, Open> = BTreeMap::new();
    // What cannot be read has a problem already.
    let is_refused = |pointer: &String| model.problems.iter().any(|problem| problem.pointer == *pointer);
    for (pointer, key) in open(&spec.document).into_iter().filter(|(pointer, _)| !is_refused(pointer)) {
        let (file, line) = spec.place_of(&pointer);
        let open = files.entry(file.to_owned()).or_default();
        open.add(&key, line);
        open.answers.extend(answer(model, &pointer, &key));
    }
    for file in spec.resources() {
        let at = "/tag/description";
        if file.value.pointer(at).and_then(Value::as_str).is_some_and(is_placeholder) {
            files.entry(file.path.clone()).or_default().add("description", file.line(at).unwrap_or(1));
        }
    }
    for (record, key, line) in records(model) {
        files.entry(record).or_default().add(key, line);
    }
    files.into_iter().map(|(file, open)| problem(file, &open)).collect()
}

/// What to write for keys whose answer is no text of ours.
const ANSWERS: [(&str, &str); 4] = [
    (
        x::PROPOSED_NAME,
        "`x-proposed-name: true` accepts the name, after another `operationId` that is better, if one is",
    ),
    (x::REQUIRES, "`x-requires` says which fields go together, and is deleted if nothing is asked of them"),
    (
        x::PERMISSION,
        "`x-permission` lists the actions that its note leads to, if they hold here, or is `none` or `unknown`",
    ),
    ("when", "`when` says when the action is asked for, and is deleted if that is always so"),
];

/// What `x-requires` of an operation that stands for several says.
const OF_SEVERAL: &str = "`x-requires` says which fields go together, or `none`";

/// What to write in the place of a placeholder, if it is no text of ours.
fn answer(model: &Model, pointer: &str, key: &str) -> Option<&'static str> {
    // Of what stands for one operation, `none` is refused.
    let is_of_several = |one: &Operation| !one.variants.is_empty() && parent(pointer) == Some(one.pointer.as_str());
    if key == x::REQUIRES && model.operations.iter().any(is_of_several) {
        return Some(OF_SEVERAL);
    }
    ANSWERS.iter().find(|(known, _)| *known == key).map(|(_, answer)| *answer)
}

fn problem(file: PathBuf, open: &Open) -> Problem {
    let count: usize = open.keys.values().sum();
    let keys: Vec<String> = open.keys.iter().map(|(key, count)| format!("{count} of `{key}`")).collect();
    let mut remedy =
        "write what only a person can say where `TODO` stands; `cargo xtask release` waits for it".to_owned();
    for answer in &open.answers {
        remedy.push_str("; ");
        remedy.push_str(answer);
    }
    Problem {
        file,
        line: open.line,
        pointer: String::new(),
        rule: super::PLACEHOLDERS,
        message: format!("{}: {}", counted(count, "placeholder"), keys.join(", ")),
        remedy,
    }
}

/// The placeholders of records: the file, the key and the line.
fn records(model: &Model) -> Vec<(PathBuf, &'static str, u32)> {
    let spec = &model.spec;
    let service = &spec.service;
    let mut found = Vec::new();
    let sentences = [
        ("title", &service.title),
        ("version", &service.version),
        ("description", &service.description),
        ("contact", &service.contact.name),
        ("license", &service.license.name),
        ("documentation", &service.documentation.description),
    ];
    let names = [
        ("contact", &service.contact.url),
        ("license", &service.license.url),
        ("documentation", &service.documentation.url),
        ("endpoints", &service.endpoints.pattern),
        ("endpoints", &service.endpoints.default),
    ];
    let names = names.into_iter().chain(service.endpoints.regions.iter().map(|region| ("endpoints", region)));
    let open = sentences.into_iter().filter(|(_, text)| is_placeholder(text));
    let open = open.chain(names.filter(|(_, text)| holds_placeholder(text)));
    let record = |name: &str| spec.folder.join(name);
    found.extend(open.map(|(key, _)| match key {
        "endpoints" => (spec.endpoints_at().0, key, spec.endpoints_at().1),
        key => (record("service.toml"), key, service.line(key)),
    }));
    found.extend(lists(spec));
    found
}

/// The placeholders of records that are lists, and of what else a service says of parts of it.
fn lists(spec: &Spec) -> Vec<(PathBuf, &'static str, u32)> {
    let record = |name: &str| spec.folder.join(name);
    let mut texts: Vec<(PathBuf, u32, &'static str, &str)> = Vec::new();
    for (key, reason) in &spec.service.differs {
        let line = spec.service.line(&format!("differs.{key}"));
        texts.push((record("service.toml"), line, "differs", reason.get_ref()));
    }
    for step in spec.service.demo.iter().flat_map(|demo| &demo.step) {
        texts.push((record("service.toml"), spec.service.line("demo"), "shows", &step.shows));
    }
    for source in &spec.sources {
        texts.extend(
            source.dated_by.iter().map(|text| (record("sources.toml"), source.line, "dated-by", text.as_str())),
        );
    }
    for code in &spec.error_codes {
        texts.push((code.file.clone(), code.line, "meaning", &code.meaning));
        texts.push((code.file.clone(), code.line, "name", &code.name));
        texts.extend(code.note.iter().map(|text| (code.file.clone(), code.line, "note", text.as_str())));
    }
    for cloud in &spec.clouds {
        texts.push((cloud.file.clone(), cloud.line, "title", &cloud.title));
        texts.extend(cloud.note.iter().map(|text| (cloud.file.clone(), cloud.line, "note", text.as_str())));
    }
    for quirk in &spec.quirks {
        let said = [("says", &quirk.says), ("choice", &quirk.choice), ("evidence", &quirk.evidence)];
        texts.extend(said.map(|(key, text)| (record("quirks.toml"), quirk.line, key, text.as_str())));
    }
    for left_out in &spec.deferred {
        texts.push((record("coverage.toml"), left_out.line, "reason", &left_out.reason));
    }
    for left_out in &spec.superseded {
        let reason = left_out.reason.iter();
        texts.extend(reason.map(|text| (record("coverage.toml"), left_out.line, "reason", text.as_str())));
    }
    let open = texts.into_iter().filter(|(.., text)| is_placeholder(text));
    let open = open.map(|(file, line, key, _)| (file, key, line));
    let titles = spec.sources.iter().filter(|source| source.title.as_deref().is_some_and(holds_placeholder));
    open.chain(titles.map(|source| (record("sources.toml"), "title", source.line))).collect()
}

//! The rule for placeholders: what a person has yet to say, one problem a file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

use super::documentation::texts;
use super::places::Places;
use crate::model::Model;
use crate::problem::{Problem, counted};
use crate::spec::{child, extension as x, holds_placeholder, is_placeholder};

/// What stands in a file: how often each key has a placeholder, and the line of the first.
#[derive(Debug, Default)]
struct Open {
    keys: BTreeMap<String, usize>,
    line: u32,
}

impl Open {
    fn add(&mut self, key: &str, line: u32) {
        *self.keys.entry(key.to_owned()).or_default() += 1;
        self.line = if self.line == 0 { line } else { self.line.min(line) };
    }
}

pub(super) fn placeholders(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let spec = &model.spec;
    let mut files: BTreeMap<PathBuf, Open> = BTreeMap::new();
    for (pointer, key) in open(model, places) {
        let (file, line) = spec.place_of(&pointer);
        files.entry(file.to_owned()).or_default().add(&key, line);
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
    (x::REQUIRES, "`x-requires` says which fields go together, or `none`"),
    (
        x::PERMISSION,
        "`x-permission` lists the actions that its note leads to, if they hold here, or is `none` or `unknown`",
    ),
    ("when", "`when` says when the action is asked for, and is deleted if that is always so"),
];

fn problem(file: PathBuf, open: &Open) -> Problem {
    let count: usize = open.keys.values().sum();
    let keys: Vec<String> = open.keys.iter().map(|(key, count)| format!("{count} of `{key}`")).collect();
    let mut remedy =
        "write what only a person can say where `TODO` stands; `cargo xtask release` waits for it".to_owned();
    for (_, answer) in ANSWERS.iter().filter(|(key, _)| open.keys.contains_key(*key)) {
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

/// The placeholders of the document: where each stands, and under which key.
fn open(model: &Model, places: &Places<'_>) -> BTreeSet<(String, String)> {
    let open = texts(model, places).into_iter().filter(|text| is_placeholder(text.says));
    let mut found: BTreeSet<(String, String)> = open
        .map(|text| {
            let is_meaning = text.holder.ends_with(x::ENUM_DESCRIPTIONS);
            let key = if is_meaning { x::ENUM_DESCRIPTIONS } else { text.key };
            (child(&text.holder, text.key), key.to_owned())
        })
        .collect();
    let keys = [x::IDEMPOTENT, x::PERMISSION, x::PROPOSED_NAME, x::REQUIRES];
    let of_operation = |operation| keys.map(|key| (operation, key));
    let operations = model.operations.iter().flat_map(|operation| of_operation(operation.pointer.as_str()));
    let actions = model.operations.iter().filter_map(|operation| operation.permission.as_ref());
    let actions = actions.flat_map(|permission| &permission.actions).map(|action| (action.pointer.as_str(), "when"));
    let marked = places.schemas.iter().filter(|place| place.schema.no_secret);
    let schemas = marked.map(|place| (place.schema.pointer.as_str(), x::NO_SECRET));
    let judgements = operations.chain(actions).chain(schemas).map(|(holder, key)| (child(holder, key), key.to_owned()));
    let is_open =
        |pointer: &str| model.spec.document.pointer(pointer).and_then(Value::as_str).is_some_and(is_placeholder);
    found.extend(judgements.filter(|(pointer, _)| is_open(pointer)));
    found
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
    let sources = spec.sources.iter().filter(|source| source.title.as_deref().is_some_and(holds_placeholder));
    found.extend(sources.map(|source| (record("sources.toml"), "title", source.line)));
    let codes = spec.error_codes.iter().filter(|code| is_placeholder(&code.meaning));
    found.extend(codes.map(|code| (code.file.clone(), "meaning", code.line)));
    let clouds = spec.clouds.iter().filter(|cloud| is_placeholder(&cloud.title));
    found.extend(clouds.map(|cloud| (cloud.file.clone(), "title", cloud.line)));
    let quirks = spec.quirks.iter().flat_map(|quirk| {
        [("says", &quirk.says), ("choice", &quirk.choice), ("evidence", &quirk.evidence)]
            .into_iter()
            .filter(|(_, text)| is_placeholder(text))
            .map(|(key, _)| (spec.folder.join("quirks.toml"), key, quirk.line))
    });
    found.extend(quirks);
    found
}

//! Each rule, broken once or more in a specification that keeps all of them.

mod bodies;
mod causes;
mod conditions;
mod deprecations;
mod descriptions;
mod examples;
mod extensions;
mod families;
mod forms;
mod hostile;
mod keywords;
mod limits;
mod long_running;
mod misspelt;
mod operations;
mod parameters;
mod placeholders;
mod records;
mod references;
mod responses;
mod schemas;
mod services;
mod witnesses;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::{RULES, lint};
use crate::model::Model;
use crate::problem::Problem;
use crate::spec::files::{self, SpecTexts};
use crate::spec::{Spec, canonical_yaml, parse_yaml};

const LIST: &str = "/paths/~1v1~1{project_id}~1widgets/get";
const CREATE: &str = "/paths/~1v1~1{project_id}~1widgets/post";
const WIDGET: &str = "/components/schemas/Widget";
const SIZE: &str = "/components/schemas/Widget/properties/size";
const SOURCES: &str = "[[source]]
id = 'page'
kind = 'page'
path = 'p'
operation = 'ListWidgets'
date = 2026-01-01
sha256 = ''

[[source]]
id = 'page-of-create'
kind = 'page'
path = 'q'
operation = 'CreateWidget'
date = 2026-01-01
sha256 = ''

[[source]]
id = 'interface'
kind = 'interface'
path = 'r'
dated-by = 'none: invented'
sha256 = ''
";

const CLOUDS: &str = "[[cloud]]
id = 'high'
title = 'High Cloud'

[[cloud]]
id = 'low'
title = 'Low Cloud'
";

const CODES: &str = "\
[[code]]
code = \"W.1\"
name = \"PageUnknown\"
statuses = [400]
meaning = \"There is no such page.\"
sources = [\"page\"]
";

/// Texts of the specification, `change` done to the file of its resource.
fn texts(change: impl FnOnce(&mut Value)) -> SpecTexts {
    let mut texts = SpecTexts { folder: "openapi/widgets".into(), ..SpecTexts::default() };
    put(&mut texts, "service.toml", include_str!("fixtures/service.toml"));
    put(&mut texts, "sources.toml", SOURCES);
    put(&mut texts, "quirks.toml", "quirk = []\n");
    put(&mut texts, "clouds.toml", CLOUDS);
    put(&mut texts, "error-codes.toml", CODES);
    put_yaml(&mut texts, "common.yaml", &parse_yaml(include_str!("fixtures/common.yaml")).unwrap());
    let mut resource = parse_yaml(include_str!("fixtures/widgets.yaml")).unwrap();
    change(&mut resource);
    put_yaml(&mut texts, "resources/widgets.yaml", &resource);
    texts
}

fn put(texts: &mut SpecTexts, file: &str, text: &str) {
    texts.files.insert(texts.folder.join(file), text.to_owned());
}

fn put_yaml(texts: &mut SpecTexts, file: &str, value: &Value) {
    put(texts, file, &canonical_yaml(value).unwrap());
}

fn model(texts: &SpecTexts) -> Model {
    Model::of(Spec::parse(texts).unwrap())
}

/// What lint finds in some texts. Each problem has a rule that is listed, a file, a line and a remedy, and is there once.
fn problems(texts: &SpecTexts) -> Vec<Problem> {
    let problems = lint(&model(texts));
    let mut seen = BTreeSet::new();
    for problem in &problems {
        assert!(RULES.iter().any(|rule| rule.id == problem.rule), "{problem}");
        assert!(problem.line > 0, "no line: {problem}");
        assert!(problem.file.starts_with("openapi") || problem.rule == "feature", "{problem}");
        assert!(!problem.message.is_empty() && !problem.remedy.is_empty(), "{problem}");
        assert!(seen.insert((&problem.file, problem.line, &problem.pointer, &problem.message)), "twice: {problem}");
    }
    problems
}

/// What is found after a change to the resource file: rule and pointer of each problem.
fn found(change: impl FnOnce(&mut Value)) -> Vec<(&'static str, String)> {
    problems(&texts(change)).into_iter().map(|problem| (problem.rule, problem.pointer)).collect()
}

/// The same with what is said: rule, pointer, message, remedy.
fn reported(change: impl FnOnce(&mut Value)) -> Vec<(&'static str, String, String, String)> {
    let problems = problems(&texts(change)).into_iter();
    problems.map(|problem| (problem.rule, problem.pointer, problem.message, problem.remedy)).collect()
}

/// Messages after a change to a record, or another file.
fn messages(change: impl FnOnce(&mut SpecTexts)) -> Vec<(&'static str, String)> {
    let mut texts = texts(|_| {});
    change(&mut texts);
    problems(&texts).into_iter().map(|problem| (problem.rule, problem.message)).collect()
}

fn at<'v>(value: &'v mut Value, pointer: &str) -> &'v mut Value {
    value.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is not in the fixture"))
}

fn remove(value: &mut Value, pointer: &str, key: &str) {
    assert!(at(value, pointer).as_object_mut().unwrap().shift_remove(key).is_some(), "{pointer}/{key}");
}

fn below(pointer: &str, rest: &str) -> String {
    format!("{pointer}{rest}")
}

#[test]
fn the_fixture_keeps_all_rules() {
    assert_eq!(reported(|_| {}), []);
}

#[test]
fn specifications_of_the_workspace_keep_all_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for root in [root.to_owned(), root.join("tests/widgets")] {
        for folder in files::services(&root).unwrap() {
            let spec = Spec::parse(&files::read(&root, &folder).unwrap()).unwrap();
            let problems = lint(&Model::of(spec));
            assert!(problems.is_empty(), "{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
        }
    }
}

#[test]
fn rules_have_unique_ids() {
    let ids: BTreeSet<_> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len());
}

#[test]
fn a_problem_names_file_line_pointer_rule_and_remedy() {
    let problems = problems(&texts(|value| remove(value, LIST, "x-idempotent")));
    insta::assert_snapshot!(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

//! What is written of findings.

use serde_json::{Value, json};

use super::super::report::{Report, github, json as as_json, markdown, rules_json, rules_text, sarif, text};
use super::super::{Allowed, Bump, CodeChange, CodeLine, Level, Step, rules};
use super::compared;

fn reported() -> Report {
    let specification = |kind: &str, keyword: &str| {
        json!({
            "openapi": "3.0.3",
            "paths": { "/widgets": { "post": { "operationId": "CreateWidget", "requestBody": { "content": {
                "application/json": { "schema": { "$ref": "#/components/schemas/Widget" } },
            } }, "responses": {} } } },
            "components": { "schemas": { "Widget": { "type": "object", "description": kind, "properties": {
                "size": { "type": kind }, "name": { "type": "string", "maxBytes": keyword },
            } } } },
        })
    };
    let mut report = Report::new("old.yaml", "new.yaml");
    report.add(compared(&specification("integer", "a"), &specification("string", "b")));
    report.bump = Some(Bump::new(Step::of(&report.findings), Some("0.1.0".into()), Some("0.1.1".into())));
    let line = |text: &str| Some(CodeLine { file: "src/w.rs".into(), line: 3, text: text.into() });
    let change =
        CodeChange { item: "Widget::size".into(), old: line("pub size: i64,"), new: line("pub size: String,") };
    report.findings[0].code = vec![change.clone()];
    report.code = vec![change];
    report
}

#[test]
fn json_keeps_the_published_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../../schemas/diff.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let of =
        |report: &Report| validator.iter_errors(&as_json(report)).map(|error| error.to_string()).collect::<Vec<_>>();
    assert_eq!(of(&reported()), Vec::<String>::new());
    let mut spoilt = as_json(&reported());
    spoilt["findings"][0]["wire"]["old_client_new_server"] = "bad".into();
    assert!(!validator.is_valid(&spoilt));
    for rule in rules() {
        let [old, new] = rule.example.in_request().unwrap();
        let mut report = Report::new("a", "b");
        report.add(compared(&old, &new));
        assert_eq!(of(&report), Vec::<String>::new(), "{}", rule.id);
    }
}

#[test]
fn text_has_the_worst_first_and_counts_words() {
    insta::assert_snapshot!(text(&reported()));
}

#[test]
fn markdown_has_lines_for_a_changelog() {
    insta::assert_snapshot!(markdown(&reported()));
}

#[test]
fn annotations_stand_at_the_lines_of_files() {
    let written = github(&reported());
    let first = "::error title=request.field.type.changed,file=widgets.json,line=1::Widget.size: the type is string";
    assert!(written.starts_with(first), "{written}");
    assert_eq!(written.lines().count(), 2);
}

#[test]
fn sarif_has_places_fingerprints_and_rules() {
    let written = sarif(&reported());
    let result = &written["runs"][0]["results"][0];
    assert_eq!(result["level"], "error");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 1);
    assert_eq!(result["partialFingerprints"]["change/v1"].as_str().map(str::len), Some(16));
    let ids = written["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(ids.iter().any(|rule| rule["id"] == result["ruleId"]));
}

#[test]
fn all_rules_are_listed() {
    assert_eq!(rules_json()["rules"].as_array().map(Vec::len), Some(rules().count()));
    assert!(rules().all(|rule| rules_text().contains(rule.example.new)));
}

#[test]
fn what_is_allowed_does_not_count_and_what_is_not_needed_is_a_problem() {
    let entry = |id: &str, until: &str, reason: &str| {
        let place = "/components/schemas/Widget/properties/size";
        format!("[[allowed]]\nid = '{id}'\nplace = '{place}'\nreason = '{reason}'\nuntil = '{until}'\n")
    };
    let apply = |text: &str| {
        let mut report = reported();
        let problems = Allowed::parse(text).unwrap().apply(&mut report.findings, "2026-11-26");
        (report.worst(), problems.len())
    };
    let id = "request.field.type.changed";
    assert_eq!(apply(""), (Some(Level::Breaking), 0));
    assert_eq!(apply(&entry(id, "2026-11-26", "Nobody sends it.")), (Some(Level::Risky), 0));
    assert_eq!(apply(&entry(id, "2026-11-25", "Nobody sends it.")), (Some(Level::Breaking), 1));
    assert_eq!(apply(&entry(id, "soon", "Nobody sends it.")), (Some(Level::Breaking), 1));
    assert_eq!(apply(&entry(id, "2027-01-01", " ")), (Some(Level::Breaking), 1));
    assert_eq!(apply(&entry("request.field.removed", "2027-01-01", "Gone.")), (Some(Level::Breaking), 1));
    assert!(Allowed::parse("[[allowed]]\nid = 'a'\n").is_err());
    assert!(Allowed::parse("[[permitted]]\n").is_err());
}

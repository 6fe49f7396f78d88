use serde_json::json;

use super::*;
use crate::docs::read_document;
use crate::spec::Spec;
use crate::spec::files::SpecTexts;

fn model() -> Model {
    let mut texts = SpecTexts { folder: "openapi/widgets".into(), ..SpecTexts::default() };
    for (file, text) in [
        ("service.toml", include_str!("../lint/fixtures/service.toml")),
        ("common.yaml", include_str!("../lint/fixtures/common.yaml")),
        ("resources/widgets.yaml", include_str!("../lint/fixtures/widgets.yaml")),
        ("sources.toml", ""),
        ("quirks.toml", ""),
    ] {
        texts.files.insert(texts.folder.join(file), text.to_owned());
    }
    Model::of(Spec::parse(&texts).unwrap())
}

/// An interface with one operation that takes `limit` and `kind`, or others.
fn interface(params: &serde_json::Value, response: &serde_json::Value) -> String {
    let operation = json!({
        "operation": "list_widgets", "method": "GET", "path": "/v1/{project_id}/widgets",
        "params": params, "body": null, "response": "R",
    });
    json!({"operations": [operation], "models": {"R": response}}).to_string()
}

fn hear(witnesses: &mut Witnesses<'_>, label: &str, text: &str) {
    for page in &read_document(label, text.as_bytes()) {
        witnesses.page(page);
    }
}

fn field(name: &str, kind: &str, required: bool) -> serde_json::Value {
    json!({"name": name, "in": "query", "type": kind, "required": required, "doc": null})
}

#[test]
fn what_one_witness_alone_says_and_what_they_contradict() {
    let model = model();
    let mut witnesses = Witnesses::new(&model);
    let first = interface(
        &json!([field("limit", "int", false), field("kind", "str", true)]),
        &json!([field("a", "str", false)]),
    );
    let second =
        interface(&json!([field("limit", "str", true)]), &json!([field("a", "str", false), field("b", "int", false)]));
    hear(&mut witnesses, "first", &first);
    hear(&mut witnesses, "second", &second);
    let explorer = json!({"apis": [
        {"n": "ListWidgets", "m": "post", "p": "Widget"},
        {"n": "CreateWidget", "m": "post", "p": "Other"},
        {"n": "LostWidgets", "m": "get", "p": "widget"},
    ]});
    witnesses.explorer(&Explorer::parse(&explorer.to_string()).unwrap());
    let findings = witnesses.finish();
    let alone: Vec<_> = findings.alone.iter().map(|one| (one.place.as_str(), one.witness.as_str())).collect();
    assert_eq!(alone, [("query kind", "first"), ("response b", "second")]);
    let places: Vec<_> = findings.contradictions.iter().map(|one| one.place.as_str()).collect();
    assert_eq!(places, ["address", "query limit", "query limit"]);
    let kinds = &findings.contradictions[1].says;
    assert_eq!(
        kinds,
        &[("integer".to_owned(), vec!["first".to_owned()]), ("string".to_owned(), vec!["second".to_owned()])]
    );
    let known: Vec<_> = findings.operations.iter().map(|(id, witnesses)| (id.as_str(), witnesses.len())).collect();
    assert_eq!(known, [("CreateWidget", 0), ("ListWidgets", 3)]);
    let shown = text(&findings);
    assert!(shown.contains("alone: ListWidgets query kind: first, and not second\n"), "{shown}");
    assert!(shown.contains("nobody: CreateWidget\n"), "{shown}");
    assert_eq!(json(&findings)["alone"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_witness_that_says_nothing_of_a_part_is_none_for_its_places() {
    let model = model();
    let mut witnesses = Witnesses::new(&model);
    hear(
        &mut witnesses,
        "first",
        &interface(&json!([field("limit", "int", false)]), &json!([field("a", "str", false)])),
    );
    hear(&mut witnesses, "second", &interface(&json!([]), &json!([field("a", "str", false)])));
    let findings = witnesses.finish();
    assert_eq!((findings.alone, findings.contradictions), (Vec::new(), Vec::new()));
}

#[test]
fn what_is_no_index_is_refused() {
    let error = Explorer::parse("{\"apis\": 1}").unwrap_err().to_string();
    assert!(error.starts_with("this is no index of an explorer"), "{error}");
}

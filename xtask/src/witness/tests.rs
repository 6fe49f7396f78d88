use serde_json::json;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::*;
use crate::docs::read_document;
use crate::spec::Spec;
use crate::spec::files::SpecTexts;

fn model() -> Model {
    model_of("")
}

fn model_of(sources: &str) -> Model {
    let mut texts = SpecTexts { folder: "openapi/widgets".into(), ..SpecTexts::default() };
    for (file, text) in [
        ("service.toml", include_str!("../lint/fixtures/service.toml")),
        ("common.yaml", include_str!("../lint/fixtures/common.yaml")),
        ("resources/widgets.yaml", include_str!("../lint/fixtures/widgets.yaml")),
        ("sources.toml", sources),
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
    let findings = witnesses.findings();
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
    let findings = witnesses.findings();
    assert_eq!((findings.alone, findings.contradictions), (Vec::new(), Vec::new()));
}

#[test]
fn what_is_no_index_is_refused() {
    let error = Explorer::parse("{\"apis\": 1}").unwrap_err().to_string();
    assert!(error.starts_with("this is no index of an explorer"), "{error}");
}

#[test]
fn a_witness_that_does_not_describe_an_object_is_none_for_its_fields() {
    let model = model();
    let mut witnesses = Witnesses::new(&model);
    let interface = |inner: &serde_json::Value| {
        let operation = json!({
            "operation": "list_widgets", "method": "GET", "path": "/v1/{project_id}/widgets",
            "params": [], "body": null, "response": "R",
        });
        let models =
            json!({"R": [field("a", "A", false), field("b", "B", false)], "A": inner, "B": [field("c", "str", false)]});
        json!({"operations": [operation], "models": models}).to_string()
    };
    hear(&mut witnesses, "first", &interface(&json!([field("x", "str", false)])));
    hear(&mut witnesses, "second", &interface(&json!([])));
    assert_eq!(witnesses.findings().alone, []);
    hear(&mut witnesses, "third", &interface(&json!([field("y", "str", false)])));
    let alone = witnesses.findings().alone;
    let told: Vec<_> = alone.iter().map(|one| (one.place.as_str(), one.others.as_slice())).collect();
    assert_eq!(told, [("response a.x", &["third".to_owned()][..]), ("response a.y", &["first".to_owned()][..])]);
}

/// An entry of `sources.toml` for a text.
fn source(id: &str, text: &str) -> String {
    let sha256 = HEXLOWER.encode(&Sha256::digest(text));
    format!("[[source]]\nid = '{id}'\nkind = 'interface'\npath = '{id}.json'\nsha256 = '{sha256}'\n")
}

#[test]
fn what_is_of_interest_is_kept_by_where_it_stands() {
    let first = interface(&json!([field("limit", "int", false)]), &json!([field("widgets", "list[str]", false)]));
    let second = interface(&json!([field("limit", "str", false)]), &json!([field("total", "int", false)]));
    let model = model_of(&(source("one", &first) + &source("two", &second)));
    let mut witnesses = Witnesses::new(&model);
    assert_eq!(record(&witnesses, None), Ok(None));
    hear(&mut witnesses, "one.json", &first);
    assert_eq!(record(&witnesses, None), Err(Unheard::Missing(vec!["two (two.json)".to_owned()])));
    hear(&mut witnesses, "two.json", &second);
    let explorer = json!({"apis": [
        {"n": "ListWidgets", "m": "get", "p": "Widget"}, {"n": "LostWidgets", "m": "get", "p": "widget"},
    ]});
    let explorer = Explorer::parse(&explorer.to_string()).unwrap();
    let kept = record(&witnesses, Some((&explorer, "0a".to_owned()))).unwrap().unwrap();
    let listed = kept.explorer.as_ref().map(|explorer| (explorer.sha256.as_str(), explorer.operations.as_slice()));
    assert_eq!(listed, Some(("0a", &["ListWidgets".to_owned()][..])));
    let [widgets, limit] = kept.statement.as_slice() else { panic!("{kept:?}") };
    assert_eq!((limit.name.as_deref(), limit.types.len(), limit.known_by.len()), (Some("limit"), 2, 0));
    assert!(limit.at.ends_with("/get/parameters/1"), "{}", limit.at);
    // `total` is nothing that the specification has.
    assert_eq!(widgets.known_by, ["one"]);
    assert!(widgets.at.ends_with("/properties/widgets"), "{}", widgets.at);
    // What lint says of it is that it is about what is there.
    let mut spec = model.spec.clone();
    spec.witnesses = kept;
    let problems = crate::lint::lint(&Model::of(spec));
    assert_eq!(problems.iter().filter(|problem| problem.rule == "witnesses").count(), 0, "{problems:?}");
    hear(&mut witnesses, "three.json", &interface(&json!([]), &json!([])));
    assert_eq!(record(&witnesses, None), Err(Unheard::Unrecorded(vec!["three.json".to_owned()])));
}

//! What is read, and what is refused.

use std::path::Path;

use anyhow::bail;
use serde_json::json;

use super::super::{Document, compare};
use super::compared;

/// Reads from texts in memory.
fn load(path: &str, files: &[(&str, &str)]) -> anyhow::Result<Document> {
    Document::load(Path::new(path), &|path| match files.iter().find(|(name, _)| Path::new(name) == path) {
        Some((_, text)) => Ok((*text).to_owned()),
        None => bail!("{} is not there", path.display()),
    })
}

#[test]
fn references_to_other_files_are_followed_and_the_network_is_not_asked() {
    let main = "openapi: 3.0.3\npaths:\n  /a:\n    $ref: 'paths/a.yaml#/item'\n  /b:\n    $ref: https://w.example/b\n";
    let item = |kind: &str| {
        format!(
            "item:\n  get:\n    responses:\n      200:\n        content:\n          application/json:\n            schema:\n              \
             $ref: ../size.yaml\n# {kind}\n"
        )
    };
    let one = load(
        "api/main.yaml",
        &[("api/main.yaml", main), ("api/paths/a.yaml", &item("")), ("api/size.yaml", "type: string")],
    );
    let other = load(
        "api/main.yaml",
        &[("api/main.yaml", main), ("api/paths/a.yaml", &item("")), ("api/size.yaml", "type: integer")],
    );
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.unresolved().len(), 1);
    let findings = compare(&one, &other, "2026-11-26").findings;
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let place = findings[0].new.as_ref().unwrap();
    assert_eq!((place.file.as_str(), place.line), ("api/size.yaml", 1));
}

#[test]
fn what_is_damaged_is_told_with_its_line() {
    let error = |text: &str| format!("{:#}", load("a.yaml", &[("a.yaml", text)]).unwrap_err());
    assert!(error("openapi: 3.0.3\npaths: [1\n").contains("a.yaml:2"), "{}", error("openapi: 3.0.3\npaths: [1\n"));
    assert!(error("{\"openapi\": \"3.0.3\",\n\"paths\": [}").contains("a.yaml:2"));
    let json = load("a.json", &[("a.json", "{\"openapi\": \"3.0.3\",\n\"paths\": }")]);
    assert!(json.unwrap_err().to_string().contains("a.json:2"));
    assert!(error("- 1").contains("not a mapping"), "{}", error("- 1"));
    assert!(error("swagger: '2.0'").contains("convert it"));
    assert!(error("info: {}").contains("has no `openapi"));
    assert!(error("openapi: 4.0.0").contains("not 3.0"));
    assert!(error("").contains("not a mapping"));
    let twice = load("a.json", &[("a.json", "{\"openapi\": \"3.0.3\",\n\"paths\": {\"/a\": {},\n\"/a\": {}}}")]);
    assert!(twice.unwrap_err().to_string().starts_with("a.json:3: the key `/a` is there twice"));
}

#[test]
fn references_that_lead_nowhere_are_told_wherever_they_stand() {
    let main = "openapi: 3.0.3\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    \
                B: {$ref: '#/components/schemas/A'}\n    C: {$ref: 'size.yaml#/none'}\n    D: {$ref: ''}\n    \
                E: {$ref: 'size.yaml#/~0~1a%20b'}\n    F: {$ref: 'nowhere.yaml'}\n    G: {$ref: '#/paths'}\n";
    let document = load("main.yaml", &[("main.yaml", main), ("size.yaml", "~/a b: {type: string}")]).unwrap();
    let told: Vec<_> = document.unresolved().iter().map(|it| (it.reference.as_str(), it.reason.as_str())).collect();
    let circle = "it leads back to itself";
    assert_eq!(
        told,
        [
            ("nowhere.yaml", "nowhere.yaml is not there"),
            ("", "nothing stands there"),
            ("#/components/schemas/A", circle),
            ("#/components/schemas/B", circle),
            ("size.yaml#/none", "nothing stands there"),
        ]
    );
}

#[test]
fn a_long_way_of_references_leads_to_its_end() {
    let chain = |kind: &str| {
        let mut schemas: serde_json::Map<_, _> = (0..500)
            .map(|index| (format!("S{index}"), json!({ "$ref": format!("#/components/schemas/S{}", index + 1) })))
            .collect();
        schemas.insert("S500".to_owned(), json!({ "type": kind }));
        let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/S0" } } });
        json!({
            "openapi": "3.0.3",
            "paths": { "/a": { "get": { "responses": { "200": { "content": content } } } } },
            "components": { "schemas": schemas },
        })
    };
    let findings = compared(&chain("string"), &chain("integer")).findings;
    assert_eq!(findings.iter().map(|it| it.rule).collect::<Vec<_>>(), ["type.changed"]);
}

#[test]
fn circles_end() {
    let text = |kind: &str| {
        json!({
            "openapi": "3.0.3",
            "paths": { "/a": { "$ref": "#/paths/~1a" }, "/b": { "get": { "responses": { "200": { "content": {
                "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } } } } } },
            "components": { "schemas": {
                "A": { "allOf": [{ "$ref": "#/components/schemas/B" }], "nullable": kind == "string" },
                "B": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "type": kind }] },
                "C": { "$ref": "#/components/schemas/D" },
                "D": { "$ref": "#/components/schemas/C" },
                "E": { "type": kind, "not": { "$ref": "#/components/schemas/E" } },
            } },
        })
    };
    assert!(!compared(&text("string"), &text("integer")).findings.is_empty());
}

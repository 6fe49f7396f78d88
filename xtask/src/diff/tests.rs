//! Each rule is broken by its own example, in both directions.

use std::path::Path;

use serde_json::{Value, json};

use super::*;

mod documents;
mod pairs;
mod reports;

/// Compares two documents in memory.
pub(super) fn compared(old: &Value, new: &Value) -> Comparison {
    compare(&document(old), &document(new), "2026-11-26")
}

pub(super) fn document(value: &Value) -> Document {
    let text = value.to_string();
    Document::load(Path::new("widgets.json"), &|_| Ok(text.clone())).unwrap()
}

fn found(rule: &Rule, [old, new]: &[Value; 2]) -> Vec<Finding> {
    let all = compared(old, new).findings;
    let of_rule: Vec<_> = all.iter().filter(|finding| finding.rule == rule.id).cloned().collect();
    assert_eq!(of_rule.len(), 1, "{}: {all:#?}", rule.id);
    of_rule
}

#[test]
fn each_rule_knows_its_example_and_its_mirror_the_example_taken_back() {
    for rule in rules() {
        let places = match rule.example.frame {
            Frame::Schema => vec![rule.example.in_request(), rule.example.in_response()],
            _ => vec![rule.example.in_request()],
        };
        for (index, documents) in places.into_iter().enumerate() {
            let [old, new] = documents.unwrap();
            let forth = found(rule, &[old.clone(), new.clone()]);
            let level = if index == 0 { rule.levels.request } else { rule.levels.response };
            let level = if rule.example.frame == Frame::Parameter { rule.levels.parameter } else { level };
            let is_unsent = forth.iter().all(|finding| finding.id.starts_with("unsent."));
            for finding in &forth {
                assert!(is_unsent || finding.wire.old_client_new_server == level, "{}: {finding:#?}", rule.id);
            }
            let mirror = rules().find(|other| other.id == rule.mirror).unwrap();
            let back = found(mirror, &[new, old]);
            for (one, other) in forth.iter().zip(&back) {
                assert_eq!(one.wire.new_client_old_server, other.wire.old_client_new_server, "{}", rule.id);
                // A rule may be the special case of what its mirror takes back.
                if mirror.mirror == rule.id {
                    assert_eq!(one.wire.old_client_new_server, other.wire.new_client_old_server, "{}", rule.id);
                }
            }
        }
    }
}

#[test]
fn a_document_compared_with_itself_has_no_findings() {
    for rule in rules() {
        for document in rule.example.in_response().unwrap() {
            assert_eq!(compared(&document, &document).findings, [], "{}", rule.id);
        }
    }
}

#[test]
fn ids_of_rules_are_unique_and_sentences_end() {
    let mut ids: Vec<_> = rules().map(|rule| rule.id).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all);
    assert!(rules().all(|rule| rule.cause.ends_with('.')));
}

#[test]
fn one_edit_of_a_shared_schema_is_one_finding_that_knows_its_operations() {
    let specification = |kind: &str| {
        let widget = json!({ "$ref": "#/components/schemas/Widget" });
        let content = json!({ "content": { "application/json": { "schema": widget } } });
        json!({
            "openapi": "3.0.3",
            "paths": { "/widgets": {
                "get": { "operationId": "ShowWidget", "responses": { "200": content } },
                "post": { "operationId": "CreateWidget", "requestBody": content, "responses": { "200": content } },
                "put": { "operationId": "CountWidgets", "responses": {} },
            } },
            "components": { "schemas": { "Widget": { "type": "object", "properties": {
                "inner": widget, "size": { "type": kind },
            } } } },
        })
    };
    let findings = compared(&specification("integer"), &specification("string")).findings;
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!(finding.id, "shared.field.type.changed");
    assert_eq!(finding.operations, ["ShowWidget", "CreateWidget"]);
}

#[test]
fn a_field_with_a_meaning_of_its_own_shares_the_schema_that_it_refers_to() {
    let specification = |kind: &str, is_nullable: bool| {
        let cog = json!({ "$ref": "#/components/schemas/Cog" });
        json!({
            "openapi": "3.0.3",
            "paths": { "/widgets": { "post": { "operationId": "CreateWidget", "requestBody": { "content": {
                "application/json": { "schema": { "type": "object", "properties": {
                    "first": { "allOf": [cog], "description": "The first one.", "nullable": is_nullable },
                    "second": { "allOf": [cog], "description": "The second one." },
                    "third": cog,
                } } },
            } }, "responses": {} } } },
            "components": { "schemas": { "Cog": { "type": "object", "properties": { "teeth": { "type": kind } } } } },
        })
    };
    let ids = |old, new| {
        let findings = compared(&old, &new).findings.into_iter();
        findings.map(|finding| finding.id).collect::<Vec<_>>()
    };
    let base = specification("integer", false);
    assert_eq!(ids(base.clone(), specification("string", false)), ["request.field.type.changed"]);
    assert_eq!(ids(base, specification("integer", true)), ["request.field.nullable.added"]);
}

/// The ids of what changes if the schema of a field does, in a response.
fn ids(old: &'static str, new: &'static str) -> Vec<String> {
    let example = Example { frame: Frame::Schema, old, new };
    let [old, new] = example.in_response().unwrap();
    compared(&old, &new).findings.into_iter().map(|finding| finding.id).collect()
}

#[test]
fn other_ways_to_write_the_same_schema_are_no_changes() {
    let ways = [
        ["{$ref: '#/components/schemas/Cog'}", "{type: object, properties: {teeth: {type: integer}}}"],
        ["{$ref: '#/components/schemas/Cog'}", "{allOf: [{$ref: '#/components/schemas/Cog'}]}"],
        ["{$ref: '#/components/schemas/Cog'}", "{anyOf: [{$ref: '#/components/schemas/Cog'}]}"],
        ["{type: string, nullable: true}", "{type: [string, 'null']}"],
        ["{type: string, nullable: true}", "{oneOf: [{type: string}, {type: 'null'}]}"],
        ["{type: string, enum: [brass, steel]}", "{enum: [brass, steel]}"],
        [
            "{type: string, enum: [brass, steel]}",
            "{oneOf: [{type: string, enum: [steel]}, {type: string, enum: [brass]}]}",
        ],
        ["{type: string, not: {enum: [none]}}", "{type: string, not: {allOf: [{enum: [none]}]}}"],
        ["{type: string, minLength: 0, pattern: ''}", "{type: string}"],
        ["{type: integer, minimum: 1, exclusiveMinimum: false}", "{type: integer, minimum: 1}"],
        [
            "{type: object, properties: {teeth: {type: integer}, length: {type: integer}}}",
            "{allOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
        ],
    ];
    for [one, other] in ways {
        assert_eq!(ids(one, other), Vec::<String>::new(), "{one} {other}");
        assert_eq!(ids(other, one), Vec::<String>::new(), "{other} {one}");
    }
}

proptest::proptest! {
    /// Whatever stands where, comparing ends, and nothing differs from itself.
    #[test]
    fn no_document_makes_it_fail(one in any_schema(), other in any_schema()) {
        let specification = |part: &Value| json!({
            "openapi": "3.0.3",
            "paths": { "/widgets": { "get": part, "post": { "parameters": part, "requestBody": { "content": part },
                "responses": { "200": { "headers": part, "content": { "a/b": { "schema": part } } } } } } },
            "security": part,
            "components": { "schemas": { "A": part }, "securitySchemes": part },
        });
        let (one, other) = (specification(&one), specification(&other));
        proptest::prop_assert_eq!(compared(&one, &one).findings, vec![]);
        compared(&one, &other);
        compared(&other, &one);
    }
}

/// JSON with the keywords of schemas in any place.
fn any_schema() -> impl proptest::strategy::Strategy<Value = Value> {
    use proptest::prelude::*;
    const KEYS: &[&str] = &[
        "$ref",
        "type",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "enum",
        "required",
        "additionalProperties",
        "nullable",
        "discriminator",
        "mapping",
        "schema",
        "content",
        "maximum",
        "exclusiveMaximum",
        "multipleOf",
        "name",
        "in",
        "style",
        "explode",
        "parameters",
        "responses",
        "200",
        "default",
        "callbacks",
        "a/b",
        "security",
        "flows",
    ];
    const TEXTS: &[&str] =
        &["#/components/schemas/A", "#/nowhere", "string", "object", "array", "query", "path", "null"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        proptest::sample::select(TEXTS).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((proptest::sample::select(KEYS), inner), 0..6).prop_map(|members| {
                Value::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
}

#[test]
fn a_fingerprint_does_not_depend_on_the_order_of_what_has_names() {
    let specification = |names: [&str; 2], kind: &str| {
        let parameter = |name: &str| {
            let kind = if name == "size" { kind } else { "string" };
            json!({ "name": name, "in": "query", "schema": { "type": kind } })
        };
        let parameters = names.map(parameter);
        json!({ "openapi": "3.0.3", "paths": { "/widgets": { "get": { "parameters": parameters, "responses": {} } } } })
    };
    let print = |names| {
        let findings = compared(&specification(names, "integer"), &specification(names, "boolean")).findings;
        findings.into_iter().map(|finding| finding.fingerprint).collect::<Vec<_>>()
    };
    assert_eq!(print(["size", "name"]), print(["name", "size"]));
    assert_ne!(print(["size", "name"]), Vec::<String>::new());
}

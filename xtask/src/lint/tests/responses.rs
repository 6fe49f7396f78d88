//! Rules for responses.

use std::slice;

use serde_json::{Value, json};

use super::{LIST, at, below, found, remove, reported};

fn responses() -> String {
    below(LIST, "/responses")
}

/// Messages with another success beside the one that is there.
fn second(status: &str, response: Value) -> Vec<(&'static str, String, String)> {
    let problems = reported(|value| at(value, &responses())[status] = response);
    problems.into_iter().map(|(rule, pointer, message, _)| (rule, pointer, message)).collect()
}

fn with_schema(media_type: &str, schema: &Value) -> Value {
    let mut media = json!({ "schema": schema });
    if media_type == "application/json" {
        media["examples"] = json!({"documented": {"summary": "One.", "value": {"widgets": []}}});
    }
    json!({"description": "Other.", "content": {media_type: media}})
}

#[test]
fn successes_have_one_body() {
    let list = json!({"$ref": "#/components/schemas/WidgetList"});
    assert_eq!(second("201", with_schema("application/json", &list)), []);
    assert_eq!(second("204", json!({"description": "None."})), []);
    let different = ("one-success", responses(), "two successes have different bodies".to_owned());
    assert_eq!(second("201", with_schema("text/plain", &json!({"type": "string"}))), slice::from_ref(&different));
    let bytes = json!({"type": "string", "format": "binary"});
    assert_eq!(second("201", with_schema("application/octet-stream", &bytes)), slice::from_ref(&different));
    let any = json!({"type": "object"});
    assert_eq!(second("201", with_schema("application/json", &any)), [different]);
    let none = found(|value| remove(value, &responses(), "200"));
    assert!(none.contains(&("one-success", responses())), "{none:?}");
}

#[test]
fn objects_are_one_body_if_names_and_needs_are_the_same() {
    let object = |name: &str, required: &[&str]| {
        let field = json!({"description": "It.", "type": "string"});
        json!({"description": "It.", "type": "object", "properties": {name: field}, "required": required})
    };
    let are_two = |other: Value| {
        let problems = found(|value| {
            at(value, &responses())["200"] = with_schema("application/json", &object("id", &["id"]));
            at(value, &responses())["201"] = with_schema("application/json", &other);
        });
        problems.contains(&("one-success", responses()))
    };
    assert!(!are_two(object("id", &["id"])));
    assert!(are_two(object("name", &["name"])) && are_two(object("id", &[])));
}

#[test]
fn text_and_bytes_need_no_example() {
    for (media_type, schema) in
        [("text/plain", json!({"type": "string"})), ("application/zip", json!({"type": "string", "format": "binary"}))]
    {
        let only = |value: &mut Value| {
            *at(value, &below(LIST, "/responses/200")) = with_schema(media_type, &schema);
            let schemas = at(value, "/components/schemas").as_object_mut().unwrap();
            schemas.retain(|name, _| name == "NewWidget");
        };
        assert_eq!(found(only), []);
    }
}

#[test]
fn what_has_no_body_in_http_has_none_here() {
    let list = json!({"$ref": "#/components/schemas/WidgetList"});
    let message = "a response of status 204 has no body".to_owned();
    let expected = [("one-success", below(&responses(), "/204"), message)];
    assert_eq!(second("204", with_schema("application/json", &list)), expected);
}

#[test]
fn failures_are_two_classes_with_one_body() {
    let statuses = |listed: &str| [("one-error", responses(), format!("the statuses of failures are {listed}"))];
    assert_eq!(second("default", json!({"description": "Other."})), statuses("4XX, 5XX, default"));
    assert_eq!(second("404", json!({"description": "Other."})), statuses("404, 4XX, 5XX"));
    assert_eq!(second("302", json!({"description": "Other."})), statuses("302, 4XX, 5XX"));
    let bodiless = ("one-error", responses(), "failures have no body, or not all of them".to_owned());
    assert_eq!(second("5XX", json!({"description": "No body."})), [bodiless]);
    let different = ("one-error", responses(), "two failures have different bodies".to_owned());
    let any = json!({"description": "Other.", "content": {"application/json": {"schema": {"type": "object"}}}});
    assert_eq!(second("5XX", any), [different]);
    assert_eq!(found(|value| remove(value, &responses(), "4XX")), [("one-error", responses())]);
    let text = |value: &mut Value| {
        for status in ["4XX", "5XX"] {
            at(value, &responses())[status] = with_schema("text/plain", &json!({"type": "string"}));
        }
    };
    let messages: Vec<_> = reported(text).into_iter().map(|problem| problem.2).collect();
    assert_eq!(messages, ["failures have a body that is no JSON"]);
}

//! Forms, bytes and secrets.

use serde_json::{Value, json};

use super::{CREATE, LIST, WIDGET, at, below, found};

const BODY: &str = "/components/requestBodies/NewWidget/content";
const NEW: &str = "/components/schemas/NewWidget/properties";

/// A form whose field `labels` has another schema.
fn form(labels: &Value) -> Vec<(&'static str, String)> {
    found(|value| {
        *at(value, BODY) = json!({
            "application/x-www-form-urlencoded": {
                "schema": {"$ref": "#/components/schemas/NewWidget"},
                "examples": {"documented": {"summary": "A name.", "value": {"name": "w"}}},
            },
        });
        at(value, NEW)["labels"] = labels.clone();
    })
}

#[test]
fn forms_have_plain_fields() {
    for schema in [
        json!({"description": "It.", "type": "string"}),
        json!({"description": "It.", "type": "boolean"}),
        json!({"description": "It.", "allOf": [{"$ref": "#/components/schemas/WidgetState"}]}),
        json!({"description": "It.", "type": "array", "items": {"type": "integer", "format": "int64"}}),
    ] {
        assert_eq!(form(&schema), [], "{schema}");
    }
    for schema in [
        json!({"description": "It.", "type": "object"}),
        json!({"description": "It."}),
        json!({"description": "It.", "type": "string", "nullable": true}),
        json!({"description": "It.", "type": "array", "items": {"type": "array", "items": {"type": "string"}}}),
    ] {
        assert_eq!(form(&schema), [("body", below(NEW, "/labels"))], "{schema}");
    }
    let any = |value: &mut Value| {
        *at(value, BODY) = json!({
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object"},
                "examples": {"documented": {"summary": "A name.", "value": {}}},
            },
        });
        at(value, "/components/schemas").as_object_mut().unwrap().shift_remove("NewWidget");
    };
    assert_eq!(found(any), [("body", below(BODY, "/application~1x-www-form-urlencoded/schema"))]);
}

#[test]
fn bytes_are_bodies_of_responses_alone() {
    let field = json!({"description": "It.", "type": "string", "format": "binary"});
    assert_eq!(found(|value| at(value, NEW)["bytes"] = field), [("body", below(NEW, "/bytes"))]);
    let sent = |value: &mut Value| {
        *at(value, BODY) = json!({"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}});
        at(value, "/components/schemas").as_object_mut().unwrap().shift_remove("NewWidget");
    };
    assert_eq!(found(sent), [("keyword", below(BODY, "/application~1octet-stream"))]);
}

#[test]
fn secrets() {
    let properties = below(WIDGET, "/properties");
    let with = |name: &'static str, property: Value| found(|value| at(value, &properties)[name] = property);
    let text = json!({"description": "A.", "type": "string"});
    for name in ["new-password", "accessToken", "db.Secret", "private_key"] {
        assert_eq!(with(name, text.clone()), [("secret", format!("{properties}/{name}"))]);
    }
    for good in [
        json!({"description": "A.", "type": "string", "format": "password"}),
        json!({"description": "A.", "type": "string", "x-no-secret": true}),
        json!({"description": "A.", "type": "boolean"}),
    ] {
        assert_eq!(with("password", good), []);
    }
    let password = format!("{properties}/password");
    for list in [
        json!({"description": "A.", "type": "array", "items": {"type": "string"}}),
        json!({"description": "A.", "type": "object", "additionalProperties": {"type": "string"}}),
    ] {
        assert_eq!(with("password", list), [("secret", password.clone())]);
    }
    let alias = json!({"description": "A.", "type": "string", "x-aliases": ["password"]});
    assert_eq!(with("pw", alias), [("secret", format!("{properties}/pw"))]);
    let shown = json!({"description": "A.", "type": "string", "format": "password", "default": "x"});
    assert_eq!(with("password", shown), [("secret", format!("{password}/default"))]);
}

#[test]
fn a_secret_is_a_field() {
    // The client could not keep anything else from being shown.
    let marked = json!({"description": "A.", "type": "array", "items": {"type": "string", "format": "password"}});
    let listed = found(|value| at(value, &below(WIDGET, "/properties"))["words"] = marked);
    assert_eq!(listed, [("secret", below(WIDGET, "/properties/words/items"))]);
    let named = |value: &mut Value| {
        at(value, "/components/schemas")["Word"] = json!({"description": "A.", "type": "string", "format": "password"});
        at(value, &below(WIDGET, "/properties"))["word"] =
            json!({"description": "A word.", "allOf": [{"$ref": "#/components/schemas/Word"}]});
    };
    assert_eq!(found(named), [("secret", "/components/schemas/Word".to_owned())]);
    let bare = |value: &mut Value| {
        *at(value, &below(CREATE, "/responses")) = json!({
            "200": {"description": "A word.", "content": {"application/json": {
                "schema": {"type": "string", "format": "password"},
                "examples": {"documented": {"summary": "One.", "value": "x"}},
            }}},
            "4XX": {"$ref": "#/components/responses/ClientError"},
            "5XX": {"$ref": "#/components/responses/ServerError"},
        });
    };
    let pointer = below(CREATE, "/responses/200/content/application~1json/schema");
    assert_eq!(found(bare), [("secret", pointer)]);
    for schema in [json!({"type": "string"}), json!({"type": "string", "format": "password"})] {
        let parameter = |value: &mut Value| {
            *at(value, &below(LIST, "/parameters/1/name")) = json!("token");
            *at(value, &below(LIST, "/parameters/1/schema")) = schema;
        };
        assert_eq!(found(parameter), [("secret", below(LIST, "/parameters/1"))]);
    }
}

#[test]
fn a_body_is_never_null() {
    let nullable = |value: &mut Value| at(value, "/components/schemas/NewWidget")["nullable"] = json!(true);
    assert_eq!(found(nullable), [("body", below(BODY, "/application~1json/schema"))]);
    // By a name that stands between.
    let renamed = |value: &mut Value| {
        at(value, BODY)["application/json"]["schema"]["$ref"] = json!("#/components/schemas/Renamed");
        at(value, "/components/schemas")["Again"] =
            json!({"description": "It.", "nullable": true, "allOf": [{"$ref": "#/components/schemas/NewWidget"}]});
        at(value, "/components/schemas")["Renamed"] = json!({"$ref": "#/components/schemas/Again"});
    };
    assert_eq!(found(renamed), [("body", below(BODY, "/application~1json/schema"))]);
}

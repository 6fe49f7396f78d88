//! The table of keywords, row by row: what is honoured has no problem, what is refused has one, at its key.

mod behaviour;
mod condition;

use serde_json::{Value, json};

use super::{CREATE, LIST, SIZE, WIDGET, at, found, remove, reported};
use crate::model::keyword::{KEYWORDS, Keyword, Subject, Verdict};
use crate::spec::extension as x;
use behaviour::{of_paging, of_partial_failure, of_step, step};
use condition::of_condition;

const PATH: &str = "/paths/~1v1~1{project_id}~1widgets";
const LIMIT: &str = "/paths/~1v1~1{project_id}~1widgets/get/parameters/1";
const OK: &str = "/paths/~1v1~1{project_id}~1widgets/get/responses/200";
const JSON: &str = "/paths/~1v1~1{project_id}~1widgets/get/responses/200/content/application~1json";
const BODY: &str = "/components/requestBodies/NewWidget";
const NEW: &str = "/components/schemas/NewWidget";
const LABELS: &str = "/components/schemas/NewWidget/properties/labels";
const ID: &str = "/components/schemas/Widget/properties/id";
const STATE: &str = "/components/schemas/WidgetState";
const LISTED: &str = "/components/schemas/WidgetList/properties/widgets";

/// Where a specification holds a keyword, and with which value; what else changes is done first.
struct Snippet {
    holder: String,
    value: Value,
    first: fn(&mut Value),
}

fn snippet(holder: &str, value: Value) -> Snippet {
    Snippet { holder: holder.to_owned(), value, first: |_| {} }
}

fn set(document: &mut Value, holder: &str, key: &str, value: Value) {
    at(document, holder)[key] = value;
}

fn is_refused(keyword: &Keyword) -> bool {
    keyword.verdict != Verdict::Honoured
}

/// A snippet for each row; a row without one is a panic.
fn snippet_of(keyword: &Keyword) -> Snippet {
    match keyword.subject {
        Subject::Schema => of_schema(keyword.name),
        Subject::Operation => of_operation(keyword.name),
        Subject::Parameter => of_parameter(keyword.name),
        Subject::Components | Subject::Tag | Subject::PathItem | Subject::Reference => of_outer(keyword),
        Subject::RequestBody | Subject::MediaType | Subject::Example | Subject::Response => of_body(keyword),
        _ => of_extension_or_choice(keyword),
    }
}

fn of_outer(keyword: &Keyword) -> Snippet {
    let operation = |document: &mut Value| at(document, CREATE).clone();
    match (keyword.subject, keyword.name) {
        (Subject::Components, "parameters" | "responses") => snippet("/components", json!({})),
        (Subject::Components, "requestBodies" | "schemas") => snippet("/components", Value::Null),
        (Subject::Components, _) if is_refused(keyword) => snippet("/components", json!({"Other": {}})),
        (Subject::Tag, "name") => snippet("/tag", json!("widgets")),
        (Subject::Tag, "description") => snippet("/tag", json!("Other words.")),
        (Subject::Tag, "externalDocs") => snippet("/tag", json!({"url": "https://x.example"})),
        (Subject::PathItem, "get" | "post") => snippet(PATH, Value::Null),
        (Subject::PathItem, "put" | "delete" | "patch" | "head" | "options" | "trace") => {
            let mut fixture = crate::spec::parse_yaml(include_str!("../fixtures/widgets.yaml")).unwrap();
            let mut other = operation(&mut fixture);
            other["operationId"] = json!("ChangeWidget");
            other["x-sources"] = json!(["interface"]);
            if keyword.name == "head" {
                remove(&mut other, "", "requestBody");
                return Snippet { value: other, ..snippet(PATH, Value::Null) };
            }
            snippet(PATH, other)
        }
        (Subject::PathItem, "$ref") => snippet(PATH, json!("#/paths/~1v2")),
        (Subject::PathItem, "summary" | "description") => snippet(PATH, json!("Widgets.")),
        (Subject::PathItem, "servers" | "parameters") => snippet(PATH, json!([])),
        (Subject::Reference, "$ref") => snippet(&format!("{LISTED}/items"), Value::Null),
        other => panic!("{other:?} has no snippet"),
    }
}

fn of_operation(name: &str) -> Snippet {
    let value = match name {
        "tags" => json!(["widgets"]),
        "summary" | "description" => json!("Other words."),
        "operationId" => json!("ListWidgets"),
        "parameters" | "responses" => Value::Null,
        "requestBody" => return snippet(CREATE, Value::Null),
        "deprecated" | x::NOT_REPLACED | x::REPLACED_BY => return of_deprecation(LIST, name, "CreateWidget"),
        x::EXAMPLE => json!("constructed"),
        x::IDEMPOTENT => json!(false),
        x::LONG_RUNNING => json!([step()]),
        x::PAGING => json!({
            "dialect": "offset", "cursor": "limit", "first": 0, "size": "limit", "items": "widgets", "end": "short-page",
        }),
        x::PARTIAL_FAILURE => json!({"list": "widgets", "thing": "id"}),
        x::PERMISSION => json!([{"action": "widgets:widget:list"}]),
        x::AVAILABILITY => json!([{"only-in": ["high"]}]),
        x::CERTAINTY => json!([{"about": "order", "is": "inferred", "why": "It looks like it."}]),
        x::REQUIRES => {
            json!([{"needs": ["$request.query.limit"], "when": [{"value": "$request.query.limit", "sent": true}]}])
        }
        x::PROPOSED_NAME => json!(true),
        x::RUST_NAME => json!("ListAllWidgets"),
        x::SOURCES => json!(["page"]),
        x::VARIANTS => {
            let first: fn(&mut Value) = |document| set(document, LIST, x::REQUIRES, json!("none"));
            return Snippet { first, ..snippet(LIST, json!(["CountWidgets"])) };
        }
        x::WITNESSES => json!({"known-by": ["page", "interface"]}),
        "externalDocs" => json!({"url": "https://x.example"}),
        "callbacks" => json!({}),
        "security" | "servers" => json!([]),
        other => panic!("{other} has no snippet"),
    };
    snippet(LIST, value)
}

fn of_parameter(name: &str) -> Snippet {
    let value = match name {
        "name" => json!("size"),
        "in" => json!("query"),
        "description" => json!("Other words."),
        "required" => json!(true),
        "deprecated" | x::NOT_REPLACED | x::REPLACED_BY => return of_deprecation(LIMIT, name, "most"),
        "style" => json!("form"),
        "explode" => {
            let list = |document: &mut Value| {
                set(document, LIMIT, "schema", json!({"type": "array", "items": {"type": "string"}}));
            };
            return Snippet { first: list, ..snippet(LIMIT, json!(false)) };
        }
        "schema" => json!({"type": "string"}),
        x::RUST_NAME => json!("most"),
        x::AVAILABILITY => json!([{"not-in": ["low"]}]),
        x::CERTAINTY => json!([{"about": "unit", "is": "chosen", "why": "No source has one."}]),
        x::WITNESSES => json!({"required": {"required": ["page"], "optional": ["interface"]}}),
        "allowEmptyValue" | "allowReserved" => json!(true),
        "example" => json!(1),
        "examples" | "content" => json!({}),
        other => panic!("{other} has no snippet"),
    };
    snippet(LIMIT, value)
}

fn of_body(keyword: &Keyword) -> Snippet {
    let example = format!("{JSON}/examples/documented");
    match (keyword.subject, keyword.name) {
        (Subject::RequestBody | Subject::Response | Subject::Example, "description") => {
            let holder = match keyword.subject {
                Subject::RequestBody => BODY,
                Subject::Response => OK,
                _ => &example,
            };
            snippet(holder, json!("Other words."))
        }
        (Subject::RequestBody, "content") => snippet(BODY, Value::Null),
        (Subject::RequestBody, "required") => snippet(BODY, json!(false)),
        (Subject::MediaType, "schema" | "examples") => snippet(JSON, Value::Null),
        (Subject::MediaType, "example") => snippet(JSON, json!({"widgets": []})),
        (Subject::MediaType, "encoding") => snippet(JSON, json!({})),
        (Subject::Example, "summary") => snippet(&example, json!("Other words.")),
        (Subject::Example, "value") => snippet(&example, json!({"widgets": []})),
        (Subject::Example, "externalValue") => snippet(&example, json!("https://x.example")),
        (Subject::Response, "content") => snippet(OK, Value::Null),
        (Subject::Response, "headers" | "links") => snippet(OK, json!({})),
        other => panic!("{other:?} has no snippet"),
    }
}

fn of_schema(name: &str) -> Snippet {
    let bounded = |document: &mut Value| {
        set(document, SIZE, "minimum", json!(1));
        set(document, SIZE, "maximum", json!(100));
    };
    match name {
        "multipleOf" | "minimum" | "default" | "example" => snippet(SIZE, json!(2)),
        "maximum" => snippet(SIZE, json!(100)),
        "exclusiveMaximum" | "exclusiveMinimum" => Snippet { first: bounded, ..snippet(SIZE, json!(true)) },
        "nullable" | "readOnly" => snippet(SIZE, json!(true)),
        "deprecated" | x::NOT_REPLACED | x::REPLACED_BY => of_deprecation(SIZE, name, "id"),
        "writeOnly" => snippet(&format!("{NEW}/properties/name"), json!(true)),
        "maxLength" | "minLength" => snippet(ID, json!(3)),
        "pattern" => snippet(ID, json!("^w(?=-)-[0-9]$")),
        "maxItems" | "minItems" => snippet(LISTED, json!(1)),
        "uniqueItems" => snippet(LISTED, json!(true)),
        "maxProperties" | "minProperties" => snippet(LABELS, json!(1)),
        "required" => snippet(WIDGET, json!(["id", "size"])),
        "enum" | x::ENUM_DESCRIPTIONS => snippet(STATE, Value::Null),
        x::ENUM_ALIASES => snippet(STATE, json!({"STILL": ["Still"]})),
        x::ENUM_VARNAMES => snippet(STATE, json!(["Spinning", "AtRest"])),
        x::STATES => snippet(STATE, json!({"terminal": ["STILL"], "success": ["STILL"], "failure": []})),
        "type" => snippet(ID, json!("string")),
        "format" => snippet(ID, json!("password")),
        "description" => snippet(ID, json!("Other words.")),
        "allOf" => Snippet {
            first: |document| {
                let state = json!({"description": "The state before.", "nullable": true});
                set(document, &format!("{WIDGET}/properties"), "before", state);
            },
            ..snippet(&format!("{WIDGET}/properties/before"), json!([{"$ref": "#/components/schemas/WidgetState"}]))
        },
        "items" => snippet(LISTED, Value::Null),
        "properties" => snippet(WIDGET, Value::Null),
        "additionalProperties" => snippet(LABELS, json!(true)),
        x::ALIASES => snippet(SIZE, json!(["siez"])),
        x::AVAILABILITY => snippet(STATE, json!([{"values": ["STILL"], "only-in": ["low"]}])),
        x::CERTAINTY => snippet(SIZE, json!([{"about": "unit", "is": "documented", "by": ["page"]}])),
        x::REQUIRES => snippet(WIDGET, json!([{"at-most-one-of": ["size", "state"]}])),
        x::CONTENT_MEDIA_TYPE => snippet(ID, json!("application/json")),
        x::NO_SECRET => of_token(),
        x::OFFICIAL_NAME => snippet(WIDGET, json!("ShowWidgetResp")),
        x::RUST_NAME => snippet(SIZE, json!("extent")),
        x::SOURCE => snippet(WIDGET, json!("page")),
        x::WITNESSES => snippet(SIZE, json!({"known-by": ["page"]})),
        "title" => snippet(SIZE, json!("Size")),
        "oneOf" | "anyOf" => snippet(SIZE, json!([{"type": "string"}])),
        "not" => snippet(SIZE, json!({"type": "string"})),
        "discriminator" | "xml" | "externalDocs" => snippet(SIZE, json!({})),
        other => panic!("{other} has no snippet"),
    }
}

/// What is out of date: an operation, a parameter or a field, with the others that the keyword needs beside it.
fn of_deprecation(holder: &str, name: &str, instead: &str) -> Snippet {
    let first: fn(&mut Value) = match (holder, name) {
        (LIST, "deprecated") => |document| set(document, LIST, x::NOT_REPLACED, json!("Nobody needs it.")),
        (LIMIT, "deprecated") => |document| set(document, LIMIT, x::NOT_REPLACED, json!("Nobody needs it.")),
        (SIZE, "deprecated") => |document| set(document, SIZE, x::NOT_REPLACED, json!("Nobody needs it.")),
        (LIST, _) => |document| set(document, LIST, "deprecated", json!(true)),
        (LIMIT, _) => |document| {
            set(document, LIMIT, "deprecated", json!(true));
            let most = json!({"name": "most", "in": "query", "description": "Most.", "schema": {"type": "string"}});
            at(document, &format!("{LIST}/parameters")).as_array_mut().unwrap().push(most);
        },
        _ => |document| set(document, SIZE, "deprecated", json!(true)),
    };
    let value = match name {
        "deprecated" => json!(true),
        x::REPLACED_BY => json!(instead),
        _ => json!("Nobody needs it."),
    };
    Snippet { first, ..snippet(holder, value) }
}

fn snippet_of_witnesses(value: Value) -> Snippet {
    let first = |document: &mut Value| set(document, SIZE, x::WITNESSES, json!({}));
    Snippet { first, ..snippet(&format!("{SIZE}/{}", x::WITNESSES), value) }
}

fn of_token() -> Snippet {
    Snippet {
        first: |document| {
            let token = json!({"description": "A word to look for.", "type": "string"});
            set(document, &format!("{WIDGET}/properties"), "token", token);
        },
        ..snippet(&format!("{WIDGET}/properties/token"), json!(true))
    }
}

fn of_extension_or_choice(keyword: &Keyword) -> Snippet {
    match (keyword.subject, keyword.name) {
        (Subject::Paging, name) => of_paging(name),
        (Subject::LongRunning | Subject::Goal | Subject::Sought | Subject::Condition, name) => {
            of_step(keyword.subject, name)
        }
        (Subject::PartialFailure, name) => of_partial_failure(name),
        (
            Subject::Permission | Subject::Requirement | Subject::Bounds | Subject::Availability | Subject::Certainty,
            name,
        ) => of_condition(keyword.subject, name),
        (Subject::Witnesses, "known-by") => snippet_of_witnesses(json!(["page"])),
        (Subject::Witnesses, _) => snippet_of_witnesses(json!({"a": ["page"], "b": ["interface"]})),
        (Subject::States, "terminal" | "success" | "failure") => Snippet {
            first: |document| set(document, STATE, x::STATES, json!({"terminal": ["STILL"]})),
            ..snippet(&format!("{STATE}/{}", x::STATES), json!(["STILL"]))
        },
        (Subject::Place | Subject::Style | Subject::Type, name) => snippet("", json!(name)),
        other => panic!("{other:?} has no snippet"),
    }
}

/// Values of closed lists stand under another key.
fn change_choice(document: &mut Value, keyword: &Keyword) -> Option<String> {
    let holder = match (keyword.subject, keyword.name) {
        (Subject::Place, "path") | (Subject::Style, "simple") => {
            let path = "/paths/~1v1~1{project_id}~1widgets~1{limit}";
            let operations = at(document, PATH).as_object_mut().unwrap().shift_remove("get").unwrap();
            at(document, "/paths")["/v1/{project_id}/widgets/{limit}"] = json!({"get": operations});
            let parameter = format!("{path}/get/parameters/1");
            set(document, &parameter, "required", json!(true));
            set(document, &parameter, "in", json!("path"));
            parameter
        }
        (Subject::Place | Subject::Style, _) => LIMIT.to_owned(),
        (Subject::Type, name) => {
            remove(document, &format!("{JSON}/examples/documented/value/widgets/0"), "size");
            let schema = match name {
                "array" => json!({"description": "Any.", "items": {}}),
                "integer" => json!({"description": "Any.", "format": "int64"}),
                _ => json!({"description": "Any."}),
            };
            set(document, &format!("{WIDGET}/properties"), "size", schema);
            SIZE.to_owned()
        }
        _ => return None,
    };
    let key = match keyword.subject {
        Subject::Place => "in",
        Subject::Style => "style",
        _ => "type",
    };
    set(document, &holder, key, json!(keyword.name));
    Some(format!("{holder}/{key}"))
}

/// Puts a keyword into the fixture; the pointer at which it stands.
fn put_keyword(document: &mut Value, keyword: &Keyword) -> String {
    if let Some(pointer) = change_choice(document, keyword) {
        return pointer;
    }
    let snippet = snippet_of(keyword);
    let pointer = crate::spec::child(&snippet.holder, keyword.name);
    // Null stands for what the fixture has already.
    if !snippet.value.is_null() {
        (snippet.first)(document);
        set(document, &snippet.holder, keyword.name, snippet.value);
    }
    assert!(document.pointer(&pointer).is_some(), "{pointer}");
    pointer
}

#[test]
fn each_keyword_is_honoured_or_refused() {
    for keyword in KEYWORDS {
        let mut pointer = String::new();
        let problems = reported(|document| pointer = put_keyword(document, keyword));
        let expected = match keyword.verdict {
            Verdict::Honoured => Vec::new(),
            Verdict::Refused { why, remedy } => {
                let message = format!("`{}` is refused: {why}", keyword.name);
                vec![("keyword", pointer, message, remedy.to_owned())]
            }
        };
        assert_eq!(problems, expected, "{keyword:?}");
    }
}

#[test]
fn a_keyword_beside_a_type_that_it_says_nothing_of_is_refused() {
    for (holder, key, value) in [
        (SIZE, "minLength", json!(1)),
        (SIZE, "items", json!({})),
        (SIZE, "pattern", json!("x")),
        (ID, "minimum", json!(1)),
        (ID, "required", json!(["x"])),
        (LISTED, "maxLength", json!(1)),
        (WIDGET, "maxItems", json!(1)),
        (WIDGET, "readOnly", json!(true)),
        (WIDGET, "x-aliases", json!(["x"])),
        (WIDGET, "deprecated", json!(true)),
    ] {
        let problems = found(|document| set(document, holder, key, value));
        assert_eq!(problems, [("keyword", format!("{holder}/{key}"))], "{key}");
    }
}

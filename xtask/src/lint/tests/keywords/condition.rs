//! What is said of conditions: permissions, requirements, clouds, certainty.

use serde_json::{Value, json};

use super::super::{LIST, WIDGET};
use super::{SIZE, STATE, Snippet, set, snippet};
use crate::model::keyword::Subject;
use crate::spec::extension as x;

pub(super) fn of_condition(subject: Subject, name: &str) -> Snippet {
    match subject {
        Subject::Permission => of_permission(name),
        Subject::Requirement => of_requirement(name),
        Subject::Bounds => of_bounds(name),
        Subject::Availability => of_availability(name),
        _ => of_certainty(name),
    }
}

fn of_permission(name: &str) -> Snippet {
    let first = |document: &mut Value| {
        set(document, LIST, x::PERMISSION, json!([{"action": "w:widget:list", "resource-type": "widget"}]));
    };
    let value = match name {
        "action" | "alias" => json!("w:widgets:list"),
        "when" => json!([{"value": "$request.query.limit", "sent": true}]),
        "access-level" | "resource-type" => json!("read"),
        "resource-required" => json!(true),
        "condition-keys" => json!(["widgets:size"]),
        "dependencies" => json!(["w:widget:get"]),
        "scopes" => json!(["project"]),
        "source" => json!("page"),
        other => panic!("{other} has no snippet"),
    };
    Snippet { first, ..snippet(&format!("{LIST}/{}/0", x::PERMISSION), value) }
}

fn of_bounds(name: &str) -> Snippet {
    fn of_size(document: &mut Value) {
        set(document, WIDGET, x::REQUIRES, json!([{"allows": {"size": {}}}]));
    }
    fn of_list(document: &mut Value) {
        let list = json!({"description": "Marks on it.", "type": "array", "items": {"type": "string"}});
        set(document, &format!("{WIDGET}/properties"), "marks", list);
        set(document, WIDGET, x::REQUIRES, json!([{"allows": {"marks": {}}}]));
    }
    let of = if name == "max-items" { "marks" } else { "size" };
    let value = if name == "other-than" { json!("$shown.ListWidgets.body#/widgets") } else { json!(2) };
    let first = if name == "max-items" { of_list } else { of_size };
    Snippet { first, ..snippet(&format!("{WIDGET}/{}/0/allows/{of}", x::REQUIRES), value) }
}

fn of_requirement(name: &str) -> Snippet {
    fn of_two(document: &mut Value) {
        set(document, WIDGET, x::REQUIRES, json!([{"at-most-one-of": ["size", "state"]}]));
    }
    fn of_none(document: &mut Value) {
        set(document, WIDGET, x::REQUIRES, json!([{"when": [{"value": "state", "is": ["STILL"]}]}]));
    }
    let (value, first): (Value, fn(&mut Value)) = match name {
        "when" => (json!([{"value": "state", "is-not": ["STILL"]}]), of_two),
        "otherwise" => (json!("refused"), of_two),
        "needs" | "only" => (json!(["size"]), of_none),
        "allows" => (json!({"size": [1, 2]}), of_none),
        _ => (json!(["size", "state"]), of_none),
    };
    Snippet { first, ..snippet(&format!("{WIDGET}/{}/0", x::REQUIRES), value) }
}

fn of_availability(name: &str) -> Snippet {
    fn nowhere(document: &mut Value) {
        set(document, STATE, x::AVAILABILITY, json!([{}]));
    }
    fn in_high(document: &mut Value) {
        set(document, STATE, x::AVAILABILITY, json!([{"only-in": ["high"]}]));
    }
    fn differs(document: &mut Value) {
        set(document, STATE, x::AVAILABILITY, json!([{"differs-in": ["high"], "says": "Slower."}]));
    }
    let (value, first): (Value, fn(&mut Value)) = match name {
        "values" => (json!(["STILL"]), in_high),
        "only-in" | "not-in" => (json!(["low"]), nowhere),
        "differs-in" => {
            let says = |document: &mut Value| set(document, STATE, x::AVAILABILITY, json!([{"says": "Slower."}]));
            (json!(["low"]), says)
        }
        "says" => (json!("Slower."), differs),
        _ => (json!(3), differs),
    };
    Snippet { first, ..snippet(&format!("{STATE}/{}/0", x::AVAILABILITY), value) }
}

fn of_certainty(name: &str) -> Snippet {
    if name == "of" {
        let first =
            |document: &mut Value| set(document, STATE, x::CERTAINTY, json!([{"about": "values", "is": "documented"}]));
        return Snippet { first, ..snippet(&format!("{STATE}/{}/0", x::CERTAINTY), json!(["STILL"])) };
    }
    let first = |document: &mut Value| {
        set(document, SIZE, x::CERTAINTY, json!([{"about": "unit", "is": "inferred", "why": "It is small."}]));
    };
    let value = match name {
        "about" => json!("meaning"),
        "is" => json!("chosen"),
        "by" => json!(["page"]),
        _ => json!("It is small."),
    };
    Snippet { first, ..snippet(&format!("{SIZE}/{}/0", x::CERTAINTY), value) }
}

//! What says how an operation behaves.

use serde_json::{Value, json};

use super::super::{LIST, remove};
use super::{Snippet, set, snippet};
use crate::model::keyword::Subject;
use crate::spec::extension as x;

pub(super) fn of_paging(name: &str) -> Snippet {
    let paging = |document: &mut Value| {
        let paging = json!({
            "dialect": "page", "cursor": "limit", "first": 1, "size": "limit", "items": "widgets", "end": "short-page",
            "past-end": "refused",
        });
        set(document, LIST, x::PAGING, paging);
        let count = json!({"description": "All.", "type": "integer", "format": "int64"});
        set(document, "/components/schemas/WidgetList/properties", "count", count);
    };
    let value = match name {
        "dialect" => json!("position"),
        "cursor" | "size" => json!("limit"),
        "first" => json!(0),
        "items" => json!("widgets"),
        "total" => json!("count"),
        "default-size" | "max-size" => json!(10),
        "end" => json!("short-page"),
        "past-end" => json!("refused"),
        "past-end-codes" => json!(["W.1"]),
        "whole-with" => json!(["limit"]),
        other => panic!("{other} has no snippet"),
    };
    Snippet { first: paging, ..snippet(&format!("{LIST}/{}", x::PAGING), value) }
}

/// A step of background work that the fixture can show: one of the widgets that are listed.
pub(super) fn step() -> Value {
    json!({
        "shown-by": "ListWidgets",
        "element": {"list": "widgets", "by": {"id": ["w-1"]}},
        "state": "state", "success": ["STILL"], "first-delay-seconds": 1, "interval-seconds": 1,
    })
}

pub(super) fn of_step(subject: Subject, name: &str) -> Snippet {
    fn complete(document: &mut Value) {
        let mut step = step();
        step["when"] = json!([{"value": "$request.query.limit", "sent": true}]);
        step["goals"] = json!([{"field": "size"}]);
        set(document, LIST, x::LONG_RUNNING, json!([step]));
    }
    fn without_test(document: &mut Value) {
        complete(document);
        remove(document, &format!("{LIST}/{}/0/when/0", x::LONG_RUNNING), "sent");
    }
    let (below, value, first): (&str, Value, fn(&mut Value)) = match (subject, name) {
        (Subject::LongRunning, "when") => ("", json!([{"value": "$request.query.limit", "sent": false}]), complete),
        (Subject::LongRunning, "each") => ("", json!("$response.body#/widgets"), complete),
        (Subject::LongRunning, "shown-by") => ("", json!("ListWidgets"), complete),
        (Subject::LongRunning, "with") => ("", json!({"limit": "$request.query.limit"}), complete),
        (Subject::LongRunning, "element") => ("", json!({"list": "widgets"}), complete),
        (Subject::LongRunning, "state") => ("", json!("state"), complete),
        (Subject::LongRunning, "success") => ("", json!(["STILL"]), complete),
        (Subject::LongRunning, "failure") => ("", json!(["TURNING"]), complete),
        (Subject::LongRunning, "absent") => ("", json!("failure"), complete),
        (Subject::LongRunning, "goals") => ("", json!([{"field": "size"}]), complete),
        (Subject::LongRunning, _) => ("", json!(5), complete),
        (Subject::Goal, "field") => ("/goals/0", json!("size"), complete),
        (Subject::Goal, _) => ("/goals/0", json!("$request.query.limit"), complete),
        (Subject::Sought, "list") => ("/element", json!("widgets"), complete),
        (Subject::Sought, "by") => ("/element", json!({"id": ["w-1"]}), complete),
        (Subject::Sought, _) => ("/element", json!("size"), complete),
        (Subject::Condition, "value") => ("/when/0", json!("$request.query.limit"), complete),
        (Subject::Condition, "sent") => ("/when/0", json!(true), complete),
        (Subject::Condition, _) => ("/when/0", json!([3]), without_test),
        other => panic!("{other:?} has no snippet"),
    };
    Snippet { first, ..snippet(&format!("{LIST}/{}/0{below}", x::LONG_RUNNING), value) }
}

pub(super) fn of_partial_failure(name: &str) -> Snippet {
    let value = match name {
        "list" => json!("widgets"),
        "failed-unless" => json!({"state": ["STILL"]}),
        "all" => json!("done"),
        _ => json!("id"),
    };
    let first = |document: &mut Value| {
        set(document, LIST, x::PARTIAL_FAILURE, json!({"list": "widgets", "thing": "id"}));
        let done = json!({"description": "Whether all is done.", "type": "boolean"});
        set(document, "/components/schemas/WidgetList/properties", "done", done);
    };
    Snippet { first, ..snippet(&format!("{LIST}/{}", x::PARTIAL_FAILURE), value) }
}

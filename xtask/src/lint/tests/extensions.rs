//! Rules for what is said of how an operation behaves: in pages, and in the background.

use serde_json::{Value, json};

use super::{LIST, at, below, found, reported};

const FIELDS: &str = "/components/schemas/WidgetList/properties";

fn paging(paging: &Value) -> Vec<(String, String, String)> {
    let change = |value: &mut Value| {
        at(value, LIST)["x-paging"] = paging.clone();
        at(value, FIELDS)["total"] = json!({"description": "All.", "type": "integer", "format": "int64"});
    };
    let problems = reported(change).into_iter();
    problems
        .map(|(rule, pointer, message, remedy)| {
            assert_eq!(rule, "paging");
            (pointer.strip_prefix(LIST).unwrap().to_owned(), message, remedy)
        })
        .collect()
}

#[test]
fn paging_names_what_is_there() {
    let good = json!({"dialect": "offset", "cursor": "limit", "first": 0, "size": "limit", "items": "widgets", "total": "total"});
    assert_eq!(paging(&good), []);
    for (key, wrong, message, remedy) in [
        (
            "cursor",
            "offset",
            "`cursor` is `offset`, which is no parameter in the query",
            "name a parameter in the query",
        ),
        ("size", "limits", "`size` is `limits`, which is no parameter in the query", "did you mean `limit`?"),
        (
            "size",
            "project_id",
            "`size` is `project_id`, which is no parameter in the query",
            "name a parameter in the query",
        ),
        (
            "items",
            "gears",
            "`items` is `gears`, which is no field of the response",
            "name a field at the top of the response",
        ),
        ("items", "widget", "`items` is `widget`, which is no field of the response", "did you mean `widgets`?"),
        ("items", "total", "`items` is `total`, which is not a list", "correct the type, or name another field"),
        (
            "total",
            "widgets",
            "`total` is `widgets`, which is not an integer, not even as text",
            "correct the type, or name another field",
        ),
    ] {
        let mut bad = good.clone();
        bad[key] = json!(wrong);
        assert_eq!(paging(&bad), [(format!("/x-paging/{key}"), message.to_owned(), remedy.to_owned())]);
    }
    for (key, wrong) in [("dialect", json!("guess")), ("first", json!("0")), ("first", json!(-1))] {
        let mut bad = good.clone();
        bad[key] = wrong;
        assert_eq!(paging(&bad).len(), 1, "{key}");
    }
    let boolean = |value: &mut Value| {
        at(value, LIST)["x-paging"] = good.clone();
        at(value, FIELDS)["total"] = json!({"description": "All.", "type": "integer", "format": "int64"});
        at(value, &below(LIST, "/parameters/1"))["schema"] = json!({"type": "boolean"});
    };
    let expected = ["cursor", "size"].map(|key| ("paging", below(LIST, &format!("/x-paging/{key}"))));
    assert_eq!(found(boolean), expected);
}

#[test]
fn long_running() {
    let with = |task: Value| {
        found(move |value| {
            at(value, LIST)["x-long-running"] = task;
            at(value, FIELDS)["job_id"] = json!({"description": "Its task.", "type": "string"});
        })
    };
    assert_eq!(with(json!({"kind": "job", "field": "job_id"})), []);
    assert_eq!(with(json!({"kind": "task-name", "name": "turnWidgets"})), []);
    assert_eq!(with(json!({"kind": "state"})), []);
    let refused = [("long-running", below(LIST, "/x-long-running/field"))];
    assert_eq!(with(json!({"kind": "job", "field": "jobid"})), refused);
    assert_eq!(with(json!({"kind": "job", "field": "widgets"})), refused);
    let refused = [("long-running", below(LIST, "/x-long-running"))];
    for task in [
        json!({"kind": "task-name"}),
        json!({"kind": "magic"}),
        json!({"kind": "job"}),
        json!({"kind": "state", "name": "x"}),
    ] {
        assert_eq!(with(task), refused);
    }
}

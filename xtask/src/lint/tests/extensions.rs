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

/// Paging of the fixture's list.
fn good() -> Value {
    json!({
        "dialect": "offset", "cursor": "limit", "first": 0, "size": "limit", "default-size": 5, "max-size": 10,
        "items": "widgets", "total": "total", "end": "total", "past-end": "refused",
        "past-end-codes": ["W.1"], "whole-with": ["limit"],
    })
}

#[test]
fn paging_ends_with_what_is_there() {
    let fault = |change: fn(&mut Value)| {
        let mut value = json!({"dialect": "offset", "cursor": "limit", "first": 0, "items": "widgets", "end": "total"});
        change(&mut value);
        paging(&value)
    };
    let message = "the list ends with its `total`, and no field holds that".to_owned();
    let remedy = "write `total`, or `end: short-page`".to_owned();
    assert_eq!(fault(|_| {}), [("/x-paging/end".to_owned(), message, remedy)]);
    let short = fault(|value| value["end"] = json!("short-page"));
    assert!(short[0].1.starts_with("a page is short if it has fewer elements than its `size`"), "{short:?}");
    let unsized_default = fault(|value| {
        value["total"] = json!("total");
        value["default-size"] = json!(3);
    });
    assert_eq!(unsized_default[0].1, "`default-size` is a size, and no parameter sets one");
}

#[test]
fn paging_names_what_is_there() {
    let good = good();
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
}

#[test]
fn paging_has_sizes_and_ends_that_are_known() {
    let good = good();
    for (key, wrong) in [
        ("dialect", json!("guess")),
        ("first", json!("0")),
        ("first", json!(-1)),
        ("end", json!("never")),
        ("past-end", json!("silence")),
        ("past-end-codes", json!(["W.none"])),
        ("default-size", json!(0)),
        ("max-size", json!(11)),
        ("whole-with", json!(["everything"])),
    ] {
        let mut bad = good.clone();
        bad[key] = wrong;
        assert_eq!(paging(&bad).len(), 1, "{key}");
    }
    let mut above = good.clone();
    above["default-size"] = json!(11);
    assert_eq!(paging(&above)[0].1, "`default-size` is 11, and the parameter says 10");
    let boolean = |value: &mut Value| {
        at(value, LIST)["x-paging"] = good.clone();
        at(value, FIELDS)["total"] = json!({"description": "All.", "type": "integer", "format": "int64"});
        at(value, &below(LIST, "/parameters/1"))["schema"] = json!({"type": "boolean"});
    };
    let expected = ["cursor", "size"].map(|key| ("paging", below(LIST, &format!("/x-paging/{key}"))));
    assert_eq!(found(boolean), expected);
}

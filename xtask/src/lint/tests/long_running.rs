//! Work that goes on after a response, and failures inside of one.

use serde_json::{Value, json};

use super::{LIST, at, below, found, reported};

/// A step that the fixture can show: the widget that has an id.
fn step() -> Value {
    json!({
        "when": [{"value": "$request.query.limit", "is": [1]}],
        "each": "$response.body#/widgets",
        "shown-by": "ListWidgets",
        "with": {"limit": "$request.query.limit"},
        "element": {"list": "widgets", "by": {"id": "$each#/id", "state": ["STILL"]}, "since": "size"},
        "state": "state", "success": ["STILL"], "failure": [], "absent": "pending",
        "goals": [{"field": "size", "equals": "$request.query.limit"}],
        "first-delay-seconds": 1, "interval-seconds": 2,
    })
}

#[track_caller]
fn assert_fault(change: impl FnOnce(&mut Value), pointer: &str, message: &str, remedy: &str) {
    let mut step = step();
    change(&mut step);
    let problems = reported(|value| at(value, LIST)["x-long-running"] = json!([step]));
    let pointer = below(LIST, &format!("/x-long-running/0{pointer}"));
    assert_eq!(problems.len(), 1, "{problems:?}");
    let (rule, at, said, advice) = &problems[0];
    assert!(["long-running", "openapi-form"].contains(rule), "{rule}");
    assert_eq!((at.as_str(), said.as_str(), advice.as_str()), (pointer.as_str(), message, remedy));
}

#[test]
fn a_step_that_can_be_taken_is_good() {
    assert_eq!(reported(|value| at(value, LIST)["x-long-running"] = json!([step(), step()])), []);
}

#[test]
fn a_step_names_what_is_there() {
    let state = |value: &'static str| move |step: &mut Value| step["state"] = json!(value);
    assert_fault(state("stat"), "/state", "`stat` is no field of what is shown", "did you mean `state`?");
    assert_fault(
        |step| step["shown-by"] = json!("ListWidget"),
        "/shown-by",
        "`ListWidget` is no operation",
        "did you mean `ListWidgets`?",
    );
    assert_fault(
        |step| {
            step["shown-by"] = json!("CreateWidget");
            step["with"] = json!({});
        },
        "/shown-by",
        "`CreateWidget` responds without a body",
        "name an operation whose response shows it",
    );
    assert_fault(
        |step| step["element"]["list"] = json!("widget"),
        "/element/list",
        "`widget` is no field of the response",
        "did you mean `widgets`?",
    );
    assert_fault(
        |step| step["element"]["by"] = json!({"idd": ["x"]}),
        "/element/by/idd",
        "`idd` is no field of the element",
        "did you mean `id`?",
    );
    assert_fault(
        |step| step["element"]["since"] = json!("sizes"),
        "/element/since",
        "`sizes` is no field of the element",
        "did you mean `size`?",
    );
    assert_fault(
        |step| step["goals"][0]["field"] = json!("sise"),
        "/goals/0/field",
        "`sise` is no field of what is shown",
        "did you mean `size`?",
    );
}

#[test]
fn a_step_refers_to_values_that_are_there() {
    let missing = "`$each#/ix` leads to no field: there is no `ix`";
    let with = |step: &mut Value| step["with"]["limit"] = json!("$each#/ix");
    assert_fault(with, "/with/limit", missing, "name a field that is there");
    assert_fault(
        |step| step["with"]["limt"] = json!("$each#/id"),
        "/with/limt",
        "`limt` is no parameter of `ListWidgets`",
        "did you mean `limit`?",
    );
    assert_fault(
        |step| step["each"] = json!("$response.body#/widget"),
        "/each",
        "`$response.body#/widget` leads to no field: there is no `widget`",
        "did you mean `widgets`?",
    );
    assert_fault(
        |step| step["when"][0]["value"] = json!("$request.body#/id"),
        "/when/0/value",
        "`$request.body#/id` stands in the request, which is not there",
        "name what is there, or add it",
    );
    assert_fault(
        |step| step["when"][0]["value"] = json!("limit"),
        "/when/0/value",
        "`limit` says of no value where it stands",
        "write `$request.path.name`, `$request.query.name`, `$request.header.name`, `$request.body#/field`, \
         `$response.body#/field` or `$each#/field`",
    );
}

#[test]
fn the_end_of_a_step_can_be_seen() {
    assert_fault(
        |step| step["success"] = json!(["STIL"]),
        "/success",
        "`STIL` is no value of the state",
        "did you mean `STILL`?",
    );
    assert_fault(
        |step| step["success"] = json!([]),
        "/state",
        "no state means that the work is done",
        "write `success`, or `x-states` with `success` into the enum",
    );
    assert_fault(
        |step| step["failure"] = json!(["STILL"]),
        "/failure",
        "`STILL` is a success and a failure",
        "take it out of one of them",
    );
    assert_fault(
        |step| step["absent"] = json!("gone"),
        "/absent",
        "`gone` is nothing that it can mean to be absent",
        "write `pending` (not there yet), `success` (it was to go) or `failure`",
    );
    for key in ["first-delay-seconds", "interval-seconds"] {
        let message = format!("`{key}` is no number of seconds");
        let remedy = format!("write `{key}: 10`, or as many as sources name");
        assert_fault(|step| step[key] = json!("soon"), &format!("/{key}"), &message, &remedy);
    }
    let no_state = |step: &mut Value| drop(step.as_object_mut().unwrap().shift_remove("state"));
    let remedy = "write `state: <field>`, or delete `success` and `failure`";
    assert_fault(no_state, "/state", "states are named, and no field that holds one", remedy);
}

#[test]
fn a_condition_asks_one_thing() {
    let message = "a condition asks one thing of its value";
    let remedy = "write one of `sent: true`, `sent: false`, `is: [values]` and `is-not: [values]`";
    assert_fault(|step| step["when"][0]["sent"] = json!(true), "/when/0", message, remedy);
    let state = |step: &mut Value| step["when"][0] = json!({"value": "$each#/state", "is": ["STIL"]});
    assert_fault(state, "/when/0", "`$each#/state` is never `STIL`", "did you mean `STILL`?");
}

#[test]
fn a_header_is_called_as_anybody_writes_it() {
    let kind = json!({"name": "X-Kind", "in": "header", "description": "Which.", "schema": {"type": "string"}});
    let of = |name: &'static str| {
        let mut step = step();
        step["when"] = json!([{"value": format!("$request.header.{name}"), "sent": true}]);
        let kind = kind.clone();
        let problems = reported(move |value| {
            at(value, &below(LIST, "/parameters")).as_array_mut().unwrap().push(kind);
            at(value, LIST)["x-long-running"] = json!([step]);
        });
        problems.into_iter().map(|(.., message, _)| message).collect::<Vec<_>>()
    };
    assert_eq!(of("x-kind"), [""; 0]);
    assert_eq!(of("x-kinds"), ["`$request.header.x-kinds` is no parameter in the header"]);
}

#[test]
fn what_cannot_be_read_is_told_once() {
    let problems = reported(|value| {
        at(value, LIST)["x-long-running"] = json!([step()]);
        at(value, "/components/schemas/WidgetList/properties/widgets")["type"] = json!("list");
    });
    assert!(!problems.is_empty() && problems.iter().all(|(rule, ..)| *rule == "openapi-form"), "{problems:?}");
}

#[test]
fn states_are_either_done_or_not() {
    const STATE: &str = "/components/schemas/WidgetState";
    let with = |states: Value| found(move |value| at(value, STATE)["x-states"] = states);
    assert_eq!(with(json!({"terminal": ["STILL"], "success": ["STILL"], "failure": []})), []);
    let refused = [("states", below(STATE, "/x-states/success"))];
    assert_eq!(with(json!({"terminal": ["STILL"], "success": ["STILL"], "failure": ["STILL"]})), refused);
    assert_eq!(with(json!({"terminal": [], "success": ["STILL"], "failure": []})), refused);
    let refused = [("states", below(STATE, "/x-states/failure"))];
    assert_eq!(with(json!({"terminal": ["STILL"], "success": [], "failure": ["TURNING"]})), refused);
}

/// A change, the key at fault, and what is said of it.
type Case = (fn(&mut Value), &'static str, &'static str);

#[test]
fn failures_inside_of_a_success_name_what_is_there() {
    let good = json!({"list": "widgets", "thing": "id", "failed-unless": {"state": ["STILL"]}});
    let with = |change: fn(&mut Value)| {
        let mut partial = good.clone();
        change(&mut partial);
        let problems = reported(|value| at(value, LIST)["x-partial-failure"] = partial);
        let short = |(rule, pointer, message, _): &(&'static str, String, String, String)| {
            assert_eq!(*rule, "partial-failure");
            (pointer.strip_prefix(LIST).unwrap().to_owned(), message.clone())
        };
        problems.iter().map(short).collect::<Vec<_>>()
    };
    assert_eq!(with(|_| {}), []);
    let cases: [Case; 7] = [
        (|value| value["failed-unless"] = json!({"id": [1]}), "failed-unless", "`id` is never 1"),
        (|value| value["list"] = json!("gears"), "list", "`gears` is no field of the response"),
        (|value| value["thing"] = json!("name"), "thing", "`name` is no field of the elements"),
        (|value| value["code"] = json!("error"), "code", "`error` is no field of the elements"),
        (|value| value["failed-unless"]["state"] = json!([true]), "failed-unless", "`state` is never true"),
        (|value| value["failed-unless"]["state"] = json!([]), "failed-unless", "no value is one of success"),
        (|value| value["all"] = json!("widgets"), "all", "`widgets` is not `true` or `false`"),
    ];
    for (change, key, message) in cases {
        assert_eq!(with(change), [(format!("/x-partial-failure/{key}"), message.to_owned())]);
    }
}

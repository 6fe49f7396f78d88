//! Permissions, requirements, clouds and certainty.

use serde_json::{Value, json};

use super::{CREATE, LIST, SIZE, WIDGET, at, below, found, messages, remove, reported};

const STATE: &str = "/components/schemas/WidgetState";

/// What is found after an extension is put somewhere: rule, pointer below the extension, message.
fn faults(holder: &str, key: &str, value: Value) -> Vec<(&'static str, String, String)> {
    let problems = reported(|document| at(document, holder)[key] = value).into_iter();
    let prefix = format!("{holder}/{key}");
    problems
        .map(|(rule, pointer, message, _)| {
            (rule, pointer.strip_prefix(&prefix).unwrap_or(&pointer).to_owned(), message)
        })
        .collect()
}

#[track_caller]
fn assert_fault(holder: &str, key: &str, value: Value, pointer: &str, message: &str) {
    let rule = match key {
        "x-permission" => "permission",
        "x-requires" => "requirement",
        "x-availability" => "availability",
        _ => "certainty",
    };
    assert_eq!(faults(holder, key, value), [(rule, pointer.to_owned(), message.to_owned())]);
}

#[test]
fn each_operation_says_what_the_caller_must_be_allowed_to_do() {
    let silent = found(|value| remove(value, LIST, "x-permission"));
    assert_eq!(silent, [("permission", LIST.to_owned())]);
    let good = json!([{"action": "w:widget:list", "when": [{"value": "$request.query.limit", "sent": true}]}]);
    assert_eq!(faults(LIST, "x-permission", good), []);
    assert_eq!(faults(LIST, "x-permission", json!("none")), []);
    let fault =
        |value: Value, pointer: &str, message: &str| assert_fault(LIST, "x-permission", value, pointer, message);
    fault(json!("nothing"), "", "this names no action");
    fault(json!([]), "", "this names no action");
    fault(json!([{"action": "w:a:b (a), w:c:d (b)"}]), "/0/action", "`w:a:b (a), w:c:d (b)` is no action");
    fault(json!([{"action": "w:a:b", "alias": "list"}]), "/0/alias", "`list` is no action");
    fault(
        json!([{"action": "w:a:b", "scopes": ["region"]}]),
        "/0/scopes",
        "`region` is nothing that a permission is given in",
    );
    let required = json!([{"action": "w:a:b", "resource-required": true}]);
    fault(required, "/0/resource-required", "a resource is required, and nothing says of which type");
    let when = json!([{"action": "w:a:b", "when": [{"value": "$request.query.limits", "sent": true}]}]);
    fault(when, "/0/when/0", "`$request.query.limits` is no parameter in the query");
}

#[test]
fn examples_of_requests_keep_what_an_operation_asks() {
    let asked = json!([{
        "when": [{"value": "$request.body#/name", "is": ["w"]}], "needs": ["$request.body#/labels"],
    }]);
    assert_eq!(faults(CREATE, "x-requires", asked.clone()), []);
    let example = "/components/requestBodies/NewWidget/content/application~1json/examples/documented";
    let without = reported(|document| {
        at(document, CREATE)["x-requires"] = asked;
        remove(document, &below(example, "/value"), "labels");
    });
    let message = format!("the example does not keep what {CREATE}/x-requires/0 asks");
    let said: Vec<_> = without.into_iter().map(|(rule, _, message, _)| (rule, message)).collect();
    assert_eq!(said, [("requirement", message)]);
}

#[test]
fn requirements_name_what_is_there() {
    let fault =
        |value: Value, pointer: &str, message: &str| assert_fault(WIDGET, "x-requires", value, pointer, message);
    let when = json!([{"value": "state", "is": ["STILL"]}]);
    assert_eq!(faults(WIDGET, "x-requires", json!([{"needs": ["size"], "when": when}])), []);
    let needs = json!([{"needs": ["sise"], "when": when}]);
    fault(needs, "/0/needs", "`sise` leads to no field: there is no `sise`");
    fault(json!([{"needs": ["size"]}]), "/0", "nothing says when it is asked");
    fault(json!([{"exactly-one-of": ["size"]}]), "/0/exactly-one-of", "`exactly-one-of` names less than 2");
    fault(json!([{"when": when}]), "/0", "a requirement asks one thing");
    let two = json!([{"when": when, "needs": ["size"], "only": ["size"]}]);
    fault(two, "/0", "a requirement asks one thing");
    let always = json!([{"when": when, "needs": ["id"]}]);
    fault(always, "/0", "`id` is always required");
    let never = json!([{"when": [{"value": "state", "is": ["STIL"]}], "needs": ["size"]}]);
    fault(never, "/0/when/0", "`state` is never `STIL`");
    let allows = json!([{"allows": {"state": ["STIL"]}}]);
    fault(allows, "/0/allows", "`state` is never `STIL`");
    fault(json!([{"allows": {"size": []}}]), "/0/allows/size", "`size` may have no value");
    let bounds = json!([{"allows": {"size": {"minimum": 2, "more-than": "$shown.ListWidgets.body#/widgets"}}}]);
    assert_eq!(faults(WIDGET, "x-requires", bounds), []);
    fault(json!([{"allows": {"size": {}}}]), "/0/allows/size", "`size` may have no value");
    let none = json!([{"allows": {"size": {"minimum": 3, "maximum": 2}}}]);
    fault(none, "/0/allows", "the bounds of `size` leave no value");
    fault(json!([{"allows": {"size": {"max-items": 2}}}]), "/0/allows", "`size` is no list");
    let lost = json!([{"allows": {"size": {"maximum": "sise"}}}]);
    fault(lost, "/0/allows", "`sise` leads to no field: there is no `sise`");
    let shown = |value: &str| json!([{"allows": {"size": {"maximum": value}}}]);
    let gone = "`$shown.ShowWidget.body#/size` is shown by no operation";
    fault(shown("$shown.ShowWidget.body#/size"), "/0/allows", gone);
    fault(
        shown("$shown.ListWidgets.body#/gone"),
        "/0/allows",
        "`$shown.ListWidgets.body#/gone` leads to no field: there is no `gone`",
    );
    let otherwise = json!([{"at-most-one-of": ["size", "state"], "otherwise": "broken"}]);
    fault(otherwise, "/0/otherwise", "`broken` is nothing that a service does with it");
    let of_operation = json!([{"at-most-one-of": ["$request.query.limit", "$request.query.limt"]}]);
    let message = "`$request.query.limt` is no parameter in the query";
    assert_fault(LIST, "x-requires", of_operation, "/0/at-most-one-of", message);
    let expression = json!([{"at-most-one-of": ["size", "$each#/state"]}]);
    let problems = found(|value| at(value, WIDGET)["x-requires"] = expression);
    assert_eq!(problems[0], ("openapi-form", below(WIDGET, "/x-requires/0/at-most-one-of/1")));
}

#[test]
fn clouds_are_known() {
    let fault =
        |value: Value, pointer: &str, message: &str| assert_fault(STATE, "x-availability", value, pointer, message);
    assert_eq!(faults(STATE, "x-availability", json!([{"only-in": ["high"], "values": ["STILL"]}])), []);
    fault(json!([{"only-in": ["hihg"]}]), "/0/only-in", "`hihg` is no cloud that is known");
    fault(json!([{"not-in": ["low"], "values": ["STIL"]}]), "/0/values", "`STIL` is no value of an enum here");
    fault(json!([{"not-in": ["low"], "only-in": ["high"]}]), "/0", "a statement says one thing of some clouds");
    fault(json!([{"values": ["STILL"]}]), "/0", "a statement says one thing of some clouds");
    fault(json!([{"differs-in": ["low"]}]), "/0", "nothing says what differs");
    fault(
        json!([{"not-in": ["low"], "maximum": 3}]),
        "/0/maximum",
        "`maximum` goes with `differs-in`, which is not there",
    );
    let twice = messages(|texts| {
        let clouds = texts.files.get_mut(&texts.folder.join("clouds.toml")).unwrap();
        clouds.push_str("[[cloud]]\nid = 'high'\ntitle = 'Higher Cloud'\n[[cloud]]\nid = 'third'\ntitle = ''\n");
    });
    let twice: Vec<&str> = twice.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(twice, ["the cloud `high` is there twice", "a cloud has no id, or no title"]);
}

#[test]
fn certainty_is_of_what_is_said() {
    let fault = |value: Value, pointer: &str, message: &str| assert_fault(SIZE, "x-certainty", value, pointer, message);
    let good = json!([{"about": "unit", "is": "inferred", "by": ["page"], "why": "It is small."}]);
    assert_eq!(faults(SIZE, "x-certainty", good), []);
    fault(json!([{"about": "units", "is": "documented"}]), "/0/about", "`units` is no `about` of an entry");
    fault(json!([{"about": "unit", "is": "guessed"}]), "/0/is", "`guessed` is no `is` of an entry");
    fault(json!([{"about": "unit", "is": "chosen"}]), "/0", "nothing says why it is chosen");
    let documented = |about: &str| json!({"about": about, "is": "documented"});
    fault(json!([documented("limits")]), "/0/about", "no limit is said");
    fault(json!([documented("default")]), "/0/about", "no default is said");
    fault(json!([documented("values")]), "/0/about", "no values are said");
    fault(json!([documented("unit"), documented("unit")]), "/1", "two entries are about `unit`");
    fault(json!([documented("permission")]), "/0/about", "no permission is said");
    let unknown = found(|value| {
        at(value, SIZE)["x-certainty"] = json!([{"about": "unit", "is": "documented", "by": ["pages"]}]);
    });
    assert_eq!(unknown, [("provenance", below(SIZE, "/x-certainty/0/by/0"))]);
}

#[test]
fn certainty_can_be_of_values_and_of_actions_that_are_there() {
    let of = |about: &str, of: &[&str]| json!([{"about": about, "of": of, "is": "documented"}]);
    assert_eq!(faults(STATE, "x-certainty", of("values", &["STILL"])), []);
    assert_eq!(faults(&format!("{WIDGET}/properties/state"), "x-certainty", of("meaning", &["STILL"])), []);
    let fault =
        |value: Value, pointer: &str, message: &str| assert_fault(STATE, "x-certainty", value, pointer, message);
    fault(of("values", &["STILL", "STIL"]), "/0/of", "`STIL` is no value of an enum here");
    fault(of("unit", &["STILL"]), "/0/of", "`unit` is said of the whole");
    let whole = json!({"about": "meaning", "is": "documented"});
    let of_one = json!({"about": "meaning", "of": ["STILL"], "is": "documented"});
    assert_eq!(faults(STATE, "x-certainty", json!([whole, of_one])), []);
    fault(json!([of_one, whole, of_one]), "/2", "two entries are about `meaning` of `STILL`");
    assert_fault(SIZE, "x-certainty", of("values", &["1"]), "/0/about", "no values are said");
    assert_fault(SIZE, "x-certainty", of("meaning", &["1"]), "/0/of", "`1` is no value of an enum here");

    let permitted = |entries: Value| {
        reported(|document| {
            at(document, LIST)["x-permission"] = json!([{"action": "w:widget:list"}]);
            at(document, LIST)["x-certainty"] = entries;
        })
    };
    assert_eq!(permitted(of("permission", &["w:widget:list"])), []);
    assert_eq!(permitted(json!([{"about": "permission", "is": "documented"}])), []);
    let message = |entries: Value| permitted(entries).into_iter().map(|(_, _, message, _)| message).collect::<Vec<_>>();
    assert_eq!(message(of("permission", &["w:widget:get"])), ["`w:widget:get` is no action of the permission"]);
    assert_eq!(message(of("behaviour", &["w:widget:list"])), ["`behaviour` is said of the whole"]);
    assert_fault(LIST, "x-certainty", of("permission", &["w:widget:list"]), "/0/about", "no permission is said");
}

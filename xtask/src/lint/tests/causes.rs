//! One fault is one problem, and causes come first.

use serde_json::{Value, json};

use super::{CREATE, LIST, SIZE, WIDGET, at, below, found, remove, reported};

#[test]
fn a_reference_that_leads_nowhere_is_one_problem() {
    let items = "/components/schemas/WidgetList/properties/widgets/items";
    let problems = reported(|value| *at(value, items) = json!({"$ref": "#/components/schemas/Widgt"}));
    let message = "`#/components/schemas/Widgt` is no component of this kind".to_owned();
    let remedy = "did you mean `#/components/schemas/Widget`?".to_owned();
    assert_eq!(problems, [("reference", items.to_owned(), message, remedy)]);
    for (pointer, target) in [
        (items.to_owned(), "#/components/schemas/Gadget"),
        (items.to_owned(), "https://x.example/widget.json"),
        (items.to_owned(), "#/components/responses/ClientError"),
        (below(LIST, "/parameters/0"), "#/components/parameters/Project"),
        (below(LIST, "/responses/4XX"), "#/components/responses/Client"),
        (below(LIST, "/responses/200/content/application~1json/schema"), "#/components/schemas/Widgets"),
        (below(CREATE, "/requestBody"), "#/components/requestBodies/Widget"),
        (below(WIDGET, "/properties/state"), "#/components/schemas/State"),
    ] {
        let problems = found(|value| *at(value, &pointer) = json!({ "$ref": target }));
        assert_eq!(problems, [("reference", pointer)], "{target}");
    }
}

#[test]
fn a_wrong_reference_beside_paging_is_one_problem() {
    let change = |value: &mut Value| {
        at(value, LIST)["x-paging"] = json!({"dialect": "offset", "cursor": "limit", "first": 0, "items": "widgets", "end": "total", "total": "total"});
        let schema = below(LIST, "/responses/200/content/application~1json/schema");
        *at(value, &schema) = json!({"$ref": "#/components/schemas/Widgets"});
    };
    assert_eq!(found(change).len(), 1);
}

#[test]
fn what_is_said_of_an_unsound_schema_comes_later() {
    let both = |value: &mut Value| {
        at(value, SIZE)["minumum"] = json!(1);
        at(value, &below(LIST, "/responses/200/content/application~1json/examples/documented/value/widgets/0"))["size"] =
            json!("1");
    };
    assert_eq!(found(both), [("keyword", below(SIZE, "/minumum"))]);
}

#[test]
fn a_component_that_many_refer_to_is_one_problem() {
    let error = |texts: &mut crate::spec::files::SpecTexts| {
        let mut common = crate::spec::parse_yaml(include_str!("../fixtures/common.yaml")).unwrap();
        at(&mut common, "/components/responses/ClientError")["descripton"] = json!("x");
        remove(&mut common, "/components/parameters/ProjectId", "description");
        super::put_yaml(texts, "common.yaml", &common);
    };
    let problems = super::messages(error);
    let expected = [
        ("keyword", "`descripton` is no key of a response".to_owned()),
        ("description", "the `description` of the parameter is missing or empty".to_owned()),
    ];
    assert_eq!(problems, expected);
}

#[test]
fn causes_come_first() {
    let many = |value: &mut Value| {
        at(value, "/components/schemas")["Lonely"] = json!({"description": "Lonely.", "type": "object"});
        remove(value, LIST, "summary");
        at(value, SIZE)["colour"] = json!(1);
    };
    let rules: Vec<_> = found(many).into_iter().map(|problem| problem.0).collect();
    assert_eq!(rules, ["keyword", "description", "orphan"]);
}

#[test]
fn a_value_that_cannot_be_read_is_one_problem() {
    for (holder, key) in [
        (LIST, "summary"),
        (LIST, "tags"),
        (LIST, "operationId"),
        (LIST, "parameters"),
        (LIST, "responses"),
        (LIST, "x-sources"),
        (CREATE, "requestBody"),
        (WIDGET, "description"),
        (WIDGET, "properties"),
        (SIZE, "type"),
        (SIZE, "format"),
    ] {
        let problems = found(|value| at(value, holder)[key] = json!(5));
        assert_eq!(problems, [("openapi-form", format!("{holder}/{key}"))], "{key}");
    }
}

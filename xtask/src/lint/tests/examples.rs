//! Examples, and what stands beside schemas as a value.

use serde_json::{Value, json};

use super::{CREATE, LIST, SIZE, WIDGET, at, below, found, remove, reported};

const JSON: &str = "/paths/~1v1~1{project_id}~1widgets/get/responses/200/content/application~1json";
const VALUE: &str =
    "/paths/~1v1~1{project_id}~1widgets/get/responses/200/content/application~1json/examples/documented/value";
const NEW: &str = "/components/requestBodies/NewWidget/content/application~1json";

/// Pointer below the example, message and remedy, with another example of the list.
fn with(example: Value) -> Vec<(String, String, String)> {
    let problems = reported(|value| *at(value, VALUE) = example).into_iter();
    problems
        .map(|(rule, pointer, message, remedy)| {
            assert_eq!(rule, "example");
            (pointer.strip_prefix(VALUE).unwrap().to_owned(), message, remedy)
        })
        .collect()
}

#[test]
fn bodies_have_examples() {
    assert_eq!(found(|value| remove(value, JSON, "examples")), [("example", JSON.to_owned())]);
    assert_eq!(found(|value| at(value, JSON)["examples"] = json!({})), [("example", JSON.to_owned())]);
    assert_eq!(found(|value| remove(value, NEW, "examples")), [("example", NEW.to_owned())]);
}

#[test]
fn examples_fit() {
    assert_eq!(with(json!({"widgets": []})), []);
    assert_eq!(with(json!({"widgets": [{"id": "a", "size": i64::MAX}]})), []);
    for (widget, at, said) in [
        (json!({"id": "a", "size": "12"}), "/widgets/0/size", "\"12\" is not of type \"integer\""),
        (json!({"id": "a", "size": 1.5}), "/widgets/0/size", "1.5 is not of type \"integer\""),
        (json!({"id": "a", "size": null}), "/widgets/0/size", "null is not of type \"integer\""),
        (json!({"id": null}), "/widgets/0/id", "null is not of type \"string\""),
        (json!({"id": "a", "state": "GONE"}), "/widgets/0/state", "\"GONE\" is not one of \"TURNING\" or \"STILL\""),
        (json!([]), "/widgets/0", "[] is not of type \"object\""),
    ] {
        let problems = with(json!({"widgets": [widget]}));
        let expected = format!("the example does not fit its schema: {said}");
        assert_eq!(
            problems.iter().map(|problem| (problem.0.as_str(), problem.1.clone())).collect::<Vec<_>>(),
            [(at, expected)]
        );
    }
    let misspelt = with(json!({"widgets": [{"id": "a", "state": "STIL"}]}));
    assert_eq!(misspelt.iter().map(|problem| problem.2.as_str()).collect::<Vec<_>>(), ["did you mean `STILL`?"]);
    let missing = with(json!({"widgets": [{}]}));
    let messages: Vec<_> = missing.into_iter().map(|problem| (problem.0, problem.1)).collect();
    assert_eq!(messages, [("/widgets/0".to_owned(), "the example lacks \"id\", which is required".to_owned())]);
    let large: Value =
        serde_json::from_str("{\"widgets\": [{\"id\": \"a\", \"size\": 99999999999999999999}]}").unwrap();
    assert_eq!(with(large).len(), 1);
}

#[test]
fn a_field_that_the_schema_lacks_is_a_problem() {
    let problems = with(json!({"widgets": [{"id": "a", "sise": 1}]}));
    let message = "the example has the field `sise`, which its schema lacks".to_owned();
    assert_eq!(problems, [("/widgets/0/sise".to_owned(), message, "did you mean `size`?".to_owned())]);
    // A required field that is misspelt is missing too, and that is one fault.
    let message = "the example has the field `idd`, which its schema lacks".to_owned();
    let problems = with(json!({"widgets": [{"idd": "a"}]}));
    assert_eq!(problems, [("/widgets/0/idd".to_owned(), message, "did you mean `id`?".to_owned())]);
    let message = "the example has the field `colour`, which its schema lacks".to_owned();
    let problems = with(json!({"widgets": [{"id": "a", "colour": 1}]}));
    assert_eq!(problems, [("/widgets/0/colour".to_owned(), message, "add the field to the schema".to_owned())]);
}

#[test]
fn aliases_are_names_too() {
    let change = |value: &mut Value| {
        at(value, &below(WIDGET, "/properties/id"))["x-aliases"] = json!(["identifier"]);
        *at(value, VALUE) = json!({"widgets": [{"identifier": "a"}, {"id": "a"}]});
    };
    assert_eq!(found(change), []);
    let neither = |value: &mut Value| {
        at(value, &below(WIDGET, "/properties/id"))["x-aliases"] = json!(["identifier"]);
        *at(value, VALUE) = json!({"widgets": [{}]});
    };
    assert_eq!(found(neither), [("example", below(VALUE, "/widgets/0"))]);
}

#[test]
fn null_is_a_value_of_what_is_nullable() {
    let nullable = |value: &mut Value| {
        at(value, SIZE)["nullable"] = json!(true);
        at(value, "/components/schemas/WidgetState")["nullable"] = json!(true);
        *at(value, VALUE) = json!({"widgets": [{"id": "a", "size": null, "state": null}]});
    };
    assert_eq!(found(nullable), []);
    let beside = |value: &mut Value| {
        let state =
            json!({"description": "It.", "nullable": true, "allOf": [{"$ref": "#/components/schemas/WidgetState"}]});
        at(value, &below(WIDGET, "/properties"))["before"] = state;
        *at(value, VALUE) = json!({"widgets": [{"id": "a", "before": null, "state": null}]});
    };
    assert_eq!(found(beside), [("example", below(VALUE, "/widgets/0/state"))]);
}

/// What is said of a field that has `key`, in examples of a request and of a response, both of which have it or not.
fn one_way(key: &str, sent: &Value, shown: &Value) -> Vec<(&'static str, String, String, String)> {
    reported(|value| {
        at(value, CREATE)["responses"] = at(value, LIST)["responses"].clone();
        *at(value, "/components/schemas/NewWidget/properties/labels") =
            json!({"description": "Its size.", "type": "integer", "format": "int64", key: true});
        let new = json!({"$ref": "#/components/schemas/NewWidget"});
        at(value, "/components/schemas/WidgetList/properties/widgets")["items"] = new;
        at(value, "/components/schemas")
            .as_object_mut()
            .unwrap()
            .retain(|name, _| !matches!(name.as_str(), "Widget" | "WidgetState"));
        *at(value, VALUE) = json!({"widgets": [shown]});
        *at(value, &below(CREATE, "/responses/200/content/application~1json/examples/documented/value")) =
            json!({"widgets": []});
        *at(value, &below(NEW, "/examples/documented/value")) = sent.clone();
    })
}

#[test]
fn directions() {
    let (with, without) = (json!({"name": "w", "labels": 1}), json!({"name": "w"}));
    assert_eq!(one_way("readOnly", &without, &with), []);
    assert_eq!(one_way("writeOnly", &with, &without), []);
    let remedy = "take it out, or correct the schema".to_owned();
    let pointer = below(NEW, "/examples/documented/value/labels");
    let message = "`labels` is `readOnly`, and in a request".to_owned();
    assert_eq!(one_way("readOnly", &with, &with), [("example", pointer, message, remedy.clone())]);
    let message = "`labels` is `writeOnly`, and in a response".to_owned();
    let expected = ("example", below(VALUE, "/widgets/0/labels"), message, remedy);
    assert_eq!(one_way("writeOnly", &with, &with), [expected]);
}

#[test]
fn values_beside_schemas_fit() {
    for (pointer, key) in [(SIZE, "default"), (SIZE, "example")] {
        assert_eq!(found(|value| at(value, pointer)[key] = json!(1)), []);
        let problems = found(|value| at(value, pointer)[key] = json!("1"));
        assert_eq!(problems, [("example", below(pointer, &format!("/{key}")))]);
    }
    let limit = below(LIST, "/parameters/1/schema");
    assert_eq!(found(|value| at(value, &limit)["default"] = json!(11)), [("example", below(&limit, "/default"))]);
    let state = "/components/schemas/WidgetState";
    assert_eq!(found(|value| at(value, state)["default"] = json!("GONE")), [("example", below(state, "/default"))]);
}

#[test]
fn recursion_is_compared() {
    let change = |value: &mut Value| {
        at(value, &below(WIDGET, "/properties"))["next"] =
            json!({"description": "The next one.", "allOf": [{"$ref": "#/components/schemas/Widget"}]});
        *at(value, VALUE) = json!({"widgets": [{"id": "a", "next": {"id": "b", "next": {"id": 1}}}]});
    };
    assert_eq!(found(change), [("example", below(VALUE, "/widgets/0/next/next/id"))]);
}

//! Rules for operations, their resources and their names.

use serde_json::{Value, json};

use super::{CREATE, LIST, at, below, found, messages, put_yaml, remove, reported};
use crate::spec::files::SpecTexts;
use crate::spec::parse_yaml;

const PATH: &str = "/paths/~1v1~1{project_id}~1widgets";

/// Adds a copy of the list under another method, with another name.
fn second(value: &mut Value, id: &str, rust_name: &str) {
    let mut operation = at(value, LIST).clone();
    operation["operationId"] = json!(id);
    operation["x-rust-name"] = json!(rust_name);
    operation["x-sources"] = json!(["interface"]);
    at(value, PATH)["put"] = operation;
}

#[test]
fn operation_id() {
    let id = below(LIST, "/operationId");
    assert_eq!(found(|value| *at(value, &id) = json!("list-widgets")), [("operation-id", id.clone())]);
    assert_eq!(found(|value| remove(value, LIST, "operationId")), [("operation-id", LIST.to_owned())]);
    let twice = found(|value| second(value, "ListWidgets", "ListOthers"));
    assert_eq!(twice, [("operation-id", format!("{PATH}/put/operationId"))]);
    // A name that is there twice is one problem, not one of two methods too.
    let twice = found(|value| second(value, "ListWidgets", "ListWidgets"));
    assert_eq!(twice, [("operation-id", format!("{PATH}/put/operationId"))]);
}

#[test]
fn variants_have_names_of_their_own() {
    let remedy = "list the operations that the documentation tells apart at this address, without its own name";
    for (names, place, message) in [
        (json!(["CountWidgets", "count widgets"]), 1, "`count widgets` is not in the form of official names"),
        (json!(["CreateWidget"]), 0, "`CreateWidget` is the name of another operation"),
        (json!(["ListWidgets"]), 0, "`ListWidgets` is the name of another operation"),
        (json!(["CountWidgets", "CountWidgets"]), 1, "`CountWidgets` is the name of another operation"),
    ] {
        let problems = reported(|value| {
            at(value, LIST)["x-variants"] = names;
            at(value, LIST)["x-requires"] = json!("none");
        });
        let pointer = below(LIST, &format!("/x-variants/{place}"));
        assert_eq!(problems, [("variants", pointer, message.to_owned(), remedy.to_owned())]);
    }
}

#[test]
fn what_tells_variants_apart_is_said_once_somebody_has_judged() {
    let asked =
        json!([{ "needs": ["$request.query.limit"], "when": [{ "value": "$request.query.limit", "sent": true }] }]);
    let with = |requires: Value| {
        reported(|value| {
            at(value, LIST)["x-variants"] = json!(["CountWidgets"]);
            at(value, LIST)["x-requires"] = requires;
        })
    };
    for requires in [json!("none"), asked] {
        assert_eq!(with(requires.clone()), [], "{requires}");
    }
    let silent = found(|value| at(value, LIST)["x-variants"] = json!(["CountWidgets"]));
    assert_eq!(silent, [("variants", LIST.to_owned())]);
    // What the body asks for says it, too.
    let of_body = |value: &mut Value| {
        at(value, CREATE)["x-variants"] = json!(["CopyWidget"]);
        at(value, "/components/schemas/NewWidget")["x-requires"] = json!([{ "at-most-one-of": ["labels", "colour"] }]);
        at(value, "/components/schemas/NewWidget/properties")["colour"] =
            json!({ "description": "Colour.", "type": "string" });
    };
    assert_eq!(found(of_body), []);
    // Of one operation, that nothing is asked is nothing to say, and of an object it cannot be said.
    let alone = found(|value| at(value, LIST)["x-requires"] = json!("none"));
    assert_eq!(alone, [("variants", below(LIST, "/x-requires"))]);
    let object = "/components/schemas/NewWidget";
    assert_eq!(found(|value| at(value, object)["x-requires"] = json!("none"))[0].1, below(object, "/x-requires"));
}

#[test]
fn same_address() {
    let twin = |value: &mut Value| {
        let mut item = at(value, PATH).clone();
        item.as_object_mut().unwrap().shift_remove("post");
        item["get"]["operationId"] = json!("ListOthers");
        item["get"]["x-sources"] = json!(["interface"]);
        item["get"]["parameters"][0] = json!({
            "name": "project", "in": "path", "required": true, "description": "It.", "schema": {"type": "string"},
        });
        at(value, "/paths")["/v1/{project}/widgets"] = item;
    };
    let problems = reported(twin);
    let pointer = "/paths/~1v1~1{project}~1widgets/get".to_owned();
    let message = "to a server it is `ListWidgets`, at `/v1/{project_id}/widgets`".to_owned();
    let remedy = "describe the operation once; one that is out of date belongs into coverage.toml".to_owned();
    assert_eq!(problems, [("same-address", pointer, message, remedy)]);
}

#[test]
fn resource_tag() {
    assert_eq!(
        found(|value| *at(value, &below(LIST, "/tags")) = json!(["gadgets"])),
        [("resource-tag", LIST.to_owned())]
    );
    assert_eq!(found(|value| *at(value, "/tag/name") = json!("gadgets")), [("resource-tag", "/tag".to_owned())]);
    assert_eq!(found(|value| remove(value, "", "tag")), [("resource-tag", "/tag".to_owned())]);
    let second = messages(|texts| put_yaml(texts, "resources/common.yaml", &json!({"components": {}})));
    let message = "`common` is no name of a module and of its feature, or one that is taken".to_owned();
    assert_eq!(second, [("resource-tag", message)]);
    for name in ["registry", "spare_parts", "match", "2d", "full", "default", "client", "Gears"] {
        let problems = messages(|texts| {
            let text = format!("tag:\n  name: \"{name}\"\n  description: Gadgets.\n");
            put_yaml(texts, &format!("resources/{name}.yaml"), &parse_yaml(&text).unwrap());
        });
        let message = format!("`{name}` is no name of a module and of its feature, or one that is taken");
        assert_eq!(problems, [("resource-tag", message)]);
    }
}

#[test]
fn placement() {
    let gadgets = |texts: &mut SpecTexts| {
        let mut file = parse_yaml(include_str!("../fixtures/widgets.yaml")).unwrap();
        file["tag"]["name"] = json!("gadgets");
        let mut operation = at(&mut file, LIST).clone();
        operation["operationId"] = json!("ListGadgets");
        operation["tags"] = json!(["gadgets"]);
        operation["x-sources"] = json!(["interface"]);
        file["paths"] = json!({"/v1/{project_id}/gadgets": {"get": operation}});
        file.as_object_mut().unwrap().shift_remove("components");
        put_yaml(texts, "resources/gadgets.yaml", &file);
    };
    let message = "the reference is to a component of `widgets`, another resource".to_owned();
    assert_eq!(messages(gadgets), [("placement", message)]);
}

#[test]
fn idempotency() {
    assert_eq!(found(|value| remove(value, LIST, "x-idempotent")), [("idempotency", LIST.to_owned())]);
    let text = found(|value| *at(value, &below(LIST, "/x-idempotent")) = json!("yes"));
    assert_eq!(text, [("openapi-form", below(LIST, "/x-idempotent"))]);
}

#[test]
fn names_of_operations() {
    let pointer = format!("{PATH}/put");
    assert_eq!(found(|value| second(value, "PutWidgets", "PutWidgets")), []);
    for (name, message) in [
        ("ListWidgets", "`ListWidgets` and `PutWidgets` are both called `list_widgets` in Rust"),
        ("WidgetList", "the operation is called `WidgetList` in Rust, and a schema `WidgetList`"),
        ("WIDGETList", "the operation is called `WIDGETList` in Rust, and a schema `WidgetList`"),
    ] {
        let problems = reported(|value| second(value, "PutWidgets", name));
        let [(rule, at, said, _)] = problems.as_slice() else { panic!("{problems:#?}") };
        assert_eq!((*rule, at.as_str(), said.as_str()), ("names", pointer.as_str(), message));
    }
    // A name under which who looks for another operation would find this one.
    let taken = |value: &mut Value| {
        second(value, "PutWidgets", "CreateWidget");
        at(value, CREATE)["x-rust-name"] = json!("MakeWidget");
    };
    let messages: Vec<_> = reported(taken).into_iter().map(|problem| problem.2).collect();
    let message = "`PutWidgets` is called `CreateWidget` in Rust, which is the official name of another operation, \
                   `CreateWidget`";
    assert_eq!(messages, [message]);
    // Two names that differ, and give one method.
    let alike = |value: &mut Value| {
        second(value, "ListABc", "ListABc");
        at(value, CREATE)["x-rust-name"] = json!("ListAbc");
    };
    let messages: Vec<_> = reported(alike).into_iter().map(|problem| problem.2).collect();
    let same = crate::model::names::method("ListABc") == crate::model::names::method("ListAbc");
    assert_eq!(messages.len(), usize::from(same), "{messages:?}");
    let alike = |value: &mut Value| {
        second(value, "ListAB", "ListAB");
        at(value, CREATE)["x-rust-name"] = json!("ListAb");
    };
    let messages: Vec<_> = reported(alike).into_iter().map(|problem| problem.2).collect();
    assert_eq!(messages, ["`CreateWidget` and `ListAB` are both called `list_ab` in Rust"]);
    for name in ["list_widgets", "", "Clone", "ServiceClient", "New"] {
        let problems = found(|value| second(value, "PutWidgets", name));
        assert_eq!(problems, [("names", format!("{pointer}/x-rust-name"))], "{name}");
    }
}

#[test]
fn what_resources_share_refers_to_no_resource() {
    let problems = messages(|texts| {
        let mut common = parse_yaml(include_str!("../fixtures/common.yaml")).unwrap();
        let widget = json!({"description": "It.", "allOf": [{"$ref": "#/components/schemas/Widget"}]});
        common["components"]["schemas"]["ServiceError"]["properties"]["widget"] = widget;
        put_yaml(texts, "common.yaml", &common);
    });
    let message = "the reference is to a component of `widgets`, a resource".to_owned();
    assert_eq!(problems, [("placement", message)]);
}

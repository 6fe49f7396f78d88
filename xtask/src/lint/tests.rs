//! Each rule, broken once or more in a specification that keeps all of them.

mod records;

use serde_json::{Value, json};

use super::{RULES, lint};
use crate::spec::{Spec, SpecFile, bundle, canonical_yaml};

const WIDGETS: &str = include_str!("fixtures/widgets.yaml");
const COMMON: &str = include_str!("fixtures/common.yaml");
const LIST: &str = "/paths/~1v1~1{project_id}~1widgets/get";

fn file(name: &str, text: &str, change: impl FnOnce(&mut Value)) -> SpecFile {
    let mut value = crate::spec::parse_yaml(text).unwrap();
    change(&mut value);
    let folder = if name == "common" { "openapi/widgets" } else { "openapi/widgets/resources" };
    let text = canonical_yaml(&value).unwrap();
    SpecFile { name: name.to_owned(), path: format!("{folder}/{name}.yaml").into(), text, value }
}

fn spec(change: impl FnOnce(&mut Value)) -> Spec {
    let service = toml::from_str(include_str!("fixtures/service.toml")).unwrap();
    let files = vec![file("common", COMMON, |_| {}), file("widgets", WIDGETS, change)];
    let document = bundle(&service, &files).unwrap();
    let source = toml::from_str(
        "id = 'page'\nkind = 'page'\npath = 'p'\noperation = 'ListWidgets'\ndate = 2026-01-01\nsha256 = ''",
    );
    Spec {
        folder: "openapi/widgets".into(),
        service,
        files,
        sources: vec![source.unwrap()],
        quirks: Vec::new(),
        deferred: Vec::new(),
        superseded: Vec::new(),
        error_codes: Vec::new(),
        features: None,
        document,
    }
}

/// What is found after a change to the resource file: rule and pointer of each problem.
fn found(change: impl FnOnce(&mut Value)) -> Vec<(&'static str, String)> {
    lint(&spec(change)).into_iter().map(|problem| (problem.rule, problem.pointer)).collect()
}

fn at<'v>(value: &'v mut Value, pointer: &str) -> &'v mut Value {
    value.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is not in the fixture"))
}

fn remove(value: &mut Value, pointer: &str, key: &str) {
    assert!(at(value, pointer).as_object_mut().unwrap().shift_remove(key).is_some(), "{pointer}/{key}");
}

fn below_list(rest: &str) -> String {
    format!("{LIST}{rest}")
}

#[test]
fn the_fixture_keeps_all_rules() {
    assert_eq!(found(|_| {}), []);
}

#[test]
fn rules_have_unique_ids() {
    let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
}

#[test]
fn a_problem_names_file_pointer_rule_and_remedy() {
    let problems = lint(&spec(|value| remove(value, LIST, "x-idempotent")));
    insta::assert_snapshot!(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

#[test]
fn canonical_form() {
    let mut spec = spec(|_| {});
    spec.files[1].text.insert_str(0, "# a comment\n");
    let rules: Vec<_> = lint(&spec).into_iter().map(|problem| (problem.rule, problem.file)).collect();
    assert_eq!(rules, [("canonical-form", "openapi/widgets/resources/widgets.yaml".into())]);
}

#[test]
fn openapi_form() {
    let problems = found(|value| *at(value, &below_list("/responses/200/description")) = json!(["no text"]));
    assert!(problems.contains(&("openapi-form", String::new())), "{problems:?}");
}

#[test]
fn reference() {
    let pointer = "/components/schemas/WidgetList/properties/widgets/items";
    let problems = found(|value| *at(value, pointer) = json!({"$ref": "#/components/schemas/Gadget"}));
    assert!(problems.contains(&("reference", pointer.to_owned())), "{problems:?}");
    assert!(problems.contains(&("orphan", "/components/schemas/Widget".to_owned())), "{problems:?}");
}

#[test]
fn orphan() {
    let lonely = json!({"description": "Lonely.", "type": "object"});
    let problems = found(|value| at(value, "/components/schemas")["Lonely"] = lonely);
    assert_eq!(problems, [("orphan", "/components/schemas/Lonely".to_owned())]);
}

#[test]
fn operation_id() {
    let problems = found(|value| *at(value, &below_list("/operationId")) = json!("list-widgets"));
    assert!(problems.contains(&("operation-id", below_list("/operationId"))), "{problems:?}");
    let problems = found(|value| remove(value, LIST, "operationId"));
    assert!(problems.contains(&("operation-id", LIST.to_owned())), "{problems:?}");
}

#[test]
fn resource_tag() {
    let problems = found(|value| *at(value, &below_list("/tags")) = json!(["gadgets"]));
    assert_eq!(problems, [("resource-tag", LIST.to_owned())]);
    let problems = found(|value| *at(value, "/tag/name") = json!("gadgets"));
    assert_eq!(problems, [("resource-tag", "/tag".to_owned())]);
    for name in ["registry", "spare_parts", "match", "2d"] {
        let mut spec = spec(|_| {});
        let text = format!("tag:\n  name: \"{name}\"\n  description: Gadgets.\n");
        spec.files.push(file(name, &text, |_| {}));
        let rules: Vec<_> = lint(&spec).into_iter().map(|problem| (problem.rule, problem.pointer)).collect();
        assert!(rules.contains(&("resource-tag", String::new())), "{name}: {rules:?}");
    }
}

#[test]
fn placement() {
    let mut spec = spec(|_| {});
    let other = "tag:\n  name: gadgets\n  description: Gadgets.\ncomponents:\n  schemas:\n    GadgetBox:\n      \
                 description: A box.\n      type: object\n      properties:\n        widget:\n          \
                 $ref: \"#/components/schemas/Widget\"\n";
    spec.files.push(file("gadgets", other, |_| {}));
    spec.document = bundle(&spec.service, &spec.files).unwrap();
    let problems: Vec<_> = lint(&spec).into_iter().map(|problem| (problem.rule, problem.pointer)).collect();
    let pointer = "/components/schemas/GadgetBox/properties/widget";
    assert!(problems.contains(&("placement", pointer.to_owned())), "{problems:?}");
}

#[test]
fn idempotency() {
    assert_eq!(
        found(|value| *at(value, &below_list("/x-idempotent")) = json!("yes")),
        [("idempotency", LIST.to_owned())]
    );
}

#[test]
fn path_parameter() {
    let problems = found(|value| at(value, &below_list("/parameters")).as_array_mut().unwrap().truncate(0));
    assert!(problems.contains(&("path-parameter", LIST.to_owned())), "{problems:?}");
}

#[test]
fn parameter() {
    let twice = |value: &mut Value| {
        let parameters = at(value, &below_list("/parameters")).as_array_mut().unwrap();
        parameters.push(parameters[1].clone());
    };
    assert_eq!(found(twice), [("parameter", below_list("/parameters/2"))]);
    let header = |value: &mut Value| *at(value, &below_list("/parameters/1/in")) = json!("header");
    assert_eq!(found(header), [("parameter", below_list("/parameters/1"))]);
    let of_path = "/paths/~1v1~1{project_id}~1widgets";
    let shared = |value: &mut Value| at(value, of_path)["parameters"] = json!([]);
    assert_eq!(found(shared), [("parameter", format!("{of_path}/parameters"))]);
    let object = |value: &mut Value| *at(value, &below_list("/parameters/1/schema")) = json!({"type": "object"});
    assert_eq!(found(object), [("parameter", below_list("/parameters/1"))]);
}

#[test]
fn one_success() {
    let other =
        json!({"application/json": {"schema": {"type": "string"}, "examples": {"x": {"summary": "X", "value": ""}}}});
    let other = json!({"description": "Other.", "content": other});
    let second = |value: &mut Value| at(value, &below_list("/responses"))["201"] = other;
    assert_eq!(found(second), [("one-success", below_list("/responses"))]);
    let none = found(|value| remove(value, &below_list("/responses"), "200"));
    assert!(none.contains(&("one-success", below_list("/responses"))), "{none:?}");
}

#[test]
fn one_error() {
    let default =
        |value: &mut Value| at(value, &below_list("/responses"))["default"] = json!({"description": "Other."});
    assert_eq!(found(default), [("one-error", below_list("/responses"))]);
    let different = |value: &mut Value| *at(value, &below_list("/responses/5XX")) = json!({"description": "No body."});
    let problems = found(different);
    assert!(problems.contains(&("one-error", below_list("/responses"))), "{problems:?}");
}

#[test]
fn named_object() {
    let pointer = "/components/schemas/Widget/properties/part";
    let inline = json!({"description": "A part.", "type": "object", "properties": {"x": {"description": "X.", "type": "string"}}});
    assert_eq!(
        found(|value| at(value, "/components/schemas/Widget/properties")["part"] = inline),
        [("named-object", pointer.to_owned())]
    );
    let composed = json!({"description": "A part.", "oneOf": [{"type": "string"}]});
    assert_eq!(
        found(|value| at(value, "/components/schemas/Widget/properties")["part"] = composed),
        [("named-object", format!("{pointer}/oneOf"))]
    );
}

#[test]
fn int64() {
    let pointer = "/components/schemas/Widget/properties/size";
    assert_eq!(found(|value| remove(value, pointer, "format")), [("int64", pointer.to_owned())]);
}

#[test]
fn required_property() {
    let change = |value: &mut Value| at(value, "/components/schemas/Widget")["required"] = json!(["id", "weight"]);
    let problems = found(change);
    assert!(
        problems.contains(&("required-property", "/components/schemas/Widget/required".to_owned())),
        "{problems:?}"
    );
}

#[test]
fn enumeration() {
    let pointer = "/components/schemas/WidgetState/enum";
    let unexplained = |value: &mut Value| at(value, pointer).as_array_mut().unwrap().push(json!("NEW"));
    assert_eq!(found(unexplained), [("enum", pointer.to_owned())]);
    let number = |value: &mut Value| at(value, pointer).as_array_mut().unwrap().push(json!(5));
    assert!(found(number).contains(&("enum", pointer.to_owned())));
    let twice = |value: &mut Value| at(value, pointer).as_array_mut().unwrap().push(json!("STILL"));
    assert_eq!(found(twice), [("enum", pointer.to_owned())]);
    let inline =
        json!({"description": "Colour.", "type": "string", "enum": ["RED"], "x-enum-descriptions": {"RED": "Red."}});
    assert_eq!(
        found(|value| at(value, "/components/schemas/Widget/properties")["colour"] = inline),
        [("enum", "/components/schemas/Widget/properties/colour/enum".to_owned())]
    );
}

#[test]
fn a_success_without_a_body_may_stand_beside_one_with_a_body() {
    let second = |value: &mut Value| at(value, &below_list("/responses"))["204"] = json!({"description": "None."});
    assert_eq!(found(second), []);
}

#[test]
fn states() {
    let pointer = "/components/schemas/WidgetState";
    let states = |states: Value| found(move |value| at(value, pointer)["x-states"] = states);
    assert_eq!(states(json!({"terminal": ["STILL"], "failure": []})), []);
    let refused = [("enum", format!("{pointer}/enum"))];
    assert_eq!(states(json!({"terminal": ["BROKEN"]})), refused);
    assert_eq!(states(json!({"final": ["STILL"]})), refused);
}

#[test]
fn paging() {
    let with = |paging: Value| found(move |value| at(value, LIST)["x-paging"] = paging).len();
    let good = json!({"dialect": "offset", "cursor": "limit", "first": 0, "items": "widgets"});
    assert_eq!(with(good.clone()), 0);
    for (key, value) in [
        ("dialect", json!("guess")),
        ("cursor", json!("offset")),
        ("size", json!("many")),
        ("first", json!("0")),
        ("items", json!("gadgets")),
        ("total", json!("count")),
    ] {
        let mut bad = good.clone();
        bad[key] = value;
        assert_eq!(with(bad), 1, "{key}");
    }
}

#[test]
fn long_running() {
    let with = |task: Value| found(move |value| at(value, LIST)["x-long-running"] = task);
    assert_eq!(with(json!({"kind": "job", "field": "widgets"})), []);
    assert_eq!(with(json!({"kind": "task-name", "name": "turnWidgets"})), []);
    assert_eq!(with(json!({"kind": "state"})), []);
    let refused = [("long-running", below_list("/x-long-running"))];
    assert_eq!(with(json!({"kind": "job", "field": "job_id"})), refused);
    assert_eq!(with(json!({"kind": "task-name"})), refused);
    assert_eq!(with(json!({"kind": "magic"})), refused);
}

#[test]
fn names() {
    let schema = |name: &'static str| {
        found(move |value| {
            let schemas = at(value, "/components/schemas").as_object_mut().unwrap();
            let widget = schemas.shift_remove("Widget").unwrap();
            schemas.insert(name.to_owned(), widget);
            let items = "/components/schemas/WidgetList/properties/widgets/items";
            *at(value, items) = json!({"$ref": format!("#/components/schemas/{name}")});
        })
    };
    assert_eq!(schema("Gadget"), []);
    for name in ["ShowWidgetResp", "WidgetEntity", "widget", "Result"] {
        assert_eq!(schema(name), [("names", format!("/components/schemas/{name}"))]);
    }
    assert_eq!(
        found(|value| at(value, LIST)["x-rust-name"] = json!("list_widgets")),
        [("names", below_list("/x-rust-name"))]
    );
    for name in ["ListWidgets", "WidgetList"] {
        let other = move |value: &mut Value| {
            let mut operation = at(value, LIST).clone();
            operation["operationId"] = json!("ListGadgets");
            operation["x-rust-name"] = json!(name);
            at(value, "/paths/~1v1~1{project_id}~1widgets")["post"] = operation;
        };
        let pointer = LIST.replace("/get", "/post");
        assert!(found(other).contains(&("names", pointer)), "{name}");
    }
    let properties = "/components/schemas/Widget/properties";
    let field = |name: &'static str| found(move |value| at(value, properties)["size"]["x-rust-name"] = json!(name));
    assert_eq!(field("width"), []);
    for name in ["Width", "type", "_", ""] {
        assert_eq!(field(name), [("names", format!("{properties}/size/x-rust-name"))]);
    }
    assert_eq!(field("id"), [("names", format!("{properties}/size"))]);
    let twins = |value: &mut Value| at(value, properties)["SIZE"] = json!({"description": "A.", "type": "string"});
    assert_eq!(found(twins), [("names", format!("{properties}/SIZE"))]);
    let state = "/components/schemas/WidgetState";
    let variants = |names: Value| found(move |value| at(value, state)["x-enum-varnames"] = names);
    assert_eq!(variants(json!(["Spinning", "AtRest"])), []);
    for names in [json!(["Spinning"]), json!(["Still", "Still"]), json!(["Spinning", "at rest"])] {
        assert_eq!(variants(names), [("names", format!("{state}/x-enum-varnames"))]);
    }
}

#[test]
fn secret() {
    let properties = "/components/schemas/Widget/properties";
    let with = |property: Value| found(move |value| at(value, properties)["new-password"] = property);
    assert_eq!(
        with(json!({"description": "A.", "type": "string"})),
        [("secret", format!("{properties}/new-password"))]
    );
    assert_eq!(with(json!({"description": "A.", "type": "string", "format": "password"})), []);
    assert_eq!(with(json!({"description": "A.", "type": "string", "x-no-secret": true})), []);
    assert_eq!(with(json!({"description": "A.", "type": "boolean"})), []);
    let list = json!({"description": "A.", "type": "array", "items": {"type": "string"}});
    assert_eq!(with(list), [("secret", format!("{properties}/new-password"))]);
    // The client could not keep the elements from being shown.
    let marked = json!({"description": "A.", "type": "array", "items": {"type": "string", "format": "password"}});
    assert!(with(marked).contains(&("secret", format!("{properties}/new-password/items"))));
    for schema in [json!({"type": "string"}), json!({"type": "string", "format": "password"})] {
        let parameter = |value: &mut Value| {
            *at(value, &below_list("/parameters/1/name")) = json!("token");
            *at(value, &below_list("/parameters/1/schema")) = schema;
        };
        assert_eq!(found(parameter), [("secret", below_list("/parameters/1"))]);
    }
}

#[test]
fn description() {
    for pointer in ["/components/schemas/Widget", "/components/schemas/Widget/properties/size"] {
        assert_eq!(found(|value| remove(value, pointer, "description")), [("description", pointer.to_owned())]);
    }
    let padded = |value: &mut Value| *at(value, &below_list("/summary")) = json!("Lists widgets.\n");
    assert_eq!(found(padded), [("description", LIST.to_owned())]);
    let blank = |value: &mut Value| *at(value, &below_list("/summary")) = json!(" ");
    assert_eq!(found(blank), [("description", LIST.to_owned())]);
    let response = below_list("/responses/200");
    let problems = found(|value| *at(value, &format!("{response}/description")) = json!(""));
    assert_eq!(problems, [("description", response)]);
    assert_eq!(
        found(|value| *at(value, "/components/schemas/WidgetState/x-enum-descriptions/STILL") = json!("")),
        [("description", "/components/schemas/WidgetState/x-enum-descriptions/STILL".to_owned())]
    );
}

#[test]
fn example() {
    let content = below_list("/responses/200/content/application~1json");
    let unfit = below_list("/responses/200/content/application~1json/examples/documented/value/widgets/0/size");
    assert_eq!(found(|value| *at(value, &unfit) = json!("12")), [("example", unfit.clone())]);
    assert_eq!(found(|value| remove(value, &content, "examples")), [("example", content.clone())]);
}

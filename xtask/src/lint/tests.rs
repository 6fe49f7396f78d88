//! Each rule, broken once or more in a specification that keeps all of them.

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
    let object = |value: &mut Value| *at(value, &below_list("/parameters/1/schema")) = json!({"type": "object"});
    assert_eq!(found(object), [("parameter", below_list("/parameters/1"))]);
}

#[test]
fn one_success() {
    let second = |value: &mut Value| at(value, &below_list("/responses"))["201"] = json!({"description": "Other."});
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
    let inline =
        json!({"description": "Colour.", "type": "string", "enum": ["RED"], "x-enum-descriptions": {"RED": "Red."}});
    assert_eq!(
        found(|value| at(value, "/components/schemas/Widget/properties")["colour"] = inline),
        [("enum", "/components/schemas/Widget/properties/colour/enum".to_owned())]
    );
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

#[test]
fn provenance() {
    let sources = below_list("/x-sources");
    let unknown = found(|value| *at(value, &sources) = json!(["page", "dream"]));
    assert_eq!(unknown, [("provenance", sources.clone())]);
    let none = found(|value| remove(value, LIST, "x-sources"));
    assert_eq!(none, [("provenance", LIST.to_owned()), ("provenance", String::new())]);
    let fact = |value: &mut Value| at(value, "/components/schemas/WidgetState")["x-source"] = json!("dream");
    assert_eq!(found(fact), [("provenance", "/components/schemas/WidgetState".to_owned())]);
}

#[test]
fn quirk() {
    let mut spec = spec(|_| {});
    let quirk =
        "id = 'q'\nat = '/paths/gone'\nsays = ''\nchoice = ''\nevidence = ''\nsources = ['dream']\ndate = 2026-01-01";
    spec.quirks = vec![toml::from_str(quirk).unwrap()];
    let problems = lint(&spec);
    assert_eq!(problems.iter().map(|problem| problem.rule).collect::<Vec<_>>(), ["quirk", "quirk"]);
    assert!(problems.iter().all(|problem| problem.file.ends_with("quirks.toml")));
}

#[test]
fn a_quirk_that_silences_names_a_page() {
    let quirk = "id = 'q'\nat = '/paths'\nsays = ''\nchoice = ''\nevidence = ''\nsources = []\nsilences = ['type']\n\
                 date = 2026-01-01";
    let mut spec = spec(|_| {});
    spec.quirks = vec![toml::from_str(quirk).unwrap()];
    let messages: Vec<String> = lint(&spec).into_iter().map(|problem| problem.message).collect();
    assert_eq!(messages, ["the quirk `q` silences findings, but names no page"]);
    spec.quirks[0].sources.push("page".to_owned());
    assert_eq!(lint(&spec), []);
}

#[test]
fn coverage() {
    let deferred = |text: &str| {
        let mut spec = spec(|_| {});
        spec.deferred = vec![toml::from_str(text).unwrap()];
        let problems = lint(&spec).into_iter();
        problems.map(|problem| (problem.rule, problem.message)).collect::<Vec<_>>()
    };
    assert_eq!(deferred("operation = 'CreateWidget'\nreason = 'later'"), []);
    assert_eq!(deferred("below = '/v1/{project_id}/gears'\nreason = 'later'"), []);
    for (text, message) in [
        ("reason = 'later'", "an entry names no operations, or names them twice"),
        ("operation = 'A'\nbelow = '/b'\nreason = 'later'", "an entry names no operations, or names them twice"),
        ("operation = 'CreateWidget'\nreason = ' '", "nothing says why `CreateWidget` is left out"),
        ("operation = 'ListWidgets'\nreason = 'later'", "`ListWidgets` is left out, and in the specification"),
        ("below = '/v1'\nreason = 'later'", "`/v1` is left out, and in the specification"),
    ] {
        assert_eq!(deferred(text), [("coverage", message.to_owned())]);
    }
}

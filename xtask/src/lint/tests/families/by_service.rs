//! What a shared component says by service, and what services say alike but for where it is from.

use serde_json::{Value, json};

use super::super::{at, model, put_yaml};
use super::{FOLDER, Two, after};
use crate::lint::{families, lint};
use crate::spec::{Spec, canonical_yaml, parse_yaml};

const FILE: &str = "openapi/shared/hardware/resources/widgets.yaml";
const WIDGET: &str = "/components/schemas/Widget";

/// The components that both services share.
fn shared() -> Value {
    let resource = parse_yaml(include_str!("../../fixtures/widgets.yaml")).unwrap();
    json!({ "components": resource["components"] })
}

/// The problems once both share a widget with these keywords.
fn with(keywords: &[(&str, Value)]) -> Vec<String> {
    after(|two| two.share("resources/widgets.yaml", &with_keywords(keywords)))
}

fn with_keywords(keywords: &[(&str, Value)]) -> String {
    let mut shared = shared();
    for (keyword, value) in keywords {
        at(&mut shared, WIDGET)[*keyword] = value.clone();
    }
    canonical_yaml(&shared).unwrap()
}

fn certainty(about: &str, by: &Value) -> Value {
    json!({ "about": about, "is": "inferred", "by": by, "why": "It follows." })
}

#[test]
fn each_service_has_its_own_name_and_sources() {
    let keywords = [
        ("x-official-name", json!({ "widgets": "WidgetInfo", "gadgets": "GadgetInfo" })),
        ("x-source", json!({ "widgets": "interface", "gadgets": null })),
        (
            "x-certainty",
            json!([
                certainty("meaning", &json!({ "widgets": ["page"], "gadgets": null })),
                certainty("behaviour", &json!({ "widgets": ["page"], "gadgets": ["interface"] })),
            ]),
        ),
    ];
    assert_eq!(with(&keywords), [""; 0]);
    let mut two = Two::new();
    two.share("resources/widgets.yaml", &with_keywords(&keywords));
    let [widgets, gadgets] = two.0.each_ref().map(|texts| Spec::parse(texts).unwrap().document);
    let said = |document: &Value, keyword: &str| document.pointer(WIDGET).unwrap()[keyword].clone();
    assert_eq!(said(&widgets, "x-official-name"), json!("WidgetInfo"));
    assert_eq!(said(&gadgets, "x-official-name"), json!("GadgetInfo"));
    assert_eq!((said(&widgets, "x-source"), said(&gadgets, "x-source")), (json!("interface"), Value::Null));
    let expected = json!([certainty("meaning", &json!(["page"])), certainty("behaviour", &json!(["page"]))]);
    assert_eq!(said(&widgets, "x-certainty"), expected);
    assert_eq!(said(&gadgets, "x-certainty"), json!([certainty("behaviour", &json!(["interface"]))]));
}

#[test]
fn a_reason_or_a_name_of_one_service_may_be_open() {
    let names = [("x-official-name", json!({ "widgets": "TODO", "gadgets": "GadgetInfo" }))];
    assert_eq!(with(&names), [format!("{FILE}: [placeholder] 1 placeholder: 1 of `x-official-name`")]);
    let mut two = Two::new();
    let mut widget = shared().pointer(WIDGET).unwrap().clone();
    widget["description"] = json!("A gadget.");
    let path = two.0[1].folder.join("resources/widgets.yaml");
    let mut own = parse_yaml(&two.0[1].files[&path]).unwrap();
    own["components"] = json!({ "schemas": { "Widget": widget } });
    put_yaml(&mut two.0[1], "resources/widgets.yaml", &own);
    two.say("\n[differs]\n\"/components/schemas/Widget\" = \"TODO\"\n");
    let found = two.problems();
    let message = "openapi/gadgets/service.toml: [placeholder] 1 placeholder: 1 of `differs`".to_owned();
    assert!(found.contains(&message), "{found:#?}");
}

#[test]
fn who_takes_a_component_has_an_entry_and_no_other() {
    let named = |names: Value| with(&[("x-official-name", names)]);
    let said = |message: &str| vec![format!("{FILE}: [family] `x-official-name` {message}")];
    assert_eq!(named(json!({ "widgets": "WidgetInfo" })), said("has no entry for `gadgets`, which takes `Widget`"));
    let stranger = named(json!({ "widgets": "WidgetInfo", "gadgets": null, "cogs": "Cog" }));
    assert_eq!(stranger, said("has an entry for `cogs`, which is no service of the family"));
    let same = named(json!({ "widgets": "WidgetInfo", "gadgets": "WidgetInfo" }));
    assert_eq!(same, said("says the same for 2 services"));
    assert_eq!(named(json!({ "widgets": null, "gadgets": null })), same);
    let by = with(&[("x-certainty", json!([certainty("meaning", &json!({ "gadgets": ["page"] }))]))]);
    assert_eq!(by, [format!("{FILE}: [family] `by` has no entry for `widgets`, which takes `Widget`")]);
    // What an entry says is checked as if it stood in the service.
    let unknown = with(&[("x-source", json!({ "widgets": "dream", "gadgets": "page" }))]);
    assert_eq!(unknown, [format!("{FILE}: [provenance] `dream` is not in openapi/widgets/sources.toml")]);
}

#[test]
fn an_entry_that_is_empty_or_named_twice_is_a_problem() {
    let name = with(&[("x-official-name", json!({ "widgets": "", "gadgets": "GadgetInfo" }))]);
    assert_eq!(name, [format!("{FILE}: [names] the official name is empty")]);
    let by = |by: Value| with(&[("x-certainty", json!([certainty("meaning", &by)]))]);
    let said = |message: &str| vec![format!("{FILE}: [certainty] {message}")];
    assert_eq!(by(json!({ "widgets": [], "gadgets": null })), said("`by` names no source"));
    assert_eq!(by(json!({ "widgets": ["page", "page"], "gadgets": null })), said("`page` is listed twice"));
    assert_eq!(by(json!([{ "widgets": "page" }])), said("a mapping stands in the list of sources"));
}

#[test]
fn a_service_that_says_it_otherwise_has_no_entry() {
    let problems = after(|two| {
        two.share(
            "resources/widgets.yaml",
            &with_keywords(&[("x-source", json!({ "widgets": "page", "gadgets": null }))]),
        );
        let path = two.0[1].folder.join("resources/widgets.yaml");
        let mut own = parse_yaml(&two.0[1].files[&path]).unwrap();
        let mut widget = shared().pointer(WIDGET).unwrap().clone();
        widget["description"] = json!("A gadget.");
        own["components"] = json!({ "schemas": { "Widget": widget } });
        put_yaml(&mut two.0[1], "resources/widgets.yaml", &own);
        two.say("\n[differs]\n\"/components/schemas/Widget\" = \"It is a gadget.\"\n");
    });
    let message = "`x-source` has an entry for `gadgets`, which does not take `Widget`";
    assert!(problems.contains(&format!("{FILE}: [family] {message}")), "{problems:#?}");
}

#[test]
fn a_problem_with_an_entry_is_told_where_it_stands() {
    let mut two = Two::new();
    let by = json!({ "widgets": null, "gadgets": ["page", "dream"] });
    let text = with_keywords(&[
        ("x-official-name", json!({ "widgets": "WidgetInfo", "cogs": "Cog" })),
        (
            "x-certainty",
            json!([
                certainty("meaning", &json!({ "widgets": ["page"], "gadgets": null })),
                certainty("behaviour", &by)
            ]),
        ),
    ]);
    two.share("resources/widgets.yaml", &text);
    let models: Vec<_> = two.0.iter().map(model).collect();
    let all = models.iter().flat_map(lint).chain(families(&models, &[FOLDER.into()]));
    let line = |line: u32| text.lines().nth(usize::try_from(line).unwrap() - 1).unwrap().trim().to_owned();
    let all: Vec<_> = all.collect();
    let pointers: Vec<_> = all.iter().map(|problem| problem.pointer.strip_prefix(WIDGET).unwrap()).collect();
    assert_eq!(pointers, ["/x-certainty/1/by/gadgets/1", "/x-official-name/cogs", "/x-official-name"]);
    let shown: Vec<_> = all.into_iter().map(|problem| (line(problem.line), problem.remedy)).collect();
    let expected = [
        (
            "- dream",
            "name a source of sources.toml, or add the page to it; where services have different sources, write a mapping by \
             service, with `null` for none",
        ),
        ("cogs: Cog", "name one of widgets, gadgets, or delete the entry"),
        ("x-official-name:", "write `gadgets:` there, with `null` if it has none"),
    ];
    assert_eq!(shown, expected.map(|(line, remedy)| (line.to_owned(), remedy.to_owned())));
}

#[test]
fn a_service_speaks_for_itself_alone() {
    let mut two = Two::new();
    let path = two.0[1].folder.join("resources/widgets.yaml");
    let mut own = parse_yaml(&two.0[1].files[&path]).unwrap();
    own["components"] = json!({ "schemas": { "Cog": {
        "description": "A cog.",
        "type": "object",
        "x-official-name": { "gadgets": "CogInfo" },
        "x-certainty": [certainty("meaning", &json!({ "gadgets": ["page"] }))],
    } } });
    put_yaml(&mut two.0[1], "resources/widgets.yaml", &own);
    let text = two.0[1].files[&path].clone();
    let problems = Spec::parse(&two.0[1]).unwrap_err().0;
    let shown: Vec<_> = problems
        .iter()
        .map(|problem| {
            let line = text.lines().nth(usize::try_from(problem.line).unwrap() - 1).unwrap().trim();
            (line, problem.message.as_str(), problem.remedy.as_str())
        })
        .collect();
    assert_eq!(
        shown,
        [
            (
                "x-official-name:",
                "`x-official-name` is a mapping, as it is where services share a component",
                "write what this service has, as text"
            ),
            (
                "by:",
                "`by` is a mapping, as it is where services share a component",
                "write what this service has, as a list of texts"
            ),
        ]
    );
}

/// Two services that share no component of theirs; the second one says what `change` makes of it.
fn apart(change: impl Fn(&mut Value)) -> Two {
    let mut two = Two::new();
    for (index, texts) in two.0.iter_mut().enumerate() {
        texts.files.remove(&std::path::PathBuf::from(FILE));
        let mut own = parse_yaml(include_str!("../../fixtures/widgets.yaml")).unwrap();
        if index == 1 {
            change(&mut own);
        }
        put_yaml(texts, "resources/widgets.yaml", &own);
    }
    two
}

#[test]
fn what_both_say_but_for_its_sources_belongs_to_the_family() {
    let named = |own: &mut Value| {
        at(own, WIDGET)["x-official-name"] = json!("GadgetInfo");
        at(own, WIDGET)["x-source"] = json!("interface");
        at(own, WIDGET)["x-certainty"] = json!([certainty("meaning", &json!(["page"]))]);
    };
    assert_eq!(apart(named).problems(), apart(|_| {}).problems());
    let remedy = |two: &Two| {
        let models: Vec<_> = two.0.iter().map(model).collect();
        let mut problems = families(&models, &[FOLDER.into()]).into_iter();
        problems.find(|problem| problem.pointer == WIDGET).unwrap().remedy
    };
    let plain = format!("move it into {FILE}, and delete it in both");
    assert_eq!(remedy(&apart(|_| {})), plain);
    let by_service = "what each has as `x-official-name`, `x-source` or `by` of `x-certainty` stands there by service";
    assert_eq!(remedy(&apart(named)), format!("{plain}; {by_service}"));
    // The same of one that the family has already.
    let mut two = Two::new();
    let path = two.0[1].folder.join("resources/widgets.yaml");
    let mut own = parse_yaml(&two.0[1].files[&path]).unwrap();
    own["components"] = json!({ "schemas": { "Widget": shared().pointer(WIDGET).unwrap() } });
    named(&mut own);
    put_yaml(&mut two.0[1], "resources/widgets.yaml", &own);
    let problems = lint(&model(&two.0[1]));
    let again = problems.iter().find(|problem| problem.rule == "family").unwrap();
    assert!(again.message.ends_with("already, for all of the family"), "{}", again.message);
    assert_eq!(again.remedy, format!("delete it here; {by_service}"));
}

#[test]
fn what_stands_in_files_of_other_names_belongs_to_the_common_one() {
    let mut two = apart(|_| {});
    let path = two.0[0].folder.join("resources/widgets.yaml");
    let mut own = parse_yaml(&two.0[0].files[&path]).unwrap();
    let schemas = at(&mut own, "/components/schemas").as_object_mut().unwrap();
    let state = schemas.shift_remove("WidgetState").unwrap();
    put_yaml(&mut two.0[0], "resources/widgets.yaml", &own);
    put_yaml(&mut two.0[0], "common.yaml", &json!({ "components": { "schemas": { "WidgetState": state } } }));
    let models: Vec<_> = two.0.iter().map(model).collect();
    let problems = families(&models, &[FOLDER.into()]);
    let found = problems.iter().find(|problem| problem.pointer.ends_with("/WidgetState")).unwrap();
    assert_eq!(found.remedy, format!("move it into {FOLDER}/common.yaml, and delete it in both"));
}

#[test]
fn what_the_family_has_for_all_modules_stands_for_what_one_has() {
    // The family has it in `home`, the second service in `own`.
    let told = |home: &str, own: &str| {
        let mut two = Two::new();
        let part = json!({ "description": "A part.", "type": "object" });
        let with_part = |mut value: Value| {
            let components = value.as_object_mut().unwrap().entry("components").or_insert_with(|| json!({}));
            let schemas = components.as_object_mut().unwrap().entry("schemas").or_insert_with(|| json!({}));
            schemas["Part"] = part.clone();
            value
        };
        let read =
            |two: &Two, path: &str| parse_yaml(two.0[1].files.get(&std::path::PathBuf::from(path)).unwrap()).unwrap();
        let text = canonical_yaml(&with_part(read(&two, &format!("{FOLDER}/{home}")))).unwrap();
        two.share(home, &text);
        let value = with_part(read(&two, &format!("openapi/gadgets/{own}")));
        put_yaml(&mut two.0[1], own, &value);
        let problems = lint(&model(&two.0[1]));
        let found = problems.into_iter().find(|problem| problem.rule == "family").unwrap();
        found.message.ends_with("already, for all of the family")
    };
    assert!(told("resources/widgets.yaml", "resources/widgets.yaml"));
    assert!(told("common.yaml", "resources/widgets.yaml"));
    // In a module of another name it is another type.
    assert!(!told("resources/widgets.yaml", "common.yaml"));
}

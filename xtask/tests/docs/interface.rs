//! The interface of an invented SDK against the specification: each kind of finding, and what is no drift.

use serde_json::Value;
use xtask::docs::read_document;

use crate::workspace::{Workspace, changed};

const INTERFACE: &str = include_str!("pages/interface.json");
const GEARS: &str = include_str!("pages/gears.yaml");
const LIST_WIDGETS: &str = "/paths/~1v1~1{project_id}~1widgets/get";
const LIST: &str = "/paths/~1v1~1{project_id}~1gears/get";
const CREATE: &str = "/paths/~1v1~1{project_id}~1gears/post";
const SPIN: &str = "/paths/~1v1~1{project_id}~1gears~1{gear_id}~1spin/put";
const NEW: &str = "/components/schemas/NewGear/properties";

/// The specification after changes to its gears, and the interface after changes to it, recorded as it is.
fn workspace(gears: &[(&str, &str)], interface: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("openapi/widgets/resources/gears.yaml", &changed(GEARS, gears));
    workspace.write("docs/interface.json", &changed(INTERFACE, interface));
    workspace.record(&[("page", "list.md"), ("interface", "interface.json")]);
    workspace
}

/// A finding: its kind, what stands on its line of the interface, and pointer with the member that is lacking.
type Reported = (String, String, String);

/// What drift finds in the interface alone.
fn found(workspace: &Workspace) -> Vec<Reported> {
    let (text, code) = workspace.run(&["drift", "docs/interface.json", "--json"]);
    let report: Value = serde_json::from_str(&text).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(code, if findings.is_empty() { 0 } else { 4 });
    let interface = workspace.read("docs/interface.json");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings
        .iter()
        .map(|finding| {
            let member = finding["member"].as_str().map_or_else(String::new, |member| format!(" {member}"));
            let line = usize::try_from(finding["line"].as_u64().unwrap()).unwrap();
            (text(&finding["kind"]), name_on(&interface, line), text(&finding["pointer"]) + &member)
        })
        .collect()
}

/// The parameter, field, model or operation that begins on a line; none for the interface as a whole.
fn name_on(interface: &str, line: usize) -> String {
    let Some(at) = line.checked_sub(1) else { return String::new() };
    let begin = interface.lines().skip(at).find(|line| line.contains('"')).unwrap();
    let words: Vec<&str> = begin.split('"').collect();
    let is_key = matches!(words[1], "name" | "operation");
    words[if is_key { 3 } else { 1 }].to_owned()
}

fn found_in(interface: &[(&str, &str)]) -> Vec<Reported> {
    found(&workspace(&[], interface))
}

fn found_with(gears: &[(&str, &str)]) -> Vec<Reported> {
    found(&workspace(gears, &[]))
}

fn one(kind: &str, at: &str, pointer: impl Into<String>) -> Vec<Reported> {
    vec![(kind.to_owned(), at.to_owned(), pointer.into())]
}

#[test]
fn an_interface_that_says_the_same_is_no_drift() {
    let workspace = workspace(&[], &[]);
    assert_eq!(found(&workspace), []);
    let counts = "operations: 0 findings, 0 silenced by quirks, 0 operations deferred, 0 superseded\n";
    let drift = |path: &str| workspace.run(&["drift", path]);
    assert_eq!(drift("docs/interface.json"), (format!("1 page compared with 4 {counts}"), 0));
    // In a folder too, and a copy of it is passed over; JSON that is no interface is no page.
    workspace.write("docs/copy/interface.json", INTERFACE);
    workspace.write("docs/package.json", r#"{"operations": []}"#);
    assert_eq!(drift("docs"), (format!("3 pages compared with 4 {counts}"), 0));
}

#[test]
fn an_interface_of_before_is_the_recorded_one_where_its_bytes_are_recorded_too() {
    let workspace = workspace(&[], &[]);
    let older = INTERFACE.replacen('{', "{ ", 1);
    let sha256 = read_document("", older.as_bytes()).remove(0).sha256.unwrap();
    workspace.write("docs/interface.json", &older);
    assert_eq!(found(&workspace), one("page-changed", "", ""));
    let sources = workspace.read("openapi/widgets/sources.toml");
    workspace.write("openapi/widgets/sources.toml", &format!("{sources}also-sha256 = '{sha256}'\n"));
    assert_eq!(found(&workspace), []);
    workspace.write("docs/interface.json", INTERFACE);
    assert_eq!(found(&workspace), []);
}

#[test]
fn operations_that_the_specification_lacks_are_missing() {
    let address = ("/v1/{project_id}/gears/{gear_id}/spin", "/v2/{project_id}/gears/{gear_id}/turn");
    let workspace = workspace(&[], &[("spin_gear", "turn_gear"), address]);
    let missing = one("operation-missing", "turn_gear", "");
    let lacking = one("missing-in-page", "", SPIN);
    assert_eq!(found(&workspace), [lacking.clone(), missing].concat());
    let file = "openapi/widgets/coverage.toml";
    workspace.write(file, "[[deferred]]\noperation = 'TurnGear'\nreason = 'later'\n");
    assert_eq!(found(&workspace), lacking);
    workspace.write(file, "[[superseded]]\nmethod = 'PUT'\npath = '/v2/{p}/gears/{id}/turn'\nby = 'SpinGear'\n");
    assert_eq!(found(&workspace), lacking);
}

#[test]
fn addresses_are_compared() {
    assert_eq!(found_in(&[("\"PUT\"", "\"POST\"")]), one("address", "spin_gear", SPIN));
    assert_eq!(found_in(&[("/spin", "/turn")]), one("address", "spin_gear", SPIN));
    assert_eq!(found_in(&[("spin_gear", "turn_gear")]), one("address", "turn_gear", SPIN));
}

#[test]
fn parameters_are_compared() {
    let sort = r#""name": "sort", "in": "query", "type": "str", "required": false"#;
    assert_eq!(
        found_in(&[(sort, &sort.replace("str", "int"))]),
        one("type", "sort", format!("{LIST}/parameters/1/schema"))
    );
    assert_eq!(
        found_in(&[(sort, &sort.replace("false", "true"))]),
        one("required", "sort", format!("{LIST}/parameters/1"))
    );
    let renamed = found_in(&[(sort, &sort.replace("sort", "order"))]);
    assert_eq!(renamed, one("moved", "order", format!("{LIST}/parameters/1")));
}

#[test]
fn types_of_fields_are_compared() {
    for (name, own, other) in [
        ("name", "str", "int"),
        ("teeth", "int", "str"),
        ("ratio", "float", "int"),
        ("spare", "bool", "str"),
        ("labels", "dict(str, str)", "dict(str, int)"),
        ("labels", "dict(str, str)", "str"),
        ("notes", "object", "list[object]"),
        ("parts", "list[GearPart]", "GearPart"),
    ] {
        let member = |kind: &str| format!(r#""name": "{name}", "type": "{kind}""#);
        let found = found_in(&[(&member(own), &member(other))]);
        // Other models have fields of these names, too.
        let of_gear = found.iter().filter(|(_, _, pointer)| pointer.starts_with(NEW));
        assert_eq!(of_gear.cloned().collect::<Vec<_>>(), one("type", name, format!("{NEW}/{name}")), "{name}");
    }
}

#[test]
fn fields_that_the_specification_lacks_are_reported() {
    let named = found_with(&[("        spare:\n          type: boolean\n          default: false\n", "")]);
    assert_eq!(named, one("missing-in-spec", "spare", format!("{NEW} spare")));
    // A model of the body, of itself and of the values of a map.
    let part = found_with(&[("        id:\n          type: string\n        parts:", "        parts:")]);
    assert_eq!(part, one("missing-in-spec", "id", "/components/schemas/GearPart/properties id"));
    let size = found_with(&[("        millimetres:", "        miles:")]);
    assert_eq!(size, one("moved", "millimetres", "/components/schemas/GearSize/properties/miles"));
}

#[test]
fn required_is_compared_of_requests_alone() {
    let teeth = r#""name": "teeth", "type": "int", "required": "#;
    let required = format!("{teeth}true");
    assert_eq!(found_in(&[(&format!("{teeth}false"), &required)]), one("required", "teeth", format!("{NEW}/teeth")));
    assert_eq!(
        found_with(&[("      required:\n        - name\n", "")]),
        one("required", "name", format!("{NEW}/name"))
    );
    let id = "    Gear:\n      type: object\n";
    assert_eq!(found_with(&[(id, &format!("{id}      required:\n        - id\n"))]), []);
}

#[test]
fn bodies_that_are_no_objects_are_compared() {
    let names = format!("{LIST}/responses/200/content/application~1json/schema");
    let nested = found_in(&[("\"list[GearName]\"", "\"list[list[GearName]]\"")]);
    assert_eq!(nested, one("type", "body", names.clone()));
    assert_eq!(found_in(&[("\"list[GearName]\"", "\"list[str]\"")]), one("type", "body", names));
    let name = found_in(&[(
        r#""name": "name", "type": "str", "required": false"#,
        r#""name": "name", "type": "int", "required": false"#,
    )]);
    assert_eq!(name, one("type", "name", "/components/schemas/GearName/properties/name"));
    // Of two successes, the one that has a body.
    let word = format!("{SPIN}/responses/202/content/application~1json/schema");
    let spin = r#""name": "body", "type": "str""#;
    assert_eq!(found_in(&[(spin, r#""name": "body", "type": "int""#)]), one("type", "body", word.clone()));
    assert_eq!(found_in(&[("\"SpinGearResponse\"\n", "null\n")]), one("missing-in-page", "spin_gear", word));
    let list = format!("{SPIN}/requestBody/content/application~1json/schema");
    assert_eq!(found_in(&[("\"list[str]\"", "\"list[int]\"")]), one("type", "spin_gear", list));
    let content =
        "          content:\n            application/json:\n              schema:\n                type: string\n";
    assert_eq!(found_with(&[(content, "")]), one("missing-in-spec", "body", format!("{SPIN}/responses/200 content")));
}

#[test]
fn bodies_that_one_side_lacks_are_reported() {
    let body = "      requestBody:\n        content:\n          application/json:\n            schema:\n              \
                $ref: \"#/components/schemas/NewGear\"\n";
    assert_eq!(found_with(&[(body, "")]), one("missing-in-spec", "name", format!("{CREATE} requestBody")));
    let lacking = found_in(&[("\"CreateGearReq\",", "null,")]);
    assert_eq!(lacking, one("missing-in-page", "create_gear", format!("{CREATE}/requestBody")));
}

#[test]
fn what_the_interface_lacks_is_reported_if_it_is_the_source() {
    let teeth = "   {\"name\": \"teeth\", \"type\": \"int\", \"required\": false, \"doc\": null},\n";
    let lacking = one("missing-in-page", "create_gear", format!("{NEW}/teeth"));
    assert_eq!(found_in(&[(teeth, "")]), lacking);
    // The post comes after the get, and its sources before those of the spin.
    let sources = "          $ref: \"#/components/responses/ClientError\"\n      x-sources:\n";
    let two = (sources, &*format!("{sources}        - page\n"));
    assert_eq!(found(&workspace(&[two], &[(teeth, "")])), []);
    let own = |source: &str| format!("        teeth:\n          x-source: {source}\n");
    assert_eq!(found(&workspace(&[two, ("        teeth:\n", &own("interface"))], &[(teeth, "")])), lacking);
    assert_eq!(found(&workspace(&[("        teeth:\n", &own("page"))], &[(teeth, "")])), []);
}

#[test]
fn a_component_may_name_the_interface() {
    let workspace =
        workspace(&[], &[("   {\"name\": \"size\", \"type\": \"int\", \"required\": false, \"doc\": null},\n", "")]);
    assert_eq!(found(&workspace), []);
    let size = "        size:\n          description: Its size in millimetres.\n";
    let reference = "          allOf:\n            - $ref: \"#/components/schemas/Size\"\n";
    let component = "    Size:\n      description: A size.\n      type: integer\n";
    let kind = "          type: integer\n          format: int64\n        state:";
    for (beside, inside) in [("", "      x-source: interface\n"), ("          x-source: interface\n", "")] {
        workspace.spec(&[
            (size, &format!("{size}{beside}{reference}")),
            (kind, "        state:"),
            ("    WidgetList:\n", &format!("{component}{inside}    WidgetList:\n")),
        ]);
        let kind = "missing-in-page";
        assert_eq!(
            found(&workspace),
            one(kind, "list_widgets", "/components/schemas/Widget/properties/size"),
            "{beside}{inside}"
        );
    }
}

#[test]
fn an_operation_that_names_the_interface_is_in_it() {
    let workspace = Workspace::new();
    workspace.spec(&[("        - page\n", "        - page\n        - interface\n")]);
    let rest = INTERFACE.split_once("  {\n   \"operation\": \"create_gear\"").unwrap().1;
    let begin = "{\n \"operations\": [\n  {\n   \"operation\": \"create_gear\"";
    workspace.write("docs/interface.json", &format!("{begin}{rest}"));
    workspace.write("openapi/widgets/resources/gears.yaml", GEARS);
    workspace.record(&[("page", "list.md"), ("interface", "interface.json")]);
    assert_eq!(found(&workspace), one("missing-in-page", "", LIST_WIDGETS));
}

#[test]
fn an_interface_is_compared_with_its_record() {
    let changes = [(" \"source\": \"an invented SDK\",\n", "")];
    let workspace = workspace(&[], &[]);
    workspace.write("docs/interface.json", &changed(INTERFACE, &changes));
    assert_eq!(found(&workspace), one("page-changed", "", ""));
    // At another place it is the interface still.
    workspace.write("new.json", &changed(INTERFACE, &changes));
    let (text, code) = workspace.run(&["drift", "new.json"]);
    assert!(
        text.starts_with("new.json:0: [page-changed] the interface `interface` has changed; its SHA-256 is "),
        "{text}"
    );
    assert_eq!((text.lines().count(), code), (4, 4), "{text}");
    workspace.write("moved.json", INTERFACE);
    assert_eq!(workspace.run(&["drift", "moved.json"]).1, 0);
    workspace.record(&[("page", "list.md")]);
    assert_eq!(found(&workspace), one("page-unrecorded", "", ""));
}

#[test]
fn quirks_silence_what_the_interface_says() {
    let workspace =
        workspace(&[("        teeth:\n          type: integer\n", "        teeth:\n          type: string\n")], &[]);
    let kind = one("type", "teeth", format!("{NEW}/teeth"));
    assert_eq!(found(&workspace), kind);
    let quirk = |sources: &str, silences: &str| {
        let text = format!(
            "[[quirk]]\nid = 'q'\nat = '{NEW}/teeth'\nsays = ''\nchoice = ''\nevidence = ''\nsources = {sources}\n\
             silences = {silences}\ndate = 2031-01-01\n"
        );
        workspace.write("openapi/widgets/quirks.toml", &text);
    };
    quirk("['interface']", "['type: integer']");
    assert_eq!(found(&workspace), []);
    quirk("['interface', 'page']", "['type: integer']");
    assert_eq!(found(&workspace), []);
    quirk("['page']", "['type: integer']");
    assert_eq!(found(&workspace), kind);
    let unused = one("quirk-unused", "", format!("{NEW}/teeth"));
    quirk("['interface']", "['type: integer', 'required: no']");
    assert_eq!(found(&workspace), unused);
    // Its page was not read, and might say so.
    quirk("['interface', 'page']", "['type: integer', 'required: no']");
    assert_eq!(found(&workspace), []);
}

#[test]
fn a_damaged_interface_is_reported() {
    let unreadable = |at: &str| one("page-unreadable", at, "");
    assert_eq!(found_in(&[("\"in\": \"query\", \"type\": \"str\", ", "")]), unreadable("sort"));
    assert_eq!(found_in(&[("  \"SpinGearResponse\": [", "  \"SpinGearResponse\" [")]), unreadable("SpinGearResponse"));
    assert_eq!(found_in(&[("\"dict(str, GearSize)\"", "\"dict(str, GearWidth)\"")])[0], unreadable("sizes")[0]);
    let method = found_in(&[("\"PUT\"", "\"SPIN\"")]);
    assert_eq!(method, unreadable("spin_gear"));
}

#[test]
fn json_that_was_asked_for_and_is_no_whole_interface_is_reported() {
    let workspace = workspace(&[], &[]);
    let whole = workspace.read("docs/interface.json");
    let cut = whole.split("\"models\"").next().unwrap();
    for text in [cut, "{}", "[1]", "", "{\"operations\": 5, \"models\": []}"] {
        workspace.write("docs/interface.json", text);
        let (report, code) = workspace.run(&["drift", "docs/interface.json"]);
        assert_eq!(code, 4, "{text}");
        assert!(report.contains("[page-unreadable]"), "{text}: {report}");
    }
}

#[test]
fn reports_name_the_interface() {
    let workspace = workspace(&[("        spare:\n          type: boolean\n          default: false\n", "")], &[]);
    workspace.write("openapi/widgets/resources/gears.yaml", &workspace.read("openapi/widgets/resources/gears.yaml"));
    let (text, _) = workspace.run(&["drift", "docs", "--format", "github"]);
    let expected = "::error title=drift%3A missing-in-spec,file=openapi/widgets/resources/gears.yaml,line=110::CreateGear: \
                    the interface has the field `spare` (docs/interface.json:61); ";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn facts_and_drafts_are_those_of_pages() {
    let workspace = workspace(&[], &[]);
    let (text, code) = workspace.run(&["facts", "docs/interface.json"]);
    let counts = "1 page (4 operations), 0 table rows (0 as facts, 0 as problems), 39 facts, 0 problems\n";
    assert!(text.ends_with(counts) && code == 0, "{text}");
    let (json, _) = workspace.run(&["facts", "docs/interface.json", "--json"]);
    let operations: Value = serde_json::from_str(&json).unwrap();
    let create = &operations[1];
    assert_eq!((&create["operation"], &create["layout"]), (&Value::from("CreateGear"), &Value::from("interface")));
    let paths: Vec<_> =
        create["request"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    let parts = ["parts", "parts[].id", "parts[].parts", "parts[].sizes", "parts[].sizes.millimetres"];
    assert_eq!(paths[..6], ["name", "teeth", "ratio", "spare", "labels", "notes"]);
    assert_eq!(paths[6..], parts);
    workspace.write("openapi/widgets/resources/gears.yaml", "tag:\n  name: gears\n  description: Gears.\n");
    let (written, _) = workspace.run(&["draft", "docs/interface.json", "--write", "--resource", "gears"]);
    assert!(written.contains("written  openapi/widgets/resources/gears.yaml\n"), "{written}");
    let drifts = found(&workspace);
    assert!(drifts.iter().all(|(kind, ..)| kind == "required"), "{drifts:?}");
}

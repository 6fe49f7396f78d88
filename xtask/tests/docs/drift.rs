//! Pages against the specification of an invented service: each kind of finding, and what is no drift.

use serde_json::Value;

use crate::workspace::Workspace;

const LIST: &str = "/paths/~1v1~1{project_id}~1widgets/get";
const LIMIT: &str = "/paths/~1v1~1{project_id}~1widgets/get/parameters/1";
const WIDGET: &str = "/components/schemas/Widget";

/// What drift finds: kind, and pointer with the member that is lacking.
fn found(workspace: &Workspace) -> Vec<(String, String)> {
    let (text, code) = workspace.run(&["drift", "docs", "--json"]);
    let report: Value = serde_json::from_str(&text).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(code, if findings.is_empty() { 0 } else { 4 });
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings
        .iter()
        .map(|finding| {
            let member = finding["member"].as_str().map_or_else(String::new, |member| format!(" {member}"));
            (text(&finding["kind"]), text(&finding["pointer"]) + &member)
        })
        .collect()
}

/// What drift finds after changes to the recorded page.
fn found_on(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let workspace = Workspace::new();
    workspace.page("list.md", changes);
    workspace.record(&[("page", "list.md")]);
    found(&workspace)
}

/// What drift finds after changes to the specification.
fn found_in(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let workspace = Workspace::new();
    workspace.spec(changes);
    found(&workspace)
}

fn one(kind: &str, pointer: impl Into<String>) -> Vec<(String, String)> {
    vec![(kind.to_owned(), pointer.into())]
}

#[test]
fn a_page_that_says_the_same_is_no_drift() {
    assert_eq!(found(&Workspace::new()), []);
}

#[test]
fn what_the_page_has_too_is_missing_in_the_specification() {
    let row = "| limit | No | Integer | Number of widgets. Value range: 1-10 |\n";
    let more = format!("{row}| colour | No | String | Colour. |\n");
    assert_eq!(found_on(&[(row, &more)]), one("missing-in-spec", format!("{LIST}/parameters colour")));
    let row = "| size | Integer | Size. |\n";
    let more = format!("{row}| maker | maker object | Maker. |\n");
    let table = "\n## Example Responses";
    let nested = format!(
        "\n**Table 5** maker\n\n| Parameter | Type | Description |\n|---|---|---|\n| name | String | Name. |\n{table}"
    );
    let found = found_on(&[(row, &more), (table, &nested)]);
    assert_eq!(found, one("missing-in-spec", format!("{WIDGET}/properties maker")));
    let range = [("            minimum: 1\n            maximum: 10\n", "")];
    assert_eq!(found_in(&range), one("missing-in-spec", format!("{LIMIT}/schema range")));
    let example = [("\"size\": 12", "\"size\": 13")];
    let media = format!("{LIST}/responses/200/content/application~1json examples");
    assert_eq!(found_on(&example), one("missing-in-spec", media));
    let status = [("| 200 | The widgets. |\n", "| 200 | The widgets. |\n| 202 | Later. |\n")];
    assert_eq!(found_on(&status), one("missing-in-spec", format!("{LIST}/responses 202")));
    let default = [("Value range: 1-10", "Value range: 1-10. The default value is 5.")];
    assert_eq!(found_on(&default), one("missing-in-spec", format!("{LIMIT}/schema default")));
}

#[test]
fn what_the_newest_page_lacks_is_reported() {
    let row = "| limit | No | Integer | Number of widgets. Value range: 1-10 |\n";
    assert_eq!(found_on(&[(row, "")]), one("missing-in-page", LIMIT));
    let row = "| size | Integer | Size. |\n";
    assert_eq!(found_on(&[(row, "")]), one("missing-in-page", format!("{WIDGET}/properties/size")));
    let values = [("State. Value: **TURNING** or **STILL**.", "State.")];
    assert_eq!(found_on(&values), one("missing-in-page", "/components/schemas/WidgetState/enum"));
}

#[test]
fn contradictions_are_reported() {
    let kind = [("| size | Integer |", "| size | String |")];
    assert_eq!(found_on(&kind), one("type", format!("{WIDGET}/properties/size")));
    let required = [("| limit | No |", "| limit | Yes |")];
    assert_eq!(found_on(&required), one("required", LIMIT));
    let values = [("**TURNING** or **STILL**", "**TURNING**, **STILL**, or **BROKEN**")];
    assert_eq!(found_on(&values), one("enum", "/components/schemas/WidgetState/enum"));
    let limit = [("Value range: 1-10", "Value range: 1-20")];
    assert_eq!(found_on(&limit), one("limit", format!("{LIMIT}/schema/maximum")));
    let path = [("GET /v1/{project_id}/widgets", "GET /v2/{project_id}/widgets")];
    assert_eq!(found_on(&path), one("address", LIST));
    let workspace = Workspace::new();
    workspace.spec(&[("            minimum: 1\n", "            default: 3\n            minimum: 1\n")]);
    workspace.page("list.md", &[("Value range: 1-10", "Value range: 1-10. The default value is 5.")]);
    workspace.record(&[("page", "list.md")]);
    assert_eq!(found(&workspace), one("default", format!("{LIMIT}/schema/default")));
}

#[test]
fn permissions_are_compared() {
    let text = include_str!("pages/widget_en.txt");
    let workspace = Workspace::new();
    workspace.write("docs/rename.txt", text);
    let (draft, _) = workspace.run(&["draft", "docs/rename.txt", "--write", "--resource", "names"]);
    assert!(draft.contains("written  openapi/widgets/resources/names.yaml\n"), "{draft}");
    workspace.record(&[("page", "list.md"), ("rename", "rename.txt")]);
    let file = "openapi/widgets/resources/names.yaml";
    let names = workspace.read(file);
    assert_eq!(found(&workspace), []);
    workspace.write(file, &names.replace("wid:widget:rename", "wid:widget:name"));
    let rename = "/paths/~1v3~1{project_id}~1widgets~1{widget_id}/put";
    assert_eq!(found(&workspace), one("permission", format!("{rename}/x-permission/0")));
    let (before, rest) = names.split_once("      x-permission:\n").unwrap();
    let (_, after) = rest.split_once("\n      x-").unwrap();
    workspace.write(file, &format!("{before}      x-permission: unknown\n      x-{after}"));
    assert_eq!(found(&workspace), one("missing-in-spec", format!("{rename} x-permission")));
}

#[test]
fn that_no_permission_is_needed_is_compared() {
    let workspace = Workspace::new();
    let table = "## Permissions\n\n| Action |\n|---|\n| No permission required |\n\n## URI";
    workspace.page("list.md", &[("## URI", table)]);
    workspace.record(&[("page", "list.md")]);
    let says = |permission: &str| {
        let list = "      operationId: ListWidgets\n";
        workspace.spec(&[(list, &format!("{list}{permission}"))]);
        found(&workspace)
    };
    let missing = one("missing-in-spec", format!("{LIST} x-permission"));
    assert_eq!(says(""), missing);
    assert_eq!(says("      x-permission: unknown\n"), missing);
    let named = says("      x-permission:\n        - action: wid:widget:list\n");
    assert_eq!(named, one("permission", format!("{LIST}/x-permission")));
    assert_eq!(says("      x-permission: none\n"), []);
}

#[test]
fn pages_are_compared_with_their_record() {
    let workspace = Workspace::new();
    workspace.page("list.md", &[("This API lists", "This operation lists")]);
    assert_eq!(found(&workspace), one("page-changed", ""));
    let workspace = Workspace::new();
    workspace.page("again.md", &[("This API lists", "This operation lists")]);
    assert_eq!(found(&workspace), one("page-unrecorded", ""));
    let workspace = Workspace::new();
    workspace.page("copy.md", &[]);
    assert_eq!(found(&workspace), []);
    workspace.write("docs/empty.md", "");
    assert_eq!(found(&workspace), one("page-unreadable", ""));
}

#[test]
fn an_older_page_may_lack_what_a_newer_one_has() {
    let workspace = Workspace::new();
    workspace.spec(&[("        - page\n", "        - page\n        - older\n")]);
    let row = "| size | Integer | Size. |\n";
    workspace.page("older.md", &[(row, ""), ("State. Value: **TURNING** or **STILL**.", "State.")]);
    workspace.record(&[("page", "list.md"), ("older", "older.md")]);
    assert_eq!(found(&workspace), []);
    workspace.spec(&[("        - page\n", "        - older\n        - page\n")]);
    let newest = [
        one("missing-in-page", format!("{WIDGET}/properties/size")),
        one("missing-in-page", "/components/schemas/WidgetState/enum"),
    ];
    let mut lacking = found(&workspace);
    lacking.sort();
    assert_eq!(lacking, newest.concat());
}

#[test]
fn what_an_older_page_has_too_is_reported_nevertheless() {
    let workspace = Workspace::new();
    workspace.spec(&[("        - page\n", "        - page\n        - older\n")]);
    workspace.page("older.md", &[("| size | Integer |", "| size | String |")]);
    workspace.record(&[("page", "list.md"), ("older", "older.md")]);
    assert_eq!(found(&workspace), one("type", format!("{WIDGET}/properties/size")));
}

#[test]
fn a_fact_with_a_source_of_its_own_is_expected_of_that_page_whatever_its_age() {
    let workspace = Workspace::new();
    workspace.spec(&[
        ("        - page\n", "        - page\n        - older\n"),
        ("        - STILL\n", "        - STILL\n      x-source: older\n"),
    ]);
    let values = "State. Value: **TURNING** or **STILL**.";
    workspace.page("list.md", &[(values, "State.")]);
    let record = [("page", "list.md"), ("older", "older.md")];
    workspace.page("older.md", &[("| size | Integer | Size. |\n", "")]);
    workspace.record(&record);
    assert_eq!(found(&workspace), []);
    workspace.page("older.md", &[("| size | Integer | Size. |\n", ""), (values, "State.")]);
    workspace.record(&record);
    assert_eq!(found(&workspace), one("missing-in-page", "/components/schemas/WidgetState/enum"));
}

#[test]
fn a_fact_with_a_source_of_its_own_is_not_expected_of_the_page() {
    let workspace = Workspace::new();
    let values = "State. Value: **TURNING** or **STILL**.";
    for (source, text, drifts) in [
        ("other", "State.", false),
        ("page", "State.", true),
        ("other", "State. Value: **TURNING** or **BROKEN**.", true),
    ] {
        workspace.spec(&[("        - STILL\n", &format!("        - STILL\n      x-source: {source}\n"))]);
        workspace.page("list.md", &[(values, text)]);
        workspace.record(&[("page", "list.md")]);
        assert_eq!(!found(&workspace).is_empty(), drifts, "{source}: {text}");
    }
    let (report, _) = workspace.run(&["drift", "docs"]);
    assert!(report.contains("values of `widgets[].state`: the page has `BROKEN` too\n"), "{report}");
}

fn quirk(at: &str, silences: &str) -> String {
    format!(
        "[[quirk]]\nid = 'q'\nat = '{at}'\nsays = ''\nchoice = ''\nevidence = ''\nsources = ['page']\n\
         silences = {silences}\ndate = 2031-01-01\n"
    )
}

#[test]
fn a_quirk_silences_what_it_points_at() {
    let workspace = Workspace::new();
    let row = "| size | Integer | Size. |\n";
    workspace.page("list.md", &[(row, "| size | String | Size. |\n| maker | String | Maker. |\n")]);
    workspace.record(&[("page", "list.md")]);
    let kind = one("type", format!("{WIDGET}/properties/size"));
    let maker = one("missing-in-spec", format!("{WIDGET}/properties maker"));
    assert_eq!(found(&workspace), [kind.clone(), maker.clone()].concat());
    let file = "openapi/widgets/quirks.toml";
    workspace.write(file, &quirk(&format!("{WIDGET}/properties/size"), "['type: string']"));
    assert_eq!(found(&workspace), maker);
    workspace.write(file, &quirk(&format!("{WIDGET}/properties"), "['missing-in-spec maker: string']"));
    assert_eq!(found(&workspace), kind);
    workspace.write(file, &quirk(WIDGET, "['missing-in-spec maker: string', 'type: string']"));
    assert_eq!(found(&workspace), []);
    workspace.write(file, &quirk(WIDGET, "['missing-in-spec colour: string', 'type: string']"));
    assert_eq!(found(&workspace), [one("quirk-unused", WIDGET), maker].concat());
}

#[test]
fn a_page_that_has_changed_names_the_quirks_about_it() {
    let workspace = Workspace::new();
    let row = "| size | Integer | Size. |\n";
    workspace.page("list.md", &[(row, "| size | String | Size. |\n")]);
    workspace.write("openapi/widgets/quirks.toml", &quirk(&format!("{WIDGET}/properties/size"), "['type: string']"));
    assert_eq!(found(&workspace), one("page-changed", ""));
    let (report, _) = workspace.run(&["drift", "docs"]);
    assert!(report.contains("; read the quirks again that silence something on it: `q`\n"), "{report}");
}

#[test]
fn a_quirk_of_pages_that_were_not_read_is_not_unused() {
    let workspace = Workspace::new();
    workspace.page("other.md", &[("# Listing", "# Still listing")]);
    workspace.record(&[("page", "list.md"), ("other", "other.md")]);
    workspace.write("openapi/widgets/quirks.toml", &quirk(WIDGET, "['type: string']"));
    let (_, code) = workspace.run(&["drift", "docs/other.md"]);
    assert_eq!(code, 0);
    assert_eq!(found(&workspace), one("quirk-unused", WIDGET));
}

#[test]
fn a_quirk_that_only_explains_is_never_unused() {
    let workspace = Workspace::new();
    workspace.write("openapi/widgets/quirks.toml", &quirk(WIDGET, "[]"));
    assert_eq!(found(&workspace), []);
}

#[test]
fn operations_are_missing_unless_they_are_deferred() {
    let workspace = Workspace::new();
    workspace.write("docs/create.rst", include_str!("pages/widget.rst"));
    assert_eq!(found(&workspace), one("operation-missing", ""));
    let file = "openapi/widgets/coverage.toml";
    workspace.write(file, "[[deferred]]\noperation = 'CreateWidget'\nreason = 'later'\n");
    assert_eq!(found(&workspace), []);
    workspace.write(file, "[[deferred]]\nbelow = '/v3/{project_id}/widgets'\nreason = 'later'\n");
    assert_eq!(found(&workspace), []);
    workspace.write(file, "[[deferred]]\nbelow = '/v3/{project_id}/wid'\nreason = 'later'\n");
    assert_eq!(found(&workspace), one("operation-missing", ""));
}

#[test]
fn superseded_operations_are_counted() {
    let workspace = Workspace::new();
    let older = [("GET /v1/{project_id}/widgets", "GET /v0/{project_id}/widgets")];
    workspace.page("older.md", &older);
    let (file, path) = ("openapi/widgets/coverage.toml", "path = '/v0/{p}/widgets'");
    // The page has the name of the newer operation.
    let unknown = [one("page-unrecorded", ""), one("address", LIST)].concat();
    assert_eq!(found(&workspace), unknown);
    let entry = format!("[[superseded]]\nmethod = 'GET'\n{path}\nby = 'ListWidgets'\n");
    workspace.write(file, &entry);
    assert_eq!(found(&workspace), []);
    let (text, _) = workspace.run(&["drift", "docs"]);
    let counts =
        "2 pages compared with 1 operation: 0 findings, 0 silenced by quirks, 0 operations deferred, 1 superseded\n";
    assert_eq!(text, counts);
    let (json, _) = workspace.run(&["drift", "docs", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["superseded"], 1);
    // Exactly that path and method.
    for (old, new) in [("'GET'", "'PUT'"), ("/widgets'", "/widget'"), ("/{p}/", "/{p}/{q}/")] {
        workspace.write(file, &entry.replace(old, new));
        assert_eq!(found(&workspace), unknown, "{old}");
    }
}

fn drifted() -> Workspace {
    let workspace = Workspace::new();
    let row = "| size | Integer | Size. |\n";
    workspace.page("list.md", &[(row, "| size | String | Size. |\n| maker | String | Maker: 100 %. |\n")]);
    workspace.write("docs/create.rst", include_str!("pages/widget.rst"));
    workspace.write("openapi/widgets/quirks.toml", &quirk(WIDGET, "['required: no']"));
    workspace
}

#[test]
fn reports_for_people_and_programs() {
    let workspace = drifted();
    insta::assert_snapshot!("drift_text", workspace.run(&["drift", "docs"]).0);
    insta::assert_snapshot!("drift_github", workspace.run(&["drift", "docs", "--format", "github"]).0);
    let json: Value = serde_json::from_str(&workspace.run(&["drift", "docs", "--format", "json"]).0).unwrap();
    insta::assert_json_snapshot!("drift_json", json);
}

#[test]
fn exit_codes_tell_drift_from_failure() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(&["drift", "docs"]).1, 0);
    assert_eq!(workspace.run(&["drift", "nowhere"]).1, 2);
    workspace.write("empty/notes.pdf", "");
    assert_eq!(workspace.run(&["drift", "empty"]).1, 2);
    assert_eq!(drifted().run(&["drift", "docs"]).1, 4);
    workspace.write("openapi/widgets/quirks.toml", &quirk(WIDGET, "['colour']"));
    let output = workspace.docs(&["drift", "docs"]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("no quirk can silence `colour`"), "{message}");
    workspace.write("openapi/widgets/quirks.toml", &quirk(WIDGET, "['limit']"));
    let message = String::from_utf8(workspace.docs(&["drift", "docs"]).stderr).unwrap();
    assert!(
        message.contains("`limit` silences whatever the page says; write the value as drift reports it"),
        "{message}"
    );
}

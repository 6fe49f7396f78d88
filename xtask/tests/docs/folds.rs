//! Operations that the documentation tells apart, and OpenAPI cannot: one address, several things to send.

use serde_json::{Value, json};
use xtask::spec::parse_yaml;

use crate::workspace::{Workspace, changed, findings};

const RESOURCE: &str = "openapi/widgets/resources/acts.yaml";

/// One of the pages of `POST …/action`.
fn act(title: &str, field: &str, inner: &str) -> String {
    format!(
        "# {title}\n\n## URI\n\nPOST /v1/{{project_id}}/widgets/{{widget_id}}/action\n\n**Table 1** Path Parameters\n\n\
         | Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n| project_id | Yes | String | Project ID. |\n\
         | widget_id | Yes | String | Widget ID. |\n\n## Request Parameters\n\n**Table 2** Request body parameters\n\n\
         | Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n| {field} | Yes | {field} object | It. |\n\n\
         **Table 3** {field}\n\n| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n\
         | {inner} | Yes | Integer | How much. |\n\n## Response Parameters\n\n**Status code: 202**\n\nNone\n\n\
         ## Example Requests\n\n```\n{{\"{field}\": {{\"{inner}\": 3}}}}\n```\n\n## Status Codes\n\n\
         | Status Code | Description |\n|---|---|\n| 202 | Begun. |\n"
    )
}

fn drafted(workspace: &Workspace) -> (String, Value) {
    let (told, code) = workspace.run(&["draft", "acts", "--write", "--resource", "acts"]);
    assert_eq!(code, 1, "{told}");
    (told, parse_yaml(&workspace.read(RESOURCE)).unwrap())
}

fn acts() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("acts/paint.md", &act("Painting a Widget", "paint", "coats"));
    workspace.write("acts/spin.md", &act("Spinning a Widget (Deprecated)", "spin", "turns"));
    workspace
}

#[test]
fn pages_of_one_address_become_one_operation_that_a_person_is_told_of() {
    let (told, file) = drafted(&acts());
    let operation = &file["paths"]["/v1/{project_id}/widgets/{widget_id}/action"]["post"];
    assert_eq!(operation["operationId"], "ActOnWidget");
    assert_eq!(operation["x-variants"], json!(["CreateWidget", "CreateWidgetV1"]));
    let sent = ["$request.body#/paint", "$request.body#/spin"];
    assert_eq!(operation["x-requires"], json!([{ "exactly-one-of": sent }]));
    let body = &file["components"]["schemas"]["ActOnWidgetOptions"];
    assert_eq!(body["required"], Value::Null, "{body}");
    assert_eq!(body["properties"]["spin"]["x-source"], "act-on-widget.en-md-2");
    assert_eq!(file["components"]["schemas"]["ActOnWidgetOptionsSpin"]["required"], json!(["turns"]));
    let examples = operation["requestBody"]["content"]["application/json"]["examples"].as_object().unwrap();
    assert_eq!(examples.len(), 2);
    for part in [
        "POST /v1/{project_id}/widgets/{widget_id}/action",
        "acts/paint.md, acts/spin.md",
        "just one of `paint`, `spin` is sent",
        "what is out of date, which only a description can say: acts/spin.md",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn where_no_field_tells_them_apart_a_person_says_what_does() {
    let workspace = Workspace::new();
    workspace.write("acts/paint.md", &act("Painting a Widget", "work", "coats"));
    workspace.write("acts/spin.md", &act("Spinning a Widget", "work", "coats"));
    let (told, file) = drafted(&workspace);
    let operation = &file["paths"]["/v1/{project_id}/widgets/{widget_id}/action"]["post"];
    assert_eq!((&operation["x-requires"], &operation["x-proposed-name"]), (&json!("TODO"), &json!("TODO")));
    assert!(told.contains("see which fields go together, and write it into `x-requires`"), "{told}");
}

#[test]
fn what_stands_for_several_is_out_of_date_if_all_are() {
    let workspace = acts();
    let deprecated = |workspace: &Workspace| {
        let (told, file) = drafted(workspace);
        (file["paths"]["/v1/{project_id}/widgets/{widget_id}/action"]["post"]["deprecated"].clone(), told)
    };
    assert_eq!(deprecated(&workspace).0, Value::Null);
    // Nor if it is the page that the operation is drafted from.
    let workspace = Workspace::new();
    workspace.write("acts/paint.md", &act("Painting a Widget (Deprecated)", "paint", "coats"));
    workspace.write("acts/spin.md", &act("Spinning a Widget", "spin", "turns"));
    assert_eq!(deprecated(&workspace).0, Value::Null);
    let workspace = Workspace::new();
    for (file, title, field) in [("paint", "Painting a Widget", "paint"), ("spin", "Spinning a Widget", "spin")] {
        workspace.write(&format!("acts/{file}.md"), &act(&format!("{title} (Deprecated)"), field, "times"));
    }
    let (found, told) = deprecated(&workspace);
    assert_eq!(found, true);
    assert!(!told.contains("out of date"), "{told}");
    assert_eq!(workspace.run(&["drift", "acts", "docs"]).1, 0);
}

#[test]
fn what_stands_for_several_is_no_drift_of_any() {
    let workspace = acts();
    drafted(&workspace);
    let (text, code) = workspace.run(&["drift", "acts", "docs"]);
    assert_eq!(code, 0, "{text}");
    // What one of them has is still expected of it.
    workspace.write("acts/spin.md", &act("Spinning a Widget (Deprecated)", "spin", "rounds"));
    let (text, _) = workspace.run(&["drift", "acts", "docs"]);
    assert!(
        text.contains("the page has the field `spin.rounds`, and the specification `spin.turns` in its place"),
        "{text}"
    );
}

#[test]
fn an_empty_object_is_sent() {
    let workspace = acts();
    let spin = changed(
        &workspace.read("acts/spin.md"),
        &[("{\"spin\": {\"turns\": 3}}", "{\"spin\": {}}"), ("| turns | Yes |", "| turns | No |")],
    );
    workspace.write("acts/spin.md", &spin);
    let (told, file) = drafted(&workspace);
    let operation = &file["paths"]["/v1/{project_id}/widgets/{widget_id}/action"]["post"];
    assert!(operation["x-requires"][0]["exactly-one-of"].is_array(), "{operation}");
    let examples = operation["requestBody"]["content"]["application/json"]["examples"].as_object().unwrap();
    assert!(examples.values().any(|example| example["value"] == json!({"spin": {}})), "{examples:?}");
    assert!(!told.contains("does not keep what"), "{told}");
}

#[test]
fn null_is_not_asked_for() {
    let workspace = acts();
    let spin = changed(&workspace.read("acts/spin.md"), &[("{\"spin\": {\"turns\": 3}}", "{\"spin\": null}")]);
    workspace.write("acts/spin.md", &spin);
    let (_, file) = drafted(&workspace);
    let operation = &file["paths"]["/v1/{project_id}/widgets/{widget_id}/action"]["post"];
    assert!(operation["x-requires"][0]["at-most-one-of"].is_array(), "{operation}");
    assert_eq!(file["components"]["schemas"]["ActOnWidgetOptions"]["properties"]["spin"]["nullable"], true);
}

/// An interface with two operations at the address of the invented one.
fn interface() -> String {
    let operation = |name: &str, parameter: &str| {
        json!({
            "operation": name, "method": "GET", "path": "/v1/{project_id}/widgets", "body": null, "response": null,
            "params": [{ "name": parameter, "in": "query", "type": "int", "required": false }],
        })
    };
    json!({ "operations": [operation("ListWidgets", "limit"), operation("CountWidgets", "most")], "models": {} })
        .to_string()
}

#[test]
fn what_one_operation_of_an_interface_lacks_another_one_has() {
    let workspace = Workspace::new();
    let name =
        ("      operationId: ListWidgets\n", "      operationId: ListWidgets\n      x-variants: [CountWidgets]\n");
    let sources = ("        - page\n", "        - page\n        - interface\n");
    let limit = ("            type: integer\n", "            type: integer\n            x-source: interface\n");
    let most = "        - name: most\n          in: query\n          description: Most.\n          schema:\n            \
                type: integer\n            x-source: interface\n";
    let spec = |with_most: &str| {
        let list = ("      responses:\n", format!("{with_most}      responses:\n"));
        workspace.spec(&[name, sources, limit, (list.0, &list.1)]);
    };
    workspace.write("docs/interface.json", &interface());
    workspace.page("list.md", &[("| limit | No | Integer | Number of widgets. Value range: 1-10 |\n", "")]);
    workspace.record(&[("page", "list.md"), ("interface", "interface.json")]);
    spec(most);
    assert_eq!(findings(&workspace), [""; 0]);
    // What none of them has is a finding, once.
    let other = changed(&interface(), &[("\"most\"", "\"limit\"")]);
    workspace.write("docs/interface.json", &other);
    workspace.record(&[("page", "list.md"), ("interface", "interface.json")]);
    let found = findings(&workspace);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("missing-in-page ") && found[0].contains("/parameters/"), "{found:?}");
}

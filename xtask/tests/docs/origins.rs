//! What a draft has of one source alone says so, so that no other one is asked for it.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};
use xtask::spec::parse_yaml;

use crate::workspace::{LIST, Workspace, changed};

const RESOURCE: &str = "openapi/widgets/resources/makers.yaml";

/// The resource and the name of each operation, by its address.
fn homes(workspace: &Workspace) -> BTreeMap<String, (String, String)> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(workspace.root().join("openapi/widgets/resources")).unwrap() {
        let path = entry.unwrap().path();
        let resource = path.file_stem().unwrap().to_string_lossy().into_owned();
        let file = parse_yaml(&fs::read_to_string(path).unwrap()).unwrap();
        for (path, methods) in file["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let name = operation["operationId"].as_str().unwrap().to_owned();
                found.insert(format!("{method} {path}"), (resource.clone(), name));
            }
        }
    }
    found
}

#[test]
fn pages_and_interface_give_the_same_resources_in_any_order_of_commands() {
    let orders: [&[&[&str]]; 4] = [
        &[&["new/pages", "new/interface.json"]],
        &[&["new/interface.json", "new/pages"]],
        &[&["new/pages"], &["new/interface.json"]],
        &[&["new/interface.json"], &["new/pages"]],
    ];
    let found = orders.map(|order| {
        let workspace = Workspace::new();
        workspace.write("new/pages/making/makers.md", &makers(&[]));
        let project = "| project_id | Yes | String | Project ID. |\n";
        let shelf = format!("{project}| shelf_id | Yes | String | Shelf ID. |\n");
        let walls =
            [("ListMakers", "ListWalls"), ("/makers\n", "/shelves/{shelf_id}/walls\n"), (project, shelf.as_str())];
        workspace.write("new/pages/furniture/walls.md", &changed(&makers(&[]), &walls));
        workspace.write("new/interface.json", &interface());
        for sources in order {
            let arguments = [&["draft"], *sources, &["--write", "--service", "widgets"]].concat();
            let (told, _) = workspace.run(&arguments);
            assert!(told.contains("written"), "{told}");
        }
        homes(&workspace)
    });
    let resource = |address: &str| found[0][address].0.as_str();
    assert_eq!(resource("get /v1/{project_id}/makers"), "makers");
    assert_eq!(resource("get /v1/{project_id}/shelves"), "shelves");
    assert_eq!(resource("get /v1/{project_id}/shelves/{shelf_id}/walls"), "walls");
    for other in &found[1..] {
        assert_eq!(other, &found[0]);
    }
}

fn makers(changes: &[(&str, &str)]) -> String {
    let other = [("ListWidgets", "ListMakers"), ("/widgets\n", "/makers\n")];
    changed(&changed(LIST, &other), changes)
}

fn interface() -> String {
    let parameter =
        |name: &str, place: &str, kind: &str| json!({ "name": name, "in": place, "type": kind, "required": false });
    let operation = |name: &str, path: &str, response: Value| {
        json!({
            "operation": name, "method": "GET", "path": path, "body": null, "response": response,
            "params": [parameter("X-Language", "header", "str"), parameter("page", "query", "int")],
        })
    };
    json!({
        "operations": [
            operation("ListMakers", "/v1/{project_id}/makers", json!("ListMakersResponse")),
            operation("ListShelves", "/v1/{project_id}/shelves", json!("ListMakersResponse")),
        ],
        "models": {
            "ListMakersResponse": [
                { "name": "widgets", "type": "list[Maker]", "required": false },
                { "name": "total", "type": "int", "required": false },
            ],
            "Maker": [{ "name": "labels", "type": "dict(str, str)", "required": false }],
        },
    })
    .to_string()
}

#[test]
fn what_the_interface_alone_has_is_expected_of_it_alone() {
    let workspace = Workspace::new();
    let labels = ("| size | Integer | Size. |\n", "| size | Integer | Size. |\n| labels | Object | Labels. |\n");
    workspace.write("new/makers.md", &makers(&[labels]));
    let shelves = [("ListMakers", "ListShelves"), ("/makers\n", "/shelves\n")];
    workspace.write("new/shelves.md", &changed(&makers(&[labels]), &shelves));
    workspace.write("new/interface.json", &interface());
    let (told, code) = workspace.run(&["draft", "new", "--write", "--resource", "makers"]);
    assert_eq!(code, 0, "{told}");
    let file = parse_yaml(&workspace.read(RESOURCE)).unwrap();
    let list = &file["paths"]["/v1/{project_id}/makers"]["get"];
    let shared = list["parameters"].as_array().unwrap();
    assert!(shared.contains(&json!({ "$ref": "#/components/parameters/XLanguage" })), "{shared:?}");
    let common = parse_yaml(&workspace.read("openapi/widgets/common.yaml")).unwrap();
    assert_eq!(common["components"]["parameters"]["XLanguage"]["schema"]["x-source"], "interface");
    let schemas = &file["components"]["schemas"];
    let body = schemas["MakerList"]["properties"].as_object().unwrap();
    assert_eq!((&body["total"]["x-source"], &body["widgets"]["x-source"]), (&json!("interface"), &Value::Null));
    // Both have the labels; the interface says more of them.
    let labels = schemas.as_object().unwrap().values().find_map(|schema| schema["properties"].get("labels")).unwrap();
    assert_eq!((&labels["additionalProperties"]["type"], &labels["x-source"]), (&json!("string"), &Value::Null));
    let (text, code) = workspace.run(&["drift", "new", "docs"]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn examples_say_what_may_be_null_or_left_out() {
    let workspace = Workspace::new();
    let head = (
        "| Parameter | Type | Description |\n|---|---|---|\n| id |",
        "| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n| id | Yes |",
    );
    let page = makers(&[
        head,
        ("| size | Integer |", "| size | Yes | Integer |"),
        ("| state | String |", "| state | Yes | String |"),
        (
            "\"size\": 12, \"state\": \"STILL\"}",
            "\"size\": 12, \"state\": \"STILL\"}, {\"id\": \"w-2\", \"state\": null}",
        ),
    ]);
    workspace.write("new/makers.md", &page);
    let (told, code) = workspace.run(&["draft", "new", "--write", "--resource", "makers"]);
    assert_eq!(code, 0, "{told}");
    let text = workspace.read(RESOURCE);
    let file = parse_yaml(&text).unwrap();
    let widget = file["components"]["schemas"]
        .as_object()
        .unwrap()
        .values()
        .find(|schema| !schema["properties"]["size"].is_null());
    let widget = widget.unwrap();
    assert_eq!(widget["required"], json!(["id", "state"]), "{text}");
    assert_eq!(widget["properties"]["state"]["nullable"], true);
    assert_eq!(workspace.run(&["drift", "new", "docs"]).1, 0);
}

//! The permissions of new operations, from rows of pages beside them.

use serde_json::{Value, json};
use xtask::spec::parse_yaml;

use crate::workspace::Workspace;

/// A page of an operation without a body, at an address.
fn page(title: &str, address: &str) -> String {
    let path = address.split(' ').nth(1).unwrap();
    let names = path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    let rows = names.map(|name| format!("| {name} | Yes | String | It. |")).collect::<Vec<_>>().join("\n");
    format!(
        "# {title}\n\n## URI\n\n{address}\n\n**Table 1** Path Parameters\n\n| Parameter | Mandatory | Type | Description |\n\
         |---|---|---|---|\n{rows}\n\n## Response Parameters\n\n**Status code: 204**\n\nNone\n\n## Status Codes\n\n\
         | Status Code | Description |\n|---|---|\n| 204 | Done. |\n"
    )
}

/// Drafts pages of operations beside a page of permissions: what is told, and the operations by their addresses.
fn drafted(operations: &[&str], rows: &[&str]) -> (String, Value) {
    let workspace = Workspace::new();
    for (number, address) in operations.iter().enumerate() {
        workspace.write(&format!("new/{number}.md"), &page(&format!("Turning Wheel {number}"), address));
    }
    let head = "# Permissions\n\n| Permission | API | Action |\n|---|---|---|\n";
    workspace.write("new/permissions.md", &format!("{head}{}\n", rows.join("\n")));
    let (told, _) = workspace.run(&["draft", "new", "--write", "--resource", "wheels"]);
    let file = parse_yaml(&workspace.read("openapi/widgets/resources/wheels.yaml")).unwrap();
    (told, file["paths"].clone())
}

const TURN: &str = "POST /v1/{project_id}/wheels/{wheel_id}";

fn permission(paths: &Value) -> Value {
    paths["/v1/{project_id}/wheels/{wheel_id}"]["post"]["x-permission"].clone()
}

#[test]
fn actions_of_plain_rows_are_taken_whatever_parameters_are_called() {
    for operation in [TURN, "POST /v1/{tenant}/wheels/{id}", "POST /v1/{project_id}/wheels/{wheel_id}?speed={speed}"] {
        let row = format!("| Turn | {operation} | wid:wheel:turn, wid:wheel:get |");
        let (told, paths) = drafted(&[TURN], &[&row, &row]);
        assert_eq!(
            permission(&paths),
            json!([{ "action": "wid:wheel:turn" }, { "action": "wid:wheel:get" }]),
            "{told}"
        );
        assert!(!told.contains("rows of permissions"), "{told}");
    }
}

#[test]
fn of_actions_with_words_beside_them_a_person_says_when_they_are_asked_for() {
    let told_of = "# to check: new/permissions.md:5: rows of permissions with words beside their actions";
    let open = |action: &str, line: u32| json!({ "action": action, "when": format!("TODO: permissions.md:{line}") });
    for row in [
        format!("| Turn | {TURN} | A small one: wid:wheel:turn |"),
        format!("| Turn | {TURN} kind=\"small\" | wid:wheel:turn |"),
    ] {
        let (told, paths) = drafted(&[TURN], &[&row]);
        assert_eq!(permission(&paths), json!([open("wid:wheel:turn", 5)]), "{row}");
        assert!(told.contains(told_of) && told.contains(": 5 `"), "{told}");
    }
    // Each of two rows may be of another purpose: what both have is asked for anyway.
    let rows = ["get, wid:wheel:turn", "get, wid:wheel:stop"]
        .map(|actions| format!("| Turn | {TURN} | wid:wheel:{actions} |"));
    let (_, paths) = drafted(&[TURN], &[&rows[0], &rows[1]]);
    let sure = json!({ "action": "wid:wheel:get" });
    assert_eq!(permission(&paths), json!([sure, open("wid:wheel:turn", 5), open("wid:wheel:stop", 6)]));
}

#[test]
fn a_row_may_say_that_nothing_is_asked_for() {
    let row = format!("| Turn | {TURN} | No permission required |");
    let (told, paths) = drafted(&[TURN], &[&row]);
    assert_eq!(permission(&paths), "none", "{told}");
    assert!(!told.contains("rows of permissions"), "{told}");
    // With words beside it, that may hold for some requests alone; and so it is with another row, which names an action.
    let small = format!("| Turn | {TURN} kind=\"small\" | None |");
    assert_eq!(permission(&drafted(&[TURN], &[&small]).1), "TODO: permissions.md:5");
    let large = format!("| Turn | {TURN} | wid:wheel:turn |");
    let open = json!([{ "action": "wid:wheel:turn", "when": "TODO: permissions.md:6" }]);
    assert_eq!(permission(&drafted(&[TURN], &[&row, &large]).1), open);
    // That of another version is not proposed: there is no action to say a `when` of.
    let note = "TODO: permissions.md:5 has POST /v2/{project_id}/wheels/{wheel_id}";
    assert_eq!(permission(&drafted(&[TURN], &[&row.replace("v1", "v2")]).1), note);
}

#[test]
fn so_it_is_with_the_permissions_of_a_page_of_its_own() {
    let workspace = Workspace::new();
    let table = "## Permissions\n\n| Action | Access Level |\n|---|---|\n| wid:wheel:get | Read |\n\
                 | Small ones: wid:wheel:turn | Write |\n| wid:wheel:get | Read |\n\n## Response Parameters";
    workspace.write("new/turn.md", &page("Turning a Wheel", TURN).replace("## Response Parameters", table));
    let (told, _) = workspace.run(&["draft", "new", "--write", "--resource", "wheels"]);
    let file = parse_yaml(&workspace.read("openapi/widgets/resources/wheels.yaml")).unwrap();
    let sure = json!({ "action": "wid:wheel:get", "access-level": "Read" });
    let open = json!({ "action": "wid:wheel:turn", "when": "TODO: turn.md:19", "access-level": "Write" });
    assert_eq!(permission(&file["paths"]), json!([sure, open]), "{told}");
    assert!(told.contains("# to check: new/turn.md:19: rows of permissions with words beside their actions"), "{told}");
}

#[test]
fn what_is_not_drafted_of_a_row_is_told() {
    let workspace = Workspace::new();
    let table = "## Permissions\n\n| Action | Dependencies |\n|---|---|\n| wid:wheel:get | See below. |\n\n## URI";
    workspace.write("new/turn.md", &page("Turning a Wheel", TURN).replace("## URI", table));
    let (told, _) = workspace.run(&["draft", "new", "--write", "--resource", "wheels"]);
    assert!(told.contains("# to check: new/turn.md:7: rows of permissions with words where"), "{told}");
    // Each row of an action goes with each that describes it, which must not be too many.
    let properties: Vec<String> = (0..17).map(|kind| format!("| wid:wheel:turn | kind{kind} |\n")).collect();
    let properties = properties.concat();
    let workspace = Workspace::new();
    workspace.write("new/turn.md", &page("Turning a Wheel", TURN));
    let tables = format!(
        "# Permissions\n\n| Action | Resource Type |\n|---|---|\n{properties}\n| API | Action |\n|---|---|\n| {TURN} | wid:wheel:turn |\n"
    );
    workspace.write("new/permissions.md", &tables);
    let (told, _) = workspace.run(&["draft", "new", "--write", "--resource", "wheels"]);
    assert!(told.contains("# to check: new/permissions.md:25: rows of permissions with words where"), "{told}");
    let file = parse_yaml(&workspace.read("openapi/widgets/resources/wheels.yaml")).unwrap();
    assert_eq!(permission(&file["paths"]).as_array().map(Vec::len), Some(16));
    // So must rows of one operation not be.
    let rows: Vec<String> = (0..65).map(|action| format!("| Turn | {TURN} | wid:wheel:turn{action} |")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let (told, paths) = drafted(&[TURN], &rows);
    assert_eq!(permission(&paths), format!("TODO: permissions.md:5 has {TURN}"));
    assert!(told.contains("# to check: new/permissions.md:5: rows of permissions with words beside"), "{told}");
}

#[test]
fn a_row_of_another_version_is_told_and_not_taken_where_that_is_there() {
    let row = "| Turn | POST /v2/{project_id}/wheels/{wheel_id} | wid:wheel:turn |";
    let (told, paths) = drafted(&[TURN, "POST /v2/{project_id}/wheels/{wheel_id}"], &[row]);
    let note = "TODO: permissions.md:5 has POST /v2/{project_id}/wheels/{wheel_id}";
    assert_eq!(permission(&paths), note);
    let other = &paths["/v2/{project_id}/wheels/{wheel_id}"]["post"]["x-permission"];
    assert_eq!(*other, json!([{ "action": "wid:wheel:turn" }]));
    assert!(
        told.contains("# to check: new/permissions.md:5: rows of permissions of another version of the API"),
        "{told}"
    );
    // Nor if it is one of several that are not there.
    let third = row.replace("v2", "v3");
    assert_eq!(permission(&drafted(&[TURN], &[row, &third]).1), note);
}

#[test]
fn the_only_other_version_is_proposed_if_it_is_not_there() {
    let row = "| Turn | POST /v2/{project_id}/wheels/{wheel_id} | wid:wheel:turn |";
    let (told, paths) = drafted(&[TURN], &[row]);
    let when = "TODO: permissions.md:5 has POST /v2/{project_id}/wheels/{wheel_id}";
    assert_eq!(permission(&paths), json!([{ "action": "wid:wheel:turn", "when": when }]));
    assert!(
        told.contains("# to check: new/permissions.md:5: rows of permissions of operations that are not there"),
        "{told}"
    );
    // Of two operations it may be either.
    let (_, paths) = drafted(&[TURN, "POST /v3/{project_id}/wheels/{wheel_id}"], &[row]);
    assert_eq!(permission(&paths), when);
}

#[test]
fn rows_of_no_operation_are_told() {
    let rows =
        ["| Stop | POST /v1/{project_id}/wheels/{wheel_id}/stop | wid:wheel:turn |", "| Look | GET /v1/looks | None |"];
    let turn = format!("| Turn | {TURN} | wid:wheel:turn |");
    let (told, paths) = drafted(&[TURN], &[&turn, rows[0], rows[1]]);
    assert_eq!(permission(&paths), json!([{ "action": "wid:wheel:turn" }]));
    let line = "# not drafted: new/permissions.md:6: permissions of the operation `POST /v1/{project_id}/wheels/{wheel_id}/stop`, \
                which is not there; give its page, if there is one\n";
    assert!(told.contains(line), "{told}");
}

#[test]
fn the_section_of_permissions_may_say_in_a_sentence_that_none_is_needed() {
    let workspace = Workspace::new();
    let section = "## Authorization Information\n\nNo permission is required for calling this API.\n\n## URI";
    workspace.write("new/0.md", &page("Turning Wheel 0", TURN).replace("## URI", section));
    let (told, _) = workspace.run(&["draft", "new", "--write", "--resource", "wheels"]);
    let file = parse_yaml(&workspace.read("openapi/widgets/resources/wheels.yaml")).unwrap();
    assert_eq!(permission(&file["paths"]), "none", "{told}");
}

#[test]
fn what_another_table_says_of_an_action_goes_with_it_and_each_of_several_words_is_one() {
    let workspace = Workspace::new();
    workspace.write("new/0.md", &page("Turning Wheel 0", TURN));
    let properties = "| Action | Access Level | Resource Type | Condition Key | Alias |\n|---|---|---|---|---|\n\
                      | wid:wheel:turn | Write | wheel * | wid:Colour<br>wid:Shape | wid:wheel:spin |\n\
                      | wid:wheel:turn | Write | cog | - | no other name |\n";
    let operations = format!(
        "| API | Action | Dependencies |\n|---|---|---|\n| {TURN} | wid:wheel:turn | With a cog: cog:cog:list<br>cog:cog:get |\n\
         | POST /v1/{{project_id}}/cogs | | - |\n"
    );
    workspace.write("new/permissions.md", &format!("# Permissions\n\n{properties}\n{operations}"));
    let (told, _) = workspace.run(&["draft", "new", "--write", "--resource", "wheels"]);
    let file = parse_yaml(&workspace.read("openapi/widgets/resources/wheels.yaml")).unwrap();
    let dependencies = json!(["cog:cog:list", "cog:cog:get"]);
    let wheel = json!({
        "action": "wid:wheel:turn", "access-level": "Write", "resource-type": "wheel", "resource-required": true,
        "condition-keys": ["wid:Colour", "wid:Shape"], "alias": "wid:wheel:spin", "dependencies": dependencies,
    });
    let cog = json!({
        "action": "wid:wheel:turn", "access-level": "Write", "resource-type": "cog", "dependencies": dependencies,
    });
    assert_eq!(permission(&file["paths"]), json!([wheel, cog]), "{told}");
    assert!(told.contains("# to check: new/permissions.md:10: rows of permissions with words where"), "{told}");
    assert!(told.contains("# problem: new/permissions.md:11: table row without action"), "{told}");
}

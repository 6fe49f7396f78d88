//! Drafts of pages, command by command: what is written where, and what is told.

use xtask::docs::read_page;

use crate::workspace::{LIST, Workspace, changed};

const RESOURCE: &str = "openapi/widgets/resources/makers.yaml";
const SOURCES: &str = "openapi/widgets/sources.toml";

/// A page that the specification has nothing of, in its newest form.
fn makers(changes: &[(&str, &str)]) -> String {
    let other =
        [("ListWidgets", "ListMakers"), ("/widgets\n", "/makers\n"), ("Listing Widgets", "Querying the Maker List")];
    changed(&changed(LIST, &other), changes)
}

fn dated(day: &str) -> (String, String) {
    let title = "# Querying the Maker List<a name=\"ListMakers\"></a>\n";
    (title.to_owned(), format!("{title}\nUpdated on {day} GMT+08:00\n"))
}

/// Drafts into the new resource: what was told, and the exit code.
fn write(workspace: &Workspace, pages: &[&str], more: &[&str]) -> (String, i32) {
    let arguments = [&["draft"], pages, &["--write", "--resource", "makers"], more].concat();
    workspace.run(&arguments)
}

#[test]
fn pages_become_sources_newest_first() {
    let workspace = Workspace::new();
    for (name, day) in [("older", "2029-01-01"), ("newest", "2031-01-01"), ("newer", "2030-01-01")] {
        let (title, with_date) = dated(day);
        workspace.write(&format!("docs/{name}.md"), &makers(&[(&title, &with_date)]));
    }
    let pages = ["docs/older.md", "docs/newest.md", "docs/newer.md"];
    assert_eq!(write(&workspace, &pages, &[]).1, 0);
    let listed =
        "      x-sources:\n        - list-makers.en-md\n        - list-makers.en-md-2\n        - list-makers.en-md-3\n";
    assert!(workspace.read(RESOURCE).contains(listed), "{}", workspace.read(RESOURCE));
    let sources = workspace.read(SOURCES);
    for (id, name, day) in [("", "newest", "2031-01-01"), ("-2", "newer", "2030-01-01"), ("-3", "older", "2029-01-01")]
    {
        let entry = format!(
            "[[source]]\nid = \"list-makers.en-md{id}\"\nkind = \"page\"\npath = \"docs/{name}.md\"\nlayout = \
             \"markdown\"\noperation = \"ListMakers\"\ndate = {day}\nsha256 = \""
        );
        assert!(sources.contains(&entry), "{entry}\n{sources}");
    }
    // What was there is kept, and the pages are no drift.
    assert!(sources.starts_with("[[source]]\nid = 'page'\n"), "{sources}");
    assert_eq!(workspace.run(&["drift", "docs"]).1, 0);
    let written = workspace.read(RESOURCE);
    let turned = Workspace::new();
    for name in ["newest", "newer", "older"] {
        turned.write(&format!("docs/{name}.md"), &workspace.read(&format!("docs/{name}.md")));
    }
    write(&turned, &["docs/newer.md", "docs/older.md", "docs/newest.md"], &[]);
    assert_eq!((turned.read(RESOURCE), turned.read(SOURCES)), (written, sources));
}

#[test]
fn a_later_page_finds_its_place_among_the_sources() {
    let workspace = Workspace::new();
    for (name, day) in [("a", "2029-01-01"), ("b", "2031-01-01"), ("c", "2030-01-01")] {
        let (title, with_date) = dated(day);
        workspace.write(&format!("docs/{name}.md"), &makers(&[(&title, &with_date)]));
        assert_eq!(write(&workspace, &[&format!("docs/{name}.md")], &[]).1, 0);
    }
    let listed =
        "      x-sources:\n        - list-makers.en-md-2\n        - list-makers.en-md-3\n        - list-makers.en-md\n";
    assert!(workspace.read(RESOURCE).contains(listed), "{}", workspace.read(RESOURCE));
}

#[test]
fn a_field_that_is_gone_is_told() {
    let workspace = Workspace::new();
    let without = [("| size | Integer | Size. |\n", ""), ("\"size\": 12, ", "")];
    workspace.page("list.md", &without);
    let (text, code) = workspace.run(&["draft", "docs"]);
    let gone = "# not drafted: docs/list.md:0: [missing-in-page] ListWidgets: the specification has the field `widgets[].size`";
    assert!(text.starts_with(gone) && code == 1, "{text}");
    // Of an older page, nothing is.
    workspace.page("list.md", &[]);
    let title = "# Listing Widgets<a name=\"ListWidgets\"></a>\n";
    let old = format!("{title}\nUpdated on 2001-01-01 GMT+08:00\n");
    workspace.page("older.md", &[(title, &old), without[0], without[1]]);
    let records = workspace.read(SOURCES).replace("dated-by = 'none'", "date = 2002-01-01");
    workspace.write(SOURCES, &records);
    assert_eq!(workspace.run(&["draft", "docs", "--write"]).1, 0);
}

#[test]
fn what_readers_could_not_read_is_repeated() {
    let workspace = Workspace::new();
    let size = "| size | Integer | Size. |\n";
    let example = "{\"widgets\": [{\"id\": \"w-1\"";
    for (old, new, exit) in [
        (size, "| size | Integer | Size. |\n|  | Integer | Lost. |\n", 1),
        (size, "| size | Sizes of wool | Size. |\n", 1),
        // A comma too many is no loss.
        (example, "{\"widgets\": [{\"id\": \"w-1\",", 0),
    ] {
        workspace.write("docs/makers.md", &makers(&[(old, new)]));
        let (text, code) = workspace.run(&["draft", "docs/makers.md", "--resource", "makers"]);
        assert!(text.starts_with("# problem: docs/makers.md:") && code == exit, "{new}: {text}");
    }
}

#[test]
fn a_name_is_given_or_proposed() {
    let workspace = Workspace::new();
    workspace.write("docs/makers.md", &makers(&[("<a name=\"ListMakers\"></a>", "")]));
    let named = |arguments: &[&str]| {
        let (text, _) = workspace.run(&[&["draft", "docs/makers.md", "--resource", "makers"], arguments].concat());
        let at = text.split("operationId: ").nth(1).unwrap().lines().next().unwrap().to_owned();
        (at, text.contains("x-proposed-name: TODO"))
    };
    assert_eq!(named(&[]), ("ListMakers".to_owned(), true));
    assert_eq!(named(&["--operation", "ListAllMakers"]), ("ListAllMakers".to_owned(), false));
    let output = workspace.docs(&["draft", "docs/list.md", "--operation", "ListAllMakers"]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        message.contains("`ListAllMakers` is to be the name of one new operation, and the pages have 0"),
        "{message}"
    );
    // The operation of another page does not have the name that we propose.
    write(&workspace, &["docs/makers.md"], &[]);
    workspace.write("docs/real.md", &makers(&[("/makers\n", "/shelves\n")]));
    let (text, _) = workspace.run(&["draft", "docs/real.md", "--resource", "makers"]);
    let told = "# not drafted: docs/real.md: `ListMakers` is the name of another operation; give that one another name first\n";
    assert_eq!(text, format!("{told}# nothing to add\n# 1 thing left to a person, which is why the exit code is 1\n"));
}

#[test]
fn an_enum_is_never_written_into_a_field() {
    let workspace = Workspace::new();
    let id = "| id | String | Widget ID. |";
    workspace.page("list.md", &[(id, "| id | String | Widget ID. Value: **a** or **b**. |")]);
    let (text, code) = workspace.run(&["draft", "docs"]);
    assert!(
        text.contains("[missing-in-spec] ListWidgets: the page lists values of `widgets[].id`: `a`, `b`"),
        "{text}"
    );
    assert!(
        text.ends_with("# nothing to add\n# 1 thing left to a person, which is why the exit code is 1\n") && code == 1,
        "{text}"
    );
}

#[test]
fn an_operation_has_one_success_with_a_body() {
    let workspace = Workspace::new();
    let second = "**Status code: 202**\n\n**Table 9** Response body parameters\n\n| Parameter | Type | Description |\n\
                  |---|---|---|\n| task_id | String | Task. |\n\n## Example Responses";
    workspace.write("docs/makers.md", &makers(&[("## Example Responses", second)]));
    let (text, code) = write(&workspace, &["docs/makers.md"], &[]);
    assert!(text.contains("the page has the response 202") && code == 1, "{text}");
    let written = workspace.read(RESOURCE);
    assert!(written.contains("        \"200\":") && !written.contains("202"), "{written}");
    workspace.page("list.md", &[("## Example Responses", second)]);
    let before = workspace.read("openapi/widgets/resources/widgets.yaml");
    let (text, code) = workspace.run(&["draft", "docs/list.md", "--write"]);
    assert!(text.contains("the page has the response 202") && code == 1, "{text}");
    assert_eq!(workspace.read("openapi/widgets/resources/widgets.yaml"), before);
}

#[test]
fn what_is_out_of_date_names_what_replaces_it() {
    let workspace = Workspace::new();
    let note = "This API lists widgets.";
    let by = |target: &str| {
        format!("> ![](note.gif) **NOTE:**\n> This API is out-of-date. Use [another]({target}).\n\n{note}")
    };
    for (target, replaced) in [("list.md#ListWidgets", Some("ListWidgets")), ("nothing.md#Nothing", None)] {
        workspace.write("docs/makers.md", &makers(&[(note, &by(target))]));
        let (text, _) = workspace.run(&["draft", "docs/makers.md", "--resource", "makers"]);
        assert!(text.contains("      deprecated: true\n"), "{text}");
        let line = replaced.map(|name| format!("      x-replaced-by: {name}\n"));
        assert!(line.map_or(!text.contains("x-replaced-by"), |line| text.contains(&line)), "{target}: {text}");
    }
}

#[test]
fn a_title_says_that_an_operation_is_out_of_date() {
    let workspace = Workspace::new();
    let title = ("# Querying the Maker List<a name=\"ListMakers\"></a>", "# Querying the Maker List (Deprecated)");
    let note = "This API lists widgets.";
    let by =
        format!("> ![](note.gif) **NOTE:**\n> This API is deprecated. Use [another](list.md#ListWidgets).\n\n{note}");
    for (changes, after) in [
        (&[title][..], "      x-not-replaced: TODO\n"),
        (&[title, (note, by.as_str())], "      x-replaced-by: ListWidgets\n"),
    ] {
        workspace.write("docs/makers.md", &makers(changes));
        let (text, _) = workspace.run(&["draft", "docs/makers.md", "--resource", "makers"]);
        for part in ["      operationId: ListMakers\n", "      deprecated: true\n", after] {
            assert!(text.contains(part), "{part}{text}");
        }
    }
}

#[test]
fn fields_and_parameters_that_are_out_of_date_are_drafted_so() {
    let workspace = Workspace::new();
    let by = |name: &str| format!("This is old. This field is no longer used. Use **{name}**.");
    let rows = |name: &str| format!("| size | Integer | {} |\n| span | Integer | Its span. |\n", by(name));
    let parameter = ("Number of widgets.", "Number of widgets. This parameter has been deprecated.");
    for (name, after) in [("span", "x-replaced-by: span\n"), ("girth", "x-not-replaced: TODO\n")] {
        let size = ("| size | Integer | Size. |\n", rows(name));
        workspace.write("docs/makers.md", &makers(&[parameter, (size.0, &size.1)]));
        let (text, _) = workspace.run(&["draft", "docs/makers.md", "--resource", "makers"]);
        assert_eq!(text.matches("deprecated: true\n").count(), 2, "{text}");
        let after = format!("          deprecated: true\n          {after}");
        assert!(text.contains(&after), "{after}{text}");
        assert!(text.contains("          deprecated: true\n          x-not-replaced: TODO\n"), "{text}");
    }
}

#[test]
fn values_of_a_map_are_objects_only_if_a_table_has_their_fields() {
    let workspace = Workspace::new();
    let row = "| widgets | Array of widgets objects | Widgets. |\n";
    let with_map = format!("{row}| traits | Map<String,Object> | What makers say of themselves. |\n");
    let end = "\n## Example Responses";
    let table = format!(
        "\n**Table 5** traits\n\n| Parameter | Type | Description |\n|---|---|---|\n| depth | Integer | Depth. |\n| colour | String | Colour. |\n| wool | Boolean | Wool. |\n{end}"
    );
    let drafted = |changes: &[(&str, &str)]| {
        workspace.write("docs/makers.md", &makers(changes));
        let (text, _) = workspace.run(&["draft", "docs/makers.md", "--resource", "makers"]);
        let (_, after) = text.split_once("        traits:\n").unwrap_or_else(|| panic!("{text}"));
        after.lines().take(4).collect::<Vec<_>>().join("\n")
    };
    let free = drafted(&[(row, &with_map)]);
    assert!(free.contains("          type: object\n          additionalProperties: {}"), "{free}");
    let fields = drafted(&[(row, &with_map), (end, &table)]);
    assert!(fields.contains("#/components/schemas/"), "{fields}");
}

#[test]
fn an_absolute_path_is_recorded_as_a_relative_one() {
    let recorded = |is_absolute: bool| {
        let workspace = Workspace::new();
        // The root as the program finds it, whatever links lead there.
        let root = workspace.root().canonicalize().unwrap();
        workspace.write(SOURCES, "");
        workspace.write("openapi/widgets/resources/widgets.yaml", "paths: {}\n");
        workspace.write("pages/makers.md", &makers(&[]));
        let file = root.join("pages/makers.md");
        let given = if is_absolute { file.to_str().unwrap() } else { "./pages/makers.md" };
        let (text, _) = write(&workspace, &[given], &[]);
        assert!(text.contains("written  openapi/widgets/sources.toml"), "{text}");
        workspace.read(SOURCES)
    };
    let relative = recorded(false);
    assert!(relative.contains("\npath = \"pages/makers.md\"\n"), "{relative}");
    assert_eq!(recorded(true), relative);
}

#[test]
fn a_service_begins_with_its_description_alone() {
    let workspace = Workspace::new();
    let service = workspace.read("openapi/widgets/service.toml").replace("\"widgets\"", "\"makers\"");
    workspace.write("openapi/makers/service.toml", &service);
    let page = makers(&[]).replace("| limit |", "| shelf |");
    let other = page.replace("ListMakers", "ListShelves").replace("/makers\n", "/shelves\n");
    workspace.write("new/makers.md", &page);
    workspace.write("new/shelves.md", &other);
    let (text, code) = workspace.run(&["draft", "new", "--write", "--resource", "makers/makers"]);
    assert_eq!(code, 0, "{text}");
    let common = workspace.read("openapi/makers/common.yaml");
    for part in ["    ProjectId:\n", "    Shelf:\n", "    ClientError:\n", "    ServerError:\n", "    ServiceError:\n"]
    {
        assert_eq!(common.matches(part).count(), 1, "{part}{common}");
    }
    let written = workspace.read("openapi/makers/resources/makers.yaml");
    let reference =
        "        - $ref: \"#/components/parameters/ProjectId\"\n        - $ref: \"#/components/parameters/Shelf\"\n";
    assert_eq!(written.matches(reference).count(), 2, "{written}");
    // Pages are those of the service that lists them now.
    assert_eq!(workspace.run(&["drift", "new", "docs"]).1, 0);
    assert_eq!(workspace.run(&["draft", "new"]), ("# nothing to add\n".to_owned(), 0));
}

#[test]
fn of_two_new_examples_the_one_that_fits_is_kept() {
    let workspace = Workspace::new();
    let end = "\n## Status Codes";
    let two = "\n```\n{\"widgets\": [{\"id\": \"w-2\", \"wool\": 1}]}\n```\n\n```\n{\"widgets\": [{\"id\": \"w-3\"}]}\n```\n\n## Status Codes";
    workspace.page("list.md", &[(end, two)]);
    let (told, code) = workspace.run(&["draft", "docs", "--write"]);
    assert!(told.contains("the example has the field `wool`, which its schema lacks") && code == 1, "{told}");
    let written = workspace.read("openapi/widgets/resources/widgets.yaml");
    assert_eq!((written.matches("id: w-2").count(), written.matches("id: w-3").count()), (0, 1), "{written}");
}

/// A page that is nothing but a table.
fn table(head: &str, rows: &[&str]) -> String {
    let columns = head.matches('|').count() - 1;
    format!("# Appendix\n\n{head}\n|{}\n{}\n", "---|".repeat(columns), rows.join("\n"))
}

#[test]
fn codes_and_permissions_of_pages_of_their_own_are_told() {
    let workspace = Workspace::new();
    let codes = table(
        "| Status Code | Error Codes | Error Message | Description | Solution |",
        &[
            "| 400 | WID.71 | Worn. | Worn. | New. |",
            "| 400 | WID.72 | Lost. | Lost. | Seek. |",
            "| 409 | WID.71 | Worn. | Worn. | New. |",
            "| - | WID.73 | Gone. | Gone. | Wait. |",
        ],
    );
    workspace.write("docs/codes.md", &codes);
    let permissions = table(
        "| Permission | API | Action |",
        &[
            "| List makers | GET /v1/{project}/makers | wid:maker:list |",
            "| Make one | POST /v1/{project_id}/makers | wid:maker:create |",
            "| None | GET /v1/zones | None |",
        ],
    );
    workspace.write("docs/permissions.md", &permissions);
    workspace.write("docs/makers.md", &makers(&[]));
    let between = "[[code]]\ncode = \"WID.715\"\nname = \"Bent\"\nstatuses = [400]\nmeaning = \"It is bent.\"\nsources = \
                   [\"page\"]\n# Straighten it.\n";
    workspace.write("openapi/widgets/error-codes.toml", &format!("# Ours.\n\n{between}"));
    let (text, code) = write(&workspace, &["docs"], &[]);
    let told = [
        "# not drafted: docs/codes.md:8: the error code `WID.73`, without the status of a failure; write it into \
         error-codes.toml by hand, if it is a code of responses",
        "# not drafted: docs/permissions.md:6: the permission `wid:maker:create`; say in `x-permission` of each operation \
         which it needs",
        "# not drafted: docs/permissions.md:6: permissions of the operation `POST /v1/{project_id}/makers`, which is not \
         there; give its page, if there is one",
        "# names: 2 error codes, `WID.71` first, named by letters and digits; say in error-codes.toml what went wrong",
        "# 3 things left to a person, which is why the exit code is 1",
    ];
    for line in told {
        assert!(text.contains(line), "{text}");
    }
    assert_eq!(code, 1, "{text}");
    // Each has its page as a source, and waits for a person to say what it means.
    let entry = |code: &str, name: &str, statuses: &str| {
        format!("[[code]]\ncode = \"{code}\"\nname = \"{name}\"\nstatuses = [{statuses}]\nmeaning = \"TODO\"\n")
            + "sources = [\"appendix.en-md\"]\n"
    };
    let codes =
        format!("# Ours.\n\n{}\n{between}\n{}", entry("WID.71", "Wid71", "400, 409"), entry("WID.72", "Wid72", "400"));
    assert_eq!(workspace.read("openapi/widgets/error-codes.toml"), codes);
    assert!(workspace.read(SOURCES).contains("id = \"appendix.en-md\"\nkind = \"page\"\npath = \"docs/codes.md\"\n"));
    // What names the operation is said of it.
    let written = workspace.read(RESOURCE);
    assert!(written.contains("      x-permission:\n        - action: wid:maker:list\n"), "{written}");
}

#[test]
fn entries_of_error_codes_in_a_form_of_their_own_are_not_torn() {
    let workspace = Workspace::new();
    let codes = table(
        "| Status Code | Error Code | Error Message |",
        &["| 400 | WID.71 | Worn. |", "| 400 | WID.72 | Lost. |"],
    );
    workspace.write("docs/codes.md", &codes);
    workspace.write("docs/makers.md", &makers(&[]));
    let inline = "code = [{ code = \"WID.70\", name = \"Bent\", statuses = [400], meaning = \"Bent.\", sources = [\"page\"] }]\n";
    workspace.write("openapi/widgets/error-codes.toml", inline);
    let output = workspace.docs(&["draft", "docs", "--write", "--resource", "makers"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && told.contains("write each that is there as `[[code]]`"), "{told}");
    assert_eq!(workspace.read("openapi/widgets/error-codes.toml"), inline);
    assert!(!workspace.root().join(RESOURCE).exists());
}

#[test]
fn tables_of_words_are_told_until_their_page_is_recorded() {
    let workspace = Workspace::new();
    let states = table("| State | Meaning |", &["| IDLE | It stands. |", "| BUSY | It turns. |"]);
    workspace.write("docs/states.md", &states);
    // The days of changes, and what is called by several words, are no values.
    let history = table("| Released On | Change |", &["| 2031-01-01 | One. |", "| 2031-02-01 | Another. |"]);
    workspace.write("docs/history.md", &history);
    workspace.write("docs/overview.md", &table("| Name | Use |", &["| List makers | One. |", "| Make one | Two. |"]));
    workspace.write("docs/makers.md", &makers(&[]));
    let (text, _) = write(&workspace, &["docs"], &[]);
    let told = "# not drafted: docs/states.md:3: a table of 2 words; if they are values of a field, states for example, \
                write them as its enum";
    assert!(text.contains(told) && text.contains("# 1 thing left"), "{text}");
    let digest = read_page("docs/states.md", states.as_bytes()).sha256.unwrap();
    let entry = format!(
        "\n[[source]]\nid = \"states\"\nkind = \"page\"\npath = \"docs/states.md\"\nlayout = \"markdown\"\ndated-by = \
         \"none\"\nsha256 = \"{digest}\"\n"
    );
    workspace.write(SOURCES, &(workspace.read(SOURCES) + &entry));
    assert_eq!(write(&workspace, &["docs"], &[]), ("# nothing to add\n".to_owned(), 0));
}

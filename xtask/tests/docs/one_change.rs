//! One change of a page is one finding, and a quirk silences what a page says, not whatever it becomes.

use crate::workspace::{Workspace, findings};

const LIST: &str = "/paths/~1v1~1{project_id}~1widgets/get";
const LIMIT: &str = "/paths/~1v1~1{project_id}~1widgets/get/parameters/1";
const WIDGET: &str = "/components/schemas/Widget/properties";
const SIZE: &str = "| size | Integer | Size. |\n";
const TABLE: &str = "\n## Example Responses";

/// What drift finds after changes to the recorded page.
fn found(changes: &[(&str, &str)]) -> Vec<String> {
    let workspace = Workspace::new();
    workspace.page("list.md", changes);
    workspace.record(&[("page", "list.md")]);
    findings(&workspace)
}

/// A table of fields under a caption, before the examples.
fn table(caption: &str, rows: &str) -> String {
    format!("\n**Table 5** {caption}\n\n| Parameter | Type | Description |\n|---|---|---|\n{rows}{TABLE}")
}

#[test]
fn a_renamed_placeholder_is_a_changed_path() {
    let renamed = [("{project_id}", "{tenant_id}"), ("| project_id |", "| tenant_id |")];
    assert_eq!(found(&renamed), [format!("address {LIST}")]);
    // What else the page says of it is compared nevertheless.
    let retyped = [("{project_id}", "{tenant_id}"), ("| project_id | Yes | String |", "| tenant_id | Yes | Integer |")];
    let kind = "type /components/parameters/ProjectId/schema".to_owned();
    assert_eq!(found(&retyped), [format!("address {LIST}"), kind]);
}

#[test]
fn a_path_with_another_placeholder_is_a_changed_path() {
    let row = "| project_id | Yes | String | Project ID. |\n";
    let more = format!("{row}| shelf_id | Yes | String | Shelf ID. |\n");
    let path = ("GET /v1/{project_id}/widgets", "GET /v1/{project_id}/shelves/{shelf_id}/widgets");
    assert_eq!(found(&[path, (row, &more)]), [format!("address {LIST}")]);
    assert_eq!(found(&[("GET /v1/{project_id}/widgets", "GET /v1/widgets"), (row, "")]), [format!("address {LIST}")]);
}

#[test]
fn a_list_that_becomes_an_object_is_a_changed_type() {
    let object = [("| widgets | Array of widgets objects |", "| widgets | widgets object |")];
    assert_eq!(found(&object), ["type /components/schemas/WidgetList/properties/widgets"]);
    // Its fields are compared as they were.
    let both = [object[0], ("| size | Integer |", "| size | String |")];
    let size = format!("type {WIDGET}/size");
    assert_eq!(found(&both), ["type /components/schemas/WidgetList/properties/widgets".to_owned(), size]);
}

#[test]
fn an_object_that_becomes_a_text_takes_its_fields_along() {
    let rows = "| id | String | Widget ID. |\n| size | Integer | Size. |\n| state | String | State. Value: **TURNING** \
                or **STILL**. |\n";
    let head = "\n**Table 4** widgets\n\n| Parameter | Type | Description |\n|---|---|---|\n";
    let text = [("| widgets | Array of widgets objects |", "| widgets | String |"), (&*format!("{head}{rows}"), "")];
    assert_eq!(found(&text), ["type /components/schemas/WidgetList/properties/widgets"]);
    let object =
        [(SIZE, "| size | size object | Size. |\n"), (TABLE, &table("size", "| width | Integer | Width. |\n"))];
    assert_eq!(found(&object), [format!("type {WIDGET}/size")]);
}

#[test]
fn a_renamed_field_is_moved() {
    assert_eq!(found(&[(SIZE, "| width | Integer | Size. |\n")]), [format!("moved {WIDGET}/size")]);
    // Of another type, or in another row, it is another field.
    let both = |row: &str| {
        let mut found = found(&[(SIZE, row)]);
        found.sort();
        found
    };
    let lacks = format!("missing-in-page {WIDGET}/size");
    let has = |name: &str| format!("missing-in-spec {WIDGET} {name}");
    assert_eq!(both("| maker | String | Maker. |\n"), [lacks.clone(), has("maker")]);
    let moved = [(SIZE, ""), ("**STILL**. |\n", "**STILL**. |\n| teeth | Integer | Teeth. |\n")];
    let mut apart = found(&moved);
    apart.sort();
    assert_eq!(apart, [lacks, has("teeth")]);
}

#[test]
fn a_renamed_object_is_moved_with_its_fields() {
    let renamed = [("| widgets | Array of widgets objects |", "| gadgets | Array of widgets objects |")];
    assert_eq!(found(&renamed), ["moved /components/schemas/WidgetList/properties/widgets"]);
}

#[test]
fn a_moved_table_is_moved() {
    let widgets = "| widgets | Array of widgets objects | Widgets. |\n";
    let page = "| page | page object | Page. |\n";
    let moved = [(widgets, page), (TABLE, &*table("page", widgets))];
    let found = found(&moved);
    let list = "/components/schemas/WidgetList/properties";
    assert_eq!(found, [format!("missing-in-page {list}/widgets"), format!("missing-in-spec {list} page")]);
    // With the object around it there, it is one change.
    let workspace = Workspace::new();
    let field = "        page:\n          description: Page.\n          type: object\n";
    let properties = "      properties:\n        widgets:\n";
    workspace.spec(&[(properties, &format!("      properties:\n{field}        widgets:\n"))]);
    workspace.page("list.md", &[(widgets, page), (TABLE, &table("page", widgets))]);
    workspace.record(&[("page", "list.md")]);
    assert_eq!(findings(&workspace), [format!("moved {list}/widgets")]);
}

#[test]
fn a_parameter_under_another_name_or_in_another_place_is_moved() {
    let limit = "| limit | No | Integer | Number of widgets. Value range: 1-10 |\n";
    assert_eq!(found(&[("| limit | No |", "| max_items | No |")]), [format!("moved {LIMIT}")]);
    let header = [("**Table 2** Query Parameters", "**Table 2** Request header parameters")];
    assert_eq!(found(&header), [format!("moved {LIMIT}")]);
    let other = [(limit, "| colour | No | String | Colour. |\n")];
    let mut both = found(&other);
    both.sort();
    assert_eq!(both, [format!("missing-in-page {LIMIT}"), format!("missing-in-spec {LIST}/parameters colour")]);
}

#[test]
fn a_parameter_that_is_in_the_body_now_is_moved() {
    let limit = "| limit | No | Integer | Number of widgets. Value range: 1-10 |\n";
    let body = format!(
        "\n## Request Parameters\n\n**Table 7** Request body parameters\n\n| Parameter | Mandatory | Type | Description |\n\
         |---|---|---|---|\n{limit}\n## Response Parameters"
    );
    let changes = [(limit, ""), ("\n## Response Parameters", &*body)];
    assert_eq!(found(&changes), [format!("moved {LIMIT}")]);
    // Of another type, or beside a new field, it is more than that.
    let text = body.replace("Integer", "String");
    assert_eq!(found(&[(limit, ""), ("\n## Response Parameters", &*text)]).len(), 2);
    // What is a parameter still is another value.
    let field = "missing-in-spec /paths/~1v1~1{project_id}~1widgets/get";
    let still = found(&[("\n## Response Parameters", &*body)]);
    assert!(matches!(&*still, [only] if only.starts_with(field)), "{still:?}");
    let more = body.replace(limit, &format!("{limit}| colour | No | String | Colour. |\n"));
    assert_eq!(found(&[(limit, ""), ("\n## Response Parameters", &*more)]).len(), 2);
}

#[test]
fn another_success_is_moved() {
    let other =
        [("**Status code: 200**", "**Status code: 201**"), ("| 200 | The widgets. |", "| 201 | The widgets. |")];
    assert_eq!(found(&other), [format!("moved {LIST}/responses/200")]);
    let both = [other[0], other[1], ("| size | Integer |", "| size | String |")];
    assert_eq!(found(&both), [format!("type {WIDGET}/size"), format!("moved {LIST}/responses/200")]);
}

#[test]
fn a_range_is_one_thing() {
    let range = |new: &str| found(&[("Value range: 1-10", new)]);
    assert_eq!(range("Value range: 1-20"), [format!("limit {LIMIT}/schema/maximum")]);
    assert_eq!(range("Value range: 2-10"), [format!("limit {LIMIT}/schema/minimum")]);
    assert_eq!(range("Value range: 2-20"), [format!("limit {LIMIT}/schema")]);
    assert_eq!(range(""), [format!("missing-in-page {LIMIT}/schema")]);
}

#[test]
fn the_lengths_of_texts_are_compared() {
    let id = "| id | String | Widget ID. |";
    let length = |new: &str| found(&[(id, &format!("| id | String | Widget ID. {new} |"))]);
    let whole = format!("{WIDGET}/id");
    assert_eq!(length("It contains 4 to 64 characters."), [format!("missing-in-spec {whole} length")]);
    let workspace = Workspace::new();
    let spec = "          description: Its id.\n          type: string\n";
    workspace.spec(&[(spec, &format!("{spec}          minLength: 4\n          maxLength: 64\n"))]);
    for (text, expected) in [
        ("It contains 4 to 64 characters.", vec![]),
        ("It contains 5 to 64 characters.", vec![format!("limit {whole}/minLength")]),
        ("It contains 4 to 65 characters.", vec![format!("limit {whole}/maxLength")]),
        ("It contains 5 to 65 characters.", vec![format!("limit {whole}")]),
        ("", vec![format!("missing-in-page {whole}")]),
    ] {
        workspace.page("list.md", &[(id, &format!("| id | String | Widget ID. {text} |"))]);
        workspace.record(&[("page", "list.md")]);
        assert_eq!(findings(&workspace), expected, "{text}");
    }
}

#[test]
fn what_is_met_twice_is_told_once() {
    let workspace = Workspace::new();
    let more = "          items:\n            $ref: \"#/components/schemas/Widget\"\n";
    let spare = "        spare:\n          $ref: \"#/components/schemas/Widget\"\n";
    workspace.spec(&[(more, &format!("{more}{spare}"))]);
    let row = "| widgets | Array of widgets objects | Widgets. |\n";
    let both = format!("{row}| spare | widgets object | Spare one. |\n");
    workspace.page("list.md", &[(row, &both), ("| size | Integer |", "| size | String |")]);
    workspace.record(&[("page", "list.md")]);
    assert_eq!(findings(&workspace), [format!("type {WIDGET}/size")]);
}

#[test]
fn a_deprecation_is_told() {
    let page = [(
        "This API lists widgets.",
        "> ![](note.gif) **NOTE:**\n> This API is out-of-date.\n\nThis API lists widgets.",
    )];
    let title = [("# Listing Widgets<", "# Listing Widgets (Deprecated)<")];
    for page in [&page[..], &title] {
        assert_eq!(found(page), [format!("missing-in-spec {LIST} deprecated")]);
    }
    let workspace = Workspace::new();
    let deprecated = "      description: All of them.\n      deprecated: true\n      x-not-replaced: Nothing.\n";
    workspace.spec(&[("      description: All of them.\n", deprecated)]);
    assert_eq!(findings(&workspace), [format!("missing-in-page {LIST}/deprecated")]);
    workspace.page("list.md", &page);
    workspace.record(&[("page", "list.md")]);
    assert_eq!(findings(&workspace), [""; 0]);
}

#[test]
fn an_older_page_that_nobody_recorded_is_not_the_newest() {
    let dated = |date: &str| format!("# Listing Widgets<a name=\"ListWidgets\"></a>\n\nUpdated on {date} GMT+08:00\n");
    let title = "# Listing Widgets<a name=\"ListWidgets\"></a>\n";
    let unrecorded = "page-unrecorded ".to_owned();
    for (date, expected) in [
        ("2030-01-01", vec![unrecorded.clone()]),
        ("2032-01-01", vec![unrecorded, format!("missing-in-page {WIDGET}/size")]),
    ] {
        let workspace = Workspace::new();
        workspace.page("list.md", &[(title, &dated("2031-01-01"))]);
        workspace.record(&[("page", "list.md")]);
        let records = workspace.read("openapi/widgets/sources.toml");
        workspace.write("openapi/widgets/sources.toml", &records.replace("dated-by = 'none'", "date = 2031-01-01"));
        workspace.page("other.md", &[(title, &dated(date)), (SIZE, "")]);
        let mut found = findings(&workspace);
        found.sort_by_key(|finding| !finding.starts_with("page"));
        assert_eq!(found, expected, "{date}");
    }
}

/// What a quirk is about, how the page says it, what silences that, and what the page becomes.
const CHOICES: [(&str, &str, &str, &str, &str); 8] = [
    ("/schema/maximum", "Value range: 1-10", "Value range: 1-20", "limit: 20", "Value range: 1-30"),
    ("/schema", "Value range: 1-10", "Value range: 2-20", "limit: 2..20", "Value range: 2-30"),
    (
        "",
        "Value range: 1-10",
        "Value range: 1-10. The default value is 5.",
        "missing-in-spec default: 5",
        "Value range: 1-10. The default value is 6.",
    ),
    ("", "| limit | No |", "| limit | Yes |", "required: yes", ""),
    ("", "| limit | No | Integer |", "| limit | No | String |", "type: string", "| limit | No | Boolean |"),
    ("", "| limit | No |", "| max_items | No |", "moved: query max_items", "| most_items | No |"),
    (
        "",
        "| limit | No |",
        "| colour | No | String | Colour. |\n| limit | No |",
        "missing-in-spec colour: query string",
        "| colour | No | Integer |",
    ),
    ("", "\"size\": 12", "\"size\": 13", "", "\"size\": 14"),
];

#[test]
fn a_quirk_silences_a_value_and_not_whatever_it_becomes() {
    for (below, old, new, silences, later) in CHOICES {
        let workspace = Workspace::new();
        workspace.page("list.md", &[(old, new)]);
        workspace.record(&[("page", "list.md")]);
        let found = findings(&workspace);
        assert_eq!(found.len(), 1, "{new}: {found:?}");
        let (report, _) = workspace.run(&["drift", "docs"]);
        let shown = report.split("a quirk that silences `").nth(1).unwrap().split('`').next().unwrap();
        assert!(silences.is_empty() || shown == silences, "{new}: {shown}");
        let at =
            if new.contains("colour") || new.contains("size") { LIST.to_owned() } else { format!("{LIMIT}{below}") };
        workspace.write("openapi/widgets/quirks.toml", &quirk(&at, shown));
        assert_eq!(findings(&workspace), [""; 0], "{new}: {shown}");
        if later.is_empty() {
            continue;
        }
        let changed = match new.split_once("| limit | No |") {
            Some((_, "")) => later.to_owned(),
            _ if new.contains("colour") => new.replace("| colour | No | String |", later),
            _ => later.to_owned(),
        };
        workspace.page("list.md", &[(old, &changed)]);
        workspace.record(&[("page", "list.md")]);
        let told = findings(&workspace);
        let unused = told.iter().filter(|finding| finding.starts_with("quirk-unused")).count();
        assert_eq!((told.len(), unused), (2, 1), "{changed}: {told:?}");
    }
}

fn quirk(at: &str, silences: &str) -> String {
    format!(
        "[[quirk]]\nid = 'q'\nat = '{at}'\nsays = ''\nchoice = ''\nevidence = ''\nsources = ['page']\n\
         silences = ['{silences}']\ndate = 2031-01-01\n"
    )
}

#[test]
fn what_goes_out_of_date_is_one_finding_and_so_is_what_comes_back() {
    let gone = "This field is no longer used.";
    let field = [(SIZE, &*format!("| size | Integer | Size. {gone} |\n"))];
    assert_eq!(found(&field), [format!("missing-in-spec {WIDGET}/size deprecated")]);
    let parameter = [("Number of widgets.", "Number of widgets. This parameter has been deprecated.")];
    assert_eq!(found(&parameter), [format!("missing-in-spec {LIMIT} deprecated")]);
    // What says so of a list of objects stands beside a reference.
    let list = [("objects | Widgets.", "objects | Widgets. This field is deprecated.")];
    let widgets = "missing-in-spec /components/schemas/WidgetList/properties/widgets deprecated";
    assert_eq!(found(&list), [widgets]);
    let workspace = Workspace::new();
    let size = "        size:\n          description: Its size in millimetres.\n";
    workspace.spec(&[(size, &format!("{size}          deprecated: true\n          x-not-replaced: No one asked.\n"))]);
    workspace.record(&[("page", "list.md")]);
    assert_eq!(findings(&workspace), [format!("missing-in-page {WIDGET}/size/deprecated")]);
}

//! Drafts for an invented service.

use xtask::model::Model;
use xtask::spec::{Spec, files};

use crate::workspace::Workspace;

/// What the specification of a workspace says.
fn model(workspace: &Workspace) -> Model {
    let texts = files::read(workspace.root(), "openapi/widgets".as_ref()).unwrap();
    Model::of(Spec::parse(&texts).unwrap())
}

/// A page that has more than the specification.
fn grown() -> Workspace {
    let workspace = Workspace::new();
    let limit = "| limit | No | Integer | Number of widgets. Value range: 1-10 |\n";
    let size = "| size | Integer | Size. |\n";
    workspace.page(
        "list.md",
        &[
            (limit, &format!("{limit}| colour | No | String | Colour. Value: **red** or **blue**. |\n")),
            (
                size,
                "| size | Integer | Size. The default value is 3. |\n| makers | Array of makers objects | Makers. |\n",
            ),
            ("**TURNING** or **STILL**", "**TURNING**, **STILL**, or **BROKEN**"),
            (
                "\n## Example Responses",
                "\n**Table 5** makers\n\n| Parameter | Type | Description |\n|---|---|---|\n\
                 | name | String | Name. |\n\n## Example Responses",
            ),
        ],
    );
    workspace
}

#[test]
fn a_new_operation_is_drafted_in_full() {
    let workspace = Workspace::new();
    workspace.write("create.rst", include_str!("pages/widget.rst"));
    let (text, code) = workspace.run(&["draft", "create.rst", "--resource", "makers"]);
    // The page has an object that contains itself, and examples that contradict its tables.
    assert_eq!(code, 1);
    insta::assert_snapshot!("draft_of_a_new_operation", text);
    assert!(!workspace.root().join("openapi/widgets/resources/makers.yaml").exists());
}

#[test]
fn a_change_is_drafted_as_what_is_added() {
    let (text, code) = grown().run(&["draft", "docs"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("draft_of_a_change", text);
}

#[test]
fn what_was_drafted_is_no_drift_and_lint_asks_for_descriptions() {
    let workspace = grown();
    let output = workspace.docs(&["draft", "docs", "--write"]);
    assert!(output.status.success(), "{output:?}");
    workspace.record(&[("page", "list.md")]);
    let (text, code) = workspace.run(&["drift", "docs"]);
    assert_eq!((code, text.lines().count()), (0, 1), "{text}");
    assert_eq!(workspace.run(&["draft", "docs"]).0, "# nothing to add\n");
    assert_eq!(model(&workspace).problems, []);
}

#[test]
fn what_is_drafted_can_be_generated_whatever_the_page_says() {
    let workspace = Workspace::new();
    let rows = [
        ("anything", "-", "Anything."),
        ("range", "String", "Number as text. Value range: 1 to 9. The default value is 3."),
        ("tags", "Object", "Tags."),
        ("mode", "String", "Mode. Value: **fast** or **slow**. The default value is **fast**."),
    ];
    let rows = rows.map(|(name, kind, text)| format!("| {name} | No | {kind} | {text} |\n")).concat();
    let page = format!(
        "# Making a Widget<a name=\"MakeWidget\"></a>\n\n## Function\n\nThis API makes widgets.\n\n## URI\n\nPOST /v1/{{project_id}}/makers\n\n## Request \
         Parameters\n\n**Table 1** Request body parameters\n\n| Parameter | Mandatory | Type | Description |\n\
         |---|---|---|---|\n{rows}"
    );
    workspace.write("make.md", &page);
    let (text, code) = workspace.run(&["draft", "make.md", "--write", "--resource", "makers"]);
    assert_eq!(code, 1, "{text}");
    insta::assert_snapshot!("draft_of_what_pages_leave_open", workspace.read("openapi/widgets/resources/makers.yaml"));
    assert_eq!(model(&workspace).problems, []);
    // What OpenAPI has no keyword for is for a person to settle.
    let (text, code) = workspace.run(&["draft", "make.md"]);
    assert!(code == 1 && text.contains("the page has the range 1..9 of `range`"), "{text}");
    assert!(!text.contains("run `cargo xtask docs draft`"), "{text}");
}

#[test]
fn an_example_as_large_as_a_page_asks_for_is_left_to_a_person() {
    let workspace = Workspace::new();
    let page = "# Making a Widget<a name=\"MakeWidget\"></a>\n\n## Function\n\nThis API makes widgets.\n\n## URI\n\n\
         POST /v1/{project_id}/makers\n\n## Request Parameters\n\n**Table 1** Request body parameters\n\n\
         | Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n\
         | name | Yes | String | Name. The value contains 4000000000 to 5000000000 characters. |\n";
    workspace.write("make.md", page);
    let (text, code) = workspace.run(&["draft", "make.md", "--write", "--resource", "makers"]);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("# not drafted: MakeWidget: an example of the request: the limits of its fields ask"),
        "{text}"
    );
    let drafted = workspace.read("openapi/widgets/resources/makers.yaml");
    assert!(drafted.contains("minLength: 4000000000\n") && !drafted.contains("examples:"), "{drafted}");
}

#[test]
fn what_people_wrote_is_kept_line_by_line() {
    let workspace = grown();
    let before = std::fs::read_to_string(workspace.resource()).unwrap();
    workspace.run(&["draft", "docs", "--write"]);
    let after = std::fs::read_to_string(workspace.resource()).unwrap();
    let mut lines = after.lines();
    for line in before.lines() {
        assert!(lines.any(|kept| kept == line), "{line} is gone");
    }
}

#[test]
fn a_recorded_page_becomes_a_source() {
    let workspace = Workspace::new();
    workspace.page("older.md", &[("# Listing", "# Still listing")]);
    workspace.record(&[("page", "list.md"), ("older", "older.md")]);
    assert_eq!(workspace.run(&["draft", "docs", "--write"]).1, 0);
    let text = std::fs::read_to_string(workspace.resource()).unwrap();
    assert!(text.contains("      x-sources:\n        - page\n        - older\n"), "{text}");
}

#[test]
fn contradictions_are_reported_and_not_drafted() {
    let workspace = Workspace::new();
    workspace.page("list.md", &[("| size | Integer |", "| size | String |")]);
    let before = std::fs::read_to_string(workspace.resource()).unwrap();
    let (text, code) = workspace.run(&["draft", "docs", "--write"]);
    assert_eq!(code, 1);
    let problem = "# problem: docs/list.md:45: the example has a number in `widgets[].size`, whose type is `String`";
    assert!(text.starts_with(problem), "{text}");
    assert!(text.contains("\n# not drafted: docs/list.md:38: [type] ListWidgets: `widgets[].size`"), "{text}");
    assert_eq!(std::fs::read_to_string(workspace.resource()).unwrap(), before);
}

#[test]
fn a_new_operation_is_written_only_where_the_command_says() {
    let workspace = Workspace::new();
    workspace.write("create.rst", include_str!("pages/widget.rst"));
    let refused = |arguments: &[&str], why: &str| {
        let output = workspace.docs(arguments);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(message.contains(why), "{message}");
    };
    refused(&["draft", "create.rst", "--write"], "say which with `--resource");
    refused(&["draft", "create.rst", "--resource", "../makers", "--write"], "which service");
    refused(&["draft", "create.rst", "--resource", "Makers"], "no name for a resource");
    refused(&["draft", "create.rst", "--resource", "gears/x"], "with one of: widgets");
    refused(&["draft", "create.rst", "--service", "gears"], "with one of: widgets");
    let (written, _) = workspace.run(&["draft", "create.rst", "--write", "--resource", "widgets/makers"]);
    assert!(written.contains("written  openapi/widgets/resources/makers.yaml\n"), "{written}");
    let text = workspace.read("openapi/widgets/resources/makers.yaml");
    assert!(text.starts_with("tag:\n  name: makers\n  description: TODO\npaths:\n"), "{text}");
    let (again, _) = workspace.run(&["draft", "create.rst", "--write", "--resource", "makers"]);
    assert!(again.contains("\n# nothing to add\n# 3 things left to a person"), "{again}");
}

#[test]
fn every_page_is_drafted_without_drift() {
    for page in ["widget.md", "widget.rst", "widget_en.txt", "widget.html"] {
        let workspace = Workspace::new();
        let text = std::fs::read_to_string(format!("{}/tests/docs/pages/{page}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        // The specification has an operation of that name already.
        workspace.write(page, &text.replace("ListWidgets", "ListShelfWidgets"));
        let (written, _) = workspace.run(&["draft", page, "--write", "--resource", "makers"]);
        let untold = |finding: &&str| !written.contains(finding.split_once("] ").unwrap().1);
        let (report, _) = workspace.run(&["drift", page]);
        let findings: Vec<&str> = report.lines().filter(|line| line.starts_with(page)).collect();
        let of_examples = |finding: &&&str| finding.contains("the page has an example");
        let others: Vec<&&str> = findings.iter().filter(|one| !of_examples(one) && untold(one)).collect();
        assert!(others.is_empty(), "{page}: {others:#?}\n{written}");
        // An example that contradicts the tables is told as such.
        let examples = findings.iter().filter(of_examples).count();
        assert_eq!(examples, written.matches("its fields are not those of the page's tables").count(), "{written}");
    }
}

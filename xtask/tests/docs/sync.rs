//! From changed pages to a specification that says the same, with a verdict on each change.

use std::fs;
use std::process::Command;

use serde_json::Value;
use xtask::docs::read_page;

use crate::workspace::{Workspace, changed};

const LIMIT: &str = "Value range: 1-10";
const SIZE: &str = "| size | Integer | Size. |\n";
const RESOURCE: &str = "openapi/widgets/resources/widgets.yaml";
const SOURCES: &str = "openapi/widgets/sources.toml";

/// Runs `cargo xtask sync`: what was written, and the exit code.
fn sync(workspace: &Workspace, arguments: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.arg("sync").args(arguments).current_dir(workspace.root()).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    (String::from_utf8(output.stdout).unwrap() + &error, output.status.code().unwrap())
}

/// The report, of a run that writes nothing; it keeps the published schema.
fn checked(workspace: &Workspace, arguments: &[&str]) -> Value {
    let (text, code) = sync(workspace, &[&["docs", "--check", "--json"], arguments].concat());
    let report: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let is_empty = report["findings"].as_array().unwrap().is_empty() && report["write"].as_array().unwrap().is_empty();
    assert_eq!(code, if is_empty { 0 } else { 4 });
    let schema: Value = serde_json::from_str(include_str!("../../schemas/sync.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    report
}

/// Fate, verdicts and ids of each finding about a fact.
fn judged(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter().filter(|it| it["fate"] != "recorded");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let shown = findings.map(|finding| {
        let verdict = &finding["verdict"];
        let wire = ["old_client_new_server", "new_client_old_server"].map(|way| text(&verdict["wire"][way]));
        let rules: Vec<String> = verdict["rules"].as_array().unwrap().iter().map(text).collect();
        let (fate, rust) = (text(&finding["fate"]), text(&verdict["rust"]));
        format!("{fate} {} {rust}: {}", wire.join("/"), rules.join(" "))
    });
    shown.collect()
}

/// What is said of the recorded page after changes to it.
fn after(changes: &[(&str, &str)]) -> Vec<String> {
    let workspace = Workspace::new();
    workspace.page("list.md", changes);
    let before = workspace.read(RESOURCE);
    let found = judged(&checked(&workspace, &[]));
    assert_eq!(workspace.read(RESOURCE), before, "nothing is written");
    found
}

#[test]
fn each_change_of_a_page_has_both_verdicts() {
    assert_eq!(after(&[(LIMIT, "Value range: 1-20")]), ["written compatible/breaking none: parameter.limit.loosened"]);
    assert_eq!(after(&[(LIMIT, "Value range: 1-5")]), ["written breaking/compatible none: parameter.limit.tightened"]);
    assert_eq!(
        after(&[("| limit | No |", "| limit | Yes |")]),
        ["written breaking/compatible breaks: query.parameter.required"].map(|it| it.replace("query.", ""))
    );
    assert_eq!(
        after(&[(SIZE, "| size | String | Size. |\n")]),
        ["written breaking/breaking breaks: response.field.type.changed"]
    );
    assert_eq!(
        after(&[(SIZE, &format!("{SIZE}| maker | String | Maker. |\n"))]),
        ["drafted compatible/risky adds: response.field.added"]
    );
    assert_eq!(after(&[(SIZE, "")]), ["removal risky/compatible breaks: response.field.removed"]);
    assert_eq!(
        after(&[("**TURNING** or **STILL**", "**TURNING**, **STILL** or **BENT**")]),
        ["drafted risky/compatible adds: response.schema.enum.value.added"]
    );
    assert_eq!(after(&[]), [""; 0]);
}

#[test]
fn what_a_page_says_otherwise_is_written_with_its_bytes() {
    let workspace = Workspace::new();
    workspace.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n");
    let old = workspace.read(SOURCES);
    workspace.page("list.md", &[(LIMIT, "Value range: 1-20")]);
    let (text, _) = sync(&workspace, &["docs"]);
    assert!(text.contains("written  openapi/widgets/resources/widgets.yaml"), "{text}");
    assert!(workspace.read(RESOURCE).contains("maximum: 20\n"));
    assert_ne!(workspace.read(SOURCES), old);
    let changelog = workspace.read("CHANGELOG.md");
    assert!(
        changelog.contains("### Service\n\n- Changed: `ListWidgets`: the maximum of `limit` is 20 now"),
        "{changelog}"
    );
    // The specification says now what the page says.
    let (text, code) = sync(&workspace, &["docs", "--check"]);
    assert_eq!(code, 0, "{text}");
    let (report, _) = sync(&workspace, &["--report"]);
    assert!(report.contains("the maximum of `limit` is 20 on the page, and 10 in the specification"), "{report}");
}

#[test]
fn what_goes_away_is_a_patch_that_a_person_applies() {
    let workspace = Workspace::new();
    workspace.page("list.md", &[(SIZE, "")]);
    workspace.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n");
    let before = workspace.read(RESOURCE);
    let (text, code) = sync(&workspace, &["docs"]);
    assert_eq!(code, 1, "{text}");
    assert_eq!(workspace.read(RESOURCE), before);
    let line = before.lines().position(|line| line.trim() == "size:" && line.starts_with("        s")).unwrap() + 1;
    let question = format!("{RESOURCE}:{line}: is it gone, or only not documented any more?");
    assert!(text.contains(&question), "{text}");
    let applied =
        Command::new("git").args(["apply", ".xtask/kept/removals.patch"]).current_dir(workspace.root()).status();
    assert!(applied.unwrap().success());
    assert!(!workspace.read(RESOURCE).contains("        size:\n          description"));
    let changelog = workspace.read("CHANGELOG.md");
    assert!(
        changelog.contains("### Service\n\n- Breaking: `ListWidgets`: ") && changelog.contains(" is gone."),
        "{changelog}"
    );
    let (text, code) = sync(&workspace, &["docs", "--check"]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn examples_lose_what_goes_away_but_for_those_that_a_page_still_has() {
    let examples_after = |changes: &[(&str, &str)]| {
        let workspace = Workspace::new();
        workspace.page("list.md", changes);
        sync(&workspace, &["docs"]);
        let applied =
            Command::new("git").args(["apply", ".xtask/kept/removals.patch"]).current_dir(workspace.root()).status();
        assert!(applied.unwrap().success());
        let (text, code) = sync(&workspace, &["docs", "--check"]);
        assert_eq!(code, 0, "{text}");
        let spec = workspace.read(RESOURCE);
        let examples: Vec<_> = spec.lines().filter(|line| line.contains("documented")).collect();
        (examples.len(), spec.matches("size: 12").count())
    };
    assert_eq!(examples_after(&[(SIZE, ""), ("\"size\": 12, ", "")]), (1, 0));
    assert_eq!(examples_after(&[(SIZE, "")]), (1, 1));
}

#[test]
fn the_text_of_a_pull_request_is_about_all_runs_of_one_change() {
    let workspace = Workspace::new();
    workspace.page("list.md", &[(LIMIT, "Value range: 1-20"), (SIZE, "")]);
    sync(&workspace, &["docs"]);
    let (first, _) = sync(&workspace, &["--report"]);
    assert!(first.contains("  - written: the maximum of `limit` is 20 on the page"), "{first}");
    assert!(first.contains("  - **removal, not applied**: the specification has the field"), "{first}");
    let applied =
        Command::new("git").args(["apply", ".xtask/kept/removals.patch"]).current_dir(workspace.root()).status();
    assert!(applied.unwrap().success());
    sync(&workspace, &["--continue"]);
    let (all, _) = sync(&workspace, &["--report"]);
    assert!(all.contains("  - written: the maximum of `limit` is 20 on the page"), "{all}");
    assert!(all.contains("  - settled by a person: the specification has the field"), "{all}");
    assert!(!all.contains("not applied"), "{all}");
    // Other pages are another change.
    workspace.page("list.md", &[(LIMIT, "Value range: 1-30"), (SIZE, "")]);
    sync(&workspace, &["docs"]);
    let (other, _) = sync(&workspace, &["--report"]);
    assert!(other.contains("is 30 on the page, and 20 in the") && !other.contains("settled"), "{other}");
}

#[test]
fn what_pages_contradict_each_other_in_is_never_written() {
    let workspace = Workspace::new();
    // The other page of the operation says what the specification says.
    let other = [("This API lists widgets.", "This API lists all widgets.")];
    workspace.page("other.md", &other);
    workspace.page("list.md", &[]);
    workspace.record(&[("page", "list.md"), ("other", "other.md")]);
    let spec = workspace.read(RESOURCE).replace("        - page\n", "        - page\n        - other\n");
    workspace.write(RESOURCE, &spec);
    assert_eq!(judged(&checked(&workspace, &[])), [""; 0]);
    workspace.page("list.md", &[(LIMIT, "Value range: 1-20")]);
    let found = judged(&checked(&workspace, &[]));
    assert_eq!(found, ["contradiction compatible/breaking none: parameter.limit.loosened"]);
    sync(&workspace, &["docs"]);
    assert_eq!(workspace.read(RESOURCE), spec);
    // Both have a new field, of two types.
    let field = |kind: &str| format!("{SIZE}| teeth | {kind} | Teeth. |\n");
    workspace.page("list.md", &[(SIZE, &field("Integer"))]);
    workspace.page("other.md", &[other[0], (SIZE, &field("String"))]);
    let (text, _) = sync(&workspace, &["docs"]);
    assert!(!workspace.read(RESOURCE).contains("teeth") && text.contains("which is right?"), "{text}");
    // Both agree now.
    workspace.page("other.md", &[other[0], (SIZE, &field("Integer"))]);
    sync(&workspace, &["docs"]);
    assert!(workspace.read(RESOURCE).contains("teeth"));
}

#[test]
fn each_page_that_has_changed_is_recorded_in_its_own_entry() {
    let workspace = Workspace::new();
    let names = ["list.md", "other.md", "third.md"];
    let write = |text: &str| {
        for name in names {
            let said = format!("This API lists {name}{text}");
            workspace.page(name, &[("This API lists widgets.", &said)]);
        }
    };
    write(".");
    workspace.record(&names.map(|name| (&name[..4], name)));
    // One gets a line and another one loses two: bytes that said the same as those of before do so no more.
    let entry = "path = 'docs/other.md'\n";
    let recorded = workspace.read(SOURCES).replace("dated-by = 'none'\n", "");
    workspace.write(
        SOURCES,
        &recorded.replace(entry, &format!("{entry}date = 2024-01-01\ndated-by = 'page'\nalso-sha256 = '0'\n")),
    );
    write(".\n\nUpdated on 2025-11-19 GMT+08:00");
    let (text, _) = sync(&workspace, &["docs"]);
    let digests = names.map(|name| {
        let facts = read_page(name, workspace.read(&format!("docs/{name}")).as_bytes());
        format!("path = 'docs/{name}'\ndate = 2025-11-19\nsha256 = \"{}\"\n", facts.sha256.unwrap())
    });
    let recorded = workspace.read(SOURCES);
    assert!(digests.iter().all(|entry| recorded.contains(entry)), "{text}\n{recorded}");
    assert!(!recorded.contains("dated-by") && !recorded.contains("also-sha256"), "{recorded}");
}

#[test]
fn nothing_is_asked_about_a_page_that_is_superseded() {
    let workspace = Workspace::new();
    // It has the name of the newer operation, and a row that cannot be read.
    let (address, row) =
        ("GET /v1/{project_id}/widgets", format!("{SIZE}| gears | Array of gear objects | Gears. |\n"));
    workspace.page("older.md", &[(address, "GET /v0/{project_id}/widgets"), (SIZE, &row)]);
    let (text, code) = sync(&workspace, &["docs", "--check"]);
    assert!(code == 4 && text.contains("what does the page say here?"), "{text}");
    let entry = "[[superseded]]\nmethod = 'GET'\npath = '/v0/{id}/widgets'\nby = 'ListWidgets'\n";
    workspace.write("openapi/widgets/coverage.toml", entry);
    for arguments in [&["docs", "--check"][..], &["docs", "--check", "--resource", "makers"]] {
        let (text, code) = sync(&workspace, arguments);
        assert!(code == 0 && !text.contains("older.md"), "{text}");
    }
}

#[test]
fn a_page_that_cannot_be_read_is_asked_about_in_words_of_its_own() {
    let workspace = Workspace::new();
    workspace.write("docs/torn.md", " \n");
    let (text, _) = sync(&workspace, &["docs", "--check"]);
    let asked = "docs/torn.md:0: what does the page say? It cannot be read: ";
    assert!(text.contains(asked) && !text.contains("what should the specification say?"), "{text}");
}

#[test]
fn a_day_that_there_is_not_is_no_date_of_a_page() {
    let workspace = Workspace::new();
    workspace.page("list.md", &[("This API lists widgets.", "This API lists widgets.\n\nUpdated on 2025-99-45")]);
    let (text, code) = sync(&workspace, &["docs", "--check"]);
    assert_eq!(code, 4, "{text}");
}

#[test]
fn a_new_operation_needs_a_resource_and_holds_up_nothing_else() {
    let workspace = Workspace::new();
    workspace.page("list.md", &[(LIMIT, "Value range: 1-20")]);
    workspace.write("docs/create.rst", include_str!("pages/widget.rst"));
    let (text, _) = sync(&workspace, &["docs"]);
    assert!(text.contains("in which resource is the new operation CreateWidget?"), "{text}");
    let spec = workspace.read(RESOURCE);
    assert!(spec.contains("maximum: 20\n") && !spec.contains("CreateWidget"));
    let (text, code) = sync(&workspace, &["docs", "--resource", "widgets"]);
    assert!(workspace.read(RESOURCE).contains("CreateWidget"), "{text}");
    // What only a person can say of it stops the run, with its places.
    assert_eq!(code, 1);
    assert!(text.contains("stopped: ") && text.contains(&format!("{RESOURCE}:")), "{text}");
}

#[test]
fn a_new_resource_gets_its_feature_in_the_crate() {
    let workspace = Workspace::new();
    let manifest = "crates/widgets/Cargo.toml";
    workspace.write(manifest, "[features]\nfull = [\n  \"widgets\",\n]\nwidgets = []\n");
    workspace.write("docs/create.rst", include_str!("pages/widget.rst"));
    let (text, _) = sync(&workspace, &["docs", "--resource", "makers"]);
    assert!(text.contains(&format!("written  {manifest}\n")) && !text.contains("has no feature"), "{text}");
    let expected = "[features]\nfull = [\n  \"widgets\",\n  \"makers\",\n]\nwidgets = []\nmakers = []\n";
    assert_eq!(workspace.read(manifest), expected);
    // One without a place for it is a question.
    workspace.write(manifest, "[features]\nfull = [\"widgets\"]\nwidgets = []\n");
    fs::remove_file(workspace.root().join("openapi/widgets/resources/makers.yaml")).unwrap();
    let (text, _) = sync(&workspace, &["docs", "--resource", "makers"]);
    assert!(text.contains("the resource `makers` has no feature"), "{text}");
}

#[test]
fn a_changelog_without_a_place_is_told_what_belongs_into_it() {
    let workspace = Workspace::new();
    workspace.page("list.md", &[(LIMIT, "Value range: 1-20")]);
    workspace.write("CHANGELOG.md", "# Changelog\n");
    let (text, _) = sync(&workspace, &["docs", "--check"]);
    assert!(
        text.contains("note: CHANGELOG.md has no `## Unreleased`, where this belongs: - Changed: `ListWidgets`"),
        "{text}"
    );
    // One that cannot be read is not one that is not there.
    fs::write(workspace.root().join("CHANGELOG.md"), b"\xff").unwrap();
    let (text, code) = sync(&workspace, &["docs", "--check"]);
    assert!(code == 1 && text.contains("CHANGELOG.md is not UTF-8"), "{text}");
}

#[test]
fn a_run_goes_on_once_its_questions_are_settled() {
    let workspace = Workspace::new();
    let (text, code) = sync(&workspace, &["--continue"]);
    assert!(code == 1 && text.contains("no run has stopped"), "{text}");
    workspace.page("list.md", &[(SIZE, &format!("{SIZE}| maker | String | Maker. |\n"))]);
    let (text, code) = sync(&workspace, &["docs"]);
    assert!(code == 1 && text.contains("stopped: "), "{text}");
    let (again, code) = sync(&workspace, &["--continue"]);
    assert!(code == 1 && again.contains("stopped: "), "{again}");
    let drafted = workspace.read(RESOURCE);
    assert!(drafted.contains("        maker:\n          description: TODO\n"), "{drafted}");
    workspace.write(
        RESOURCE,
        &drafted.replace("maker:\n          description: TODO", "maker:\n          description: Its maker."),
    );
    let (text, _) = sync(&workspace, &["--continue"]);
    assert!(!text.contains("maker"), "{text}");
}

/// A page and a change of it, by layout: what becomes of the change once the specification was drafted from the page as it was.
#[test]
fn each_layout_has_a_history() {
    let (rst, html, markdown) =
        (include_str!("pages/widget.rst"), include_str!("pages/widget.html"), include_str!("pages/list_widgets.md"));
    let level = ("Value range: 0 to 9", "Value range: 0 to 12");
    let project = ("project_id String Yes       Project ID.", "project_id Number Yes       Project ID.");
    for (name, page, change, expected) in [
        ("page.html", html, level, "written breaking/compatible none: response.field.limit.loosened"),
        ("page.rst", rst, project, "written breaking/compatible breaks: parameter.type.narrowed"),
        (
            "page.md",
            markdown,
            (LIMIT, "Value range: 1-9"),
            "written breaking/compatible none: parameter.limit.tightened",
        ),
    ] {
        let workspace = Workspace::new();
        fs::remove_dir_all(workspace.root().join("openapi/widgets/resources")).unwrap();
        fs::remove_file(workspace.root().join("docs/list.md")).unwrap();
        workspace.write("openapi/widgets/common.yaml", "components: {}\n");
        workspace.write(SOURCES, "");
        workspace.write(&format!("docs/{name}"), page);
        let (text, _) = workspace.run(&["draft", "docs", "--write", "--resource", "widgets"]);
        assert!(text.contains("written"), "{text}");
        // Not all that a page says has a place in a specification.
        let before = judged(&checked(&workspace, &[]));
        workspace.write(&format!("docs/{name}"), &changed(page, &[change]));
        let mut found = judged(&checked(&workspace, &[]));
        found.retain(|finding| !before.contains(finding));
        assert_eq!(found, [expected], "{name}");
        // The same page in a folder of a later state.
        fs::create_dir(workspace.root().join("later")).unwrap();
        fs::rename(workspace.root().join("docs").join(name), workspace.root().join("later").join(name)).unwrap();
        let later = workspace.root().canonicalize().unwrap().join("later");
        let (text, code) = sync(&workspace, &[later.to_str().unwrap()]);
        assert_eq!(code, 1, "{text}");
        assert!(workspace.read(SOURCES).contains(&format!("path = \"later/{name}\"")), "{name}");
        assert_eq!(workspace.read(SOURCES).matches("[[source]]").count(), 1, "{name}");
        let (text, code) = sync(&workspace, &["later", "--check"]);
        assert_eq!(code, if before.is_empty() { 0 } else { 4 }, "{text}");
        assert!(!text.contains("written  "), "{text}");
    }
}

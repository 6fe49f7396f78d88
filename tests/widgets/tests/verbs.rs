//! The commands of `xtask`, on a copy of the invented service in an empty folder.

#![cfg(test)]

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use walkdir::WalkDir;
use xtask::lint::RULES;
use xtask::verb::{self, Outcome};
use xtask::workspace;

const RESOURCE: &str = "openapi/widgets/resources/widgets.yaml";
const MODULE: &str = "src/generated/widgets.rs";

/// A copy of what the commands read and write.
fn workspace_copy() -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in ["openapi", "src/generated", "tests/calls/generated", "tests/mocks/generated"]
        .iter()
        .flat_map(|folder| WalkDir::new(from.join(folder)))
    {
        let entry = entry.unwrap();
        let place = copy.path().join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(place).unwrap();
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
    for file in ["Cargo.toml", "src/lib.rs", "tests/calls/main.rs", "tests/mocks/main.rs"] {
        fs::copy(from.join(file), copy.path().join(file)).unwrap();
    }
    copy
}

/// Runs a command: how it ended, or why it failed, and what it wrote.
fn reported(run: impl FnOnce(&mut dyn std::io::Write) -> anyhow::Result<Outcome>) -> (Result<Outcome, String>, String) {
    let mut out = Vec::new();
    let outcome = run(&mut out).map_err(|error| format!("{error:#}"));
    (outcome, String::from_utf8(out).unwrap())
}

fn edit(root: &Path, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(root.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(root.join(file), text.replacen(from, to, 1)).unwrap();
}

fn check(root: &Path) -> (Result<Outcome, String>, String) {
    reported(|out| verb::check::run(root, false, out))
}

#[test]
fn check_reports_fresh_stale_missing_and_orphaned_files() {
    let copy = workspace_copy();
    let root = copy.path();
    assert_eq!(check(root), (Ok(Outcome::Done), "fresh: 27 generated files\n".to_owned()));

    fs::write(root.join("src/generated/old.rs"), "").unwrap();
    fs::remove_file(root.join("src/generated/gadgets/builder.rs")).unwrap();
    edit(root, MODULE, "pub struct Widget ", "pub struct Gadget ");
    let expected = "missing  src/generated/gadgets/builder.rs\n\
                    orphaned src/generated/old.rs\n\
                    stale    src/generated/widgets.rs\n\
                    --- on disk\n\
                    +++ generated\n\
                    @@ -130,7 +130,7 @@\n     \
                    schemars(description = \"A widget.\")\n )]\n \
                    #[non_exhaustive]\n\
                    -pub struct Gadget {\n\
                    +pub struct Widget {\n     \
                    /// Its id.\n     \
                    pub id: String,\n     \
                    /// Its type, a word that Rust reserves.\n\
                    3 of the generated files differ; run `cargo xtask generate`\n";
    assert_eq!(check(root), (Ok(Outcome::Stale), expected.to_owned()));
    let (outcome, json) = reported(|out| verb::check::run(root, true, out));
    assert_eq!(outcome, Ok(Outcome::Stale));
    assert!(json.contains(r#"{"path":"src/generated/old.rs","state":"orphaned"}"#), "{json}");

    let (outcome, text) = reported(|out| verb::generate::run(root, out));
    assert_eq!(outcome, Ok(Outcome::Done));
    assert!(text.contains("removed  src/generated/old.rs"), "{text}");
    assert_eq!(check(root).0, Ok(Outcome::Done));
}

#[test]
fn a_changed_field_is_carried_to_bundle_and_client() {
    let copy = workspace_copy();
    let root = copy.path();
    edit(root, RESOURCE, "description: Whether it is new.", "description: Whether it was made this year.");
    let (outcome, text) = reported(|out| verb::generate::run(root, out));
    assert_eq!(outcome, Ok(Outcome::Done));
    assert_eq!(text, "written  openapi/widgets.json\nwritten  src/generated/widgets.rs\n");
    assert!(fs::read_to_string(root.join(MODULE)).unwrap().contains("/// Whether it was made this year."));
}

#[test]
fn what_a_person_has_yet_to_say_is_told_and_keeps_nothing_from_being_generated() {
    let copy = workspace_copy();
    let root = copy.path();
    edit(root, RESOURCE, "description: Whether it is new.", "description: TODO");
    let (outcome, text) = reported(|out| verb::generate::run(root, out));
    assert_eq!(outcome, Ok(Outcome::Done));
    assert!(text.ends_with("something is yet to be said in 1 file; `cargo xtask lint` counts it\n"), "{text}");
    assert_eq!(check(root).0, Ok(Outcome::Done));
    let (outcome, text) = reported(|out| verb::lint::run(root, false, out));
    assert_eq!(outcome, Ok(Outcome::Failed));
    assert!(text.contains(": [placeholder] 1 placeholder: 1 of `description`\n"), "{text}");
    fs::write(root.join("CHANGELOG.md"), "").unwrap();
    edit(root, "Cargo.toml", "version.workspace = true", "version = \"0.1.0\"");
    edit(root, "Cargo.toml", "publish.workspace = true", "publish = true");
    let (outcome, text) = reported(|out| verb::release::check(root, out));
    assert_eq!(outcome, Ok(Outcome::Failed));
    assert!(text.contains(": [placeholder] 1 placeholder: 1 of `description`\n"), "{text}");
    let (outcome, _) = reported(|out| verb::release::write(root, out));
    assert!(outcome.unwrap_err().contains("[placeholder]"));
    assert!(!root.join("openapi/released").exists());
}

#[test]
fn nothing_is_generated_into_a_crate_that_is_not_there() {
    for file in ["Cargo.toml", "src/lib.rs", "tests/calls/main.rs", "tests/mocks/main.rs"] {
        let copy = workspace_copy();
        let root = copy.path();
        fs::remove_file(root.join(file)).unwrap();
        edit(root, RESOURCE, "description: Whether it is new.", "description: Whether it was made this year.");
        let before = fs::read(root.join(MODULE)).unwrap();
        for (outcome, _) in [reported(|out| verb::generate::run(root, out)), check(root)] {
            let error = outcome.unwrap_err();
            assert!(error.starts_with(&format!("{file}: [crate] the file is missing")), "{error}");
        }
        assert_eq!(fs::read(root.join(MODULE)).unwrap(), before);
    }
}

#[test]
fn a_broken_rule_is_reported_and_nothing_is_written() {
    let copy = workspace_copy();
    let root = copy.path();
    let before = fs::read(root.join(MODULE)).unwrap();
    edit(root, RESOURCE, "description: Whether it is new.", "description: \"\"");
    let yaml = fs::read_to_string(root.join(RESOURCE)).unwrap();
    let line = yaml.lines().position(|line| line.trim() == "description: \"\"").unwrap() + 1;
    for (outcome, text) in
        [reported(|out| verb::generate::run(root, out)), reported(|out| verb::bundle::run(root, out)), check(root)]
    {
        let error = outcome.unwrap_err();
        let place = "#/components/schemas/Widget/properties/is_new/description: [description]";
        assert!(
            error.starts_with(&format!("{RESOURCE}:{line}")) && error.contains(place) && error.contains("remedy: "),
            "{error}"
        );
        assert_eq!(text, "");
    }
    assert_eq!(fs::read(root.join(MODULE)).unwrap(), before);
    let (outcome, text) = reported(|out| verb::lint::run(root, false, out));
    assert_eq!(outcome, Ok(Outcome::Failed));
    assert!(text.ends_with(&format!("1 problem, {} rules\n", RULES.len())), "{text}");
}

#[test]
fn files_that_cannot_be_read_are_reported_with_their_line() {
    let copy = workspace_copy();
    let root = copy.path();
    edit(root, RESOURCE, "  name: widgets\n", "  name: widgets\n  name: widgets\n");
    fs::write(root.join("openapi/widgets/quirks.toml"), "quirk = 5").unwrap();
    let error = check(root).0.unwrap_err();
    assert!(error.contains("widgets.yaml:3: [yaml]"), "{error}");
    assert!(error.contains("quirks.toml:1: [toml]"), "{error}");
    assert!(error.ends_with("2 problems; nothing was written"), "{error}");
}

#[test]
fn a_binary_file_and_a_strange_one_are_reported() {
    let copy = workspace_copy();
    let root = copy.path();
    fs::write(root.join(RESOURCE), [0xff, 0xfe, 0x00]).unwrap();
    assert!(check(root).0.unwrap_err().contains("cannot read openapi/widgets/resources/widgets.yaml"));
    fs::write(root.join(RESOURCE), "[]").unwrap();
    assert!(check(root).0.unwrap_err().contains("the file is not a mapping"));
    fs::write(root.join("openapi/widgets/resources/notes.txt"), "").unwrap();
    assert!(check(root).0.unwrap_err().contains("notes.txt is no resource file"));
}

#[test]
fn fmt_keeps_what_the_file_says_and_refuses_to_lose_comments() {
    let copy = workspace_copy();
    let root = copy.path();
    let canonical = fs::read_to_string(root.join(RESOURCE)).unwrap();
    edit(root, RESOURCE, "  name: widgets\n", "  \"name\":    'widgets'\n");
    let (outcome, text) = reported(|out| verb::fmt::run(root, out));
    assert_eq!((outcome, text.as_str()), (Ok(Outcome::Done), "rewritten  openapi/widgets/resources/widgets.yaml\n"));
    assert_eq!(fs::read_to_string(root.join(RESOURCE)).unwrap(), canonical);

    edit(root, RESOURCE, "  name: widgets\n", "  name: widgets # mind the gap\n");
    let error = reported(|out| verb::fmt::run(root, out)).0.unwrap_err();
    assert!(error.contains("widgets.yaml:2: [canonical-form] the comment is lost"), "{error}");
    assert!(fs::read_to_string(root.join(RESOURCE)).unwrap().contains("# mind the gap"));
}

#[test]
fn outside_a_workspace_the_root_is_asked_for() {
    let empty = tempfile::tempdir().unwrap();
    let error = workspace::root(empty.path()).unwrap_err().to_string();
    assert!(error.ends_with("is not inside the workspace; run this from its root"), "{error}");
    assert!(workspace::root(&workspace_copy().path().join("src/generated")).is_ok());
}

/// A second service beside the first: the same operations, in a crate of its own.
fn add_service(root: &Path) {
    let copy = |from: &str, to: &str| {
        fs::create_dir_all(root.join(to).parent().unwrap()).unwrap();
        fs::copy(root.join(from), root.join(to)).unwrap();
    };
    for file in [
        "clouds.toml",
        "common.yaml",
        "coverage.toml",
        "error-codes.toml",
        "quirks.toml",
        "service.toml",
        "sources.toml",
    ] {
        copy(&format!("openapi/widgets/{file}"), &format!("openapi/others/{file}"));
    }
    for resource in ["cogs", "gadgets", "widgets"] {
        let path = format!("resources/{resource}.yaml");
        copy(&format!("openapi/widgets/{path}"), &format!("openapi/others/{path}"));
    }
    for file in ["Cargo.toml", "src/lib.rs", "tests/calls/main.rs", "tests/mocks/main.rs"] {
        copy(file, &format!("others/{file}"));
    }
    edit(root, "openapi/others/service.toml", "name = \"widgets\"", "name = \"others\"");
    edit(root, "openapi/others/service.toml", "crate = \".\"", "crate = \"others\"");
}

fn set_read_only(root: &Path, file: &str, is_read_only: bool) {
    let mut permissions = fs::metadata(root.join(file)).unwrap().permissions();
    permissions.set_readonly(is_read_only);
    fs::set_permissions(root.join(file), permissions).unwrap();
}

/// All files that a test of two services looks at.
fn texts(root: &Path) -> Vec<Vec<u8>> {
    let paths = ["src/generated/widgets.rs", "openapi/widgets.json", "openapi/widgets/resources/widgets.yaml"];
    let others = ["others/src/generated/widgets.rs", "openapi/others.json", "openapi/others/resources/widgets.yaml"];
    paths.iter().chain(&others).map(|path| fs::read(root.join(path)).unwrap()).collect()
}

#[test]
fn of_two_services_all_files_are_written_or_none() {
    type Run = fn(&Path, &mut dyn std::io::Write) -> anyhow::Result<Outcome>;
    let copy = workspace_copy();
    let root = copy.path();
    add_service(root);
    assert_eq!(reported(|out| verb::generate::run(root, out)).0, Ok(Outcome::Done));
    assert_eq!(check(root), (Ok(Outcome::Done), "fresh: 54 generated files\n".to_owned()));
    for service in ["others", "widgets"] {
        let path = format!("openapi/{service}/resources/widgets.yaml");
        edit(root, &path, "description: Whether it is new.", "description:    Whether it is young.");
    }
    // In the order in which the services are written, the file is the last: those before it are not written either.
    let cases: [(&str, Run, usize); 3] = [
        ("openapi/widgets/resources/widgets.yaml", verb::fmt::run, 2),
        ("openapi/widgets.json", verb::bundle::run, 2),
        ("src/generated/widgets.rs", verb::generate::run, 2),
    ];
    for (file, run, count) in cases {
        let before = texts(root);
        set_read_only(root, file, true);
        let (outcome, text) = reported(|out| run(root, out));
        assert_eq!((outcome, text.as_str()), (Err(format!("{file} is read-only; make it writable")), ""));
        assert!(texts(root) == before, "{file}");
        set_read_only(root, file, false);
        let (outcome, text) = reported(|out| run(root, out));
        assert_eq!((outcome, text.lines().count()), (Ok(Outcome::Done), count), "{text}");
        let changed = texts(root).iter().zip(&before).filter(|(after, before)| after != before).count();
        assert_eq!(changed, 2, "{file}");
    }
}

#[test]
fn two_services_cannot_generate_the_same_crate() {
    let copy = workspace_copy();
    let root = copy.path();
    add_service(root);
    edit(root, "openapi/others/service.toml", "crate = \"others\"", "crate = \".\"");
    let (outcome, _) = reported(|out| verb::generate::run(root, out));
    let expected = "the services others and widgets both generate src/generated; give each a crate of its own";
    assert_eq!(outcome, Err(expected.to_owned()));
}

#[test]
fn what_older_versions_left_is_removed() {
    let copy = workspace_copy();
    let root = copy.path();
    fs::create_dir_all(root.join("src/.generated-a1B2c3/old")).unwrap();
    fs::write(root.join("openapi/widgets/resources/.tmpa1B2c3"), "").unwrap();
    assert_eq!(reported(|out| verb::generate::run(root, out)).0, Ok(Outcome::Done));
    assert!(!root.join("src/.generated-a1B2c3").exists());
    assert!(!root.join("openapi/widgets/resources/.tmpa1B2c3").exists());
}

#[cfg(unix)]
#[test]
fn what_cannot_be_a_service_is_refused() {
    let copy = workspace_copy();
    let root = copy.path();
    let _socket = std::os::unix::net::UnixListener::bind(root.join("openapi/socket")).unwrap();
    assert!(check(root).0.unwrap_err().starts_with("openapi/socket is a socket"));
    fs::remove_file(root.join("openapi/socket")).unwrap();
    fs::create_dir(root.join("openapi/empty")).unwrap();
    assert!(check(root).0.unwrap_err().starts_with("openapi/empty is empty; remove it, or make a service of it"));
    fs::write(root.join("openapi/empty/common.yaml"), "").unwrap();
    assert!(check(root).0.unwrap_err().starts_with("openapi/empty has no service.toml"));
}

#[test]
fn a_release_is_refused_until_everything_is_there() {
    let copy = workspace_copy();
    let root = copy.path();
    let manifest = "[workspace.package]\nversion = '0.3.0'\nrepository = ''\n\n[package]\nname = 'widgets'\n\
                    version.workspace = true\nrepository.workspace = true\n";
    let features = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let features = features.split("publish.workspace = true").nth(1).unwrap();
    fs::write(root.join("Cargo.toml"), format!("{manifest}{features}")).unwrap();
    fs::write(root.join("CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n- Added: cogs.\n").unwrap();
    fs::write(root.join("src/generated/old.rs"), "").unwrap();
    let check = || reported(|out| verb::release::check(root, out));
    let expected = "Cargo.toml: widgets has no repository; set `repository` of [workspace.package] to its public address\n\
                    CHANGELOG.md: there is no section `## 0.3.0`; move what is under `## Unreleased` there\n\
                    what is generated is stale; run `cargo xtask generate`\n\
                    openapi/released/widgets.json: it is missing; run `cargo xtask release --write`\n";
    assert_eq!(check(), (Ok(Outcome::Failed), expected.to_owned()));

    edit(root, "Cargo.toml", "repository = ''", "repository = 'https://example.org/widgets'");
    edit(root, "CHANGELOG.md", "## Unreleased", "## Unreleased\n\n## 0.3.0");
    fs::remove_file(root.join("src/generated/old.rs")).unwrap();
    let write = || reported(|out| verb::release::write(root, out));
    assert_eq!(write(), (Ok(Outcome::Done), "written  openapi/released/widgets.json\n".to_owned()));
    assert_eq!(check(), (Ok(Outcome::Done), "ready: widgets 0.3.0\n".to_owned()));
    assert_eq!(write(), (Ok(Outcome::Done), "fresh: 1 released bundle\n".to_owned()));

    let bundle = fs::read_to_string(root.join("openapi/widgets.json")).unwrap();
    let released = fs::read_to_string(root.join("openapi/released/widgets.json")).unwrap();
    let added: Vec<_> = released.lines().filter(|line| !bundle.contains(line.trim_end_matches(','))).collect();
    assert_eq!(added, ["    \"x-release\": \"0.3.0\""]);
    // The folder is no service, and what is released keeps nothing that is not.
    fs::write(root.join("openapi/released/gone.json"), "{}").unwrap();
    assert!(check().1.contains("openapi/released/gone.json: it is orphaned"));
    assert_eq!(self::check(root).0, Ok(Outcome::Done));
}

#[test]
fn a_crate_that_is_not_published_keeps_no_other_from_being_released() {
    let copy = workspace_copy();
    let root = copy.path();
    edit(root, "Cargo.toml", "version.workspace = true", "version = \"0.3.0\"\nrepository = \"https://example.org\"");
    edit(root, "Cargo.toml", "publish.workspace = true", "publish = true");
    fs::write(root.join("CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n## 0.3.0\n").unwrap();
    add_service(root);
    edit(root, "others/Cargo.toml", "publish = true", "publish = false");
    edit(root, "openapi/others/resources/widgets.yaml", "description: Whether it is new.", "description: TODO");
    let (outcome, text) = reported(|out| verb::generate::run(root, out));
    assert_eq!(outcome, Ok(Outcome::Done), "{text}");
    let skipped = "skipped: others, which others/Cargo.toml says not to publish\n";
    let write = reported(|out| verb::release::write(root, out));
    assert_eq!(write, (Ok(Outcome::Done), format!("{skipped}written  openapi/released/widgets.json\n")));
    let check = || reported(|out| verb::release::check(root, out));
    assert_eq!(check(), (Ok(Outcome::Done), format!("{skipped}ready: widgets 0.3.0\n")));
    // What is published is asked for.
    edit(root, "others/Cargo.toml", "publish = false", "publish = true");
    let (outcome, text) = check();
    assert_eq!(outcome, Ok(Outcome::Failed));
    assert!(text.contains("openapi/others/resources/widgets.yaml") && text.contains("[placeholder]"), "{text}");
    assert!(text.contains("openapi/released/others.json: it is missing") && !text.contains("skipped"), "{text}");
}

//! What reaches a terminal, a pipe and the file system, whatever the pages hold.

use std::fs;
use std::io;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::workspace::{LIST, Workspace};

/// Colours text, moves the cursor, is a C1 control, and turns the direction of text.
const HOSTILE: &str = "\u{1b}[31m\u{7}\r\u{7f}\u{9b}2J\u{202e}\u{2066}";

fn xtask(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(workspace.root());
    command
}

/// Nothing in the output of a command steers a terminal.
fn assert_harmless(output: &Output) {
    for stream in [&output.stdout, &output.stderr] {
        let text = str::from_utf8(stream).unwrap();
        let steers = |c: char| (c.is_control() && c != '\n' && c != '\t') || HOSTILE.contains(c) && !c.is_ascii();
        assert!(!text.chars().any(steers), "{text:?}");
    }
}

/// A page with hostile text in its title, names, values and examples.
fn hostile_page() -> Workspace {
    let workspace = Workspace::new();
    for (index, (old, new)) in
        [("TURNING", "TURN\u{1b}[31mING\u{202e}"), ("size", "si\u{9b}2J\u{202e}ze"), ("limit", "li\u{7f}mit")]
            .iter()
            .enumerate()
    {
        workspace.page(&format!("hostile{index}.md"), &[(old, new)]);
    }
    workspace.write(&format!("docs/name{HOSTILE}.md"), LIST);
    workspace
}

#[test]
fn pages_do_not_steer_the_terminal() {
    let workspace = hostile_page();
    for arguments in [
        &["docs", "facts", "docs"][..],
        &["docs", "facts", "--json", "docs"],
        &["docs", "drift", "docs"],
        &["docs", "drift", "--json", "docs"],
        &["docs", "drift", "--format", "github", "docs"],
        &["docs", "draft", "docs"],
    ] {
        let output = xtask(&workspace, arguments).output().unwrap();
        assert_harmless(&output);
        let text = String::from_utf8(output.stdout).unwrap();
        let is_json = arguments.contains(&"--json");
        let escape = if is_json { "\\u202e" } else { "\\u{202e}" };
        assert!(text.contains(escape), "{arguments:?}: {text}");
        if is_json {
            assert!(serde_json::from_str::<Value>(&text).unwrap().to_string().contains('\u{202e}'));
        }
    }
}

#[test]
fn errors_do_not_steer_the_terminal() {
    let workspace = Workspace::new();
    workspace.write("openapi/widgets/common.yaml", "a: \"\u{1b}]0;title\u{9b}\u{202e}\"\nb: [\n");
    let output = xtask(&workspace, &["check"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_harmless(&output);
    let output = xtask(&workspace, &["docs", "facts", "absent\u{1b}[31m"]).output().unwrap();
    assert_harmless(&output);
    assert!(String::from_utf8(output.stderr).unwrap().contains("absent\\u{1b}[31m"));
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let workspace = Workspace::new();
    for arguments in [&["lint", "--rules"][..], &["docs", "facts", "docs"], &["docs", "facts", "--json", "docs"]] {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let output = xtask(&workspace, arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = xtask(&Workspace::new(), &["lint", "--rules"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("error: No space left"));
}

#[test]
fn a_draft_is_merged_into_all_files_or_none() {
    let workspace = Workspace::new();
    let colour = "| limit | No | Integer | Number of widgets. Value range: 1-10 |\n";
    workspace.page("list.md", &[(colour, &format!("{colour}| colour | No | String | Colour. |\n"))]);
    workspace.write("docs/create.rst", include_str!("pages/widget.rst"));
    let draft = ["docs", "draft", "docs", "--write", "--resource", "makers"];
    let (old, makers) = (fs::read(workspace.resource()).unwrap(), "openapi/widgets/resources/makers.yaml");

    let mut permissions = fs::metadata(workspace.resource()).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(workspace.resource(), permissions).unwrap();
    let output = xtask(&workspace, &draft).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(error, "error: openapi/widgets/resources/widgets.yaml is read-only; make it writable\n");
    assert!(!workspace.root().join(makers).exists());

    fs::remove_file(workspace.resource()).unwrap();
    fs::write(workspace.resource(), &old).unwrap();
    let output = xtask(&workspace, &draft).output().unwrap();
    // Not everything on the pages can be drafted; what can be is written.
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(workspace.root().join(makers).is_file());
    assert_ne!(fs::read(workspace.resource()).unwrap(), old);
}

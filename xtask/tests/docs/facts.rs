//! `cargo xtask docs facts` on pages of an invented service.

use serde_json::Value;

use crate::workspace::Workspace;

#[test]
fn facts_are_a_list_or_text_with_counts() {
    let workspace = Workspace::new();
    let (text, code) = workspace.run(&["facts", "docs"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("facts_text", text);
    let (json, code) = workspace.run(&["facts", "docs", "docs/list.md", "--json"]);
    assert_eq!(code, 0);
    let pages: Value = serde_json::from_str(&json).unwrap();
    let pages = pages.as_array().unwrap();
    assert_eq!(pages.len(), 2);
    for key in
        ["page", "layout", "operation", "method", "path", "parameters", "request", "responses", "examples", "problems"]
    {
        assert!(pages[0].get(key).is_some(), "{key}");
    }
    assert_eq!(pages[0]["responses"]["200"][1]["field"], "widgets[].id");
    assert_eq!(pages[0]["version"], 1);
}

#[test]
fn a_path_that_is_not_there_is_refused() {
    let output = Workspace::new().docs(&["facts", "nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.starts_with("error: cannot read nowhere; give files or folders"), "{message}");
}

#[test]
fn no_pages_are_an_empty_list() {
    let workspace = Workspace::new();
    workspace.write("empty/notes.pdf", "");
    assert_eq!(workspace.run(&["facts", "empty", "--json"]), ("[]\n".to_owned(), 0));
}

#[test]
fn what_is_no_page_is_told_and_fails() {
    let workspace = Workspace::new();
    workspace.write("notes/Cargo.toml", "# Every dependency\n[package]\nname = \"w\"\n");
    workspace.write("notes/main.rs", "//! A program.\nfn main() {}\n");
    workspace.write("notes/program", "\u{0}");
    for file in ["notes/Cargo.toml", "notes/main.rs", "notes/program"] {
        let (text, code) = workspace.run(&["facts", file]);
        assert_eq!(code, 1, "{text}");
        assert!(text.contains("no page of documentation") || text.contains("binary"), "{text}");
    }
}

#[test]
fn several_pages_are_a_line_each() {
    let workspace = Workspace::new();
    workspace.page("other.md", &[]);
    let (text, code) = workspace.run(&["facts", "docs"]);
    assert_eq!((code, text.lines().count()), (0, 5), "{text}");
    assert!(
        text.contains("other.md (markdown): 2 parameters, 0 request fields, 4 response fields, 1 examples"),
        "{text}"
    );
}

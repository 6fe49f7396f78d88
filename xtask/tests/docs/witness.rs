//! `cargo xtask docs witness`, as it is called.

use serde_json::Value;

use crate::workspace::Workspace;

#[test]
fn pages_and_the_explorer_are_heard_and_what_is_no_index_is_refused() {
    let workspace = Workspace::new();
    workspace.page("again.md", &[("limit", "most")]);
    workspace.write("index.json", r#"{"apis": [{"n": "ListWidgets", "m": "delete", "p": "Widget"}]}"#);
    let (text, code) = workspace.run(&["witness", "docs", "--explorer", "index.json"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("alone: ListWidgets query limit: page, and not "), "{text}");
    assert!(text.contains("contradiction: ListWidgets address: "), "{text}");
    let (json, code) = workspace.run(&["witness", "docs", "--json"]);
    let report: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, report["version"].as_u64()), (0, Some(1)));
    assert!(report["operations"]["ListWidgets"].as_array().is_some_and(|witnesses| witnesses.len() == 2), "{json}");
    workspace.write("index.json", "[]");
    let (_, code) = workspace.run(&["witness", "docs", "--explorer", "index.json"]);
    assert_eq!(code, 1);
}

#[test]
fn what_cannot_be_read_is_no_witness() {
    let workspace = Workspace::new();
    workspace.write("docs/damaged.md", "\0");
    let (text, code) = workspace.run(&["witness", "docs"]);
    assert_eq!(code, 1, "{text}");
}

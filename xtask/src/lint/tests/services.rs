//! `service.toml`, and files as a whole.

use serde_json::json;

use super::{LIST, at, below, found, messages, model, put, texts};
use crate::lint::lint;
use crate::spec::Spec;

fn with(wrong: &str, right: &str) -> Vec<(&'static str, String)> {
    let text = include_str!("../fixtures/service.toml");
    assert!(text.contains(right));
    messages(|texts| put(texts, "service.toml", &text.replace(right, wrong)))
}

#[test]
fn endpoints_are_hosts() {
    for good in ["https://widgets.{region}.example:8443", "https://{region}.example"] {
        assert_eq!(with(good, "https://widgets.{region}.example"), []);
    }
    for bad in [
        "http://widgets.{region}.example",
        "https://widgets.example",
        "https://{region}.example/v1",
        "https://{region} x",
    ] {
        let message = format!("`{bad}` is no pattern of endpoints");
        assert_eq!(with(bad, "https://widgets.{region}.example"), [("service", message)]);
    }
    assert_eq!(with("a 1", "a-1"), [("service", "`a 1` is no id of a region".to_owned())]);
}

#[test]
fn the_default_region_is_there_and_has_one_endpoint() {
    let message = "the default region `a-2` is none of the regions";
    assert_eq!(with("default = \"a-2\"", "default = \"a-1\""), [("service", message.to_owned())]);
    let others = "[\"a-1\"]\n[endpoints.others]\n";
    assert_eq!(with(&format!("{others}\"b-2\" = \"https://b.example\""), "[\"a-1\"]"), []);
    let twice = with(&format!("{others}\"a-1\" = \"https://b.example\""), "[\"a-1\"]");
    assert_eq!(twice, [("service", "`a-1` has two endpoints".to_owned())]);
}

/// A contact without an address, or a licence that nobody can open, would be found by whoever uses the bundle.
#[test]
fn contact_licence_and_documentation_are_pages() {
    let page = "https://widgets.example/docs";
    for good in ["https://widgets.example", "https://w.example:8443/a/b.html?c=d%20e#f", "https://w.example/~a/(b)"] {
        assert_eq!(with(good, page), []);
    }
    for bad in [
        "http://w.example",
        "w.example/docs",
        "https://",
        "https:///docs",
        "https://w.example/a b",
        "mailto:w@w.example",
    ] {
        let message = format!("`{bad}` is no address of a page");
        assert_eq!(with(bad, page), [("service", message)]);
    }
    for (key, text) in [
        ("contact", "name = \"Widgets\""),
        ("license", "name = \"Apache-2.0\""),
        ("documentation", "description = \"All of it\""),
    ] {
        let (word, _) = text.split_once(' ').unwrap();
        let problems = with(&format!("{word} = \" \""), text);
        assert_eq!(problems, [("service", format!("`{key}` has no text"))]);
    }
}

#[test]
fn addresses_are_rules() {
    let endpoints = "[endpoints]";
    let with_rule = |rule: &str, others: &str| {
        with(&format!("[addresses]\nexplorer = \"{rule}\"\nnot-in-explorer = [{others}]\n\n[endpoints]"), endpoints)
    };
    assert_eq!(with_rule("https://explorer.example/#/doc?api={operation}", "\"ListWidgets\""), []);
    for bad in ["http://a.example/{operation}", "https://a.example/", "https://a.example/{operation}) {operation}"] {
        assert_eq!(with_rule(bad, ""), [("service", format!("`{bad}` gives no address of an operation"))]);
    }
    let unknown = with_rule("https://a.example/{operation}", "\"LostWidgets\"");
    assert_eq!(unknown, [("service", "`LostWidgets` is no operation".to_owned())]);
}

/// The crate that is generated lies in the workspace, or nothing is read.
#[test]
fn a_crate_outside_of_the_workspace_is_refused_before_lint() {
    for (right, wrong) in [
        ("crate = \"crates/widgets\"", "crate = \"../other\""),
        ("name = \"widgets\"", "name = \"../evil\""),
        ("crate = \"crates/widgets\"", "crate = \"/tmp/x\""),
    ] {
        let mut texts = texts(|_| {});
        put(&mut texts, "service.toml", &include_str!("../fixtures/service.toml").replace(right, wrong));
        let problems = Spec::parse(&texts).unwrap_err().0;
        assert!(problems.iter().all(|problem| problem.rule == "service" && problem.line > 0), "{problems:?}");
        assert!(!problems.is_empty());
    }
}

#[test]
fn canonical_form() {
    let mut texts = texts(|_| {});
    let path = texts.folder.join("resources/widgets.yaml");
    let text = texts.files.get_mut(&path).unwrap();
    *text = text.replace("    post:", "    # a comment\n    post:");
    let line = text.lines().position(|line| line.contains("# a comment")).unwrap() + 1;
    let problems: Vec<_> =
        lint(&model(&texts)).into_iter().map(|problem| (problem.rule, problem.file, problem.line)).collect();
    assert_eq!(problems, [("canonical-form", path, u32::try_from(line).unwrap())]);
}

#[test]
fn openapi_form() {
    let problems = found(|value| *at(value, &below(LIST, "/responses/200/description")) = json!(["no text"]));
    assert_eq!(problems, [("openapi-form", below(LIST, "/responses/200/description"))]);
}

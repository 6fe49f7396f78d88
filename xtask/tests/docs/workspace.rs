//! A workspace with the specification of an invented service, and pages of its documentation beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use xtask::docs::read_page;
use xtask::spec::{canonical_yaml, parse_yaml};

/// The page that says what the specification says.
pub(crate) const LIST: &str = include_str!("pages/list_widgets.md");
/// The resource of the specification.
pub(crate) const SPEC: &str = include_str!("fixtures/widgets.yaml");

/// A workspace in a folder of its own.
pub(crate) struct Workspace {
    folder: TempDir,
}

impl Workspace {
    /// The invented service, whose page is recorded as `page`.
    pub(crate) fn new() -> Self {
        let workspace = Self { folder: tempfile::tempdir().unwrap() };
        workspace.write("Cargo.toml", "");
        workspace.write("openapi/widgets/service.toml", include_str!("fixtures/service.toml"));
        let common = parse_yaml(include_str!("fixtures/common.yaml")).unwrap();
        workspace.write("openapi/widgets/common.yaml", &canonical_yaml(&common).unwrap());
        workspace.write("openapi/widgets/quirks.toml", "");
        workspace.spec(&[]);
        workspace.page("list.md", &[]);
        workspace.record(&[("page", "list.md")]);
        workspace
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    /// Writes the resource file after changes to its text.
    pub(crate) fn spec(&self, changes: &[(&str, &str)]) {
        let limited = SPEC.replace("            maximum: 10\n", "            minimum: 1\n            maximum: 10\n");
        let value = parse_yaml(&changed(&limited, changes)).unwrap();
        self.write("openapi/widgets/resources/widgets.yaml", &canonical_yaml(&value).unwrap());
    }

    /// Writes a page: the one that fits the specification, after changes to its text.
    pub(crate) fn page(&self, name: &str, changes: &[(&str, &str)]) {
        self.write(&format!("docs/{name}"), &changed(LIST, changes));
    }

    /// Records pages and interfaces as they are now: id and name of each.
    pub(crate) fn record(&self, pages: &[(&str, &str)]) {
        let entry = |(id, name): &(&str, &str)| {
            let facts = read_page(name, self.read(&format!("docs/{name}")).as_bytes());
            let digest = facts.sha256.unwrap();
            let kind =
                if Path::new(name).extension().is_some_and(|ending| ending == "json") { "interface" } else { "page" };
            format!(
                "[[source]]\nid = '{id}'\nkind = '{kind}'\npath = 'docs/{name}'\ndated-by = 'none'\nsha256 = '{digest}'\n"
            )
        };
        let text: Vec<String> = pages.iter().map(entry).collect();
        self.write("openapi/widgets/sources.toml", &text.concat());
    }

    /// Runs `cargo xtask docs` in the root of the workspace.
    pub(crate) fn docs(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("docs").args(arguments).current_dir(self.root()).output().unwrap()
    }

    /// What was written, and the exit code.
    pub(crate) fn run(&self, arguments: &[&str]) -> (String, i32) {
        let output = self.docs(arguments);
        (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
    }

    pub(crate) fn resource(&self) -> PathBuf {
        self.root().join("openapi/widgets/resources/widgets.yaml")
    }
}

/// What drift finds in the pages: kind, and pointer with the member that is lacking.
pub(crate) fn findings(workspace: &Workspace) -> Vec<String> {
    let (text, code) = workspace.run(&["drift", "docs", "--json"]);
    let report: Value = serde_json::from_str(&text).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(code, if findings.is_empty() { 0 } else { 4 });
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let shown = findings.iter().map(|finding| {
        let member = finding["member"].as_str().map_or_else(String::new, |member| format!(" {member}"));
        format!("{} {}{member}", text(&finding["kind"]), text(&finding["pointer"]))
    });
    shown.collect()
}

/// A text after changes to it.
pub(crate) fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old:?} is not in the text");
        text.replace(old, new)
    })
}

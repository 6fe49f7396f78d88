//! The command, on files, folders and a repository of git.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::*;

const OLD: &str = "openapi: 3.0.3\npaths:\n  /widgets:\n    get:\n      operationId: ListWidgets\n      parameters:\n        - name: \
                   limit\n          in: query\n          schema:\n            type: integer\n      responses:\n        '200': {}\n";

/// A workspace in a folder of its own, with the invented service.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/widgets");
    for file in fs::read_dir(from.join("openapi/widgets/resources"))
        .unwrap()
        .chain(fs::read_dir(from.join("openapi/widgets")).unwrap())
    {
        let path = file.unwrap().path();
        if path.is_file() {
            let to = folder.path().join(path.strip_prefix(&from).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(&path, to).unwrap();
        }
    }
    fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"widgets\"\nversion = \"0.3.1\"\n").unwrap();
    folder
}

fn git(root: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Widget", "-c", "user.email=widget@w.example", "-c", "commit.gpgsign=false"];
    assert!(Command::new("git").args(identity).args(arguments).current_dir(root).output().unwrap().status.success());
}

fn ran(root: &Path, sides: [Option<&str>; 2], fail_on: Option<Level>) -> (anyhow::Result<Outcome>, Value) {
    let mut out = Vec::new();
    let outcome = run(root, sides, Form::Json, None, fail_on, &mut out);
    (outcome, serde_json::from_slice(&out).unwrap_or_default())
}

#[test]
fn it_ends_as_bad_as_was_asked_for() {
    let folder = workspace();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let (old, new) = (file("old.yaml", OLD), file("new.yaml", &OLD.replace("type: integer", "type: boolean")));
    let empty = file("empty.yaml", "openapi: 3.0.3\npaths: {}\n");
    let ends = |sides: [&str; 2], fail_on| ran(folder.path(), sides.map(Some), fail_on).0;
    assert_eq!(ends([&old, &new], None).unwrap(), Outcome::Done);
    assert_eq!(ends([&old, &new], Some(Level::Breaking)).unwrap(), Outcome::Changed);
    assert_eq!(ends([&old, &old], Some(Level::Compatible)).unwrap(), Outcome::Done);
    assert!(ends([&empty, &empty], None).unwrap_err().to_string().contains("nothing was compared"));
    assert!(ends([&old, "nowhere.yaml"], None).unwrap_err().to_string().contains("is not there"));
    let error = ran(folder.path(), [None, Some(&new)], None).0.unwrap_err().to_string();
    assert!(error.contains("no last release"), "{error}");
}

#[test]
fn a_service_is_compared_with_its_state_in_git_down_to_the_lines_of_code() {
    let folder = workspace();
    let root = folder.path();
    git(root, &["init", "--quiet"]);
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "--message", "Begin"]);
    let (_, unchanged) = ran(root, [Some("HEAD:"), None], None);
    assert_eq!(unchanged["findings"].as_array().map(Vec::len), Some(0));
    assert_eq!(unchanged["bump"]["step"], "none");

    let path: PathBuf = root.join("openapi/widgets/resources/widgets.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let at = text.find("\n          type: integer").unwrap();
    let line = text[..at].lines().count();
    fs::write(&path, format!("{}{}", &text[..at], text[at..].replacen("type: integer", "type: boolean", 1))).unwrap();
    let (_, changed) =
        ran(root, [Some("HEAD:openapi/widgets"), Some(&root.join("openapi/widgets").to_string_lossy())], None);
    let finding = &changed["findings"][0];
    assert!(finding["id"].as_str().unwrap().ends_with("type.changed"), "{changed:#}");
    assert_eq!(finding["new"]["file"], "openapi/widgets/resources/widgets.yaml");
    assert!(finding["new"]["line"].as_u64().unwrap() <= line as u64);
    assert_eq!(finding["rust"], "breaks");
    assert!(finding["code"][0]["old"]["text"].as_str().unwrap().contains("i64"), "{finding:#}");
    assert_eq!((&changed["bump"]["needed"], &changed["bump"]["is_enough"]), (&"0.4.0".into(), &false.into()));
}

#[test]
fn the_last_release_is_compared_with_the_working_tree() {
    let folder = workspace();
    let root = folder.path();
    let spec = working_tree(root).unwrap().remove(0);
    let mut document = spec.document.spec().unwrap().document.clone();
    document["info"]["x-release"] = "0.3.0".into();
    fs::create_dir_all(root.join("released")).unwrap();
    let path = root.join("released/widgets.json");
    fs::write(&path, document.to_string()).unwrap();
    let (outcome, report) = ran(root, [Some(&path.to_string_lossy()), None], Some(Level::Risky));
    assert_eq!(outcome.unwrap(), Outcome::Done);
    assert_eq!((&report["bump"]["old"], &report["bump"]["found"]), (&"0.3.0".into(), &"0.3.1".into()));
    assert_eq!((&report["findings"], &report["bump"]["step"]), (&Value::Array(Vec::new()), &"none".into()));
}

//! What is done once the specification is written: it is generated, built and tested.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use serde_json::Value;
use walkdir::WalkDir;

use super::{Form, STATE, log};
use crate::output::{Targets, Writing, keep};
use crate::problem::counted;
use crate::sync::{REMOVALS, Sync};
use crate::verb::{Outcome, cargo, generated, linted};

/// Goes on to the end, or to the first question that has to be settled before.
pub(super) fn run(root: &Path, sync: &Sync, form: Form, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let stops = sync.questions.iter().filter(|question| question.stops).count();
    if stops > 0 {
        let line = format!(
            "stopped: {} to settle before anything is generated; then `cargo xtask sync --continue`",
            counted(stops, "question")
        );
        log(out, form, &line)?;
        return Ok(Outcome::Failed);
    }
    for path in generate(root)? {
        log(out, form, &format!("written  {}", path.display()))?;
    }
    let folder = sync.after.crate_folder();
    let packages = packages(root, &folder, &sync.service)?;
    if packages.own.is_none() {
        log(out, form, &format!("not built: {} is no package of the workspace; list it there", folder.display()))?;
    }
    for mut command in commands(root, &packages) {
        log(out, form, &format!("running {}", shown(&command)))?;
        // A program that reads what this one writes is not to read what cargo writes.
        if form != Form::Text {
            command.stdout(Stdio::null());
        }
        cargo::run(command)?;
    }
    let snapshots = snapshots(root, &packages, &sync.service);
    for path in &snapshots {
        log(out, form, &format!("for review: {} is what the snapshot would be", path.display()))?;
    }
    let open = sync.questions.len() + snapshots.len();
    if open > 0 {
        let line = format!("done, but for {} above; then `cargo xtask sync --continue`", counted(open, "question"));
        log(out, form, &line)?;
        return Ok(Outcome::Failed);
    }
    keep(root, STATE, "")?;
    keep(root, REMOVALS, "")?;
    log(out, form, "done: nothing is left to a person")?;
    Ok(Outcome::Done)
}

/// Generates all services, and says which files differ.
fn generate(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let writing = Writing::begin(root)?;
    let targets: Targets = generated(root, &linted(root)?.models)?;
    writing.sweep(&targets.folders)?;
    let differences = targets.differences(root)?;
    writing.write(&targets.changes(&differences))?;
    Ok(differences.into_keys().collect())
}

/// What is built and tested of a service.
struct Packages {
    /// The crate that is generated; none if it is no package yet.
    own: Option<String>,
    /// The package with the checks of all services, and its folder, if it has some of this one.
    checks: Option<(String, PathBuf, String)>,
}

/// Asks cargo for the packages of the workspace.
fn packages(root: &Path, crate_folder: &Path, service: &str) -> anyhow::Result<Packages> {
    let metadata = cargo::metadata(root)?;
    let folder = std::fs::canonicalize(root.join(crate_folder))
        .with_context(|| format!("cannot find {}", crate_folder.display()))?;
    let test = service.replace('-', "_");
    let mut found = Packages { own: None, checks: None };
    for package in metadata.get("packages").and_then(Value::as_array).into_iter().flatten() {
        let name = package.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let manifest = package.get("manifest_path").and_then(Value::as_str).unwrap_or_default();
        let lies_in = Path::new(manifest).parent().unwrap_or(Path::new("")).to_owned();
        let targets = package.get("targets").and_then(Value::as_array).into_iter().flatten();
        let is_check = |target: &Value| {
            let is_test = target.pointer("/kind/0").and_then(Value::as_str) == Some("test");
            is_test && target.get("name").and_then(Value::as_str) == Some(&test)
        };
        if lies_in == folder {
            found.own = Some(name);
        } else if targets.into_iter().any(is_check) {
            found.checks = Some((name, lies_in, test.clone()));
        }
    }
    Ok(found)
}

/// The commands that build and test a service. New snapshots are left beside the old ones.
fn commands(root: &Path, packages: &Packages) -> Vec<Command> {
    let mut commands = Vec::new();
    if let Some(own) = &packages.own {
        commands.push(cargo::cargo(root, &["build", "--package", own]));
        commands.push(cargo::cargo(root, &["test", "--package", own, "--tests", "--all-features", "--quiet"]));
    }
    if let Some((name, _, test)) = &packages.checks {
        let mut command = cargo::cargo(root, &["test", "--package", name, "--test", test, "--quiet"]);
        command.env("INSTA_UPDATE", "new").env("INSTA_FORCE_PASS", "1");
        commands.push(command);
    }
    commands
}

fn shown(command: &Command) -> String {
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    format!("cargo {}", arguments.collect::<Vec<_>>().join(" "))
}

/// What snapshots of a service would be. They lie in its folder; those of a service without one lie beside the folders.
fn snapshots(root: &Path, packages: &Packages, service: &str) -> Vec<PathBuf> {
    let Some((_, folder, _)) = &packages.checks else { return Vec::new() };
    let all = folder.join("snapshots");
    let own = all.join(service);
    let files = if own.is_dir() { WalkDir::new(own) } else { WalkDir::new(all).max_depth(1) };
    let files = files.sort_by_file_name().into_iter().filter_map(Result::ok);
    let new = files.filter(|file| file.path().to_string_lossy().ends_with(".snap.new"));
    new.map(|file| file.path().strip_prefix(root).unwrap_or(file.path()).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn packages_are_those_that_cargo_knows() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let widgets = Path::new("crates/widgets");
        // What cargo refuses is no workspace without packages.
        write(&root, "Cargo.toml", "[workspace");
        assert!(packages(&root, widgets, "widgets").err().unwrap().to_string().starts_with("cargo metadata failed"));
        write(&root, "Cargo.toml", "[workspace]\nmembers = [\"crates/cogs\", \"tests\"]\nresolver = \"3\"\n");
        let package = |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        write(&root, "crates/cogs/Cargo.toml", &package("cogs"));
        write(&root, "crates/cogs/src/lib.rs", "");
        write(&root, "tests/Cargo.toml", &package("checks"));
        write(&root, "tests/tests/iron_cogs.rs", "");
        let missing = packages(&root, widgets, "widgets").err().unwrap().to_string();
        assert_eq!(missing, "cannot find crates/widgets");
        write(&root, "crates/widgets/README.md", "");
        assert_eq!(packages(&root, widgets, "widgets").unwrap().own, None);
        let found = packages(&root, Path::new("crates/cogs"), "iron-cogs").unwrap();
        assert_eq!(found.own.as_deref(), Some("cogs"));
        assert_eq!(found.checks, Some(("checks".to_owned(), root.join("tests"), "iron_cogs".to_owned())));
    }

    #[test]
    fn snapshots_are_those_of_the_service() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        for file in ["tasks.snap.new", "tasks.snap", "cogs/gears.snap.new", "widgets/tasks.snap.new"] {
            write(root, &format!("tests/snapshots/{file}"), "");
        }
        let checks = Some(("checks".to_owned(), root.join("tests"), "any".to_owned()));
        let found = |service: &str| snapshots(root, &Packages { own: None, checks: checks.clone() }, service);
        assert_eq!(found("widgets"), [Path::new("tests/snapshots/widgets/tasks.snap.new")]);
        assert_eq!(found("kafka"), [Path::new("tests/snapshots/tasks.snap.new")]);
    }
}

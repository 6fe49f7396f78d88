//! What is done once the specification is written: it is generated, built and tested.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use serde_json::Value;
use walkdir::WalkDir;

use super::{Form, REMOVALS, STATE, log};
use crate::output::{Targets, Writing, keep};
use crate::problem::counted;
use crate::sync::Sync;
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
    let packages = packages(root, sync)?;
    for mut command in commands(root, &packages) {
        log(out, form, &format!("running {}", shown(&command)))?;
        // A program that reads what this one writes is not to read what cargo writes.
        if form != Form::Text {
            command.stdout(Stdio::null());
        }
        cargo::run(command)?;
    }
    let snapshots = snapshots(root, &packages);
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
fn packages(root: &Path, sync: &Sync) -> anyhow::Result<Packages> {
    let mut command = cargo::cargo(root, &["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    let output = command.stderr(Stdio::inherit()).output().context("cannot run cargo metadata")?;
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let folder = std::fs::canonicalize(root.join(sync.after.crate_folder())).unwrap_or_default();
    let test = sync.service.replace('-', "_");
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

/// What snapshots would be.
fn snapshots(root: &Path, packages: &Packages) -> Vec<PathBuf> {
    let Some((_, folder, _)) = &packages.checks else { return Vec::new() };
    let files = WalkDir::new(folder.join("snapshots")).sort_by_file_name().into_iter().filter_map(Result::ok);
    let new = files.filter(|file| file.path().to_string_lossy().ends_with(".snap.new"));
    new.map(|file| file.path().strip_prefix(root).unwrap_or(file.path()).to_owned()).collect()
}

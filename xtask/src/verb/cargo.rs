//! Running cargo.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use serde_json::Value;

/// The cargo that runs this program, in the root of the workspace.
pub(super) fn cargo(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root);
    command
}

/// Runs a command to its end.
pub(super) fn run(mut command: Command) -> anyhow::Result<()> {
    // Not the command as a whole: its environment may hold keys.
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let shown = words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ");
    let status = command.status().with_context(|| format!("cannot run `{shown}`"))?;
    anyhow::ensure!(status.success(), "`{shown}` failed ({status})");
    Ok(())
}

/// What cargo knows of the workspace and of the packages in it.
pub(super) fn metadata(root: &Path) -> anyhow::Result<Value> {
    let mut command = cargo(root, &["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    let output = command.stderr(Stdio::inherit()).output().context("cannot run cargo metadata")?;
    anyhow::ensure!(output.status.success(), "cargo metadata failed ({}); cargo says why above", output.status);
    serde_json::from_slice(&output.stdout).context("cargo metadata wrote no JSON")
}

/// Where cargo puts what it builds.
pub(super) fn target_folder(root: &Path) -> anyhow::Result<PathBuf> {
    let metadata = metadata(root)?;
    let folder = metadata.get("target_directory").and_then(Value::as_str);
    folder.map(PathBuf::from).context("cargo metadata names no target directory")
}

/// Builds the programs and the examples of the workspace, and says where each lies. Cargo shows how far it is, and what is
/// wrong.
///
/// All of them rather than single ones: what cargo builds of a dependency depends on what is built with it, and so the
/// build of the workspace is not repeated with other features.
pub(super) fn build_programs(root: &Path) -> anyhow::Result<BTreeMap<String, PathBuf>> {
    let format = "json-render-diagnostics";
    let arguments = ["build", "--workspace", "--bins", "--examples", "--message-format", format];
    let output = cargo(root, &arguments).stderr(Stdio::inherit()).output().context("cannot run cargo build")?;
    let messages = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> = messages.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    anyhow::ensure!(output.status.success(), "the workspace does not build ({}); cargo says why above", output.status);
    let programs = messages.iter().filter_map(|message| {
        let name = message.pointer("/target/name")?.as_str()?;
        Some((name.to_owned(), PathBuf::from(message.get("executable")?.as_str()?)))
    });
    Ok(programs.collect())
}

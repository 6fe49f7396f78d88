//! Files as git keeps them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

/// The files below a path at a revision, or the path itself if it is a file.
pub(super) fn list(root: &Path, revision: &str, path: &str) -> anyhow::Result<Vec<PathBuf>> {
    ensure!(!revision.starts_with('-'), "{revision} is no revision");
    let listed = git(root, &["ls-tree", "-r", "-z", "--full-tree", "--name-only", revision, "--", path])?;
    let files: Vec<PathBuf> = listed.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect();
    ensure!(!files.is_empty(), "{revision} has no {path}");
    Ok(files)
}

/// The text of a file at a revision.
pub(super) fn show(root: &Path, revision: &str, path: &Path) -> anyhow::Result<String> {
    git(root, &["cat-file", "blob", &format!("{revision}:{}", path.display())])
}

fn git(root: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let output = Command::new("git").args(arguments).current_dir(root).output().context("cannot run git")?;
    ensure!(output.status.success(), "git: {}", String::from_utf8_lossy(&output.stderr).trim());
    String::from_utf8(output.stdout).context("git has a text that is not UTF-8")
}

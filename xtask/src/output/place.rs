//! Where a file may be written: below the root of the workspace, and nowhere else.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, ensure};

/// Folders of the root that belong to somebody else: this module's own, and git's.
const RESERVED: &[&str] = &[super::STATE, ".git"];

/// The absolute place of `path`, which is relative to `root`.
///
/// # Errors
///
/// If it leaves the root: it is absolute, has `..` in it, or a folder on the way is a symbolic link.
pub(super) fn place(root: &Path, path: &Path) -> anyhow::Result<PathBuf> {
    let shown = path.display();
    let mut parts = path.components();
    let is_plain = parts.clone().all(|part| matches!(part, Component::Normal(_)));
    ensure!(is_plain && parts.next().is_some(), "`{shown}` is no path inside the workspace; nothing was written");
    let is_reserved = RESERVED.iter().any(|reserved| path.starts_with(reserved));
    ensure!(!is_reserved, "`{shown}` is no place for a file; nothing was written");
    for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
        match fs::symlink_metadata(root.join(folder)) {
            Ok(found) => ensure!(
                !found.is_symlink(),
                "{shown} lies behind the symbolic link {}; nothing was written",
                folder.display()
            ),
            Err(error) if is_absent(&error) => {}
            Err(error) => return Err(error).with_context(|| format!("cannot look at {}", folder.display())),
        }
    }
    Ok(root.join(path))
}

/// Whether the error says that there is nothing at a path.
pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_below_the_root_are_places() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(place(root.path(), "a/b.rs".as_ref()).unwrap(), root.path().join("a/b.rs"));
        for path in ["", ".", "..", "../a", "a/../../b", "/etc/passwd", ".xtask/lock", ".git/config"] {
            assert!(place(root.path(), path.as_ref()).is_err(), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_on_the_way_is_refused() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("real")).unwrap();
        std::os::unix::fs::symlink("real", root.path().join("link")).unwrap();
        let error = place(root.path(), "link/deep/a.rs".as_ref()).unwrap_err().to_string();
        assert_eq!(error, "link/deep/a.rs lies behind the symbolic link link; nothing was written");
    }
}

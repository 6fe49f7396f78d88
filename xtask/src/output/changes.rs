//! What a command changes, and whether it can be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

use super::journal::{Journal, Step, digest, digest_of};
use super::place::{is_absent, place};

/// Files that a command writes and removes: all of them or none. Paths are relative to the root of the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files with their new texts.
    pub write: BTreeMap<PathBuf, String>,
    /// Files that go away, and with them the folders that they leave empty.
    pub remove: BTreeSet<PathBuf>,
}

impl Changes {
    /// The steps that make the changes. What can be checked beforehand is checked here.
    pub(super) fn plan(&self, root: &Path) -> anyhow::Result<Journal> {
        let mut steps = Vec::new();
        // What goes away goes first: it may stand where a folder is needed.
        for path in &self.remove {
            let place = place(root, path)?;
            ensure!(!self.write.contains_key(path), "{} is both written and removed", path.display());
            let is_folder = fs::symlink_metadata(&place).is_ok_and(|found| found.is_dir());
            ensure!(!is_folder, "{} is a folder, and only files are removed; move it away", path.display());
            check_writable(&place, path)?;
            let before = digest_of(&place).with_context(|| format!("cannot read {}", path.display()))?;
            if before.is_some() {
                steps.push(Step { path: path.clone(), before, after: None });
            }
        }
        let mut new_folders = BTreeSet::new();
        for (path, text) in &self.write {
            let place = place(root, path)?;
            check_replaceable(&place, path)?;
            self.check_folders(root, path, &mut new_folders)?;
            let before = digest_of(&place).with_context(|| format!("cannot read {}", path.display()))?;
            steps.push(Step { path: path.clone(), before, after: Some(digest(text.as_bytes())) });
        }
        // A folder sorts after the one that it lies in.
        Ok(Journal::new(steps, new_folders.into_iter().collect()))
    }

    /// The folders that a file lies in are folders, or can be made.
    fn check_folders(&self, root: &Path, path: &Path, new: &mut BTreeSet<PathBuf>) -> anyhow::Result<()> {
        for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
            ensure!(
                !self.write.contains_key(folder),
                "{} cannot be written: {} is a file too",
                path.display(),
                folder.display()
            );
            let place = root.join(folder);
            match fs::symlink_metadata(&place) {
                Ok(found) if found.is_dir() => return check_writable(&place.join("any"), path),
                Ok(_) => {
                    let goes_away = self.remove.contains(folder);
                    ensure!(goes_away, "{} is not a folder; move it away", folder.display());
                }
                Err(error) if is_absent(&error) => {}
                Err(error) => return Err(error).with_context(|| format!("cannot look at {}", folder.display())),
            }
            new.insert(folder.to_owned());
        }
        check_writable(&root.join("any"), path)
    }
}

/// A file can be moved into the place.
fn check_replaceable(place: &Path, path: &Path) -> anyhow::Result<()> {
    let shown = path.display();
    match fs::symlink_metadata(place) {
        Ok(found) => {
            ensure!(!found.is_dir(), "{shown} is a folder, and is to be a file; move it away");
            ensure!(!found.is_symlink(), "{shown} is a symbolic link, and is to be a file; remove it");
            ensure!(found.is_file(), "{shown} is no plain file; move it away");
            check_writable(place, path)
        }
        Err(error) if is_absent(&error) => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot look at {shown}")),
    }
}

/// Neither the file nor its folder is read-only. The system would let a read-only file be replaced: somebody who has
/// made it so does not want that.
fn check_writable(place: &Path, path: &Path) -> anyhow::Result<()> {
    for (place, what) in [(Some(place), "is"), (place.parent(), "lies in a folder that is")] {
        let found = place.map(fs::symlink_metadata);
        let is_read_only = matches!(found, Some(Ok(found)) if !found.is_symlink() && found.permissions().readonly());
        ensure!(!is_read_only, "{} {what} read-only; make it writable", path.display());
    }
    Ok(())
}

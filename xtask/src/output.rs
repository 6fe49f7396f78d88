//! Files that a step makes: whether those on disk are the same, and writing them all at once or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::{NamedTempFile, TempDir};

/// Files that a step makes. Paths are relative to the root of the workspace.
#[derive(Clone, Debug)]
pub struct Output {
    /// A folder that holds nothing else.
    pub folder: PathBuf,
    /// All files with their texts, those of the folder and others.
    pub files: BTreeMap<PathBuf, String>,
}

/// What is wrong with a file on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staleness {
    /// It differs from what would be generated.
    Stale,
    /// It is not there.
    Missing,
    /// It is there, and nothing generates it.
    Orphaned,
}

impl fmt::Display for Staleness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Stale => "stale",
            Self::Missing => "missing",
            Self::Orphaned => "orphaned",
        })
    }
}

impl Output {
    /// Compares with the files under `root`; nothing is listed if all are fresh.
    ///
    /// # Errors
    ///
    /// An error of the file system for what is there and cannot be read.
    pub fn differences(&self, root: &Path) -> anyhow::Result<BTreeMap<PathBuf, Staleness>> {
        let mut differences = BTreeMap::new();
        for (path, text) in &self.files {
            match fs::read(root.join(path)) {
                Ok(bytes) if bytes == text.as_bytes() => {}
                Ok(_) => drop(differences.insert(path.clone(), Staleness::Stale)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    differences.insert(path.clone(), Staleness::Missing);
                }
                Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
            }
        }
        let mut present = BTreeSet::new();
        list_files(root, &self.folder, &mut present)?;
        let orphans = present.into_iter().filter(|path| !self.files.contains_key(path));
        differences.extend(orphans.map(|path| (path, Staleness::Orphaned)));
        Ok(differences)
    }

    /// Writes what differs; what is fresh is not touched. Everything is written beside its place first, and then moved:
    /// if anything fails before that, nothing has changed, and if a move fails, those before it are undone.
    ///
    /// # Errors
    ///
    /// An error of the file system.
    pub fn write(&self, root: &Path) -> anyhow::Result<BTreeMap<PathBuf, Staleness>> {
        let differences = self.differences(root)?;
        if differences.is_empty() {
            return Ok(differences);
        }
        let folder_changes = differences.keys().any(|path| path.starts_with(&self.folder));
        let new_folder = if folder_changes { Some(self.stage_folder(root)?) } else { None };
        let mut new_files = Vec::new();
        for path in differences.keys().filter(|path| !path.starts_with(&self.folder)) {
            new_files.push((root.join(path), self.stage_file(root, path)?));
        }
        let restore = new_folder.map(|new| replace_folder(&root.join(&self.folder), &new)).transpose()?;
        for (place, file) in new_files {
            if let Err(error) = file.persist(&place) {
                if let Some(restore) = restore {
                    restore.undo()?;
                }
                return Err(error).with_context(|| format!("cannot move {} into place", place.display()));
            }
        }
        Ok(differences)
    }

    fn stage_folder(&self, root: &Path) -> anyhow::Result<TempDir> {
        let place = root.join(&self.folder);
        let parent = place.parent().context("the generated folder has no parent")?;
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        let staged = tempfile::Builder::new().prefix(".generated-").tempdir_in(parent).context("cannot stage")?;
        for (path, text) in &self.files {
            if let Ok(inside) = path.strip_prefix(&self.folder) {
                let target = staged.path().join(inside);
                let parent = target.parent().context("a generated file has no folder")?;
                fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
                // The folder is moved into place as a whole, once every file of it is written.
                fs::write(&target, text).with_context(|| format!("cannot write {}", target.display()))?;
            }
        }
        Ok(staged)
    }

    fn stage_file(&self, root: &Path, path: &Path) -> anyhow::Result<NamedTempFile> {
        stage_file(&root.join(path), self.files.get(path).map_or("", String::as_str))
    }
}

/// Writes a file beside its place, readable by all as files of a repository are.
fn stage_file(place: &Path, text: &str) -> anyhow::Result<NamedTempFile> {
    let parent = place.parent().with_context(|| format!("{} has no folder", place.display()))?;
    let file = NamedTempFile::new_in(parent).with_context(|| format!("cannot write into {}", parent.display()))?;
    fs::write(file.path(), text).with_context(|| format!("cannot write {}", file.path().display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let readable = fs::Permissions::from_mode(0o644);
        fs::set_permissions(file.path(), readable).context("cannot make the file readable")?;
    }
    Ok(file)
}

/// Writes one file at once or not at all.
///
/// # Errors
///
/// An error of the file system.
pub fn write_file(place: &Path, text: &str) -> anyhow::Result<()> {
    stage_file(place, text)?.persist(place).with_context(|| format!("cannot move {} into place", place.display()))?;
    Ok(())
}

/// A folder that was replaced, and where the one before it is kept until the end.
struct Replaced {
    place: PathBuf,
    before: TempDir,
}

impl Replaced {
    fn undo(self) -> anyhow::Result<()> {
        fs::remove_dir_all(&self.place).with_context(|| format!("cannot remove {}", self.place.display()))?;
        let old = self.before.path().join("old");
        if old.exists() {
            fs::rename(&old, &self.place).with_context(|| format!("cannot restore {}", self.place.display()))?;
        }
        Ok(())
    }
}

fn replace_folder(place: &Path, new: &TempDir) -> anyhow::Result<Replaced> {
    let parent = place.parent().context("the generated folder has no parent")?;
    let before = tempfile::Builder::new().prefix(".generated-").tempdir_in(parent).context("cannot stage")?;
    let old = before.path().join("old");
    let had_one = place.exists();
    if had_one {
        fs::rename(place, &old).with_context(|| format!("cannot move {} away", place.display()))?;
    }
    let moved = fs::create_dir(place).and_then(|()| fs::rename(new.path(), place));
    if let Err(error) = moved {
        if had_one {
            fs::rename(&old, place).with_context(|| format!("cannot restore {}", place.display()))?;
        }
        return Err(error).with_context(|| format!("cannot move {} into place", place.display()));
    }
    Ok(Replaced { place: place.to_owned(), before })
}

/// All files below `folder`, relative to `root`.
fn list_files(root: &Path, folder: &Path, found: &mut BTreeSet<PathBuf>) -> anyhow::Result<()> {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("cannot list {}", folder.display())),
    };
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot list {}", folder.display()))?;
        let path = folder.join(entry.file_name());
        // A link is listed as a file: nothing that is generated is one.
        if entry.file_type().with_context(|| format!("cannot look at {}", path.display()))?.is_dir() {
            list_files(root, &path, found)?;
        } else {
            found.insert(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(files: &[(&str, &str)]) -> Output {
        let files = files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect();
        Output { folder: "src/generated".into(), files }
    }

    fn differences(output: &Output, root: &Path) -> Vec<(String, Staleness)> {
        let differences = output.differences(root).unwrap();
        differences.into_iter().map(|(path, what)| (path.display().to_string(), what)).collect()
    }

    #[test]
    fn stale_missing_and_orphaned_files_are_found_and_mended() {
        let root = tempfile::tempdir().unwrap();
        let first = output(&[("bundle.json", "1"), ("src/generated/mod.rs", "1"), ("src/generated/a/b.rs", "1")]);
        assert_eq!(first.write(root.path()).unwrap().len(), 3);
        assert!(differences(&first, root.path()).is_empty());

        let second = output(&[("bundle.json", "2"), ("src/generated/mod.rs", "1"), ("src/generated/c.rs", "1")]);
        let expected = [
            ("bundle.json".to_owned(), Staleness::Stale),
            ("src/generated/a/b.rs".to_owned(), Staleness::Orphaned),
            ("src/generated/c.rs".to_owned(), Staleness::Missing),
        ];
        assert_eq!(differences(&second, root.path()), expected);
        second.write(root.path()).unwrap();
        assert!(differences(&second, root.path()).is_empty());
        let left: Vec<_> = fs::read_dir(root.path().join("src")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["generated"], "nothing staged is left behind");
    }

    #[test]
    fn what_cannot_be_written_changes_nothing() {
        let root = tempfile::tempdir().unwrap();
        output(&[("bundle.json", "1"), ("src/generated/mod.rs", "1")]).write(root.path()).unwrap();
        // A folder in the place of a file cannot be replaced by one.
        fs::remove_file(root.path().join("bundle.json")).unwrap();
        fs::create_dir_all(root.path().join("bundle.json/full")).unwrap();
        let second = output(&[("bundle.json", "2"), ("src/generated/mod.rs", "2")]);
        assert!(second.write(root.path()).is_err());
        assert_eq!(fs::read_to_string(root.path().join("src/generated/mod.rs")).unwrap(), "1");
    }

    #[test]
    fn a_replaced_folder_can_be_put_back() {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("generated");
        fs::create_dir(&place).unwrap();
        fs::write(place.join("old.rs"), "old").unwrap();
        let new = tempfile::tempdir_in(root.path()).unwrap();
        fs::write(new.path().join("new.rs"), "new").unwrap();

        let replaced = replace_folder(&place, &new).unwrap();
        assert!(place.join("new.rs").exists() && !place.join("old.rs").exists());
        replaced.undo().unwrap();
        assert!(place.join("old.rs").exists() && !place.join("new.rs").exists());
    }
}

//! What earlier versions of this tool left behind when they were stopped: they wrote beside the place of a file.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use walkdir::WalkDir;

use super::place::{is_absent, place};

/// How many files and folders were removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Removed(usize);

impl fmt::Display for Removed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => Ok(()),
            1 => write!(f, "removed a temporary file of an earlier run"),
            files => write!(f, "removed {files} temporary files of earlier runs"),
        }
    }
}

/// Removes temporary files below `openapi`, which would be taken for files of a specification.
pub(super) fn remove_staged_files(root: &Path) -> anyhow::Result<Removed> {
    let mut removed = Removed::default();
    // What cannot be listed is reported by whoever reads it.
    for entry in WalkDir::new(root.join("openapi")).into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() && is_staged(&entry.file_name().to_string_lossy(), ".tmp") {
            gone(fs::remove_file(entry.path()), entry.path())?;
            removed.0 += 1;
        }
    }
    Ok(removed)
}

/// Removes temporary folders beside generated ones.
pub(super) fn remove_staged_folders<'a>(
    root: &Path,
    generated: impl IntoIterator<Item = &'a PathBuf>,
) -> anyhow::Result<Removed> {
    let mut removed = Removed::default();
    for folder in generated {
        let place = place(root, folder)?;
        let Some(Ok(entries)) = place.parent().map(fs::read_dir) else { continue };
        for entry in entries.filter_map(Result::ok) {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && is_staged(&entry.file_name().to_string_lossy(), ".generated-") {
                gone(fs::remove_dir_all(entry.path()), &entry.path())?;
                removed.0 += 1;
            }
        }
    }
    Ok(removed)
}

/// The prefix, and the six letters and digits that `tempfile` puts after it.
fn is_staged(name: &str, prefix: &str) -> bool {
    let random = name.strip_prefix(prefix).unwrap_or_default();
    random.len() == 6 && random.chars().all(|c| c.is_ascii_alphanumeric())
}

fn gone(removed: io::Result<()>, path: &Path) -> anyhow::Result<()> {
    match removed {
        Err(error) if is_absent(&error) => Ok(()),
        removed => removed.with_context(|| format!("cannot remove {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_files_and_folders_go_and_others_stay() {
        let root = tempfile::tempdir().unwrap();
        let resources = root.path().join("openapi/widgets/resources");
        fs::create_dir_all(&resources).unwrap();
        for name in [".tmpAb12Cd", ".tmp", ".tmp.yaml1", "a.tmpAb12Cd"] {
            fs::write(resources.join(name), "").unwrap();
        }
        assert_eq!(remove_staged_files(root.path()).unwrap(), Removed(1));
        assert_eq!(fs::read_dir(&resources).unwrap().count(), 3);

        for name in ["crate/src/generated/a", "crate/src/.generated-Ab12Cd/old", "crate/src/.generated-x/old"] {
            fs::create_dir_all(root.path().join(name)).unwrap();
        }
        let generated = PathBuf::from("crate/src/generated");
        assert_eq!(remove_staged_folders(root.path(), [&generated]).unwrap(), Removed(1));
        assert_eq!(fs::read_dir(root.path().join("crate/src")).unwrap().count(), 2);
    }
}

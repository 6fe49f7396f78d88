//! The record of a run that writes: with it, a run that was stopped in the middle is completed or undone by the next one.
//!
//! All of it lies in [`STATE`] below the root, on the file system of the files themselves:
//!
//! | name | what |
//! |---|---|
//! | `lock` | locked by a run; it stays |
//! | `kept` | what a run keeps for the next one; it stays, too |
//! | `after/<n>` | the new text of step n, until it is moved into place |
//! | `before/<n>` | what stood in the place of step n |
//! | `journal` | the steps. Once it is there, the run counts as done, and what is missing is made up for |
//! | `undo` | the same, renamed, once a step has failed: the run counts as never begun |

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::place::{is_absent, place};
use super::{KEPT, STATE};

/// The form of the journal.
const VERSION: u32 = 1;

/// The steps of a run, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    version: u32,
    pub(super) steps: Vec<Step>,
    /// Folders that the run makes, each after the one that it lies in.
    pub(super) new_folders: Vec<PathBuf>,
}

/// What becomes of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// Relative to the root.
    pub(super) path: PathBuf,
    /// SHA-256 of what is there before; absent if nothing is.
    pub(super) before: Option<String>,
    /// SHA-256 of what is there after; absent if nothing is.
    pub(super) after: Option<String>,
}

impl Journal {
    pub(super) fn new(steps: Vec<Step>, new_folders: Vec<PathBuf>) -> Self {
        Self { version: VERSION, steps, new_folders }
    }

    /// Reads the journal of an earlier run; absent if it left none.
    pub(super) fn read(place: &Path) -> anyhow::Result<Option<Self>> {
        let text = match fs::read(place) {
            Ok(text) => text,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", place.display())),
        };
        let unreadable = || {
            let shown = place.display();
            format!(
                "{shown}, the record of an earlier run, cannot be read; delete {STATE} to keep the files as they are"
            )
        };
        let journal: Self = serde_json::from_slice(&text).with_context(unreadable)?;
        ensure!(journal.version == VERSION, "{}: version {}", unreadable(), journal.version);
        Ok(Some(journal))
    }

    /// The journal as it is written.
    pub(super) fn to_bytes(&self) -> anyhow::Result<Vec<u8>> {
        serde_json::to_vec(self).context("cannot record the run; a file may have a name that is not UTF-8")
    }
}

/// What stands in the place of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// What was there before.
    Before,
    /// What is there after.
    After,
    /// Something else: it has changed since.
    Other,
}

impl Step {
    /// Looks at the place of the step.
    pub(super) fn state(&self, root: &Path) -> anyhow::Result<State> {
        let found =
            digest_of(&place(root, &self.path)?).with_context(|| format!("cannot read {}", self.path.display()))?;
        Ok(if found == self.after {
            State::After
        } else if found == self.before {
            State::Before
        } else {
            State::Other
        })
    }
}

/// Where the parts of a record lie.
#[derive(Clone, Debug)]
pub(super) struct Record(PathBuf);

impl Record {
    pub(super) fn of(root: &Path) -> Self {
        Self(root.join(STATE))
    }

    pub(super) fn folder(&self) -> &Path {
        &self.0
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.0.join("journal")
    }

    pub(super) fn undo(&self) -> PathBuf {
        self.0.join("undo")
    }

    pub(super) fn folder_of_texts(&self) -> PathBuf {
        self.0.join("after")
    }

    pub(super) fn folder_of_backups(&self) -> PathBuf {
        self.0.join("before")
    }

    pub(super) fn after(&self, step: usize) -> PathBuf {
        self.folder_of_texts().join(step.to_string())
    }

    pub(super) fn before(&self, step: usize) -> PathBuf {
        self.folder_of_backups().join(step.to_string())
    }

    /// Whether an earlier run left anything but the lock.
    pub(super) fn is_left(&self) -> anyhow::Result<bool> {
        Ok(!self.parts()?.is_empty())
    }

    /// Everything but the lock; the journals come first, because without them the rest means nothing.
    pub(super) fn parts(&self) -> anyhow::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if is_absent(&error) => return Ok(Vec::new()),
            Err(error) => return Err(error).with_context(|| format!("cannot list {STATE}")),
        };
        let mut parts = Vec::new();
        for entry in entries {
            let path = entry.with_context(|| format!("cannot list {STATE}"))?.path();
            if !path.ends_with(KEPT) {
                parts.push(path);
            }
        }
        parts.retain(|part| *part != self.lock());
        parts.sort_by_key(|part| (*part != self.journal() && *part != self.undo(), part.clone()));
        Ok(parts)
    }
}

/// SHA-256 of a text.
pub(super) fn digest(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// SHA-256 of a file; absent if it is, or if there is a folder. A link or a FIFO is known by what it is: it may be removed,
/// and is never read.
pub(super) fn digest_of(place: &Path) -> io::Result<Option<String>> {
    match fs::symlink_metadata(place) {
        Ok(found) if found.is_file() => Ok(Some(digest(&fs::read(place)?))),
        Ok(found) if found.is_dir() => Ok(None),
        Ok(found) => Ok(Some(format!("{:?}", found.file_type()))),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes what was done in a folder last: a rename is in the folder, not in the file.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("journal");
        assert_eq!(Journal::read(&place).unwrap(), None);
        let step = Step { path: "a".into(), before: None, after: Some(digest(b"")) };
        let journal = Journal::new(vec![step], vec!["b".into()]);
        fs::write(&place, journal.to_bytes().unwrap()).unwrap();
        assert_eq!(Journal::read(&place).unwrap(), Some(journal));
        for damaged in ["", "{\"version\":2,\"steps\":[],\"new_folders\":[]}", "{\"version\":1}"] {
            fs::write(&place, damaged).unwrap();
            let error = Journal::read(&place).unwrap_err().to_string();
            assert!(error.contains("delete .xtask to keep the files as they are"), "{error}");
        }
    }

    #[test]
    fn a_step_knows_what_stands_in_its_place() {
        let root = tempfile::tempdir().unwrap();
        let step = Step { path: "a".into(), before: None, after: Some(digest(b"1")) };
        assert_eq!(step.state(root.path()).unwrap(), State::Before);
        fs::write(root.path().join("a"), "1").unwrap();
        assert_eq!(step.state(root.path()).unwrap(), State::After);
        fs::write(root.path().join("a"), "2").unwrap();
        assert_eq!(step.state(root.path()).unwrap(), State::Other);
    }
}

//! Who may read and write the files of a workspace, and when.
//!
//! Runs that write take turns, and no run reads while another one writes. What a run left that was stopped is ended
//! first, whatever the command, and a line on the error stream says so: the files of a workspace are never looked at
//! half-written. That is the only time that a command such as `check` writes.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

use super::journal::Record;
use super::place::is_absent;
use super::transaction::{Recovered, Transaction};
use super::{Changes, STATE, leftover};
use crate::problem::counted;

/// The right to read: as long as this is held, no other run writes.
#[derive(Debug)]
pub struct Reading {
    /// Absent if nothing has ever been written here.
    _lock: Option<File>,
}

/// The right to read and write: as long as this is held, no other run reads or writes.
#[derive(Debug)]
pub struct Writing {
    root: PathBuf,
    _lock: File,
}

impl Reading {
    /// Begins to read the workspace at `root`; waits for a run that writes.
    ///
    /// # Errors
    ///
    /// If an earlier run was stopped in the middle and cannot be ended; an error of the file system.
    pub fn begin(root: &Path) -> anyhow::Result<Self> {
        let record = Record::of(root);
        note(&leftover::remove_staged_files(root)?);
        loop {
            let lock = match File::open(record.lock()) {
                Ok(lock) => lock,
                // Nothing has ever been written, or the record was left without a lock.
                Err(error) if is_absent(&error) && !record.is_left()? => return Ok(Self { _lock: None }),
                Err(error) if is_absent(&error) => {
                    Writing::begin(root)?;
                    continue;
                }
                Err(error) => return Err(error).with_context(|| format!("cannot open {STATE}/lock")),
            };
            wait(&lock.try_lock_shared(), || lock.lock_shared())?;
            if !record.is_left()? {
                return Ok(Self { _lock: Some(lock) });
            }
            drop(lock);
            Writing::begin(root)?;
        }
    }
}

impl Writing {
    /// Begins to read and write the workspace at `root`; waits for other runs.
    ///
    /// # Errors
    ///
    /// If an earlier run was stopped in the middle and cannot be ended; an error of the file system.
    pub fn begin(root: &Path) -> anyhow::Result<Self> {
        let record = Record::of(root);
        fs::create_dir_all(record.folder()).with_context(|| format!("cannot make {STATE}"))?;
        let found = fs::symlink_metadata(record.folder()).with_context(|| format!("cannot look at {STATE}"))?;
        ensure!(found.is_dir(), "{STATE} is not a folder; move it away");
        // It stays when the run has ended: a lock on a file that was removed would lock nobody out.
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(record.lock());
        let lock = lock.with_context(|| format!("cannot open {STATE}/lock"))?;
        wait(&lock.try_lock(), || lock.lock())?;
        note(&leftover::remove_staged_files(root)?);
        note(&Transaction::new(root, &mut |_| Ok(())).recover()?);
        Ok(Self { root: root.to_owned(), _lock: lock })
    }

    /// Makes changes, all of them or none.
    ///
    /// # Errors
    ///
    /// For a path that leaves the workspace, and for what cannot be replaced: a folder, a link, a read-only file. An error
    /// of the file system. Nothing has changed then.
    pub fn write(&self, changes: &Changes) -> anyhow::Result<()> {
        Transaction::new(&self.root, &mut |_| Ok(())).run(changes)
    }

    /// Removes what earlier versions of this tool left beside folders that they generate.
    ///
    /// # Errors
    ///
    /// An error of the file system.
    pub fn sweep<'a>(&self, folders: impl IntoIterator<Item = &'a PathBuf>) -> anyhow::Result<()> {
        note(&leftover::remove_staged_folders(&self.root, folders)?);
        Ok(())
    }
}

/// Takes a lock, and says so if it is not free at once.
fn wait(tried: &Result<(), TryLockError>, lock: impl FnOnce() -> io::Result<()>) -> anyhow::Result<()> {
    match tried {
        Ok(()) => return Ok(()),
        Err(TryLockError::WouldBlock) => note(&"waiting for another run of xtask"),
        // Interrupted, or not known: the lock itself says what is wrong.
        Err(TryLockError::Error(_)) => {}
    }
    lock().with_context(|| format!("cannot lock {STATE}/lock"))
}

/// Writes a line to the error stream, if there is one to write.
fn note(line: &dyn fmt::Display) {
    let line = line.to_string();
    if !line.is_empty() {
        // If the error stream is closed there is nobody to read it.
        let _ = writeln!(io::stderr(), "{line}");
    }
}

impl fmt::Display for Recovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Nothing => Ok(()),
            Self::Cleaned => write!(f, "removed what an earlier run left that was stopped; it had changed no file"),
            Self::Completed(files) => {
                write!(f, "completed an earlier run that was stopped: {}", counted(files, "file"))
            }
            Self::Undone(files) => {
                write!(f, "undid an earlier run that had failed and was stopped: {}", counted(files, "file"))
            }
        }
    }
}

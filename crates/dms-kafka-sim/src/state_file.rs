//! A state that outlives the program: a checkpoint of everything, and a log of the calls since then.
//!
//! `FILE` is the checkpoint, `FILE.<generation>.log` the log that goes on from it, and whoever has locked `FILE.lock` writes
//! them. A call is in the log before it is answered. When the log is longer than the checkpoint, both begin anew, in the next
//! generation: the new log is there before the new checkpoint is renamed into place, which is the one step that counts. Whatever a
//! program that was killed leaves beside the checkpoint is of another generation, or is not there at all.

mod checkpoint;
mod error;
mod lines;
mod lock;
mod log;
mod paths;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use error::StateFileError;
pub(crate) use log::{Entry, LoggedCall};

use checkpoint::Checkpoint;
use lock::Lock;
use log::Log;
use paths::Paths;

/// The files of a state that is being served.
#[derive(Debug)]
pub(crate) struct StateFile {
    paths: Paths,
    generation: u64,
    log: Log,
    checkpoint_bytes: u64,
    folded_bytes: u64,
    /// Why nothing more can be written.
    broken: Option<String>,
    _lock: Lock,
}

/// What was found: the state of the checkpoint, and what was done since.
#[derive(Debug)]
pub(crate) struct Found<T> {
    pub(crate) state: T,
    /// Each with its line in the log.
    pub(crate) entries: Vec<(usize, Entry)>,
    pub(crate) files: FoundFiles,
}

/// Files that were read and not yet touched.
#[derive(Debug)]
pub(crate) struct FoundFiles {
    paths: Paths,
    generation: u64,
    checkpoint_bytes: u64,
    read: log::Read,
    lock: Lock,
}

impl StateFile {
    /// Reads what there is at a path; nothing if there is no file. Nothing is changed.
    pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<Found<T>>, StateFileError> {
        let paths = Paths::of(path);
        let failed = |error: io::Error| StateFileError::io(path, &error);
        if !path.try_exists().map_err(failed)? {
            // Whoever takes the checkpoint away and leaves its log did not mean to begin anew.
            let log = paths.lonely_log().map_err(failed)?;
            return log.map_or(Ok(None), |log| Err(StateFileError::missing(path, &log)));
        }
        // A device might never end.
        if !path.metadata().map_err(failed)?.is_file() {
            return Err(StateFileError::no_file(path));
        }
        let lock = Lock::take(&paths)?;
        let Checkpoint { state, generation, bytes } = Checkpoint::read(path)?;
        let (read, entries) = log::Read::of(&paths.log(generation), generation, path)?;
        let files = FoundFiles { paths, generation, checkpoint_bytes: bytes, read, lock };
        Ok(Some(Found { state, entries, files }))
    }

    /// Writes a new file.
    pub(crate) fn create<T: Serialize>(path: &Path, state: &T, folded_bytes: u64) -> Result<Self, StateFileError> {
        let paths = Paths::of(path);
        let mut lock = Lock::take(&paths)?;
        let generation = 1;
        let log = Log::create(&paths.log(generation), generation)?;
        let checkpoint_bytes = Checkpoint::write(&paths, generation, state)?;
        lock.keep();
        Ok(Self { paths, generation, log, checkpoint_bytes, folded_bytes, broken: None, _lock: lock })
    }

    /// Puts down what was done, and folds the log if it has become long. After a failure nothing more is written: what is in
    /// memory is ahead of the files.
    pub(crate) fn put_down<T: Serialize>(&mut self, entry: &Entry, state: &T) -> Result<(), String> {
        self.check()?;
        let written = self.log.append(entry).and_then(|()| {
            let is_long = self.log.bytes() > self.folded_bytes.max(self.checkpoint_bytes);
            if is_long { self.fold(state) } else { Ok(()) }
        });
        self.checked(written)
    }

    /// Writes down a state that was changed otherwise than by calls.
    pub(crate) fn replace<T: Serialize>(&mut self, state: &T) {
        if self.check().is_ok() {
            let written = self.fold(state);
            // Whoever calls next is told.
            let _ = self.checked(written);
        }
    }

    /// Why nothing can be written, if nothing can.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.broken.clone().map_or(Ok(()), Err)
    }

    fn checked(&mut self, written: Result<(), StateFileError>) -> Result<(), String> {
        written.map_err(|error| self.broken.insert(error.to_string()).clone())
    }

    fn fold<T: Serialize>(&mut self, state: &T) -> Result<(), StateFileError> {
        let next = self.generation + 1;
        let log = Log::create(&self.paths.log(next), next)?;
        self.checkpoint_bytes = Checkpoint::write(&self.paths, next, state)?;
        let old = self.paths.log(self.generation);
        (self.generation, self.log) = (next, log);
        // It counts no more. The next start takes it away if it is still there.
        let _ = fs::remove_file(old);
        Ok(())
    }
}

impl FoundFiles {
    /// Where the log is.
    pub(crate) fn log_path(&self) -> PathBuf {
        self.paths.log(self.generation)
    }

    /// Goes on where the files end, and takes away what a program that was killed left behind.
    pub(crate) fn go_on(self, folded_bytes: u64) -> Result<StateFile, StateFileError> {
        let Self { paths, generation, checkpoint_bytes, read, mut lock } = self;
        let log = read.go_on(&paths.log(generation))?;
        lock.keep();
        paths.remove_others(generation);
        Ok(StateFile { paths, generation, log, checkpoint_bytes, folded_bytes, broken: None, _lock: lock })
    }
}

//! The lock of a state, which ends with the process.

use std::fs::{self, File, TryLockError};
use std::path::PathBuf;

use super::error::StateFileError;
use super::paths::{Paths, private};

/// The lock of a state. Its file goes with it if it was made for it, unless the state is served.
#[derive(Debug)]
pub(super) struct Lock {
    /// Held for as long as the files are written to.
    _file: File,
    /// A file that is to be taken away again.
    new: Option<PathBuf>,
}

impl Lock {
    /// Takes the lock.
    pub(super) fn take(paths: &Paths) -> Result<Self, StateFileError> {
        let path = paths.lock();
        loop {
            let is_new = !path.try_exists().map_err(|error| StateFileError::io(&path, &error))?;
            let file = private().create(true).truncate(false).open(&path);
            let file = file.map_err(|error| StateFileError::io(&path, &error))?;
            match file.try_lock() {
                // Somebody who was refused may have taken it away meanwhile.
                Ok(()) if is_there(&file, &path) => return Ok(Self { _file: file, new: is_new.then_some(path) }),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(StateFileError::in_use(&path)),
                Err(TryLockError::Error(error)) => return Err(StateFileError::io(&path, &error)),
            }
        }
    }

    /// Keeps its file: the state is served from now on.
    pub(super) fn keep(&mut self) {
        self.new = None;
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(path) = &self.new {
            // A refused state leaves nothing behind; where that cannot be, the file is in nobody's way.
            let _ = fs::remove_file(path);
        }
    }
}

/// Whether a file is the one at a path.
#[cfg(unix)]
fn is_there(file: &File, path: &std::path::Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    file.metadata().and_then(|own| Ok(of(own) == of(fs::metadata(path)?))).unwrap_or(false)
}

/// What is open cannot be taken away elsewhere.
#[cfg(not(unix))]
const fn is_there(_: &File, _: &std::path::Path) -> bool {
    true
}

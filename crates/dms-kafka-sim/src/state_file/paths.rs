//! The files of a state.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Where the files of a state are.
#[derive(Clone, Debug)]
pub(super) struct Paths {
    checkpoint: PathBuf,
}

impl Paths {
    pub(super) fn of(checkpoint: &Path) -> Self {
        Self { checkpoint: checkpoint.to_owned() }
    }

    pub(super) fn checkpoint(&self) -> &Path {
        &self.checkpoint
    }

    /// A checkpoint that is being written.
    pub(super) fn unfinished(&self) -> PathBuf {
        self.with(".new")
    }

    pub(super) fn log(&self, generation: u64) -> PathBuf {
        self.with(&format!(".{generation}.log"))
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.with(".lock")
    }

    /// Takes away what a program that was killed may have left: the log of the generation before, or of the one after, and a
    /// checkpoint that was not finished.
    pub(super) fn remove_others(&self, generation: u64) {
        for path in [self.unfinished(), self.log(generation.saturating_sub(1)), self.log(generation + 1)] {
            // Most times there is none.
            let _ = fs::remove_file(path);
        }
    }

    /// A log that a checkpoint must have gone before: any but a first one that nothing was written to.
    pub(super) fn lonely_log(&self) -> io::Result<Option<PathBuf>> {
        let folder = self.checkpoint.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = self.checkpoint.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let generation = |file: &str| -> Option<u64> {
            file.strip_prefix(&name)?.strip_prefix('.')?.strip_suffix(".log")?.parse().ok()
        };
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let Some(generation) = generation(&entry.file_name().to_string_lossy()) else { continue };
            let is_begun = generation == 1 && fs::read(entry.path())?.split_inclusive(|b| *b == b'\n').count() <= 1;
            if !is_begun {
                return Ok(Some(entry.path()));
            }
        }
        Ok(None)
    }

    fn with(&self, end: &str) -> PathBuf {
        let mut path = OsString::from(&self.checkpoint);
        path.push(end);
        path.into()
    }
}

/// How files are opened to write to: for nobody else, because bodies of requests have passwords.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

//! What is wrong with the files of a state.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The files of a state cannot be used: which one, where, why, and what to do. Nothing was changed.
#[derive(Debug)]
pub struct StateFileError {
    path: PathBuf,
    /// Counted from 1.
    line: Option<usize>,
    what: String,
}

impl StateFileError {
    /// The line, if it is one of a file.
    pub const fn line(&self) -> Option<usize> {
        self.line
    }

    pub(crate) fn damaged(path: &Path, line: usize, why: &str) -> Self {
        let what = format!("{why}; restore the files of the state from a copy, or begin with another one");
        Self { path: path.to_owned(), line: Some(line), what }
    }

    pub(super) fn missing(path: &Path, other: &Path) -> Self {
        let other = other.display();
        let what = format!("it is missing, and {other} is there; restore it from a copy, or begin with another state");
        Self { path: path.to_owned(), line: None, what }
    }

    pub(super) fn no_file(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            line: None,
            what: "it is no file; name one, or one that is to be made".to_owned(),
        }
    }

    pub(super) fn in_use(path: &Path) -> Self {
        Self { path: path.to_owned(), line: None, what: "another program serves this state; end it first".to_owned() }
    }

    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        Self { path: path.to_owned(), line: None, what: error.to_string() }
    }
}

impl fmt::Display for StateFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for StateFileError {}

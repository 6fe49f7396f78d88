//! What differs between a page and the specification.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

pub use crate::spec::FindingKind;

/// A difference: what it is, where it stands on the page and in the specification, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The kind of difference.
    pub kind: FindingKind,
    /// The operation.
    pub operation: Option<String>,
    /// The page.
    pub page: String,
    /// The line of the page, counted from 1; 0 for the page as a whole.
    pub line: u32,
    /// Id of the page in `sources.toml`.
    pub source: Option<String>,
    /// The file of the specification, relative to the root of the workspace.
    pub file: PathBuf,
    /// JSON pointer into the bundle; for what the specification lacks, to what should hold it.
    pub pointer: String,
    /// For what the specification lacks: the key that it would have there.
    pub member: Option<String>,
    /// What differs.
    pub message: String,
    /// What to do next.
    pub remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.page.is_empty() {
            write!(f, "{}:{}: ", self.page, self.line)?;
        }
        write!(f, "[{}] ", self.kind.name())?;
        if let Some(operation) = &self.operation {
            write!(f, "{operation}: ")?;
        }
        write!(f, "{}", self.message)?;
        if !self.file.as_os_str().is_empty() {
            let hash = if self.pointer.is_empty() { "" } else { "#" };
            write!(f, "\n    at: {}{hash}{}", self.file.display(), self.pointer)?;
        }
        write!(f, "\n    remedy: {}", self.remedy)
    }
}

//! What is reported of a page and the specification.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::spec::{FindingKind, Spec};

/// What was found: what it is, where it stands on the page and in the specification, and what to do about it.
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
    /// The line of that file, counted from 1; 0 for the file as a whole. For what the specification lacks, that of what
    /// should hold it.
    pub spec_line: u32,
    /// JSON pointer into the bundle; for what the specification lacks, to what should hold it.
    pub pointer: String,
    /// For what the specification lacks: the key that it would have there.
    pub member: Option<String>,
    /// What differs.
    pub message: String,
    /// What to do next.
    pub remedy: String,
}

impl Finding {
    /// A finding about a page as a whole, with no place in the specification and no remedy yet.
    pub(crate) fn of_page(kind: FindingKind, page: &str, message: String) -> Self {
        Self {
            kind,
            operation: None,
            page: page.to_owned(),
            line: 0,
            source: None,
            file: PathBuf::new(),
            spec_line: 0,
            pointer: String::new(),
            member: None,
            message,
            remedy: String::new(),
        }
    }

    /// The finding at its place in the specification.
    pub(crate) fn at(self, spec: &Spec, pointer: String) -> Self {
        let (file, spec_line) = spec.place_of(&pointer);
        Self { file: file.to_owned(), spec_line, pointer, ..self }
    }
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
            write!(f, "\n    at: {}", self.file.display())?;
            if self.spec_line > 0 {
                write!(f, ":{}", self.spec_line)?;
            }
            if !self.pointer.is_empty() {
                write!(f, "#{}", self.pointer)?;
            }
        }
        write!(f, "\n    remedy: {}", self.remedy)
    }
}

//! What is reported of a page and the specification.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use super::{Proposal, Verdict};
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
    /// The facts of the page that it is about besides: the fields of an object that is lacking.
    pub holds: Vec<String>,
    /// What differs.
    pub message: String,
    /// What to do next.
    pub remedy: String,
    /// What it means, if the page is right: on the wire, and for users of the client.
    pub verdict: Verdict,
    /// What is to be done about it.
    #[serde(skip)]
    pub(crate) proposal: Proposal,
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
            holds: Vec::new(),
            message,
            remedy: String::new(),
            verdict: Verdict::none(),
            proposal: Proposal::default(),
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
        if self.verdict.is_judged() {
            write!(f, "\n    means: {}", self.verdict)?;
        }
        write!(f, "\n    remedy: {}", self.remedy)
    }
}

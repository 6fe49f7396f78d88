//! What is wrong with a file that a person wrote, and what to do about it.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

/// A fault in a file of the specification.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The file, relative to the root of the workspace.
    pub file: PathBuf,
    /// The line, counted from 1; 0 for the file as a whole.
    pub line: u32,
    /// JSON pointer into the file; empty for the file as a whole.
    pub pointer: String,
    /// Id of the rule that is broken, `operation-id` for example.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.pointer.is_empty() {
            write!(f, "#{}", self.pointer)?;
        }
        write!(f, ": [{}] {}", self.rule, self.message)?;
        write!(f, "\n    remedy: {}", self.remedy)
    }
}

/// Faults that keep a step from giving its result.
#[derive(Debug)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        write!(f, "{}; nothing was written", count(self.0.len()))
    }
}

/// "1 problem", "2 problems".
pub(crate) fn count(problems: usize) -> String {
    format!("{problems} problem{}", if problems == 1 { "" } else { "s" })
}

impl std::error::Error for Problems {}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

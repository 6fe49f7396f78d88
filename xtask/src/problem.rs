//! What is wrong with a file that a person wrote, and what to do about it.

use std::borrow::Cow;
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
        write!(f, ": [{}] {}", self.rule, shortened(&self.message))?;
        write!(f, "\n    remedy: {}", shortened(&self.remedy))
    }
}

/// A text, or the beginning of one that repeats something far too long: the place says where to read the rest.
fn shortened(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 1_000;
    let end = text.char_indices().nth(LONGEST).map(|(end, _)| end);
    match end.and_then(|end| text.get(..end)) {
        Some(beginning) => format!("{beginning} … ({} bytes in all)", text.len()).into(),
        None => text.into(),
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
        write!(f, "{}; nothing was written", counted(self.0.len(), "problem"))
    }
}

/// "1 problem", "2 problems": a number of things whose plural has an `s`.
pub(crate) fn counted(number: impl fmt::Display, thing: &str) -> String {
    let number = number.to_string();
    format!("{number} {thing}{}", if number == "1" { "" } else { "s" })
}

impl std::error::Error for Problems {}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_too_long_is_shown_by_its_beginning() {
        let problem = |message: String| Problem {
            file: "a.yaml".into(),
            line: 3,
            pointer: "/x".to_owned(),
            rule: "names",
            message,
            remedy: "write another one".to_owned(),
        };
        let plain = "a.yaml:3#/x: [names] `é` is no name\n    remedy: write another one";
        assert_eq!(problem("`é` is no name".to_owned()).to_string(), plain);
        let long = problem(format!("`{}` is no name", "é".repeat(200_000))).to_string();
        assert!(long.chars().count() < 1_200 && long.contains("é … (400013 bytes in all)\n"), "{}", long.len());
    }
}

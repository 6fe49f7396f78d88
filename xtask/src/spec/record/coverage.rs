//! `coverage.toml`: operations that are documented, and not in the specification.

use serde::Deserialize;

use crate::spec::{LineEnds, shape};

/// `coverage.toml`: operations that are documented, and not in the specification.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::spec) struct CoverageFile {
    #[serde(default)]
    deferred: Vec<toml::Spanned<Deferred>>,
    #[serde(default)]
    superseded: Vec<toml::Spanned<Superseded>>,
}

impl CoverageFile {
    /// The entries, each with its line in the text.
    pub(in crate::spec) fn placed(self, text: &str) -> (Vec<Deferred>, Vec<Superseded>) {
        let ends = LineEnds::of(text);
        let deferred = self.deferred.into_iter();
        let superseded = self.superseded.into_iter();
        (
            deferred.map(|entry| Deferred { line: ends.line(entry.span().start), ..entry.into_inner() }).collect(),
            superseded.map(|entry| Superseded { line: ends.line(entry.span().start), ..entry.into_inner() }).collect(),
        )
    }
}

/// Operations that are left out for now: one by its name, or all below a path.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deferred {
    /// The operation.
    pub operation: Option<String>,
    /// A path: every operation at it and below it.
    pub below: Option<String>,
    /// Why.
    pub reason: String,
    /// The line on which its entry begins, counted from 1.
    #[serde(skip)]
    pub line: u32,
}

impl Deferred {
    /// Whether the operation of that name, at that path, is one of these.
    pub fn names(&self, operation: Option<&str>, path: &str) -> bool {
        let below = |above: &str| path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let named = self.operation.is_some() && self.operation.as_deref() == operation;
        named || self.below.as_deref().is_some_and(below)
    }
}

/// An operation that another one of the specification replaces.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Superseded {
    /// Its method.
    pub method: String,
    /// Its path; parameters may have any names.
    pub path: String,
    /// `operationId` of the operation that replaces it.
    pub by: String,
    /// What else there is to say.
    pub reason: Option<String>,
    /// The line on which its entry begins, counted from 1.
    #[serde(skip)]
    pub line: u32,
}

impl Superseded {
    /// Whether it is the operation of that method at that path.
    pub fn is(&self, method: &str, path: &str) -> bool {
        self.method.eq_ignore_ascii_case(method) && shape(&self.path) == shape(path)
    }
}

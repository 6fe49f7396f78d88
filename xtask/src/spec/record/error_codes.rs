//! `error-codes.toml`: what the service's codes mean.

use std::fmt;

use serde::Deserialize;

use crate::spec::LineEnds;

/// `error-codes.toml`: what the service's codes mean.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::spec) struct ErrorCodesFile {
    #[serde(default)]
    code: Vec<toml::Spanned<ErrorCode>>,
}

impl ErrorCodesFile {
    /// The entries, each with its line in the text.
    pub(in crate::spec) fn placed(self, text: &str) -> Vec<ErrorCode> {
        let ends = LineEnds::of(text);
        let entries = self.code.into_iter();
        entries.map(|entry| ErrorCode { line: ends.line(entry.span().start), ..entry.into_inner() }).collect()
    }
}

/// A code by which the service says why it refused a request.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code, as it stands in responses.
    pub code: String,
    /// Its name in Rust.
    pub name: String,
    /// The HTTP statuses that it is documented with.
    pub statuses: Vec<u16>,
    /// What it means, and what to do about it.
    pub meaning: String,
    /// What it means for the caller, if it is of one of the classes.
    pub class: Option<ErrorClass>,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// Where the sources disagree, and what was chosen.
    pub note: Option<String>,
    /// The line on which its entry begins, counted from 1.
    #[serde(skip)]
    pub line: u32,
}

/// What a failure means for the caller, as `huaweicloud_core::ErrorClass` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorClass {
    /// The same request may succeed later.
    Retry,
    /// What the request names does not exist.
    NotFound,
    /// It is there already.
    Conflict,
    /// Too many requests.
    Throttled,
    /// The caller is not known, or may not do this.
    Unauthorized,
}

impl fmt::Display for ErrorClass {
    /// The name of the class in Rust.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Retry => "Retry",
            Self::NotFound => "NotFound",
            Self::Conflict => "Conflict",
            Self::Throttled => "Throttled",
            Self::Unauthorized => "Unauthorized",
        })
    }
}

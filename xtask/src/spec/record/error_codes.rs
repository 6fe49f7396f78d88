//! `error-codes.toml`: what the service's codes mean.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::spec::LineEnds;

/// `error-codes.toml`: what the service's codes mean.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::spec) struct ErrorCodesFile {
    #[serde(default)]
    code: Vec<toml::Spanned<Entry<Vec<String>>>>,
}

impl ErrorCodesFile {
    /// The entries of the file, each with its line in the text.
    pub(in crate::spec) fn placed(self, file: &Path, text: &str) -> Vec<ErrorCode> {
        placed(self.code, file, text).map(|(code, sources)| ErrorCode { sources, ..code }).collect()
    }
}

/// `error-codes.toml` of a family: what codes mean that several services have.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::spec) struct SharedCodesFile {
    #[serde(default)]
    code: Vec<toml::Spanned<Entry<SourcesOfServices>>>,
}

impl SharedCodesFile {
    /// The entries of the file, each with its line in the text.
    pub(in crate::spec) fn placed(self, file: &Path, text: &str) -> Vec<SharedCode> {
        placed(self.code, file, text).map(|(code, sources)| SharedCode { code, sources }).collect()
    }
}

/// An entry of either file, with what it says of its sources.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry<S> {
    code: String,
    name: String,
    statuses: Vec<u16>,
    meaning: String,
    class: Option<ErrorClass>,
    sources: S,
    note: Option<String>,
}

fn placed<S>(entries: Vec<toml::Spanned<Entry<S>>>, file: &Path, text: &str) -> impl Iterator<Item = (ErrorCode, S)> {
    let ends = LineEnds::of(text);
    let file = file.to_owned();
    entries.into_iter().map(move |entry| {
        let line = ends.line(entry.span().start);
        let Entry { code, name, statuses, meaning, class, sources, note } = entry.into_inner();
        let file = file.clone();
        (ErrorCode { code, name, statuses, meaning, class, sources: Vec::new(), note, file, line }, sources)
    })
}

/// A code by which the service says why it refused a request.
#[derive(Clone, Debug)]
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
    /// The file of its entry.
    pub file: PathBuf,
    /// The line on which its entry begins, counted from 1.
    pub line: u32,
}

impl ErrorCode {
    /// Whether two entries give a client the same.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let says = |code: &Self| (code.name.clone(), code.statuses.clone(), code.meaning.clone(), code.class);
        says(self) == says(other)
    }
}

/// Ids of sources, by the name of the service that has them.
type SourcesOfServices = BTreeMap<String, Vec<String>>;

/// A code that several services have.
#[derive(Clone, Debug)]
pub struct SharedCode {
    /// What all of them say of it; it has no sources.
    pub code: ErrorCode,
    /// Ids of the sources of each service that has it, by the name of the service.
    pub sources: SourcesOfServices,
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

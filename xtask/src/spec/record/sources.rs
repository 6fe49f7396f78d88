//! `sources.toml`: what was read.

use std::collections::HashMap;

use serde::Deserialize;

use crate::spec::LineEnds;

/// `sources.toml`: what was read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::spec) struct SourcesFile {
    #[serde(default)]
    source: Vec<toml::Spanned<Source>>,
}

impl SourcesFile {
    /// The entries, each with its line in the text.
    pub(in crate::spec) fn placed(self, text: &str) -> Vec<Source> {
        let ends = LineEnds::of(text);
        let entries = self.source.into_iter();
        entries.map(|entry| Source { line: ends.line(entry.span().start), ..entry.into_inner() }).collect()
    }
}

/// A page, or another document, that facts came from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Id by which the specification names it.
    pub id: String,
    /// What kind of document it is.
    pub kind: SourceKind,
    /// Where it lies, relative to the folder that holds the documentation.
    pub path: String,
    /// Title, for documents that are no page.
    pub title: Option<String>,
    /// Layout of the page.
    pub layout: Option<String>,
    /// The operation that the page is about.
    pub operation: Option<String>,
    /// The day that it was updated, if that is known.
    pub date: Option<toml::value::Datetime>,
    /// What the day was taken from, or why there is none.
    #[serde(rename = "dated-by")]
    pub dated_by: Option<String>,
    /// SHA-256 of the bytes that were read.
    pub sha256: String,
    /// The line on which its entry begins, counted from 1.
    #[serde(skip)]
    pub line: u32,
}

/// The sources by their ids; of two with the same id, the first.
pub(crate) fn by_id(sources: &[Source]) -> HashMap<&str, &Source> {
    sources.iter().rev().map(|source| (source.id.as_str(), source)).collect()
}

/// Kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A page of the documentation.
    Page,
    /// The interface of an official SDK.
    Interface,
    /// What others have seen the service do.
    Observations,
}

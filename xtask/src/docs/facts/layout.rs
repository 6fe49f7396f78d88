//! What a page looks like, and what it is about.

use serde::Serialize;

/// The layouts the readers know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Layout {
    /// Markdown with HTML tables.
    Markdown,
    /// reStructuredText.
    #[serde(rename = "restructuredtext")]
    Rst,
    /// The text of an English web page, one paragraph per table cell.
    #[serde(rename = "web-text-en")]
    TextEn,
    /// The text of a Chinese web page, one paragraph per table cell.
    #[serde(rename = "web-text-zh")]
    TextZh,
    /// An HTML page.
    Html,
    /// The interface of an official SDK: one JSON document, many operations.
    Interface,
    /// None: the page could not be read.
    Unreadable,
}

impl Layout {
    /// The layout's name, as in the JSON shape and in `sources.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Rst => "restructuredtext",
            Self::TextEn => "web-text-en",
            Self::TextZh => "web-text-zh",
            Self::Html => "html",
            Self::Interface => "interface",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PageKind {
    /// The page documents one operation.
    Operation,
    /// An overview, an appendix or another page without an operation.
    Reference,
    /// The page could not be read at all.
    Unreadable,
}

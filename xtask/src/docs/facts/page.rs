//! All facts of one page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Examples, Field, Parameter, Problem};

/// Version of the JSON shape, carried by every page object as `version`.
///
/// It grows when a key is renamed, removed or changes its meaning; new keys do not change it.
pub const SHAPE_VERSION: u32 = 1;

/// All facts of one page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PageFacts {
    /// Version of this shape: [`SHAPE_VERSION`].
    pub version: u32,
    /// The page's label, usually its path.
    pub page: String,
    /// SHA-256 of the page's bytes, in hexadecimal digits; none if they could not be read.
    pub sha256: Option<String>,
    /// The layout the page was recognised as.
    pub layout: Layout,
    /// Whether the page documents an operation.
    pub kind: PageKind,
    /// The page's title.
    #[serde(serialize_with = "value_only")]
    pub title: Option<Located<String>>,
    /// The page's anchor or original name, whatever it looks like.
    #[serde(serialize_with = "value_only")]
    pub anchor: Option<Located<String>>,
    /// The operation's official name, such as `ListWidgets`: the anchor, where it is a name.
    #[serde(serialize_with = "value_only")]
    pub operation: Option<Located<String>>,
    /// The HTTP method.
    #[serde(serialize_with = "value_only")]
    pub method: Option<Located<Method>>,
    /// The path template, with `{name}` for each path parameter.
    #[serde(serialize_with = "value_only")]
    pub path: Option<Located<String>>,
    /// Parameters in path, query, header or form.
    pub parameters: Vec<Parameter>,
    /// Fields of the request body, nested objects resolved to paths such as `tasks[].id`.
    pub request: Vec<Field>,
    /// Fields of each response body by status code; `2XX` where the page names no code.
    pub responses: BTreeMap<String, Vec<Field>>,
    /// Headers of responses.
    pub response_headers: Vec<Field>,
    /// The documented status codes.
    pub status_codes: Vec<StatusCode>,
    /// Error codes listed on the page.
    pub error_codes: Vec<ErrorCode>,
    /// Permission actions the caller needs.
    pub permissions: Vec<Permission>,
    /// Example requests and responses.
    pub examples: Examples,
    /// Whether the page calls the operation out of date.
    pub deprecated: Option<Deprecation>,
    /// When the page was last updated, as `YYYY-MM-DD`.
    #[serde(serialize_with = "value_only")]
    pub date: Option<Located<String>>,
    /// Tables that describe no parameter, kept cell by cell.
    pub reference: Vec<ReferenceTable>,
    /// What could not be read, or contradicts itself.
    pub problems: Vec<Problem>,
    /// What was counted on the way.
    pub counts: Counts,
}

impl PageFacts {
    /// Facts of a page about which nothing is known yet.
    #[must_use]
    pub fn new(page: &str, layout: Layout, kind: PageKind) -> Self {
        Self {
            version: SHAPE_VERSION,
            page: page.to_owned(),
            sha256: None,
            layout,
            kind,
            title: None,
            anchor: None,
            operation: None,
            method: None,
            path: None,
            parameters: Vec::new(),
            request: Vec::new(),
            responses: BTreeMap::new(),
            response_headers: Vec::new(),
            status_codes: Vec::new(),
            error_codes: Vec::new(),
            permissions: Vec::new(),
            examples: Examples::default(),
            deprecated: None,
            date: None,
            reference: Vec::new(),
            problems: Vec::new(),
            counts: Counts::default(),
        }
    }
}

/// Writes a located value without its line: the report lists the lines beside the values.
#[expect(clippy::ref_option, reason = "serde calls it with a reference to the field")]
fn value_only<T: Serialize, S: serde::Serializer>(
    located: &Option<Located<T>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    located.as_ref().map(|located| &located.value).serialize(serializer)
}

/// A value and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its line, counted from 1.
    pub line: u32,
}

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
    /// Nothing that could be read.
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

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names are those of RFC 9110")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
    Patch,
    Head,
    Options,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 7] = [Self::Get, Self::Post, Self::Put, Self::Delete, Self::Patch, Self::Head, Self::Options];

    /// The method as it stands in a request line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
        }
    }
}

/// A documented status code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StatusCode {
    /// The code.
    pub code: String,
    /// What the page says about it.
    pub description: String,
    /// Its line.
    pub line: u32,
}

/// A documented error code of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ErrorCode {
    /// The HTTP status it comes with, where the page says so.
    pub status: Option<String>,
    /// The service's code.
    pub code: String,
    /// The message.
    pub message: String,
    /// Its line.
    pub line: u32,
}

/// A permission the caller needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Permission {
    /// The action, such as `wid:widget:list`.
    pub action: String,
    /// The access level, such as `Read`.
    pub access_level: Option<String>,
    /// The resource types the action applies to.
    pub resource_type: Option<String>,
    /// Its line.
    pub line: u32,
}

/// The page calls the operation out of date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Deprecation {
    /// The anchor or page of the operation to use instead.
    pub replacement: Option<String>,
    /// The line that says so.
    pub line: u32,
}

/// A table that describes no parameter, kept cell by cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReferenceTable {
    /// The caption, where there is one.
    pub caption: Option<String>,
    /// The header cells.
    pub header: Vec<String>,
    /// The data rows.
    pub rows: Vec<ReferenceRow>,
    /// Its line.
    pub line: u32,
}

/// A row of a [`ReferenceTable`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReferenceRow {
    /// The cells.
    pub cells: Vec<String>,
    /// Its line.
    pub line: u32,
}

/// What was counted. `rows == rows_as_facts + rows_as_problems` always holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Pages read; of an interface, the facts of its first operation count it.
    pub pages: u64,
    /// Pages that document an operation.
    pub operations: u64,
    /// Data rows of all tables, header rows left out.
    pub rows: u64,
    /// Rows that became facts.
    pub rows_as_facts: u64,
    /// Rows that a problem accounts for.
    pub rows_as_problems: u64,
    /// Rows among these that no fact and no other problem accounts for: a fault of the readers.
    pub rows_vanished: u64,
    /// Facts of every kind.
    pub facts: u64,
    /// Problems.
    pub problems: u64,
}

impl Counts {
    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.operations += other.operations;
        self.rows += other.rows;
        self.rows_as_facts += other.rows_as_facts;
        self.rows_as_problems += other.rows_as_problems;
        self.rows_vanished += other.rows_vanished;
        self.facts += other.facts;
        self.problems += other.problems;
    }
}

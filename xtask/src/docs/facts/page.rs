//! All facts of one page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::codes::{ErrorCode, Permission, StatusCode};
use super::counts::Counts;
use super::example::Examples;
use super::layout::{Layout, PageKind};
use super::located::{Located, value_only};
use super::parameter::{Field, Parameter};
use super::problem::PageProblem;
use super::reference::ReferenceTable;
use crate::model::Method;

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
    pub problems: Vec<PageProblem>,
    /// What was counted on the way.
    pub counts: Counts,
}

impl PageFacts {
    /// Facts of a page that is still to be read: none yet.
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

    /// Facts of a page of which only the problem is known.
    #[must_use]
    pub fn unreadable(problem: PageProblem) -> Self {
        let mut facts = Self::new(&problem.page, Layout::Unreadable, PageKind::Unreadable);
        facts.problems.push(problem);
        facts.counts.pages = 1;
        facts.counts.problems = 1;
        facts
    }
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

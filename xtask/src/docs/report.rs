//! Renders facts: for people, and as JSON.
//!
//! # The JSON shape
//!
//! The top level is a list with one object for each page. Every object carries the version of the
//! shape as `version` ([`SHAPE_VERSION`](super::facts::SHAPE_VERSION)); its keys are those of
//! [`PageFacts`], and `lines` with the line of each single value such as `operation` or `path`.
//!
//! ```json
//! {
//!   "version": 1, "page": "widget.md", "sha256": "…", "layout": "markdown", "kind": "operation",
//!   "title": "…", "anchor": "ListWidgets", "operation": "ListWidgets", "method": "GET", "path": "/v3/{project_id}/widgets",
//!   "parameters": [{"name": "limit", "in": "query", "type": "Integer", "schema": {"type": "integer"},
//!                   "required": "no", "default": 10, "minimum": 1, "maximum": 50, "description": "…", "line": 45}],
//!   "request": [],
//!   "responses": {"200": [{"field": "widgets[].id", "type": "String", "schema": {"type": "string"},
//!                          "required": "unknown", "description": "…", "line": 60}]},
//!   "response_headers": [], "status_codes": [], "error_codes": [], "permissions": [],
//!   "examples": {"request": [], "response": [{"status": "200", "body": {"form": "json", "value": {}}, "line": 90}]},
//!   "deprecated": null, "date": "2031-02-03", "reference": [],
//!   "problems": [{"page": "widget.md", "line": 70, "kind": "type", "reason": "…", "hint": "…", "rows": 0}],
//!   "counts": {"pages": 1, "operations": 1, "rows": 9, "rows_as_facts": 9, "rows_as_problems": 0, "facts": 14, "problems": 1},
//!   "lines": {"title": 1, "operation": 1, "method": 12, "path": 12, "date": 3}
//! }
//! ```
//!
//! `layout` is `markdown`, `restructuredtext`, `web-text-en`, `web-text-zh`, `html`, `interface` or `unreadable`; `kind` is
//! `operation`, `reference` or `unreadable`. An interface, and a page of several operations, is one object for each operation,
//! with the same `page`. `required` is `yes`, `no` or `unknown`, never a guess. Responses stand under their status, `2XX`
//! where the page names none, `4XX` where it only says that they refuse, and `default` where it names all others so. A field is
//! a path: `[]` stands for the items of a list, `*` for the values of a map, `$` for the body itself. `type` is as the page
//! names it, `schema` as a specification needs it. A permission has `operation`, method and path, where its row has them, and
//! `has_words` if something stands beside these that may say when it is asked for.

mod table;

use std::io;

use serde::Serialize;

use super::facts::{Counts, Located, PageFacts};
use crate::problem::counted;

pub use table::{page_line, page_table};

/// A page as JSON: its facts, and the lines of those that are plain values there.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PageJson<'p> {
    #[serde(flatten)]
    page: &'p PageFacts,
    lines: Lines,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Lines {
    title: Option<u32>,
    operation: Option<u32>,
    method: Option<u32>,
    path: Option<u32>,
    date: Option<u32>,
}

impl<'p> From<&'p PageFacts> for PageJson<'p> {
    fn from(page: &'p PageFacts) -> Self {
        fn line<T>(located: Option<&Located<T>>) -> Option<u32> {
            located.map(|located| located.line)
        }
        let lines = Lines {
            title: line(page.title.as_ref()),
            operation: line(page.operation.as_ref()),
            method: line(page.method.as_ref()),
            path: line(page.path.as_ref()),
            date: line(page.date.as_ref()),
        };
        Self { page, lines }
    }
}

/// The facts of pages as JSON: a list with one object for each page.
///
/// # Errors
///
/// Never for facts the readers made; the signature leaves it to the caller what to do if a later
/// shape cannot be written.
pub fn json(pages: &[PageFacts]) -> serde_json::Result<String> {
    let pages: Vec<PageJson<'_>> = pages.iter().map(PageJson::from).collect();
    serde_json::to_string_pretty(&pages)
}

/// Writes the same list page by page, so that memory does not grow with the number of pages.
#[derive(Debug)]
pub struct JsonList<W> {
    writer: W,
    started: bool,
}

impl<W: io::Write> JsonList<W> {
    /// A list that is written to `writer`.
    pub const fn new(writer: W) -> Self {
        Self { writer, started: false }
    }

    /// Writes a page.
    ///
    /// # Errors
    ///
    /// If the writer fails.
    pub fn push(&mut self, page: &PageFacts) -> io::Result<()> {
        let separator = if self.started { ",\n" } else { "[\n" };
        self.started = true;
        self.writer.write_all(separator.as_bytes())?;
        serde_json::to_writer_pretty(&mut self.writer, &PageJson::from(page))?;
        Ok(())
    }

    /// Ends the list.
    ///
    /// # Errors
    ///
    /// If the writer fails.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.write_all(if self.started { b"\n]\n" } else { b"[]\n" })?;
        self.writer.flush()
    }
}

/// The last line of a report: what was counted.
#[must_use]
pub fn summary(counts: &Counts) -> String {
    format!(
        "{} ({}), {} ({} as facts, {} as problems), {}, {}",
        counted(counts.pages, "page"),
        counted(counts.operations, "operation"),
        counted(counts.rows, "table row"),
        counts.rows_as_facts,
        counts.rows_as_problems,
        counted(counts.facts, "fact"),
        counted(counts.problems, "problem"),
    )
}

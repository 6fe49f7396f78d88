//! Renders a [`Report`]: for people, as JSON, and as annotations of GitHub.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Report;
use crate::problem::counted;

/// Version of the JSON shape: `{version, pages, operations, silenced, deferred, superseded, findings: […]}`, where each
/// finding has the keys of [`Finding`](crate::contract::Finding).
pub const SHAPE_VERSION: u32 = 1;

/// The findings with their remedies, and the counts at the end.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{finding}");
    }
    let _ = writeln!(text, "{}", summary(report));
    text
}

/// The counts in one line.
pub fn summary(report: &Report) -> String {
    summary_of(report, report.findings.len())
}

/// The counts, of a report whose findings went elsewhere.
pub(crate) fn summary_of(report: &Report, findings: usize) -> String {
    format!(
        "{} compared with {}: {}, {} silenced by quirks, {} deferred, {} superseded",
        counted(report.pages, "page"),
        counted(report.operations, "operation"),
        counted(findings, "finding"),
        report.silenced,
        counted(report.deferred, "operation"),
        report.superseded,
    )
}

/// One JSON object.
pub fn json(report: &Report) -> Value {
    json!({
        "version": SHAPE_VERSION,
        "pages": report.pages,
        "operations": report.operations,
        "silenced": report.silenced,
        "deferred": report.deferred,
        "superseded": report.superseded,
        "findings": report.findings,
    })
}

/// A workflow command of GitHub for each finding. It annotates the file of the specification, since pages are no part of
/// the repository.
pub fn github(report: &Report) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let mut properties = format!("title={}", property(&format!("drift: {}", finding.kind.name())));
        if !finding.file.as_os_str().is_empty() {
            let file = finding.file.to_string_lossy().replace('\\', "/");
            let _ = write!(properties, ",file={}", property(&file));
            if finding.spec_line > 0 {
                let _ = write!(properties, ",line={}", finding.spec_line);
            }
        }
        let operation = finding.operation.as_ref().map_or_else(String::new, |operation| format!("{operation}: "));
        let page =
            if finding.page.is_empty() { String::new() } else { format!(" ({}:{})", finding.page, finding.line) };
        let message = format!("{operation}{}{page}; {}", finding.message, finding.remedy);
        let _ = writeln!(text, "::error {properties}::{}", data(&message));
    }
    let _ = writeln!(text, "{}", summary(report));
    text
}

/// Escapes the message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

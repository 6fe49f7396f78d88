//! One JSON object for programs; `xtask/schemas/diff.json` describes it.

use serde_json::{Value, json};

use super::Report;

/// The version of the form. It is raised when a reader of the old form would go wrong.
const VERSION: u32 = 1;

/// A report as JSON.
pub fn json(report: &Report) -> Value {
    json!({
        "version": VERSION,
        "old": report.old,
        "new": report.new,
        "compared": report.compared,
        "worst": report.worst(),
        "tally": report.tally(),
        "findings": report.findings,
        "code": report.code,
        "bump": report.bump,
        "notes": report.notes,
    })
}

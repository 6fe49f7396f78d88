//! Lines for a changelog.

use std::fmt::Write as _;

use super::Report;
use crate::diff::finding::{CodeLine, Finding, Level, Rust};

/// The changes under the headings of a changelog; those of words are counted.
pub fn markdown(report: &Report) -> String {
    let mut text = String::new();
    let is_breaking =
        |finding: &Finding| finding.wire.old_client_new_server == Level::Breaking || finding.rust == Rust::Breaks;
    let (words, judged): (Vec<_>, Vec<_>) = report.findings.iter().partition(|finding| finding.is_of_words());
    let (breaking, others): (Vec<_>, Vec<_>) = judged.into_iter().partition(|finding| is_breaking(finding));
    let (added, changed): (Vec<_>, Vec<_>) = others.into_iter().partition(|finding| finding.rust == Rust::Adds);
    for (heading, findings) in [("Breaking", breaking), ("Added", added), ("Changed", changed)] {
        if findings.is_empty() {
            continue;
        }
        let _ = writeln!(text, "### {heading}\n");
        for finding in findings {
            write_line(&mut text, finding);
        }
        let _ = writeln!(text);
    }
    if !words.is_empty() {
        let _ = writeln!(text, "Changes of words alone: {}.", words.len());
    }
    text
}

fn write_line(text: &mut String, finding: &Finding) {
    let _ = write!(text, "- {}: {} (`{}`", escaped(&finding.subject()), finding.message, finding.id);
    match finding.operations.as_slice() {
        [] => {}
        [only] => {
            let _ = write!(text, "; `{only}`");
        }
        [first, rest @ ..] => {
            let _ = write!(text, "; `{first}` and {} more", rest.len());
        }
    }
    let _ = writeln!(text, ").");
    for change in &finding.code {
        let line = |line: &Option<CodeLine>| {
            line.as_ref().map_or_else(
                || "nothing".to_owned(),
                |line| format!("`{}`", line.text.trim_end_matches([' ', '{', ','])),
            )
        };
        let _ = writeln!(text, "  In Rust: {} is {} now.", line(&change.old), line(&change.new));
    }
}

/// Underscores and asterisks stand for themselves.
fn escaped(text: &str) -> String {
    text.replace('_', "\\_").replace('*', "\\*")
}

//! Text for people, the worst first.

use std::fmt::Write as _;

use super::Report;
use crate::diff::finding::{Finding, Place, Rust};
use crate::problem::counted;

/// How many operations are named of those that a finding reaches.
const SHOWN: usize = 4;

/// A report as text.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        write_finding(&mut text, finding);
    }
    for note in &report.notes {
        let _ = writeln!(text, "note: {note}");
    }
    let tally = report.tally();
    let _ = writeln!(
        text,
        "{} compared, {}: {} breaking, {} risky ({} that no rule knows), {} compatible",
        counted(report.compared.operations, "operation"),
        counted(report.findings.len(), "change"),
        tally.breaking,
        tally.risky,
        tally.unknown,
        tally.compatible,
    );
    text
}

fn write_finding(text: &mut String, finding: &Finding) {
    let place = finding.new.as_ref().or(finding.old.as_ref()).map(shown).unwrap_or_default();
    let level = finding.wire.old_client_new_server.name();
    let _ = writeln!(text, "{level}: {} [{}]", finding.message, finding.id);
    let _ = write!(text, "    at {place}");
    if let (Some(old), Some(new)) = (&finding.old, &finding.new)
        && (&old.file, old.line) != (&new.file, new.line)
    {
        let _ = write!(text, ", before {}:{}", old.file, old.line);
    }
    let _ = writeln!(text);
    let rust = match finding.rust {
        Rust::None => "nothing",
        Rust::Adds => "adds to the crate",
        Rust::Behaviour => "changes what the crate does",
        Rust::Breaks => "breaks source",
    };
    let back = finding.wire.new_client_old_server.name();
    let _ = writeln!(text, "    new client, old server: {back}; Rust: {rust}");
    if !finding.operations.is_empty() {
        let named: Vec<&str> = finding.operations.iter().take(SHOWN).map(String::as_str).collect();
        let more = finding.operations.len() - named.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = writeln!(text, "    reaches {}{more}", named.join(", "));
    }
}

/// A place, and the pointer in it.
fn shown(place: &Place) -> String {
    format!("{}:{} {}", place.file, place.line, place.pointer)
}

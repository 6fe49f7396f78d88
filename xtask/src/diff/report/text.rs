//! Text for people, the worst first.

use std::fmt::Write as _;

use super::Report;
use crate::diff::finding::{Finding, Place, Rust};
use crate::diff::{Bump, CodeChange, Step};
use crate::problem::counted;

/// How many operations are named of those that a finding reaches.
const SHOWN: usize = 4;

/// A report as text.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    let (words, changes): (Vec<_>, Vec<_>) = report.findings.iter().partition(|finding| finding.is_of_words());
    for finding in changes {
        write_finding(&mut text, finding);
    }
    if !words.is_empty() {
        let _ = writeln!(text, "{} of words alone; --json lists them", counted(words.len(), "change"));
    }
    let is_alone = |change: &&CodeChange| report.findings.iter().all(|finding| !finding.code.contains(change));
    for change in report.code.iter().filter(is_alone) {
        let _ = writeln!(text, "Rust: {} has changed as well", change.item);
        write_code(&mut text, change);
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
    if let Some(bump) = &report.bump {
        write_bump(&mut text, bump);
    }
    text
}

fn write_bump(text: &mut String, bump: &Bump) {
    let step = match bump.step {
        Step::None => "nothing to release",
        Step::Compatible => "a compatible release",
        Step::Breaking => "a breaking release",
    };
    let _ = write!(text, "follows: {step}");
    if let (Some(needed), Some(found)) = (&bump.needed, &bump.found) {
        let verdict = if bump.is_enough == Some(true) { "is enough" } else { "is not enough" };
        let _ = write!(text, ", {needed} at least; Cargo.toml has {found}, which {verdict}");
    }
    let _ = writeln!(text);
}

fn write_finding(text: &mut String, finding: &Finding) {
    let place = finding.place().map(shown).unwrap_or_default();
    let level = finding.wire.old_client_new_server.name();
    let _ = writeln!(text, "{level}: {}: {} [{}]", finding.subject(), finding.message, finding.id);
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
    for change in &finding.code {
        write_code(text, change);
    }
    if let Some(reason) = &finding.allowed {
        let _ = writeln!(text, "    allowed: {reason}");
    }
    if !finding.operations.is_empty() {
        let named: Vec<&str> = finding.operations.iter().take(SHOWN).map(String::as_str).collect();
        let more = finding.operations.len() - named.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = writeln!(text, "    reaches {}{more}", named.join(", "));
    }
}

fn write_code(text: &mut String, change: &CodeChange) {
    for (word, line) in [("was", &change.old), ("is", &change.new)] {
        let _ = match line {
            Some(line) => writeln!(text, "    {word:<3} {}:{}: {}", line.file, line.line, line.text),
            None => writeln!(text, "    {word:<3} nothing"),
        };
    }
}

/// A place, and the pointer in it.
fn shown(place: &Place) -> String {
    format!("{}:{} {}", place.file, place.line, place.pointer)
}

//! Renders a [`Sync`]: for people, as the text of a pull request, and for programs.

mod earlier;
mod markdown;

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Fate, REMOVALS, Sync};
use crate::diff::{Bump, CodeLine, Finding, Step};
use crate::drift::report::summary_of;
use crate::output::KEPT;
use crate::problem::counted;

pub use earlier::Earlier;
pub use markdown::markdown;

/// Version of the JSON shape: `xtask/schemas/sync.json` describes it.
const VERSION: u32 = 1;

/// What follows for the client: the change of its specification, judged, and the version.
#[derive(Clone, Debug, Default)]
pub struct Consequence {
    /// What changes in the specification, with the lines of the generated client.
    pub findings: Vec<Finding>,
    /// The version that follows, since the last release.
    pub bump: Option<Bump>,
    /// What could not be found out.
    pub notes: Vec<String>,
    /// The files that change besides those of the specification.
    pub files: Vec<String>,
    /// The part of the patch of removals that puts them into the changelog.
    pub removals: String,
}

/// What happens to findings of a fate.
fn heading(fate: Fate) -> String {
    let told = match fate {
        Fate::Contradiction => "pages contradict each other, and nothing is written",
        Fate::Removal => return format!("goes away if a person says so: {KEPT}/{REMOVALS}"),
        Fate::Person => "for a person",
        Fate::Written => "the specification says it now",
        Fate::Drafted => "the specification has it now; descriptions are for a person",
        Fate::Recorded => "sources.toml knows the page now",
    };
    told.to_owned()
}

/// The plan: what was found and what it means, what is written, and what is asked.
pub fn text(sync: &Sync, consequence: &Consequence) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{}: {}", sync.service, summary_of(&sync.counts, sync.items.len()));
    let mut last = None;
    for item in &sync.items {
        if last != Some(item.fate) {
            let count = sync.items.iter().filter(|other| other.fate == item.fate).count();
            let _ = writeln!(text, "\n{}, {}:", counted(count, "finding"), heading(item.fate));
            last = Some(item.fate);
        }
        let _ = writeln!(text, "{}", item.finding);
        if !item.finding.holds.is_empty() {
            let _ = writeln!(text, "    with: {}", item.finding.holds.join(", "));
        }
    }
    if !sync.write.is_empty() || !consequence.files.is_empty() {
        let _ = writeln!(text, "\nfiles that are written:");
        let own = sync.write.keys().map(|path| path.display().to_string());
        for path in own.chain(consequence.files.iter().cloned()) {
            let _ = writeln!(text, "    {path}");
        }
    }
    if let Some(bump) = &consequence.bump {
        let _ = writeln!(text, "\n{}", bump_text(bump));
    }
    for note in &consequence.notes {
        let _ = writeln!(text, "note: {note}");
    }
    if !sync.questions.is_empty() {
        let _ = writeln!(text, "\n{} for a person:", counted(sync.questions.len(), "question"));
        for question in &sync.questions {
            let _ = writeln!(text, "{question}");
        }
    }
    text
}

/// Which version follows.
fn bump_text(bump: &Bump) -> String {
    let step = match bump.step {
        Step::None => "nothing to release",
        Step::Compatible => "a compatible release",
        Step::Breaking => "a breaking release",
    };
    match (&bump.old, &bump.needed, &bump.found) {
        (Some(old), Some(needed), Some(found)) => {
            format!("since {old}: {step}, {needed} at least; Cargo.toml has {found}")
        }
        _ => format!("since the last commit: {step}; there is no release to count from"),
    }
}

/// One JSON object.
pub fn json(sync: &Sync, consequence: &Consequence) -> Value {
    let files: Vec<String> = sync.write.keys().map(|path| path.display().to_string()).collect();
    json!({
        "version": VERSION,
        "service": sync.service,
        "pages": sync.counts.pages,
        "operations": sync.counts.operations,
        "silenced": sync.counts.silenced,
        "deferred": sync.counts.deferred,
        "superseded": sync.counts.superseded,
        "findings": sync.items,
        "questions": sync.questions,
        "write": files.into_iter().chain(consequence.files.iter().cloned()).collect::<Vec<_>>(),
        "removals": sync.removals,
        "changes": consequence.findings,
        "bump": consequence.bump,
        "notes": consequence.notes,
    })
}

/// A line of the generated client.
fn code(line: Option<&CodeLine>) -> String {
    line.map_or_else(|| "nothing".to_owned(), |line| format!("`{}`", line.text.trim_end_matches([' ', '{', ','])))
}

//! The text of a pull request.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::earlier::{Earlier, Row, Told, told};
use super::{Consequence, bump_text};
use crate::diff::Level;
use crate::drift::report::summary_of;
use crate::problem::counted;
use crate::sync::{Fate, Sync};

/// What has changed, the worst first; what is asked of the reader; what goes away; and what follows for the client. What the runs
/// before this one wrote, on the same pages, stands with it.
pub fn markdown(sync: &Sync, consequence: &Consequence, earlier: &Earlier) -> String {
    let mut text = String::new();
    let base = base_of(sync);
    // Writing to a String cannot fail.
    let _ = writeln!(text, "# {}: what the documentation says now\n", sync.service);
    let _ = writeln!(text, "{}.", summary_of(&sync.counts, sync.items.len()));
    if let Some(bump) = &consequence.bump {
        let _ = writeln!(text, "Version {}.", bump_text(bump));
    }
    let all = earlier.and(told(sync, &base));
    let (records, facts): (Vec<&Told>, Vec<&Told>) = all.iter().partition(|told| told.fate == Fate::Recorded);
    tally(&mut text, &facts);
    for (heading, level) in
        [("Breaking", Level::Breaking), ("To be looked at", Level::Risky), ("Compatible", Level::Compatible)]
    {
        let of_level: Vec<&Told> = facts.iter().copied().filter(|told| told.level == level).collect();
        section(&mut text, heading, &of_level);
    }
    questions(&mut text, sync, &base);
    rust(&mut text, &earlier.rows_and(consequence));
    if !sync.removals.is_empty() {
        let _ = writeln!(text, "\n## What would go away\n\nNot applied. Take it with `git apply`, if it is right.\n");
        let _ = writeln!(text, "```diff\n{}```", sync.removals);
    }
    if !records.is_empty() {
        let _ = writeln!(text, "\n## Pages\n\n{}:\n", counted(records.len(), "page that is new or has changed"));
        for told in records {
            let _ = writeln!(text, "- `{}`: {}", told.page, told.message);
        }
    }
    for note in &consequence.notes {
        let _ = writeln!(text, "\nNote: {note}.");
    }
    text
}

/// How many findings are of a level, by what becomes of them.
fn tally(text: &mut String, facts: &[&Told]) {
    if facts.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n| | breaking | to be looked at | compatible |\n|---|---|---|---|");
    let fates = facts.iter().map(|told| (told.fate, told.is_settled)).collect::<BTreeSet<_>>();
    for of_fate in fates {
        let of =
            |level| facts.iter().filter(|told| (told.fate, told.is_settled) == of_fate && told.level == level).count();
        let [breaking, risky, compatible] = [Level::Breaking, Level::Risky, Level::Compatible].map(of);
        let _ = writeln!(text, "| {} | {breaking} | {risky} | {compatible} |", fate(of_fate));
    }
}

fn questions(text: &mut String, sync: &Sync, base: &str) {
    if sync.questions.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n## For a person\n");
    let mut same: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for question in &sync.questions {
        let place = format!("`{}:{}`", shown(&question.file.to_string_lossy(), base), question.line);
        same.entry((&question.question, &question.remedy)).or_default().push(place);
    }
    for ((question, remedy), places) in same {
        const SHOWN: usize = 5;
        let more = places.len().saturating_sub(SHOWN);
        let mut listed = places.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        if more > 0 {
            let _ = write!(listed, " and {more} more");
        }
        let _ = writeln!(text, "- [ ] {listed}: {question}; {remedy}");
    }
}

/// Findings by operation.
fn section(text: &mut String, heading: &str, items: &[&Told]) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n## {heading}\n");
    let mut by_operation: BTreeMap<&str, Vec<&Told>> = BTreeMap::new();
    for told in items {
        by_operation.entry(&told.operation).or_default().push(told);
    }
    for (operation, items) in by_operation {
        let name = if operation.is_empty() { "Records".to_owned() } else { format!("`{operation}`") };
        let _ = writeln!(text, "- {name}");
        for told in items {
            let _ = writeln!(text, "  - {}: {}", fate((told.fate, told.is_settled)), told.message);
        }
    }
}

const fn fate((fate, is_settled): (Fate, bool)) -> &'static str {
    match fate {
        _ if is_settled => "settled by a person",
        Fate::Contradiction => "**contradiction, not written**",
        Fate::Removal => "**removal, not applied**",
        Fate::Person => "**open**",
        Fate::Written => "written",
        Fate::Drafted => "drafted",
        Fate::Recorded => "recorded",
    }
}

/// The lines of the client that users may have to change.
fn rust(text: &mut String, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n## In Rust\n\n| item | before | now |\n|---|---|---|");
    for Row { item, before, now } in rows {
        let _ = writeln!(text, "| `{item}` | {before} | {now} |");
    }
}

/// The folder that the pages of all findings lie in, with its slash.
pub(super) fn base_of(sync: &Sync) -> String {
    common_folder(sync.items.iter().map(|item| item.finding.page.as_str()))
}

/// The folder that all pages lie in, with its slash.
fn common_folder<'p>(mut pages: impl Iterator<Item = &'p str>) -> String {
    let first = pages.find(|page| !page.is_empty()).unwrap_or_default();
    let mut common = first.rsplit_once('/').map_or("", |(folder, _)| folder);
    for page in pages.filter(|page| !page.is_empty()) {
        while !page.strip_prefix(common).is_some_and(|rest| rest.starts_with('/')) && !common.is_empty() {
            common = common.rsplit_once('/').map_or("", |(folder, _)| folder);
        }
    }
    if common.is_empty() { String::new() } else { format!("{common}/") }
}

/// A path without the folder that all lie in.
pub(super) fn shown<'p>(path: &'p str, base: &str) -> &'p str {
    path.strip_prefix(base).unwrap_or(path)
}

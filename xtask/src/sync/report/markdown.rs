//! The text of a pull request.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Consequence, bump_text, code};
use crate::diff::{Level, Rust};
use crate::drift::report::summary_of;
use crate::problem::counted;
use crate::sync::{Fate, Item, Sync};

/// What has changed, the worst first; what is asked of the reader; what goes away; and what follows for the client.
pub fn markdown(sync: &Sync, consequence: &Consequence) -> String {
    let mut text = String::new();
    let base = common_folder(sync.items.iter().map(|item| item.finding.page.as_str()));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "# {}: what the documentation says now\n", sync.service);
    let _ = writeln!(text, "{}.", summary_of(&sync.counts, sync.items.len()));
    if let Some(bump) = &consequence.bump {
        let _ = writeln!(text, "Version {}.", bump_text(bump));
    }
    tally(&mut text, sync);
    let (facts, records): (Vec<&Item>, Vec<&Item>) = sync.items.iter().partition(|item| item.fate != Fate::Recorded);
    for (heading, level) in
        [("Breaking", Level::Breaking), ("To be looked at", Level::Risky), ("Compatible", Level::Compatible)]
    {
        let of_level: Vec<&Item> = facts.iter().copied().filter(|item| badness(item) == level).collect();
        section(&mut text, heading, &of_level, &base);
    }
    questions(&mut text, sync, &base);
    rust(&mut text, consequence);
    if !sync.removals.is_empty() {
        let _ = writeln!(text, "\n## What would go away\n\nNot applied. Take it with `git apply`, if it is right.\n");
        let _ = writeln!(text, "```diff\n{}```", sync.removals);
    }
    if !records.is_empty() {
        let _ = writeln!(text, "\n## Pages\n\n{}:\n", counted(records.len(), "page that is new or has changed"));
        for item in records {
            let _ = writeln!(text, "- `{}`: {}", shown(&item.finding.page, &base), item.finding.message);
        }
    }
    for note in &consequence.notes {
        let _ = writeln!(text, "\nNote: {note}.");
    }
    text
}

/// How many findings are of a level, by what becomes of them.
fn tally(text: &mut String, sync: &Sync) {
    if sync.items.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n| | breaking | to be looked at | compatible |\n|---|---|---|---|");
    let fates = [Fate::Contradiction, Fate::Removal, Fate::Person, Fate::Written, Fate::Drafted];
    for of_fate in fates {
        let of = |level| sync.items.iter().filter(|item| item.fate == of_fate && badness(item) == level).count();
        let counts = [Level::Breaking, Level::Risky, Level::Compatible].map(of);
        if counts.iter().sum::<usize>() > 0 {
            let [breaking, risky, compatible] = counts;
            let _ = writeln!(text, "| {} | {breaking} | {risky} | {compatible} |", fate(of_fate));
        }
    }
}

/// How bad it is for those who have the client: on the wire, or when they compile.
fn badness(item: &Item) -> Level {
    let verdict = &item.finding.verdict;
    if verdict.rust == Rust::Breaks { Level::Breaking } else { verdict.wire.old_client_new_server }
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
fn section(text: &mut String, heading: &str, items: &[&Item], base: &str) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n## {heading}\n");
    let mut by_operation: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in items {
        by_operation.entry(item.finding.operation.as_deref().unwrap_or("")).or_default().push(item);
    }
    for (operation, items) in by_operation {
        let name = if operation.is_empty() { "Records".to_owned() } else { format!("`{operation}`") };
        let _ = writeln!(text, "- {name}");
        for item in items {
            let finding = &item.finding;
            let _ = write!(text, "  - {}: {}", fate(item.fate), finding.message);
            if !finding.holds.is_empty() {
                let holds: Vec<String> = finding.holds.iter().map(|field| format!("`{field}`")).collect();
                let _ = write!(text, ", with {}", holds.join(", "));
            }
            let _ = write!(text, ". {}.", capitalised(&finding.verdict.to_string()));
            if !finding.page.is_empty() {
                let _ = write!(text, " Page `{}:{}`", shown(&finding.page, base), finding.line);
                if !finding.file.as_os_str().is_empty() {
                    let _ = write!(text, ", specification `{}:{}`", finding.file.display(), finding.spec_line);
                }
                text.push('.');
            }
            text.push('\n');
        }
    }
}

const fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Contradiction => "**contradiction, not written**",
        Fate::Removal => "**removal, not applied**",
        Fate::Person => "**open**",
        Fate::Written => "written",
        Fate::Drafted => "drafted",
        Fate::Recorded => "recorded",
    }
}

/// The lines of the client that users may have to change.
fn rust(text: &mut String, consequence: &Consequence) {
    let changes = || consequence.findings.iter().flat_map(|finding| &finding.code);
    if changes().next().is_none() {
        return;
    }
    let _ = writeln!(text, "\n## In Rust\n\n| item | before | now |\n|---|---|---|");
    let mut seen = std::collections::BTreeSet::new();
    for change in changes().filter(|change| seen.insert(change.item.clone())) {
        let (old, new) = (code(change.old.as_ref()), code(change.new.as_ref()));
        let _ = writeln!(text, "| `{}` | {old} | {new} |", change.item);
    }
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
fn shown<'p>(path: &'p str, base: &str) -> &'p str {
    path.strip_prefix(base).unwrap_or(path)
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

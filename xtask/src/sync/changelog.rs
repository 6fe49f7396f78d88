//! The lines of a changelog.

use std::collections::BTreeMap;

use super::{Fate, Item, Sync};
use crate::diff::{Level, Rust};
use crate::spec::FindingKind;

/// Where it lies, from the root of the workspace.
pub const CHANGELOG: &str = "CHANGELOG.md";

/// Lines for the changelog, under the heading "Service": what the documentation says now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry(pub Vec<String>);

/// How wide a line is at most.
const WIDTH: usize = 130;

/// One line for each operation that something was written of: breaking changes are called so.
pub fn entry(sync: &Sync) -> Entry {
    entry_of(sync, |fate| matches!(fate, Fate::Written | Fate::Drafted))
}

/// The same of what goes away if a person says so.
pub fn entry_of_removals(sync: &Sync) -> Entry {
    entry_of(sync, |fate| fate == Fate::Removal)
}

fn entry_of(sync: &Sync, is_told: impl Fn(Fate) -> bool) -> Entry {
    let mut by_operation: BTreeMap<(Rank, &str), Vec<&Item>> = BTreeMap::new();
    // An example is for readers, and changes nothing.
    let is_told = |item: &&Item| is_told(item.fate) && item.finding.member.as_deref() != Some("examples");
    for item in sync.items.iter().filter(is_told) {
        let operation = item.finding.operation.as_deref().unwrap_or_default();
        by_operation.entry((rank(item), operation)).or_default().push(item);
    }
    let line = |((rank, operation), items): ((Rank, &str), Vec<&Item>)| {
        let what: Vec<String> = items.iter().map(|item| words(item)).collect();
        wrapped(&format!("- {}: `{operation}`: {}.", rank.word(), what.join("; ")))
    };
    Entry(by_operation.into_iter().map(line).collect())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Breaking,
    Changed,
    Added,
}

impl Rank {
    const fn word(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Changed => "Changed",
            Self::Added => "Added",
        }
    }
}

fn rank(item: &Item) -> Rank {
    let verdict = &item.finding.verdict;
    match verdict.rust {
        Rust::Breaks => Rank::Breaking,
        _ if verdict.wire.old_client_new_server == Level::Breaking => Rank::Breaking,
        Rust::Adds => Rank::Added,
        _ => Rank::Changed,
    }
}

/// What changed, from the side of the specification.
fn words(item: &Item) -> String {
    let message = item.finding.message.as_str();
    if item.finding.kind == FindingKind::OperationMissing {
        return "new operation".to_owned();
    }
    let gone = message.strip_prefix("the specification has ").and_then(|rest| rest.strip_suffix(" does not"));
    if let Some((what, _)) = gone.and_then(|gone| gone.rsplit_once(", and the ")) {
        return format!("{what} is gone");
    }
    let told =
        ["the page has ", "the page lists ", "the interface has "].iter().find_map(|it| message.strip_prefix(it));
    let told = told.unwrap_or(message).replace("in the specification", "before").replace(" on the page", " now");
    told.replace("the page does not have", "no longer")
}

/// Words on lines of the usual width, indented below the first.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let length = lines.last().map_or(0, |line| line.chars().count());
        if length > 0 && length + 1 + word.chars().count() > WIDTH {
            lines.push(format!("  {word}"));
        } else if let Some(line) = lines.last_mut() {
            if length > 0 {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

/// The changelog with the entry under "Unreleased", after the lines that are there under "Service"; none if all of it is
/// there already.
///
/// # Errors
///
/// A message with the entry, if there is no "Unreleased".
pub fn with_entry(changelog: &str, entry: &Entry) -> Result<Option<String>, String> {
    const UNRELEASED: &str = "## Unreleased";
    const SERVICE: &str = "### Service";
    if entry.0.is_empty() {
        return Ok(None);
    }
    let Some(begin) = changelog.lines().position(|line| line.trim_end() == UNRELEASED) else {
        let told: Vec<String> = entry.0.iter().map(|line| line.replace("\n  ", " ")).collect();
        return Err(format!("{CHANGELOG} has no `{UNRELEASED}`, where this belongs: {}", told.join(" ")));
    };
    let mut lines: Vec<String> = changelog.lines().map(str::to_owned).collect();
    let after = |from: usize, is_end: &dyn Fn(&str) -> bool| {
        let found = lines.iter().skip(from + 1).position(|line| is_end(line));
        found.map_or(lines.len(), |offset| from + 1 + offset)
    };
    let end = after(begin, &|line| line.starts_with("## "));
    // What an old release says may be so again.
    let said = lines.get(begin..end).unwrap_or_default().join("\n") + "\n";
    let new: Vec<&String> = entry.0.iter().filter(|line| !said.contains(&format!("\n{line}\n"))).collect();
    if new.is_empty() {
        return Ok(None);
    }
    let service = (begin..end).find(|at| lines.get(*at).is_some_and(|line| line.trim_end() == SERVICE));
    let mut end = service.map_or(end, |service| after(service, &|line| line.starts_with('#')));
    while end > 0 && lines.get(end - 1).is_some_and(|line| line.trim().is_empty()) {
        end -= 1;
    }
    let mut added = Vec::new();
    if service.is_none() {
        added.extend([String::new(), SERVICE.to_owned(), String::new()]);
    }
    added.extend(new.into_iter().cloned());
    lines.splice(end..end, added);
    Ok(Some(lines.join("\n") + "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_goes_below_what_is_there() {
        let entry = Entry(vec!["- Added: `ShowWidget`: the field `size`.".to_owned()]);
        let text = with_entry("# C\n\n## Unreleased\n\n### x\n\n- a\n\n## 0.1.0\n\n- b\n", &entry).unwrap().unwrap();
        let expected = "# C\n\n## Unreleased\n\n### x\n\n- a\n\n### Service\n\n- Added: `ShowWidget`: the field `size`.\n\n\
                        ## 0.1.0\n\n- b\n";
        assert_eq!(text, expected);
        // What is there is not said again.
        assert_eq!(with_entry(&text, &entry), Ok(None));
        let more = Entry(vec!["- Changed: x.".to_owned()]);
        assert!(with_entry(&text, &more).unwrap().unwrap().contains("`size`.\n- Changed: x.\n\n## 0.1.0"));
    }

    #[test]
    fn an_entry_is_lost_neither_to_an_old_release_nor_without_a_place() {
        let entry = Entry(vec!["- Added: the\n  field `size`.".to_owned()]);
        let old = "## Unreleased\n\n## 0.1.0\n\n- Added: the\n  field `size`.\n";
        let text = with_entry(old, &entry).unwrap().unwrap();
        assert!(
            text.starts_with("## Unreleased\n\n### Service\n\n- Added: the\n  field `size`.\n\n## 0.1.0"),
            "{text}"
        );
        let told = with_entry("# C\n\n## 0.1.0\n", &entry).unwrap_err();
        assert_eq!(told, "CHANGELOG.md has no `## Unreleased`, where this belongs: - Added: the field `size`.");
        assert_eq!(with_entry("# C\n", &Entry::default()), Ok(None));
    }

    #[test]
    fn long_lines_are_wrapped() {
        let text = wrapped(&"word ".repeat(60));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH + 2) && text.lines().count() > 2);
    }
}

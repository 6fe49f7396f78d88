//! Entries of `error-codes.toml` for the codes that pages list and the specification does not have.
//!
//! A page says code, statuses and a sentence of its own. What a code means, and a better name than its own letters and digits, a
//! person writes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::component::first_free;
use super::source::Sources;
use crate::docs::PageFacts;
use crate::model::{Model, names};
use crate::spec::{ErrorCode, PLACEHOLDER};

/// The longest code: real ones are far shorter.
const MAX_CODE: usize = 64;

/// The codes of pages without an operation that the specification does not have, in order. One without a status of a failure is left
/// to a person.
pub(super) fn of_references(model: &Model, references: &[PageFacts], sources: &mut Sources<'_>) -> Vec<ErrorCode> {
    let file = model.spec.folder.join("error-codes.toml");
    let known: BTreeSet<&str> = model.spec.error_codes.iter().map(|known| known.code.as_str()).collect();
    let mut taken: BTreeSet<String> = model.spec.error_codes.iter().map(|known| known.name.clone()).collect();
    let mut found: BTreeMap<&str, (BTreeSet<u16>, Vec<String>)> = BTreeMap::new();
    for page in references {
        let rows = page.error_codes.iter().filter(|row| !known.contains(row.code.as_str()) && is_code(&row.code));
        let rows = rows.map(|row| (row.code.as_str(), failures(row.status.as_deref().unwrap_or_default())));
        for (code, of_row) in rows.filter(|(_, of_row)| !of_row.is_empty()) {
            let id = sources.of_reference(page);
            let (statuses, ids) = found.entry(code).or_default();
            statuses.extend(of_row);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    let entries = found.into_iter().map(|(code, (statuses, sources))| ErrorCode {
        code: code.to_owned(),
        name: first_free(&name_of(code), "", |name| taken.insert(name.to_owned())),
        statuses: statuses.into_iter().collect(),
        meaning: PLACEHOLDER.to_owned(),
        class: None,
        sources,
        note: None,
        file: file.clone(),
        line: 0,
    });
    entries.collect()
}

/// Whether something can be a code of a response: one short word.
fn is_code(code: &str) -> bool {
    (1..=MAX_CODE).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-:".contains(&byte))
}

/// The statuses of failures that a cell begins with: `404 Not Found`, `400/404`.
fn failures(cell: &str) -> Vec<u16> {
    let words = cell.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let statuses = words.take_while(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    statuses.filter_map(|status| status.parse().ok()).filter(|status| (400..600).contains(status)).collect()
}

/// A name made of the letters and digits of a code: `Wid0042` of `WID.0042`.
fn name_of(code: &str) -> String {
    let name = names::pascal(code);
    let is_name = code.starts_with(|c: char| c.is_ascii_alphabetic()) && names::is_upper_camel(&name);
    if is_name && name != names::UNKNOWN { name } else { format!("Code{}", name.trim_start_matches('X')) }
}

/// The entry of a code.
pub(super) fn entry(code: &ErrorCode) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let list = |items: Vec<String>| format!("[{}]", items.join(", "));
    let mut text = format!("[[code]]\ncode = {}\nname = {}\n", quoted(&code.code), quoted(&code.name));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "statuses = {}", list(code.statuses.iter().map(u16::to_string).collect()));
    let _ = writeln!(text, "meaning = {}", quoted(&code.meaning));
    let _ = writeln!(text, "sources = {}", list(code.sources.iter().map(|id| quoted(id)).collect()));
    text
}

/// The text of the file with entries in it, each before the first one that comes after it. `known` are the codes of those that are
/// there, each with the line on which its entry begins; what stands before the first stays there.
pub(super) fn merged(text: &str, known: &[(u32, &str)], codes: &[ErrorCode]) -> String {
    let mut parts: Vec<String> = Vec::with_capacity(1 + known.len() + codes.len());
    let mut put = |part: &str| {
        let part = part.trim_end();
        parts.extend((!part.is_empty()).then(|| part.to_owned()));
    };
    let mut new = codes.iter().peekable();
    let mut entries = known.iter().peekable();
    let mut rest = text;
    let mut at = 1;
    // What stands before the first entry belongs to none.
    let mut code = None;
    loop {
        let end = entries.peek().map_or(u32::MAX, |(line, _)| *line);
        let length = rest
            .split_inclusive('\n')
            .take(usize::try_from(end.saturating_sub(at)).unwrap_or(usize::MAX))
            .map(str::len)
            .sum();
        let (part, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        while let Some(entry) = new.next_if(|new| code.is_some_and(|code| new.code.as_str() < code)) {
            put(&self::entry(entry));
        }
        put(part);
        (rest, at) = (behind, end);
        match entries.next() {
            Some((_, next)) => code = Some(*next),
            None => break,
        }
    }
    new.for_each(|new| put(&entry(new)));
    parts.join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(code: &str) -> ErrorCode {
        ErrorCode {
            code: code.to_owned(),
            name: name_of(code),
            statuses: vec![400, 404],
            meaning: PLACEHOLDER.to_owned(),
            class: None,
            sources: vec!["error-codes.en-md".to_owned()],
            note: None,
            file: "error-codes.toml".into(),
            line: 0,
        }
    }

    #[test]
    fn entries_stand_in_order_below_what_people_wrote() {
        let entry_of = |name: &str| entry(&code(name));
        let text = format!("# Codes.\n\n{}\n{}# The last one.\n", entry_of("WID.0002"), entry_of("WID.0004"));
        let known = [(3, "WID.0002"), (10, "WID.0004")];
        for (line, code) in known {
            assert_eq!(text.lines().nth(line as usize), Some(format!("code = \"{code}\"").as_str()));
        }
        let merged = merged(&text, &known, &[code("WID.0001"), code("WID.0003"), code("WID.0005")]);
        let found: Vec<&str> = merged.lines().filter_map(|line| line.strip_prefix("code = ")).collect();
        assert_eq!(found, ["\"WID.0001\"", "\"WID.0002\"", "\"WID.0003\"", "\"WID.0004\"", "\"WID.0005\""]);
        assert!(merged.starts_with("# Codes.\n\n[[code]]\n"), "{merged}");
        assert!(merged.contains("\n# The last one.\n\n[[code]]\ncode = \"WID.0005\"\n"), "{merged}");
        assert_eq!(super::merged("", &[], &[code("WID.0001")]), entry_of("WID.0001"));
        let table: toml::Table = toml::from_str(&merged).unwrap();
        assert_eq!(table["code"].as_array().unwrap().len(), 5);
    }

    #[test]
    fn codes_have_names_of_their_letters_and_digits() {
        for (code, name) in [
            ("WID.0042", "Wid0042"),
            ("111500032", "Code111500032"),
            ("quota_exceeded", "QuotaExceeded"),
            ("unknown", "CodeUnknown"),
        ] {
            assert_eq!(name_of(code), name);
        }
    }

    #[test]
    fn only_failures_are_statuses_of_codes() {
        for (cell, status) in [
            ("404 Not Found", vec![404]),
            ("400/404, 503", vec![400, 404, 503]),
            ("200", vec![]),
            ("-", vec![]),
            ("99999", vec![]),
        ] {
            assert_eq!(failures(cell), status, "{cell}");
        }
    }
}

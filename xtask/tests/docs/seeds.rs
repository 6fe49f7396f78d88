//! The seeds of the fuzz targets, damaged at random: what the targets assert holds here, too, without a nightly toolchain.
//! `PROPTEST_CASES=100000 cargo test -p xtask --test docs seeds` looks for longer.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use xtask::docs::{Layout, front, read_document};

/// A change to a text: a part of it, and what is put in its place.
type Change = (Index, usize, Put);

#[derive(Debug, Clone)]
enum Put {
    Nothing,
    /// The same part twice.
    Twice,
    /// A part from elsewhere.
    Other(Index),
    Text(&'static str),
}

const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "   ",
    "|",
    "+---+",
    "====",
    "**",
    "`",
    "<",
    "<table>",
    "</table>",
    "<td colspan=9>",
    "<a name=\"t\">",
    "[]",
    "{",
    "}",
    "\"",
    "- ",
    ".. _x:\n",
    ".. table:: ",
    "```\n",
    "表 1",
    "\u{3000}",
    "GET /",
    "## URI\n",
    "## Response\n",
];

fn change() -> impl Strategy<Value = Change> {
    let put = prop_oneof![
        Just(Put::Nothing),
        Just(Put::Twice),
        any::<Index>().prop_map(Put::Other),
        proptest::sample::select(PIECES).prop_map(Put::Text),
    ];
    (any::<Index>(), 0..60_usize, put)
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for (at, length, put) in changes {
        let start = at.index(text.len() + 1);
        let end = (start + length).min(text.len());
        let part: Vec<char> = match put {
            Put::Nothing => Vec::new(),
            Put::Twice => [&text[start..end], &text[start..end]].concat(),
            Put::Other(from) => text[from.index(text.len() + 1)..].iter().take(*length).copied().collect(),
            Put::Text(piece) => piece.chars().collect(),
        };
        text.splice(start..end, part);
        if text.is_empty() {
            text.push(' ');
        }
    }
    text.into_iter().collect()
}

/// All seeds, with the target that each is of.
fn seeds() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut seeds: Vec<(String, String)> = Vec::new();
    for target in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = target.file_name().unwrap().to_str().unwrap().to_owned();
        let files = fs::read_dir(&target).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        seeds.extend(files.map(|text| (name.clone(), text)));
    }
    seeds.sort();
    assert!(seeds.len() > 10);
    seeds
}

#[test]
fn damaged_seeds_are_read_to_the_end() {
    let seeds = seeds();
    let changes = proptest::collection::vec(change(), 0..12);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    runner
        .run(&(0..seeds.len(), changes), |(seed, changes)| {
            let (target, text) = &seeds[seed];
            let text = changed(text, &changes);
            let layout = match target.as_str() {
                "rst" => Layout::Rst,
                "markdown" => Layout::Markdown,
                "html" => Layout::Html,
                _ => Layout::TextEn,
            };
            let lines = text.lines().count() + 1;
            for block in front::read(layout, &text).blocks {
                prop_assert!((1..=lines).contains(&(block.line as usize)), "line {}", block.line);
            }
            let page = match target.as_str() {
                "example" => format!("# W\n\n## URI\n\nGET /w\n\n## Example Responses\n\n```\n{text}\n```\n"),
                _ => text,
            };
            for facts in read_document("page", page.as_bytes()) {
                let counts = facts.counts;
                prop_assert_eq!(counts.rows, counts.rows_as_facts + counts.rows_as_problems);
                prop_assert_eq!(counts.rows_vanished, 0);
            }
            Ok(())
        })
        .unwrap();
}

//! `cargo xtask docs facts`: what pages say.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use super::{Progress, find};
use crate::docs::{Counts, Found, PageFacts, PageKind, report};
use crate::verb::Outcome;

/// Writes the facts of files and folders page by page, so that memory does not grow with the number of pages. A single
/// page is a table for people; several are a line and their problems each, with counts at the end. Or the JSON of
/// [`report`].
///
/// It fails if something could not be read as a page, or if a table row of a page became neither a fact nor a problem.
///
/// # Errors
///
/// If a path is not there, or an error of writing.
pub fn run(paths: &[PathBuf], as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let found = find(paths)?;
    let mut out = BufWriter::new(out);
    let tally = if as_json {
        let mut list = report::JsonList::new(&mut out);
        let tally = read(&found, |page| Ok(list.push(page)?))?;
        list.finish()?;
        tally
    } else {
        let for_people = if found.len() == 1 { report::page_table } else { report::page_line };
        let tally = read(&found, |page| Ok(out.write_all(for_people(page).as_bytes())?))?;
        writeln!(out, "{}", report::summary(&tally.counts))?;
        tally
    };
    out.flush()?;
    let counts = tally.counts;
    let accounted = counts.rows == counts.rows_as_facts + counts.rows_as_problems && counts.rows_vanished == 0;
    Ok(if accounted && tally.unreadable == 0 { Outcome::Done } else { Outcome::Failed })
}

/// What was counted on all pages, and how many there were that could not be read.
#[derive(Default)]
struct Tally {
    counts: Counts,
    unreadable: u64,
}

fn read(found: &[Found], mut write: impl FnMut(&PageFacts) -> anyhow::Result<()>) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let mut progress = Progress::of(found.len());
    for place in found {
        for page in place.read() {
            tally.counts.add(page.counts);
            tally.unreadable += u64::from(page.kind == PageKind::Unreadable);
            write(&page)?;
        }
        progress.step();
    }
    Ok(tally)
}

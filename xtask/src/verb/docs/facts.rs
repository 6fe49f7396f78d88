//! `cargo xtask docs facts`: what pages say.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use super::{Progress, find};
use crate::docs::{Counts, Found, PageFacts, report};
use crate::verb::Outcome;

/// Writes the facts of files and folders page by page, so that memory does not grow with the number of pages: for
/// people with counts at the end, or as the JSON of [`report`].
///
/// It fails if a table row of a page became neither a fact nor a problem.
///
/// # Errors
///
/// If a path is not there, or an error of writing.
pub fn run(paths: &[PathBuf], as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let found = find(paths)?;
    let mut out = BufWriter::new(out);
    let counts = if as_json {
        let mut list = report::JsonList::new(&mut out);
        let counts = read(&found, |page| Ok(list.push(page)?))?;
        list.finish()?;
        counts
    } else {
        let counts = read(&found, |page| Ok(out.write_all(report::page_text(page).as_bytes())?))?;
        writeln!(out, "{}", report::summary(&counts))?;
        counts
    };
    out.flush()?;
    let accounted = counts.rows == counts.rows_as_facts + counts.rows_as_problems && counts.rows_vanished == 0;
    Ok(if accounted { Outcome::Done } else { Outcome::Failed })
}

fn read(found: &[Found], mut write: impl FnMut(&PageFacts) -> anyhow::Result<()>) -> anyhow::Result<Counts> {
    let mut counts = Counts::default();
    let mut progress = Progress::of(found.len());
    for place in found {
        for page in place.read() {
            counts.add(page.counts);
            write(&page)?;
        }
        progress.step();
    }
    Ok(counts)
}

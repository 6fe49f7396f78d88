//! `cargo xtask docs witness`: which sources know what.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::{Progress, find};
use crate::docs::{PageFacts, PageKind};
use crate::output::Reading;
use crate::verb::{Outcome, models};
use crate::witness::{Explorer, Witnesses, json, text};

/// Compares what pages, interface and the index of the explorer say of each operation with each other.
///
/// It fails if something could not be read as a page: its problems stand on standard error, and it is no witness.
///
/// # Errors
///
/// If a path is not there, the index is none, the specification cannot be read, or an error of writing.
pub fn run(
    root: &Path,
    paths: &[PathBuf],
    explorer: Option<&Path>,
    as_json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let reading = Reading::begin(root)?;
    let models = models(root)?;
    drop(reading);
    let explorer = explorer.map(|path| {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Explorer::parse(&text).with_context(|| path.display().to_string())
    });
    let explorer = explorer.transpose()?;
    let found = find(paths)?;
    let mut witnesses: Vec<Witnesses<'_>> = models.iter().map(Witnesses::new).collect();
    let mut progress = Progress::of(found.len());
    let mut unreadable = Vec::new();
    for place in &found {
        for page in place.read() {
            if page.kind == PageKind::Unreadable {
                unreadable.push(page);
                continue;
            }
            for heard in &mut witnesses {
                heard.page(&page);
            }
        }
        progress.step();
    }
    drop(progress);
    for mut heard in witnesses {
        if let Some(explorer) = &explorer {
            heard.explorer(explorer);
        }
        let findings = heard.finish();
        if as_json {
            writeln!(out, "{:#}", json(&findings))?;
        } else {
            write!(out, "{}", text(&findings))?;
        }
    }
    Ok(told(&unreadable))
}

/// Says what could not be read.
fn told(unreadable: &[PageFacts]) -> Outcome {
    for problem in unreadable.iter().flat_map(|page| &page.problems) {
        let _ = writeln!(io::stderr(), "problem: {problem}");
    }
    if unreadable.is_empty() { Outcome::Done } else { Outcome::Failed }
}

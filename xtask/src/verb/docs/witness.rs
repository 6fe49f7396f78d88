//! `cargo xtask docs witness`: which sources know what.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::{Progress, find};
use crate::output::Reading;
use crate::verb::{Outcome, models};
use crate::witness::{Explorer, Witnesses, json, text};

/// Compares what pages, interface and the index of the explorer say of each operation with each other.
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
    for place in &found {
        for page in place.read() {
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
    Ok(Outcome::Done)
}

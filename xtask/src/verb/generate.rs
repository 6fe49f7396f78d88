//! `cargo xtask generate`: makes the clients from the specification.

use std::io::Write;
use std::path::Path;

use super::{Linted, Outcome, generated, linted};
use crate::output::Writing;
use crate::problem::counted;

/// Lints the specification, generates everything that is made from it, and writes what differs, for all
/// services at once or for none.
///
/// # Errors
///
/// [`Problems`](crate::problem::Problems) if a rule is broken; an error if progenitor cannot take a part; an error of the
/// file system. Nothing is written then.
pub fn run(root: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let writing = Writing::begin(root)?;
    let Linted { models, placeholders } = linted(root)?;
    let targets = generated(&models)?;
    writing.sweep(&targets.folders)?;
    let differences = targets.differences(root)?;
    writing.write(&targets.changes(&differences))?;
    for (path, what) in &differences {
        writeln!(out, "{}  {}", what.done(), path.display())?;
    }
    if !placeholders.is_empty() {
        let files = counted(placeholders.len(), "file");
        writeln!(out, "something is yet to be said in {files}; `cargo xtask lint` counts it")?;
    }
    if differences.is_empty() {
        writeln!(out, "fresh: {}", counted(targets.files.len(), "generated file"))?;
    }
    Ok(Outcome::Done)
}

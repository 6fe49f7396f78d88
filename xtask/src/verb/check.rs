//! `cargo xtask check`: says whether everything generated is what would be generated now.

use std::io::Write;
use std::path::Path;

use anyhow::Context as _;
use serde_json::json;

use super::{Outcome, generated, linted};
use crate::output::{Differences, Reading, Staleness, Targets, diff};
use crate::problem::counted;

/// Lints the specification, generates in memory, and compares with what is on disk.
///
/// It writes nothing, unless an earlier run was stopped in the middle: that is completed or undone first, as by all
/// commands, because half of a change is neither fresh nor stale.
///
/// # Errors
///
/// [`Problems`](crate::problem::Problems) if a rule is broken; an error of the file system.
pub fn run(root: &Path, as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let _reading = Reading::begin(root)?;
    let targets = generated(&linted(root)?.models)?;
    let differences = targets.differences(root)?;
    let count = targets.files.len();
    if as_json {
        let list: Vec<_> =
            differences.iter().map(|(path, what)| json!({ "path": path, "state": what.to_string() })).collect();
        writeln!(out, "{}", json!({ "version": 1, "files": count, "differences": list }))?;
    } else {
        show(root, &targets, &differences, out)?;
        match differences.len() {
            0 => writeln!(out, "fresh: {}", counted(count, "generated file"))?,
            1 => writeln!(out, "1 of the generated files differs; run `cargo xtask generate`")?,
            n => writeln!(out, "{n} of the generated files differ; run `cargo xtask generate`")?,
        }
    }
    Ok(if differences.is_empty() { Outcome::Done } else { Outcome::Stale })
}

/// Lists the files that differ; of stale ones also how.
fn show(root: &Path, targets: &Targets, differences: &Differences, out: &mut dyn Write) -> anyhow::Result<()> {
    for (path, what) in differences {
        writeln!(out, "{what:<9}{}", path.display())?;
        let place = root.join(path);
        // A link or a folder in the place of a file is stale, and has no lines.
        let is_file = *what == Staleness::Stale && place.symlink_metadata().is_ok_and(|found| found.is_file());
        if let Some(text) = targets.files.get(path).filter(|_| is_file) {
            let bytes = std::fs::read(&place).with_context(|| format!("cannot read {}", path.display()))?;
            write!(out, "{}", diff::unified(&String::from_utf8_lossy(&bytes), text))?;
        }
    }
    Ok(())
}

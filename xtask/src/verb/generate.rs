//! `cargo xtask generate`: makes the clients from the specification.

use std::io::Write;
use std::path::Path;

use super::{Outcome, load_all};
use crate::codegen;
use crate::output::Staleness;

/// Lints the specification, generates everything that is made from it, and writes what differs.
///
/// # Errors
///
/// [`Problems`](crate::problem::Problems) if a rule is broken; an error if progenitor cannot take a part; an error of the
/// file system. Nothing is written then.
pub fn run(root: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut outputs = Vec::new();
    for spec in load_all(root)? {
        outputs.push((spec.service.name.clone(), codegen::generate(&spec)?));
    }
    for (name, output) in outputs {
        let differences = output.write(root)?;
        if differences.is_empty() {
            writeln!(out, "{name}: fresh, {} files", output.files.len())?;
        }
        for (path, what) in differences {
            let done = if what == Staleness::Orphaned { "removed" } else { "written" };
            writeln!(out, "{done}  {}", path.display())?;
        }
    }
    Ok(Outcome::Done)
}

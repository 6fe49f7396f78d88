//! `cargo xtask check`: says whether everything generated is what would be generated now.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::{Outcome, load_all};
use crate::codegen;

/// Lints the specification, generates in memory, and compares with what is on disk.
///
/// # Errors
///
/// [`Problems`](crate::problem::Problems) if a rule is broken; an error of the file system.
pub fn run(root: &Path, as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut differences = Vec::new();
    let mut count = 0;
    for spec in load_all(root)? {
        let output = codegen::generate(&spec)?;
        count += output.files.len();
        differences.extend(output.differences(root)?);
    }
    if as_json {
        let list: Vec<_> =
            differences.iter().map(|(path, what)| json!({ "path": path, "state": what.to_string() })).collect();
        writeln!(out, "{}", json!({ "version": 1, "files": count, "differences": list }))?;
    } else {
        for (path, what) in &differences {
            writeln!(out, "{what:<9}{}", path.display())?;
        }
        match differences.len() {
            0 => writeln!(out, "fresh: {count} generated files")?,
            n => writeln!(out, "{n} of the generated files differ; run `cargo xtask generate`")?,
        }
    }
    Ok(if differences.is_empty() { Outcome::Done } else { Outcome::Stale })
}

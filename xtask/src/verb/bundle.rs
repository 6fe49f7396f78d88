//! `cargo xtask bundle`: writes the OpenAPI document of each service.

use std::io::Write;
use std::path::Path;

use anyhow::Context as _;

use super::{Outcome, load_all};
use crate::output::write_file;

/// Lints the specification and writes `openapi/<service>.json`.
///
/// # Errors
///
/// [`Problems`](crate::problem::Problems) if a rule is broken; an error of the file system.
pub fn run(root: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    for spec in load_all(root)? {
        let path = Path::new("openapi").join(format!("{}.json", spec.service.name));
        let text = serde_json::to_string_pretty(&spec.document).context("cannot write the bundle as JSON")? + "\n";
        if std::fs::read_to_string(root.join(&path)).is_ok_and(|present| present == text) {
            writeln!(out, "fresh    {}", path.display())?;
        } else {
            write_file(&root.join(&path), &text)?;
            writeln!(out, "written  {}", path.display())?;
        }
    }
    Ok(Outcome::Done)
}

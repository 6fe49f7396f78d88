//! `cargo xtask build`: regenerates what the specification changed, and builds the workspace.

use std::io::Write;
use std::path::Path;

use super::{Outcome, cargo, generate};

/// Generates, then runs `cargo build --workspace`.
///
/// # Errors
///
/// What [`generate::run`] fails with, or the build.
pub fn run(root: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    generate::run(root, out)?;
    out.flush()?;
    cargo::run(cargo::cargo(root, &["build", "--workspace", "--quiet"]))?;
    writeln!(out, "built the workspace")?;
    Ok(Outcome::Done)
}

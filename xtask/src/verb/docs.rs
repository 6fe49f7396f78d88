//! `cargo xtask docs`: the pages of the documentation.

pub mod draft;
pub mod drift;
pub mod facts;
pub mod interface;
pub mod witness;

mod progress;

use std::path::PathBuf;

use anyhow::Context as _;

use crate::docs::Found;
use progress::Progress;

/// The pages in files and folders.
pub(super) fn find(paths: &[PathBuf]) -> anyhow::Result<Vec<Found>> {
    for path in paths {
        path.symlink_metadata().with_context(|| format!("cannot read {}; give files or folders", path.display()))?;
    }
    Ok(crate::docs::find(paths))
}

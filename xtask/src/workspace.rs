//! Where the workspace lies, and which services it describes.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

pub use crate::spec::files::services;

/// The root of the workspace that `start` lies in: the nearest folder above it with `Cargo.toml` and `openapi`.
///
/// # Errors
///
/// If there is none.
pub fn root(start: &Path) -> anyhow::Result<PathBuf> {
    let is_root = |folder: &&Path| folder.join("Cargo.toml").is_file() && folder.join("openapi").is_dir();
    let found = start.ancestors().find(is_root).map(Path::to_owned);
    found.with_context(|| format!("{} is not inside the workspace; run this from its root", start.display()))
}

//! The guides of a client, from its crate.

use std::path::Path;

use anyhow::Context as _;

use crate::codegen::Guide;

/// The guides that `src/guide.rs` of a crate takes in, in its order; none if it has no such file.
///
/// # Errors
///
/// An error of the file system, with the path.
pub(super) fn guides(root: &Path, crate_folder: &Path) -> anyhow::Result<Vec<Guide>> {
    let source = root.join(crate_folder).join("src");
    let path = source.join("guide.rs");
    if !path.exists() {
        return Ok(Vec::new());
    }
    let list = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let included = list.split("include_str!(\"").skip(1).filter_map(|rest| Some(rest.split_once("\")")?.0));
    let guide = |relative: &str| {
        let path = source.join(relative);
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Guide { name, text })
    };
    included.map(guide).collect()
}

//! What follows for the client: its specification compared before and after, the version, and the changelog.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::spec::files::RELEASED;
use crate::sync::report::Consequence;
use crate::sync::{Sync, entry, raised, version, with_entry};
use crate::verb::diff::side::{Named, read_text};
use crate::verb::diff::{self, side};

/// What follows, and the files that it changes.
pub(super) fn of(root: &Path, sync: &Sync) -> anyhow::Result<(Consequence, BTreeMap<PathBuf, String>)> {
    let mut files = BTreeMap::new();
    if sync.write.is_empty() {
        return Ok((Consequence::default(), files));
    }
    let read = |path: &Path| read_text(&root.join(path));
    let workspace = read(Path::new("Cargo.toml")).unwrap_or_default();
    let manifest = read(&sync.after.crate_folder().join("Cargo.toml")).unwrap_or_default();
    let found = version(&manifest, &workspace);
    let side = |spec: &crate::spec::Spec| Named::of_spec(spec.clone(), found.clone());
    let (before, after) = (side(&sync.before), side(&sync.after));
    let judged = diff::judge(root, &before, &after)?;
    let mut consequence = Consequence { findings: judged.findings, notes: judged.notes, ..Consequence::default() };
    let released = Path::new(RELEASED).join(&sync.service).with_extension("json");
    if root.join(&released).is_file() {
        let last = side::of_file(&root.join(&released))?;
        consequence.bump = diff::judge(root, &last, &after)?.bump;
    } else {
        consequence.bump = judged.bump.map(|bump| crate::diff::Bump { old: None, needed: None, ..bump });
    }
    let bump = consequence.bump.as_ref().filter(|bump| bump.is_enough == Some(false));
    if let Some((needed, found)) = bump.and_then(|bump| bump.needed.as_deref().zip(bump.found.as_deref()))
        && let Some(text) = raised(&workspace, found, needed)
    {
        files.insert(PathBuf::from("Cargo.toml"), text);
    }
    if let Some(text) = read(Path::new("CHANGELOG.md")).ok().and_then(|text| with_entry(&text, &entry(sync))) {
        files.insert(PathBuf::from("CHANGELOG.md"), text);
    }
    consequence.files = files.keys().map(|path| path.display().to_string()).collect();
    Ok((consequence, files))
}

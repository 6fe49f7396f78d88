//! What follows for the client: its specification compared before and after, the version, and the changelog.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::Mode;
use crate::service::MANIFEST;
use crate::spec::files::RELEASED;
use crate::sync::report::Consequence;
use crate::sync::{CHANGELOG, Sync, entry, entry_of_removals, patch_of, raised, version, with_entry};
use crate::verb::diff::side::{Named, read_text};
use crate::verb::diff::{self, side};

/// What follows, and the files that it changes. If nothing is written of the specification, a person may have changed it since the
/// last run: then the version follows in a run that goes on to build the client.
pub(super) fn of(root: &Path, sync: &Sync, mode: Mode) -> anyhow::Result<(Consequence, BTreeMap<PathBuf, String>)> {
    let mut files = BTreeMap::new();
    if sync.write.is_empty() && mode != Mode::Run {
        return Ok((Consequence::default(), files));
    }
    let workspace = read(root, sync, Path::new(MANIFEST))?.unwrap_or_default();
    let manifest = read(root, sync, &sync.after.crate_folder().join(MANIFEST))?.unwrap_or_default();
    let found = version(&manifest, &workspace);
    let side = |spec: &crate::spec::Spec| Named::of_spec(spec.clone(), found.clone());
    let mut consequence = Consequence::default();
    let after = side(&sync.after);
    if !sync.write.is_empty() {
        let judged = diff::judge(root, &side(&sync.before), &after)?;
        consequence.findings = judged.findings;
        consequence.notes = judged.notes;
        consequence.bump = judged.bump.map(|bump| crate::diff::Bump { old: None, needed: None, ..bump });
    }
    let released = Path::new(RELEASED).join(&sync.service).with_extension("json");
    if root.join(&released).is_file() {
        let last = side::of_file(&root.join(&released))?;
        consequence.bump = diff::judge(root, &last, &after)?.bump;
    }
    let bump = consequence.bump.as_ref().filter(|bump| bump.is_enough == Some(false));
    if let Some((needed, found)) = bump.and_then(|bump| bump.needed.as_deref().zip(bump.found.as_deref()))
        && let Some(text) = raised(&workspace, found, needed)
    {
        files.insert(PathBuf::from(MANIFEST), text);
    }
    if let Some(text) = read(root, sync, Path::new(CHANGELOG))? {
        let path = Path::new(CHANGELOG);
        match with_entry(&text, &entry(sync)) {
            Ok(told) => {
                let text = told.clone().unwrap_or(text);
                files.extend(told.map(|told| (path.to_owned(), told)));
                let removed = with_entry(&text, &entry_of_removals(sync)).ok().flatten();
                consequence.removals = removed.map(|removed| patch_of(path, &text, &removed)).unwrap_or_default();
            }
            Err(note) => consequence.notes.push(note),
        }
    }
    let beside = files.keys().filter(|path| !sync.write.contains_key(*path));
    consequence.files = beside.map(|path| path.display().to_string()).collect();
    Ok((consequence, files))
}

/// The text of a file as it is with what is written of it; none if there is no such file.
fn read(root: &Path, sync: &Sync, path: &Path) -> anyhow::Result<Option<String>> {
    if let Some(text) = sync.write.get(path) {
        return Ok(Some(text.clone()));
    }
    match read_text(&root.join(path)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.downcast_ref::<io::Error>().is_some_and(is_absent) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

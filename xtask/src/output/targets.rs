//! Files that a step makes, and whether those on disk are the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use walkdir::WalkDir;

use super::Changes;
use super::place::{is_absent, place};

/// Files that a step makes, for one crate or several. Paths are relative to the root of the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// Folders that hold nothing else.
    pub folders: BTreeSet<PathBuf>,
    /// All files with their texts, those of the folders and others.
    pub files: BTreeMap<PathBuf, String>,
}

/// What is wrong with a file on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staleness {
    /// It differs from what would be generated.
    Stale,
    /// It is not there.
    Missing,
    /// It is there, and nothing generates it.
    Orphaned,
}

impl Staleness {
    /// What a command does about it.
    #[must_use]
    pub const fn done(self) -> &'static str {
        match self {
            Self::Stale | Self::Missing => "written",
            Self::Orphaned => "removed",
        }
    }
}

impl fmt::Display for Staleness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Stale => "stale",
            Self::Missing => "missing",
            Self::Orphaned => "orphaned",
        })
    }
}

/// The files that differ, each with what is wrong with it.
pub type Differences = BTreeMap<PathBuf, Staleness>;

impl Targets {
    /// The targets of several services, each given with its name, as one.
    ///
    /// # Errors
    ///
    /// If two services claim one file or folder, or one claims a file in a folder of the other: it names both.
    pub fn merge(services: impl IntoIterator<Item = (String, Self)>) -> anyhow::Result<Self> {
        let mut merged = Self::default();
        // Which service claims what. A folder is claimed with all that is below it.
        let mut claims: BTreeMap<PathBuf, String> = BTreeMap::new();
        for (service, targets) in services {
            for path in targets.folders.iter().chain(targets.files.keys()) {
                let above = path.ancestors().filter_map(|claimed| claims.get_key_value(claimed));
                let below = claims.range(path.clone()..).take_while(|(claimed, _)| claimed.starts_with(path));
                if let Some((claimed, other)) = above.chain(below).find(|(_, other)| **other != service) {
                    bail!(
                        "the services {other} and {service} both generate {}; give each a crate of its own",
                        if claimed.starts_with(path) { claimed } else { path }.display()
                    );
                }
            }
            claims
                .extend(targets.folders.iter().chain(targets.files.keys()).map(|path| (path.clone(), service.clone())));
            merged.folders.extend(targets.folders);
            merged.files.extend(targets.files);
        }
        Ok(merged)
    }

    /// Compares with the files under `root`; nothing is listed if all are fresh.
    ///
    /// # Errors
    ///
    /// For a path that leaves `root`; an error of the file system for what is there and cannot be read.
    pub fn differences(&self, root: &Path) -> anyhow::Result<Differences> {
        let mut differences = BTreeMap::new();
        for (path, text) in &self.files {
            match is_fresh(&place(root, path)?, text) {
                Ok(true) => {}
                Ok(false) => drop(differences.insert(path.clone(), Staleness::Stale)),
                Err(error) if is_absent(&error) => drop(differences.insert(path.clone(), Staleness::Missing)),
                Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
            }
        }
        for folder in &self.folders {
            let orphans = files_below(root, folder)?.into_iter().filter(|path| !self.files.contains_key(path));
            differences.extend(orphans.map(|path| (path, Staleness::Orphaned)));
        }
        Ok(differences)
    }

    /// What makes the files under a root fresh, if these are the differences there.
    #[must_use]
    pub fn changes(&self, differences: &Differences) -> Changes {
        let mut changes = Changes::default();
        for (path, staleness) in differences {
            match self.files.get(path) {
                Some(text) if *staleness != Staleness::Orphaned => {
                    changes.write.insert(path.clone(), text.clone());
                }
                _ => drop(changes.remove.insert(path.clone())),
            }
        }
        changes
    }
}

/// Whether a file holds this text. Only a file is read: a FIFO would be waited for.
fn is_fresh(place: &Path, text: &str) -> std::io::Result<bool> {
    let found = fs::symlink_metadata(place)?;
    let may_be = found.is_file() && u64::try_from(text.len()).is_ok_and(|length| length == found.len());
    Ok(may_be && fs::read(place)? == text.as_bytes())
}

/// All that is below `folder` and no folder, relative to `root`.
fn files_below(root: &Path, folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let top = place(root, folder)?;
    match fs::symlink_metadata(&top) {
        Ok(found) => ensure!(found.is_dir(), "{} is not a folder; move it away", folder.display()),
        Err(error) if is_absent(&error) => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot look at {}", folder.display())),
    }
    let mut files = Vec::new();
    // A link is listed as a file: nothing that is generated is one.
    for entry in WalkDir::new(top).sort_by_file_name() {
        let entry = entry.with_context(|| format!("cannot list {}", folder.display()))?;
        if !entry.file_type().is_dir() {
            files.push(entry.path().strip_prefix(root).context("a file lies outside the workspace")?.to_owned());
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(folder: &str, files: &[(&str, &str)]) -> Targets {
        let files = files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect();
        Targets { folders: BTreeSet::from([folder.into()]), files }
    }

    #[test]
    fn stale_missing_and_orphaned_files_are_found() {
        let root = tempfile::tempdir().unwrap();
        let expected = targets("src", &[("a.json", "1"), ("src/b.rs", "1"), ("src/c/d.rs", "1"), ("src/f.rs", "1")]);
        fs::create_dir_all(root.path().join("src/c")).unwrap();
        for (path, text) in [("a.json", "2"), ("src/b.rs", "12"), ("src/e.rs", "1"), ("src/f.rs", "1")] {
            fs::write(root.path().join(path), text).unwrap();
        }
        let differences = expected.differences(root.path()).unwrap();
        let shown: Vec<_> = differences.iter().map(|(path, what)| format!("{what} {}", path.display())).collect();
        assert_eq!(shown, ["stale a.json", "stale src/b.rs", "missing src/c/d.rs", "orphaned src/e.rs"]);
        let changes = expected.changes(&differences);
        assert_eq!(
            changes.write.keys().collect::<Vec<_>>(),
            ["a.json", "src/b.rs", "src/c/d.rs"].map(Path::new).iter().collect::<Vec<_>>()
        );
        assert_eq!(changes.remove, BTreeSet::from(["src/e.rs".into()]));
    }

    #[test]
    fn what_two_services_claim_names_both() {
        let merge = |one: &Targets, two: &Targets| {
            Targets::merge([("one".to_owned(), one.clone()), ("two".to_owned(), two.clone())])
        };
        let one = targets("a/src", &[("a/src/mod.rs", "1"), ("one.json", "1")]);
        let merged = merge(&one, &targets("b/src", &[("b/src/mod.rs", "1"), ("one.json.orig", "1")])).unwrap();
        assert_eq!((merged.folders.len(), merged.files.len()), (2, 4));
        for (two, claimed) in [
            (targets("b/src", &[("one.json", "1")]), "one.json"),
            (targets("a/src", &[]), "a/src"),
            (targets("a", &[]), "a/src"),
            (targets("a/src/deep", &[]), "a/src/deep"),
            (targets("b/src", &[("a/src/more.rs", "1")]), "a/src/more.rs"),
        ] {
            let error = merge(&one, &two).unwrap_err().to_string();
            assert!(error.starts_with(&format!("the services one and two both generate {claimed};")), "{error}");
        }
    }

    #[test]
    fn nothing_outside_the_root_is_looked_at() {
        let root = tempfile::tempdir().unwrap();
        for path in ["../other", "/tmp", "a/../../b"] {
            assert!(targets(path, &[]).differences(root.path()).is_err(), "{path}");
            assert!(targets("src", &[(path, "")]).differences(root.path()).is_err(), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_a_fifo_are_no_fresh_files_and_are_not_opened() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("real"), "1").unwrap();
        std::os::unix::fs::symlink("real", root.path().join("link")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(root.path().join("pipe")).status().unwrap();
        assert!(made.success());
        let differences = targets("src", &[("link", "1"), ("pipe", "")]).differences(root.path()).unwrap();
        assert!(differences.values().eq([&Staleness::Stale, &Staleness::Stale]));
    }
}

//! What a run keeps for the next one: small files in the state folder, each written at once or not at all.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};

use super::KEPT;
use super::place::is_absent;

/// Writes a file of the state folder; an empty text removes it.
///
/// # Errors
///
/// If the name is no plain one; an error of the file system.
pub fn keep(root: &Path, name: &str, text: &str) -> anyhow::Result<()> {
    let place = place(root, name)?;
    if text.is_empty() {
        return match fs::remove_file(&place) {
            Err(error) if !is_absent(&error) => Err(error).with_context(|| format!("cannot remove {KEPT}/{name}")),
            _ => Ok(()),
        };
    }
    fs::create_dir_all(root.join(KEPT)).with_context(|| format!("cannot make {KEPT}"))?;
    let new = place.with_extension("new");
    refuse_link(&new)?;
    fs::write(&new, text).with_context(|| format!("cannot write {KEPT}/{name}"))?;
    fs::rename(&new, &place).with_context(|| format!("cannot write {KEPT}/{name}"))
}

/// Reads a file that [`keep`] wrote; none if there is none.
///
/// # Errors
///
/// As those of [`keep`].
pub fn kept(root: &Path, name: &str) -> anyhow::Result<Option<String>> {
    match fs::read_to_string(place(root, name)?) {
        Ok(text) => Ok(Some(text)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {KEPT}/{name}")),
    }
}

fn place(root: &Path, name: &str) -> anyhow::Result<std::path::PathBuf> {
    ensure!(!name.is_empty() && !name.contains(['/', '\\']) && name != "..", "`{name}` is no file to keep");
    let folder = root.join(KEPT);
    let is_link = |folder: &Path| fs::symlink_metadata(folder).is_ok_and(|found| found.is_symlink());
    let is_linked = is_link(&folder) || folder.parent().is_some_and(is_link);
    ensure!(!is_linked, "{KEPT} is, or lies behind, a symbolic link; remove it");
    let place = folder.join(name);
    refuse_link(&place)?;
    Ok(place)
}

/// What is kept is a file of its own: nothing is read or written elsewhere.
fn refuse_link(place: &Path) -> anyhow::Result<()> {
    let is_link = fs::symlink_metadata(place).is_ok_and(|found| found.is_symlink());
    ensure!(!is_link, "{} is a symbolic link; remove it", place.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_and_removed() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(kept(root.path(), "sync.json").unwrap(), None);
        keep(root.path(), "sync.json", "{}").unwrap();
        assert_eq!(kept(root.path(), "sync.json").unwrap().as_deref(), Some("{}"));
        assert_eq!(fs::read_dir(root.path().join(KEPT)).unwrap().count(), 1);
        keep(root.path(), "sync.json", "").unwrap();
        assert_eq!(kept(root.path(), "sync.json").unwrap(), None);
        assert!(keep(root.path(), "../sync", "x").is_err() && keep(root.path(), "..", "x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        for link in ["sync.json", "sync.new"] {
            let root = tempfile::tempdir().unwrap();
            let root = root.path();
            fs::create_dir_all(root.join(KEPT)).unwrap();
            fs::write(root.join("secret"), "secret").unwrap();
            std::os::unix::fs::symlink(root.join("secret"), root.join(KEPT).join(link)).unwrap();
            let error = keep(root, "sync.json", "{}").unwrap_err().to_string();
            assert!(error.ends_with("is a symbolic link; remove it"), "{error}");
            assert_eq!(fs::read_to_string(root.join("secret")).unwrap(), "secret");
            assert_eq!(kept(root, "sync.json").ok(), (link == "sync.new").then_some(None), "{link}");
        }
    }
}

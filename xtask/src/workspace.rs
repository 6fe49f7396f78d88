//! Where the workspace lies, and which services it describes.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

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

/// The folders of the services, `openapi/<service>`, in the order of their names.
///
/// # Errors
///
/// An error of the file system.
pub fn services(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let openapi = Path::new("openapi");
    let mut services = Vec::new();
    for entry in std::fs::read_dir(root.join(openapi)).context("cannot list openapi")? {
        let folder = openapi.join(entry.context("cannot list openapi")?.file_name());
        if root.join(&folder).join("service.toml").is_file() {
            services.push(folder);
        }
    }
    services.sort();
    anyhow::ensure!(!services.is_empty(), "openapi holds no service; a service is a folder with a service.toml");
    Ok(services)
}

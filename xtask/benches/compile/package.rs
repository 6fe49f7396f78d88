//! A package with the client that progenitor makes by itself.

use std::fs;
use std::path::{Path, PathBuf};

use crate::progenitor_alone;

/// What the users of progenitor are to depend on, with TLS by rustls.
const MANIFEST: &str = r#"[package]
name = "plain"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[dependencies]
bytes = "1"
chrono = { version = "0.4", features = ["serde"] }
futures-core = "0.3"
progenitor-client = "=0.15.1"
regress = "0.12"
reqwest = { version = "0.13", default-features = false, features = ["json", "query", "rustls", "stream"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
serde_urlencoded = "0.7"
uuid = { version = "1", features = ["serde"] }
"#;

/// Writes the client's package into `folder`, unless it is there as it would be written; gives its manifest.
pub(crate) fn write(root: &Path, folder: &Path) -> PathBuf {
    let text = fs::read_to_string(root.join("openapi/dms-kafka.json")).unwrap();
    let bundle = progenitor_alone::acceptable(&serde_json::from_str(&text).unwrap());
    let source = progenitor_alone::client(&bundle);
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = folder.join("Cargo.toml");
    for (path, text) in [(folder.join("src/lib.rs"), source.as_str()), (manifest.clone(), MANIFEST)] {
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).unwrap();
        }
    }
    manifest
}

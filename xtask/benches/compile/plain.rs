//! The client that progenitor makes of the bundle by itself: builders, and no derives beyond its own.

use std::fs;
use std::path::{Path, PathBuf};

use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use serde_json::Value;

/// What progenitor tells its users to depend on, with TLS by rustls.
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
    let mut document: Value = serde_json::from_str(&text).unwrap();
    adapt(&mut document);
    let document = serde_json::from_value(document).unwrap();
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder).with_tag(TagStyle::Merged);
    let tokens = Generator::new(&settings).generate_tokens(&document).unwrap();
    let source = prettyplease::unparse(&syn::parse2(tokens).unwrap());
    println!("plain progenitor: {} lines", source.lines().count());
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = folder.join("Cargo.toml");
    for (path, text) in [(folder.join("src/lib.rs"), source.as_str()), (manifest.clone(), MANIFEST)] {
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).unwrap();
        }
    }
    manifest
}

/// Changes what progenitor cannot take, and nothing else: values of enums that give no name get the one that the
/// specification chose, and of several successes the first with a body stays.
fn adapt(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            if let Some(names) = entries.get("x-enum-varnames").cloned() {
                entries.insert("enum".to_owned(), names);
                entries.remove("default");
            }
            if let Some(Value::Object(responses)) = entries.get_mut("responses") {
                let has_body = |status: &str, value: &Value| status.starts_with('2') && value.get("content").is_some();
                if responses.iter().any(|(status, value)| has_body(status, value)) {
                    responses.retain(|status, value| !status.starts_with('2') || has_body(status, value));
                }
            }
            entries.iter_mut().for_each(|(_, inner)| adapt(inner));
        }
        Value::Array(elements) => elements.iter_mut().for_each(adapt),
        _ => {}
    }
}

//! The version in manifests.

use toml::de::DeTable;
use toml::{Table, Value};

/// The version of a crate, by its manifest or that of the workspace.
pub fn version(manifest: &str, workspace: &str) -> Option<String> {
    let package = manifest.parse::<Table>().ok()?.get("package")?.get("version").cloned();
    let inherited = || workspace.parse::<Table>().ok()?.get("workspace")?.get("package")?.get("version").cloned();
    let version = package.filter(Value::is_str).or_else(inherited)?;
    version.as_str().map(str::to_owned)
}

/// The manifest of a workspace with another version: that of its packages, and those of its own crates among the
/// dependencies. None if it has no version to raise.
pub fn raised(workspace: &str, old: &str, new: &str) -> Option<String> {
    let manifest = DeTable::parse(workspace).ok()?;
    let manifest = manifest.get_ref().get("workspace")?.get_ref();
    let package = manifest.get("package").and_then(|package| package.get_ref().get("version"));
    let dependencies = manifest.get("dependencies").and_then(|dependencies| dependencies.get_ref().as_table());
    let own = dependencies.into_iter().flat_map(|table| table.values()).filter_map(|dependency| {
        let dependency = dependency.get_ref();
        dependency.get("path").and_then(|_| dependency.get("version"))
    });
    let versions = package.into_iter().chain(own);
    let mut spans: Vec<_> =
        versions.filter(|version| version.get_ref().as_str() == Some(old)).map(toml::Spanned::span).collect();
    spans.sort_by_key(|span| std::cmp::Reverse(span.start));
    let mut text = workspace.to_owned();
    for span in &spans {
        text.replace_range(span.clone(), &format!("\"{new}\""));
    }
    (!spans.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[workspace.package]\nversion = \"0.1.0\"\n\n[workspace.dependencies]\nanyhow = \"0.1.0\"\n\
                            widgets = { path = \"w\", version = \"0.1.0\" }\nrand = { version = \"0.1.0\" }\n";

    #[test]
    fn a_version_is_raised_where_it_is_ours() {
        let text = raised(MANIFEST, "0.1.0", "0.2.0").unwrap();
        assert_eq!(text.matches("0.2.0").count(), 2, "{text}");
        assert!(
            text.contains("widgets = { path = \"w\", version = \"0.2.0\" }") && text.contains("anyhow = \"0.1.0\"")
        );
        assert_eq!(raised("[workspace.package]\n", "0.1.0", "0.2.0"), None);
    }

    #[test]
    fn a_crate_may_leave_its_version_to_the_workspace() {
        let inherits = "[package]\nname = \"w\"\nversion.workspace = true\n";
        assert_eq!(version(inherits, MANIFEST).as_deref(), Some("0.1.0"));
        assert_eq!(version("[package]\nversion = \"3.0.0\"\n", MANIFEST).as_deref(), Some("3.0.0"));
        assert_eq!(version(inherits, ""), None);
    }
}

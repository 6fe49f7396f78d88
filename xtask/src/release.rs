//! A release of the clients: the bundles as they are released, and what stands against it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value;
use toml::Table;

use crate::model::Model;
use crate::spec::files::RELEASED;

/// Says in a released bundle, in `info`, which version of the client it is released with.
const VERSION: &str = "x-release";

/// The client of a service, as it would be released.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Release {
    /// Name of the service.
    pub service: String,
    /// Version of its crate.
    pub version: String,
    /// Where its source is, if that was said yet.
    pub repository: Option<String>,
    /// Whether its crate is published. One that is not keeps no other from being released.
    pub is_published: bool,
}

impl Release {
    /// The release of a service by the manifest of its crate, which may leave things to that of the workspace.
    ///
    /// # Errors
    ///
    /// If one of them is no TOML, or no version is in them.
    pub fn of(service: &str, manifest: &str, workspace: &str) -> anyhow::Result<Self> {
        let manifest: Table = manifest.parse().context("the manifest of the crate is no TOML")?;
        let workspace: Table = workspace.parse().context("Cargo.toml is no TOML")?;
        let value = |name: &str| {
            let own = manifest.get("package")?.get(name)?;
            let is_inherited = own.get("workspace").is_some();
            if is_inherited { workspace.get("workspace")?.get("package")?.get(name) } else { Some(own) }
        };
        let key = |name: &str| Some(value(name)?.as_str()?.to_owned());
        let version = key("version").with_context(|| {
            format!("the crate of {service} has no version; write it into its Cargo.toml, or into [workspace.package]")
        })?;
        let repository = key("repository").filter(|address| !address.is_empty());
        // As cargo has it: nothing means any registry, and a list of none means none.
        let is_published = value("publish")
            .is_none_or(|publish| publish.as_bool() != Some(false) && !publish.as_array().is_some_and(Vec::is_empty));
        Ok(Self { service: service.to_owned(), version, repository, is_published })
    }

    /// The bundle as it is released: its path and its text. It is the bundle of today, and says of which version it is.
    ///
    /// # Errors
    ///
    /// If the document has no `info`, or cannot be written.
    pub fn bundle(&self, model: &Model) -> anyhow::Result<(PathBuf, String)> {
        let mut document = model.spec.document.clone();
        let info = document.get_mut("info").and_then(Value::as_object_mut).context("the bundle has no `info`")?;
        info.insert(VERSION.to_owned(), self.version.clone().into());
        let path = Path::new(RELEASED).join(format!("{}.json", self.service));
        let text = serde_json::to_string_pretty(&document).context("cannot write the bundle as JSON")?;
        Ok((path, text + "\n"))
    }

    /// What in manifest and changelog stands against the release, each with what to do.
    #[must_use]
    pub fn obstacles(&self, changelog: &str) -> Vec<String> {
        let Self { service, version, .. } = self;
        let mut obstacles = Vec::new();
        if self.repository.is_none() {
            obstacles.push(format!(
                "Cargo.toml: {service} has no repository; set `repository` of [workspace.package] to its public address"
            ));
        }
        if section(changelog, version).is_none() {
            obstacles.push(format!(
                "CHANGELOG.md: there is no section `## {version}`; move what is under `## Unreleased` there"
            ));
        } else if section(changelog, "Unreleased").is_some_and(|lines| !lines.trim().is_empty()) {
            obstacles.push(format!("CHANGELOG.md: something is under `## Unreleased`; move it under `## {version}`"));
        }
        obstacles
    }
}

/// What stands under a heading `## <name>`, behind which there may be a date.
fn section<'t>(changelog: &'t str, name: &str) -> Option<&'t str> {
    changelog.split("\n## ").skip(1).find_map(|section| {
        let (heading, lines) = section.split_once('\n').unwrap_or((section, ""));
        (heading.split_whitespace().next() == Some(name)).then_some(lines)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKSPACE: &str = "[workspace.package]\nversion = '1.2.3'\nrepository = ''\n";
    const CRATE: &str = "[package]\nname = 'widgets'\nversion.workspace = true\nrepository.workspace = true\n";

    #[test]
    fn a_crate_has_what_it_says_or_what_its_workspace_says() {
        let of = |manifest: &str, workspace: &str| Release::of("widgets", manifest, workspace).unwrap();
        let inherited = of(CRATE, &WORKSPACE.replace("''", "'https://example.org'"));
        assert_eq!(
            (inherited.version.as_str(), inherited.repository.as_deref()),
            ("1.2.3", Some("https://example.org"))
        );
        assert_eq!(of(CRATE, WORKSPACE).repository, None);
        let own = of("[package]\nversion = '0.1.0'\n", WORKSPACE);
        assert_eq!((own.version.as_str(), own.repository), ("0.1.0", None));
        let error = Release::of("widgets", CRATE, "").unwrap_err().to_string();
        assert_eq!(
            error,
            "the crate of widgets has no version; write it into its Cargo.toml, or into [workspace.package]"
        );
        assert!(Release::of("widgets", "[", "").is_err() && Release::of("widgets", "", "[").is_err());
    }

    #[test]
    fn a_crate_is_published_unless_it_says_otherwise() {
        let of = |line: &str, workspace: &str| {
            let manifest = format!("{CRATE}{line}\n");
            Release::of("widgets", &manifest, &format!("{WORKSPACE}{workspace}\n")).unwrap().is_published
        };
        for line in ["", "publish = true", "publish = ['ours']"] {
            assert!(of(line, "publish = false"), "{line}");
        }
        for line in ["publish = false", "publish = []", "publish.workspace = true"] {
            assert!(!of(line, "publish = false"), "{line}");
        }
        assert!(of("publish.workspace = true", "publish = true"));
    }

    #[test]
    fn a_release_needs_an_address_and_a_section() {
        let mut release = Release::of("widgets", CRATE, WORKSPACE).unwrap();
        let ready = "# Changelog\n\n## Unreleased\n\n## 1.2.3 (2026-01-01)\n\n- Added: gears.\n\n## 1.2.30\n";
        assert_eq!(release.obstacles(ready).len(), 1);
        assert!(release.obstacles(ready)[0].starts_with("Cargo.toml: widgets has no repository; set"));
        release.repository = Some("https://example.org".to_owned());
        assert!(release.obstacles(ready).is_empty());
        let of = |changelog: &str| release.obstacles(changelog).concat();
        assert!(
            of(&ready.replace("## 1.2.3 ", "## 1.2.4 ")).starts_with("CHANGELOG.md: there is no section `## 1.2.3`")
        );
        assert!(
            of(&ready.replace("Unreleased\n", "Unreleased\n- x\n")).starts_with("CHANGELOG.md: something is under")
        );
        assert!(of("").starts_with("CHANGELOG.md: there is no section"));
    }
}

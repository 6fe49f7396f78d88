//! A new service: all files that it needs, from its name alone.
//!
//! The texts are in `service/template/`, in which `{{name}}`, `{{module}}`, `{{title}}`, `{{sdk}}` and `{{SDK}}` stand for
//! what differs, and `{{family}}` and `{{endpoints}}` for what a family of services has. The workspace gets entries for the crate
//! (`manifest`).

mod manifest;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::model::names;
use crate::spec::ENDPOINTS;

pub use manifest::{MANIFEST, TESTS_MANIFEST, members, with_features};

/// The longest name that a registry takes.
const LONGEST: usize = 64;

/// Names that cargo takes for something else.
const TAKEN: [&str; 11] =
    ["alloc", "build", "core", "deps", "examples", "incremental", "proc-macro", "released", "shared", "std", "test"];

/// Names of devices, which no folder can have on Windows. Those of ports have a digit.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];
const PORTS: [&str; 2] = ["com", "lpt"];

/// A service that is to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewService<'n> {
    /// Its name, and that of its crate: `dms-kafka`.
    pub name: &'n str,
    /// What it is called for people.
    pub title: Option<&'n str>,
    /// What the official SDKs call it.
    pub sdk_name: Option<&'n str>,
    /// The services that it shares things with.
    pub family: Option<&'n str>,
}

/// What stands in `service.toml` of a service with endpoints of its own, and of one with a family.
const OWN_ENDPOINTS: &str = include_str!("service/template/endpoints.toml.in");
const OF_FAMILY: &str = include_str!("service/template/family.toml.in");

/// The file that a service needs none of where its family has one.
const SHARED: &str = "clouds.toml";

/// The template of a file, and where the file lies.
const FILES: [(&str, &str); 17] = [
    ("openapi/{{name}}/service.toml", include_str!("service/template/service.toml.in")),
    ("openapi/{{name}}/common.yaml", include_str!("service/template/common.yaml.in")),
    ("openapi/{{name}}/sources.toml", include_str!("service/template/sources.toml.in")),
    ("openapi/{{name}}/quirks.toml", include_str!("service/template/quirks.toml.in")),
    ("openapi/{{name}}/coverage.toml", include_str!("service/template/coverage.toml.in")),
    ("openapi/{{name}}/error-codes.toml", include_str!("service/template/error-codes.toml.in")),
    ("openapi/{{name}}/clouds.toml", include_str!("service/template/clouds.toml.in")),
    ("crates/{{name}}/Cargo.toml", include_str!("service/template/Cargo.toml.in")),
    ("crates/{{name}}/README.md", include_str!("service/template/README.md.in")),
    ("crates/{{name}}/src/lib.rs", include_str!("service/template/lib.rs.in")),
    ("crates/{{name}}/src/client.rs", include_str!("service/template/client.rs.in")),
    ("crates/{{name}}/src/testing.rs", include_str!("service/template/testing.rs.in")),
    ("crates/{{name}}/examples/call.rs", include_str!("service/template/call.rs.in")),
    ("crates/{{name}}/tests/calls/main.rs", include_str!("service/template/calls.rs.in")),
    ("crates/{{name}}/tests/mocks/main.rs", include_str!("service/template/mocks.rs.in")),
    ("tests/tests/{{module}}.rs", include_str!("service/template/tests.rs.in")),
    ("tests/snapshots/{{name}}/README.md", include_str!("service/template/snapshots.md.in")),
];

impl NewService<'_> {
    /// Why there can be no service of the name, if so.
    pub fn fault(&self) -> Option<String> {
        let name = self.name;
        let shown = name.escape_debug();
        let is_kebab = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.split('-').all(|word| !word.is_empty())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !is_kebab {
            return Some(format!(
                "`{shown}` is no name for a service; write small letters and digits, with single hyphens between words: \
                 dms-kafka"
            ));
        }
        if name.len() > LONGEST {
            return Some(format!("`{shown}` is too long; registries take {LONGEST} characters"));
        }
        if TAKEN.contains(&name) || names::snake(name) != name.replace('-', "_") {
            return Some(format!("`{shown}` means something else to Rust or to cargo; write another name"));
        }
        if is_device(name) {
            return Some(format!(
                "`{shown}` is a device on Windows, where no folder has that name; write another name"
            ));
        }
        let is_text = |text: &str| {
            !text.trim().is_empty()
                && text.trim() == text
                && !text.contains(['"', '\\'])
                && !text.contains(char::is_control)
        };
        if let Some(title) = self.title.filter(|title| !is_text(title)) {
            return Some(format!("`{}` is no title; write words in one line, without quotes", title.escape_debug()));
        }
        let is_sdk_name = |text: &str| {
            text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        let sdk_name = self.sdk_name.filter(|text| !is_sdk_name(text));
        sdk_name.map(|text| {
            format!(
                "`{}` is no name that SDKs give a service; write small letters and digits: kafka",
                text.escape_debug()
            )
        })
    }

    /// The files that are made, with their texts. `manifest` is `Cargo.toml`, `of_tests` that of the tests, `packages` are the
    /// names of the packages that there are, and `shared` those of the files that the family has.
    ///
    /// # Errors
    ///
    /// A message if the name is none, or that of a package; if a manifest has no place for the crate.
    pub fn files(
        &self,
        manifest: &str,
        of_tests: &str,
        packages: &[String],
        shared: &[String],
    ) -> Result<BTreeMap<PathBuf, String>, String> {
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        if let Some(package) = packages.iter().find(|package| manifest::is_same(package, self.name)) {
            return Err(format!("the workspace has a package `{package}` already; call the service something else"));
        }
        let is_shared = |file: &str| shared.iter().any(|shared| shared == file);
        let endpoints = if is_shared(ENDPOINTS) { "" } else { OWN_ENDPOINTS };
        let fill = |text: &str| self.filled(&text.replace("{{endpoints}}", endpoints));
        let is_needed = |(path, _): &&(&str, &str)| !(path.ends_with(SHARED) && is_shared(SHARED));
        let mut files: BTreeMap<PathBuf, String> =
            FILES.iter().filter(is_needed).map(|(path, text)| (PathBuf::from(fill(path)), fill(text))).collect();
        files.insert(MANIFEST.into(), manifest::with_crate(manifest, self.name)?);
        files.insert(TESTS_MANIFEST.into(), manifest::with_test(of_tests, self.name)?);
        Ok(files)
    }

    /// Places that must be free: files and folders of which nothing may be there.
    pub fn places(&self) -> Vec<PathBuf> {
        let folders =
            ["openapi/{{name}}", "crates/{{name}}", "openapi/{{name}}.json", "openapi/released/{{name}}.json"];
        let tests = ["tests/tests/{{module}}.rs", "tests/snapshots/{{name}}"];
        folders.into_iter().chain(tests).map(|path| PathBuf::from(self.filled(path))).collect()
    }

    /// Links to files of the workspace, which the crate has a copy of when it is published: the link, and where it leads.
    pub fn links(&self) -> [(PathBuf, &'static Path); 2] {
        ["CHANGELOG.md", "LICENSE"].map(|file| {
            let to = if file == "LICENSE" { "../../LICENSE" } else { "../../CHANGELOG.md" };
            (Path::new("crates").join(self.name).join(file), Path::new(to))
        })
    }

    fn filled(&self, text: &str) -> String {
        let sdk_name = self.sdk_name.unwrap_or(self.name);
        let title = self.title.map_or_else(|| in_words(self.name), str::to_owned);
        let family = self.family.map(|family| OF_FAMILY.replace("{{family}}", family)).unwrap_or_default();
        text.replace("{{family}}", &family)
            .replace("{{name}}", self.name)
            .replace("{{module}}", &self.name.replace('-', "_"))
            .replace("{{sdk}}", sdk_name)
            .replace("{{SDK}}", &sdk_name.to_uppercase().replace('-', "_"))
            .replace("{{title}}", &title)
    }
}

/// Whether Windows takes a name for that of a device.
fn is_device(name: &str) -> bool {
    let digit = PORTS.iter().find_map(|port| name.strip_prefix(port));
    DEVICES.contains(&name) || digit.is_some_and(|digit| matches!(digit.as_bytes(), [b'0'..=b'9']))
}

/// `dms-kafka` as `Dms Kafka`.
fn in_words(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(name: &str) -> Option<String> {
        NewService { name, title: None, sdk_name: None, family: None }.fault()
    }

    #[test]
    fn names_are_such_as_folders_crates_and_modules_take() {
        for good in ["widgets", "dms-widgets", "w2", "com", "com12", "nul-1"] {
            assert_eq!(fault(good), None, "{good}");
        }
        let long = "w".repeat(65);
        for bad in [
            "", "Widgets", "2w", "w_1", "w--1", "w-", "-w", "a/b", "..", "名", "a b", "type", "core", "test",
            "released", "shared", "con", "nul", "aux", "prn", "com1", "lpt9", &long,
        ] {
            let told = fault(bad).unwrap_or_default();
            assert!(told.contains("write") || told.contains("too long"), "{bad}: {told}");
        }
        let with = |title: Option<&str>, sdk_name: Option<&str>| {
            NewService { name: "widgets", title, sdk_name, family: None }.fault()
        };
        assert_eq!(with(Some("All Widgets"), Some("widget")), None);
        assert!(
            with(Some("a\nb"), None).is_some() && with(Some(" "), None).is_some() && with(Some("\""), None).is_some()
        );
        assert!(with(None, Some("Widget")).is_some());
    }

    #[test]
    fn no_two_packages_are_called_the_same() {
        let service = NewService { name: "iron-cogs", title: None, sdk_name: None, family: None };
        let files = |packages: &[&str]| {
            let packages: Vec<String> = packages.iter().map(|&name| name.to_owned()).collect();
            service.files(manifest::tests::WORKSPACE, manifest::tests::TESTS, &packages, &[])
        };
        assert!(files(&["cogs", "iron"]).is_ok());
        for package in ["iron-cogs", "iron_cogs"] {
            let told = files(&["cogs", package]).unwrap_err();
            assert!(told.starts_with(&format!("the workspace has a package `{package}` already; call")), "{told}");
        }
    }

    #[test]
    fn nothing_is_left_to_fill_in() {
        let service = NewService { name: "dms-widgets", title: None, sdk_name: Some("widget"), family: None };
        let files = service.files(manifest::tests::WORKSPACE, manifest::tests::TESTS, &[], &[]).unwrap();
        for (path, text) in &files {
            assert!(!text.contains("{{") && !path.to_string_lossy().contains("{{"), "{}", path.display());
        }
        let service = &files[Path::new("openapi/dms-widgets/service.toml")];
        assert!(service.contains("title = \"Dms Widgets\"") && service.contains("REGION_WIDGET_"), "{service}");
    }

    #[test]
    fn what_the_family_has_is_not_begun_again() {
        let service = NewService { name: "dms-widgets", title: None, sdk_name: None, family: Some("dms") };
        let files = |shared: &[&str]| {
            let shared: Vec<String> = shared.iter().map(|&name| name.to_owned()).collect();
            service.files(manifest::tests::WORKSPACE, manifest::tests::TESTS, &[], &shared).unwrap()
        };
        let said = |files: &BTreeMap<PathBuf, String>| {
            let text = &files[Path::new("openapi/dms-widgets/service.toml")];
            assert!(text.contains("\nfamily = \"dms\"\n") && !text.contains("{{"), "{text}");
            (text.contains("[endpoints]"), files.contains_key(Path::new("openapi/dms-widgets/clouds.toml")))
        };
        assert_eq!(said(&files(&["common.yaml"])), (true, true));
        assert_eq!(said(&files(&["endpoints.toml", "clouds.toml"])), (false, false));
    }

    #[test]
    fn clients_export_what_the_template_exports() {
        let exports = |text: &str| {
            let from = text.find("pub use huaweicloud_core::{").unwrap();
            text[from..].split_once("};").unwrap().0.to_owned()
        };
        let template = FILES.iter().find(|(path, _)| path.ends_with("src/lib.rs")).unwrap().1;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for folder in crate::spec::files::services(&root).unwrap() {
            let name = folder.file_name().unwrap();
            let text = std::fs::read_to_string(root.join("crates").join(name).join("src/lib.rs")).unwrap();
            assert_eq!(exports(&text), exports(template), "{}", folder.display());
        }
    }
}

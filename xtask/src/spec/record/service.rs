//! `service.toml`: the service as a whole.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::spec::files::is_name;
use crate::spec::{Family, LineEnds, problem_at};

/// `service.toml`: the service as a whole.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceFile {
    /// Name of the service, of its folder and of its crate.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Version of the API, `v2`.
    pub version: String,
    /// Folder of the crate that is generated, relative to the root of the workspace.
    #[serde(rename = "crate")]
    pub crate_folder: String,
    /// What the service does.
    pub description: String,
    /// What the official SDKs call the service in the names of environment variables.
    #[serde(rename = "sdk-name")]
    pub sdk_name: String,
    /// Whom to ask about the bundle.
    pub contact: Link,
    /// What the bundle may be used for.
    pub license: Link,
    /// What the service's owner says of it.
    pub documentation: Documentation,
    /// The services that it shares things with, if any: the name of their folder in `openapi/shared`.
    pub family: Option<String>,
    /// What it says otherwise than its family, by code, cloud, pointer of the component or `endpoints`, and why.
    #[serde(default)]
    pub(crate) differs: BTreeMap<String, toml::Spanned<String>>,
    /// Where it is reached; if `service.toml` does not say it, its family does.
    #[serde(default)]
    pub endpoints: Endpoints,
    /// Where the vendor documents its operations, if a rule says it.
    #[serde(default)]
    pub addresses: Addresses,
    /// What `cargo xtask demo` shows, if anything.
    pub demo: Option<Demo>,
    /// The line of each key, counted from 1.
    #[serde(skip)]
    lines: BTreeMap<String, u32>,
}

impl ServiceFile {
    /// The line of a key at the top of the file, counted from 1.
    pub fn line(&self, key: &str) -> u32 {
        self.lines.get(key).copied().unwrap_or(1)
    }

    /// Whether the file has a key at its top.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.lines.contains_key(key)
    }

    /// Finds the lines of the keys in the text of the file.
    pub(in crate::spec) fn find_lines(&mut self, text: &str) {
        let keys = toml::from_str::<BTreeMap<String, toml::Spanned<toml::Value>>>(text).unwrap_or_default();
        let ends = LineEnds::of(text);
        self.lines = keys.into_iter().map(|(key, value)| (key, ends.line(value.span().start))).collect();
        let reasons = self.differs.iter();
        self.lines.extend(reasons.map(|(key, why)| (format!("differs.{key}"), ends.line(why.span().start))));
    }

    /// Takes the endpoints of the family where the file has none, and says what is wrong with the names that files are written by,
    /// so that nothing is written where it should not.
    pub(in crate::spec) fn placed(&mut self, folder: &Path, family: Option<&Family>) -> Vec<Problem> {
        let mut problems = self.misplaced(folder);
        match family.and_then(|family| family.endpoints.as_ref()) {
            _ if self.has("endpoints") => {}
            Some(endpoints) => self.endpoints = endpoints.clone(),
            None => problems.push(problem_at(
                folder.join("service.toml"),
                1,
                "toml",
                "missing field `endpoints`".to_owned(),
                "say where the service is reached, or name a family whose endpoints.toml does",
            )),
        }
        problems
    }

    fn misplaced(&self, folder: &Path) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut refuse = |key: &str, message: String, remedy: &str| {
            problems.push(Problem {
                file: folder.join("service.toml"),
                line: self.line(key),
                pointer: String::new(),
                rule: "service",
                message,
                remedy: remedy.to_owned(),
            });
        };
        let shown = |text: &str| text.escape_debug().to_string();
        if !is_name(&self.name) {
            let message = format!("`{}` is no name of a service", shown(&self.name));
            refuse("name", message, "write small letters, digits and hyphens: dms-kafka");
        } else if folder.file_name().is_none_or(|name| name != self.name.as_str()) {
            let message = format!("the service is called `{}`, and its folder is not", self.name);
            refuse("name", message, "give the folder and the service one name");
        }
        if !is_name(&self.sdk_name) {
            let message = format!("`{}` is no name that SDKs give a service", shown(&self.sdk_name));
            refuse("sdk-name", message, "write small letters, digits and hyphens: kafka");
        }
        if let Some(family) = self.family.as_ref().filter(|family| !is_name(family)) {
            let message = format!("`{}` is no name of a family of services", shown(family));
            refuse(
                "family",
                message,
                "write small letters, digits and hyphens: the name of a folder in openapi/shared",
            );
        }
        let mut parts = Path::new(&self.crate_folder).components();
        if self.crate_folder.is_empty() || !parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            let message = format!("the crate `{}` does not lie in the workspace", shown(&self.crate_folder));
            refuse("crate", message, "write its folder relative to the root of the workspace: crates/dms-kafka");
        }
        problems
    }
}

/// A name and an address. It stands in the bundle as it is here.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The name, for people.
    pub name: String,
    /// A page.
    pub url: String,
}

/// A page, and what it is. It stands in the bundle as it is here.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Documentation {
    /// What the page is.
    pub description: String,
    /// The page.
    pub url: String,
}

/// A demonstration: examples of the crate, run against the simulator.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Demo {
    /// Package of the simulator.
    pub simulator: String,
    /// Credentials that the simulator accepts; they are examples, and open nothing else.
    pub access_key: String,
    /// See `access_key`.
    pub secret_key: String,
    /// The project that the simulator knows.
    pub project_id: String,
    /// Examples, one after another.
    pub step: Vec<DemoStep>,
}

/// An example that the demonstration runs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoStep {
    /// What it shows, for the heading.
    pub shows: String,
    /// Name of the example.
    pub example: String,
    /// Its arguments after the region.
    pub arguments: Vec<String>,
    /// Whether it shows an error, and so must fail.
    #[serde(default)]
    pub fails: bool,
}

/// Where the vendor documents the operations of a service: rules with `{operation}` for the official name. What no rule gives
/// has no address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Addresses {
    /// Addresses of pages, by their layout.
    #[serde(default)]
    pub pages: BTreeMap<String, String>,
    /// Address in the vendor's explorer, of operations that an official interface has.
    pub explorer: Option<String>,
    /// Operations of the interface that the explorer lacks all the same.
    #[serde(default)]
    pub not_in_explorer: Vec<String>,
}

/// What stands for the official name in a rule for addresses.
const OPERATION: &str = "{operation}";

impl Addresses {
    /// The address of a page of that layout about an operation.
    pub fn page(&self, layout: &str, operation: &str) -> Option<String> {
        self.pages.get(layout).map(|rule| rule.replace(OPERATION, operation))
    }

    /// The address of an operation of the interface in the explorer.
    pub fn explorer(&self, operation: &str) -> Option<String> {
        let is_there = !self.not_in_explorer.iter().any(|other| other == operation);
        self.explorer.as_ref().filter(|_| is_there).map(|rule| rule.replace(OPERATION, operation))
    }

    /// The rules that give no address of an operation.
    pub(crate) fn bad_rules(&self) -> impl Iterator<Item = &String> {
        let is_good = |rule: &str| {
            let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&*+,;=%".contains(c);
            rule.starts_with("https://")
                && rule.matches(OPERATION).count() == 1
                && rule.replace(OPERATION, "").chars().all(is_part)
        };
        self.pages.values().chain(&self.explorer).filter(move |rule| !is_good(rule))
    }
}

/// Where a service is reached in each region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoints {
    /// Endpoint with `{region}` for the id of the region.
    pub pattern: String,
    /// The region that tools begin with which ask for none.
    pub default: String,
    /// Regions that follow the pattern.
    pub regions: Vec<String>,
    /// Regions that do not, with their endpoints.
    #[serde(default)]
    pub others: BTreeMap<String, String>,
}

impl Endpoints {
    /// All regions with their endpoints.
    pub fn table(&self) -> BTreeMap<String, String> {
        let of_pattern = self.regions.iter().map(|id| (id.clone(), self.pattern.replace("{region}", id)));
        of_pattern.chain(self.others.clone()).collect()
    }
}

//! The TOML files beside the OpenAPI files: the service, its sources, its quirks.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::Deserialize;

use super::walk::template;
use crate::drift::FindingKind;

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
    /// Where it answers.
    pub endpoints: Endpoints,
    /// What `cargo xtask demo` shows, if anything.
    pub demo: Option<Demo>,
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
}

/// Where a service answers in each region.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoints {
    /// Endpoint with `{region}` for the id of the region.
    pub pattern: String,
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

/// `sources.toml`: what was read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourcesFile {
    #[serde(default)]
    pub(super) source: Vec<Source>,
}

/// A page, or another document, that facts came from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Id by which the specification names it.
    pub id: String,
    /// What kind of document it is.
    pub kind: SourceKind,
    /// Where it lies, relative to the folder that holds the documentation.
    pub path: String,
    /// Title, for documents that are no page.
    pub title: Option<String>,
    /// Layout of the page.
    pub layout: Option<String>,
    /// The operation that the page tells of.
    pub operation: Option<String>,
    /// The day that it was updated, if that is known.
    pub date: Option<toml::value::Datetime>,
    /// What the day was taken from, or why there is none.
    #[serde(rename = "dated-by")]
    pub dated_by: Option<String>,
    /// SHA-256 of the bytes that were read.
    pub sha256: String,
}

/// The sources by their ids; of two with the same id, the first.
pub(crate) fn by_id(sources: &[Source]) -> HashMap<&str, &Source> {
    sources.iter().rev().map(|source| (source.id.as_str(), source)).collect()
}

/// Kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A page of the documentation.
    Page,
    /// The interface of an official SDK.
    Interface,
    /// What others have seen the service do.
    Observations,
}

/// `quirks.toml`: what the sources disagree on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuirksFile {
    #[serde(default)]
    pub(super) quirk: Vec<Quirk>,
}

/// A disagreement between sources, with the choice that was made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quirk {
    /// Its id.
    pub id: String,
    /// JSON pointer into the bundle: what the choice is about.
    pub at: String,
    /// What each source says.
    pub says: String,
    /// What was chosen.
    pub choice: String,
    /// Why.
    pub evidence: String,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// What `cargo xtask docs drift` need not tell of these sources, at `at` and below it; nothing for a quirk that only
    /// explains.
    #[serde(default)]
    pub silences: Vec<Silence>,
    /// The day of the choice.
    pub date: toml::value::Datetime,
}

/// Findings that a quirk silences: `type` for all of a kind, `missing-in-spec colour` for one that the specification
/// lacks, by the key that it would have.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Silence {
    /// The kind of finding.
    pub kind: FindingKind,
    /// The key.
    pub member: Option<String>,
}

impl TryFrom<String> for Silence {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (kind, member) = text.split_once(' ').map_or((text.as_str(), None), |(kind, key)| (kind, Some(key)));
        let known = FindingKind::from_name(kind).filter(|kind| kind.is_about_a_fact());
        let kind = known.ok_or_else(|| format!("no quirk can silence `{kind}`; write a kind as drift reports it"))?;
        Ok(Self { kind, member: member.map(str::to_owned) })
    }
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        self.member.as_ref().map_or(Ok(()), |member| write!(f, " {member}"))
    }
}

/// `coverage.toml`: operations that are documented, and not in the specification.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CoverageFile {
    #[serde(default)]
    pub(super) deferred: Vec<Deferred>,
    #[serde(default)]
    pub(super) superseded: Vec<Superseded>,
}

/// Operations that are left out for now: one by its name, or all below a path.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deferred {
    /// The operation.
    pub operation: Option<String>,
    /// A path: every operation at it and below it.
    pub below: Option<String>,
    /// Why.
    pub reason: String,
}

impl Deferred {
    /// Whether the operation of that name, at that path, is one of these.
    pub fn names(&self, operation: Option<&str>, path: &str) -> bool {
        let below = |above: &str| path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let named = self.operation.is_some() && self.operation.as_deref() == operation;
        named || self.below.as_deref().is_some_and(below)
    }
}

/// An operation that another one of the specification replaces.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Superseded {
    /// Its method.
    pub method: String,
    /// Its path; parameters may have any names.
    pub path: String,
    /// `operationId` of the operation that replaces it.
    pub by: String,
    /// What else there is to say.
    pub reason: Option<String>,
}

impl Superseded {
    /// Whether it is the operation of that method at that path.
    pub fn is(&self, method: &str, path: &str) -> bool {
        self.method.eq_ignore_ascii_case(method) && template(&self.path) == template(path)
    }
}

/// `error-codes.toml`: what the service's codes mean.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ErrorCodesFile {
    #[serde(default)]
    pub(super) code: Vec<ErrorCode>,
}

/// A code by which the service says why it refused a request.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code, as it stands in answers.
    pub code: String,
    /// Its name in Rust.
    pub name: String,
    /// The HTTP statuses that it is documented with.
    pub statuses: Vec<u16>,
    /// What it means, and what to do about it.
    pub meaning: String,
    /// What it means for the caller, if it is of one of the classes.
    pub class: Option<ErrorClass>,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// Where the sources disagree, and what was chosen.
    pub note: Option<String>,
}

/// What a failure means for the caller, as `huaweicloud_core::ErrorClass` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorClass {
    /// The same request may succeed later.
    Retry,
    /// What the request names does not exist.
    NotFound,
    /// It is there already.
    Conflict,
    /// Too many requests.
    Throttled,
    /// The caller is not known, or may not do this.
    Unauthorized,
}

impl fmt::Display for ErrorClass {
    /// The name of the class in Rust.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Retry => "Retry",
            Self::NotFound => "NotFound",
            Self::Conflict => "Conflict",
            Self::Throttled => "Throttled",
            Self::Unauthorized => "Unauthorized",
        })
    }
}

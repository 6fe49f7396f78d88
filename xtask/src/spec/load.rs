//! Reading the files of a service.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::record::{CoverageFile, ErrorCodesFile, QuirksFile, SourcesFile};
use super::{Deferred, ErrorCode, Quirk, ServiceFile, Source, Superseded, bundle, parse_yaml, part};
use crate::problem::{Problem, Problems};

/// The specification of a service: its files, and the one document that they make.
#[derive(Clone, Debug)]
pub struct Spec {
    /// `openapi/<service>`, relative to the root of the workspace.
    pub folder: PathBuf,
    /// The service as a whole.
    pub service: ServiceFile,
    /// The common file, then the resources in the order of their names.
    pub files: Vec<SpecFile>,
    /// What was read.
    pub sources: Vec<Source>,
    /// What the sources disagree on.
    pub quirks: Vec<Quirk>,
    /// What is documented, and left out for now.
    pub deferred: Vec<Deferred>,
    /// What is documented, and was replaced.
    pub superseded: Vec<Superseded>,
    /// The cargo features of the crate that is generated, if it is there already.
    pub features: Option<Features>,
    /// What the service's error codes mean.
    pub error_codes: Vec<ErrorCode>,
    /// The OpenAPI document.
    pub document: Value,
}

/// A YAML file of the specification.
#[derive(Clone, Debug)]
pub struct SpecFile {
    /// Its name without the ending: `common`, or the name of the resource.
    pub name: String,
    /// Where it lies, relative to the root of the workspace.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// What the text says.
    pub value: Value,
}

/// Cargo features, each with what it turns on.
pub type Features = BTreeMap<String, Vec<String>>;

/// Name of the file that holds what resources share.
pub(super) const COMMON: &str = "common";

impl Spec {
    /// The resource files.
    pub fn resources(&self) -> impl Iterator<Item = &SpecFile> {
        self.files.iter().filter(|file| file.name != COMMON)
    }

    /// The file that holds what `pointer` points to in the bundle. Operations and components lie in a file under the
    /// pointer that they have in the bundle: `/paths/…/get`, `/components/schemas/…`.
    pub fn file_of(&self, pointer: &str) -> &Path {
        let prefix = part(pointer);
        let found = self.files.iter().find(|file| !prefix.is_empty() && file.value.pointer(prefix).is_some());
        found.map_or(self.folder.as_path(), |file| file.path.as_path())
    }

    /// A problem with what `pointer` points to in the bundle.
    pub fn problem(
        &self,
        pointer: impl Into<String>,
        rule: &'static str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Problem {
        let pointer = pointer.into();
        let (message, remedy) = (message.into(), remedy.into());
        Problem { file: self.file_of(&pointer).to_owned(), pointer, rule, message, remedy }
    }

    /// A problem with a record beside the OpenAPI files, `quirks.toml` for example.
    pub fn problem_in(&self, file: &str, rule: &'static str, message: String, remedy: &str) -> Problem {
        let file = self.folder.join(file);
        Problem { file, pointer: String::new(), rule, message, remedy: remedy.to_owned() }
    }
}

/// Reads the specification in `folder`, which is relative to `root`, and puts it together.
///
/// # Errors
///
/// [`Problems`] for files that do not say what they should; an error of the file system for files that cannot be read.
pub fn load(root: &Path, folder: &Path) -> anyhow::Result<Spec> {
    let mut problems = Vec::new();
    let service = read_toml::<ServiceFile>(root, &folder.join("service.toml"), &mut problems)?;
    let sources = read_toml::<SourcesFile>(root, &folder.join("sources.toml"), &mut problems)?;
    let quirks = read_toml::<QuirksFile>(root, &folder.join("quirks.toml"), &mut problems)?;
    let coverage = read_optional_toml::<CoverageFile>(root, &folder.join("coverage.toml"), &mut problems)?;
    let codes = read_optional_toml::<ErrorCodesFile>(root, &folder.join("error-codes.toml"), &mut problems)?;
    let mut files = Vec::new();
    for file in yaml_files(root, folder)?.par_iter().map(|path| read_yaml(root, path)).collect::<Vec<_>>() {
        match file? {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    let records = service.zip(sources).zip(quirks).zip(coverage.zip(codes)).filter(|_| problems.is_empty());
    let Some((((service, sources), quirks), (coverage, codes))) = records else {
        return Err(Problems(problems).into());
    };
    let features = features(root, &service, &mut problems)?;
    if !problems.is_empty() {
        return Err(Problems(problems).into());
    }
    let document = bundle::bundle(&service, &files).map_err(Problems)?;
    let (sources, quirks, error_codes) = (sources.source, quirks.quirk, codes.code);
    let CoverageFile { deferred, superseded } = coverage;
    Ok(Spec {
        folder: folder.to_owned(),
        service,
        files,
        sources,
        quirks,
        deferred,
        superseded,
        error_codes,
        features,
        document,
    })
}

/// The common file and the resource files, in the order in which they are put together.
fn yaml_files(root: &Path, folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let resources = folder.join("resources");
    let absolute = root.join(&resources);
    let entries = std::fs::read_dir(&absolute).with_context(|| format!("cannot list {}", absolute.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let name = entry.with_context(|| format!("cannot list {}", absolute.display()))?.file_name();
        let path = resources.join(name);
        anyhow::ensure!(
            path.extension().is_some_and(|ending| ending == "yaml"),
            "{} is no resource file; keep only .yaml files there",
            path.display()
        );
        paths.push(path);
    }
    paths.sort();
    paths.insert(0, folder.join(format!("{COMMON}.yaml")));
    Ok(paths)
}

fn read(root: &Path, path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(root.join(path)).with_context(|| format!("cannot read {}", path.display()))
}

fn read_yaml(root: &Path, path: &Path) -> anyhow::Result<Result<SpecFile, Problem>> {
    let text = read(root, path)?;
    Ok(match parse_yaml(&text) {
        Ok(value) => {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            Ok(SpecFile { name, path: path.to_owned(), text, value })
        }
        Err(message) => Err(unreadable(path, "yaml", &message)),
    })
}

fn read_toml<T: DeserializeOwned>(root: &Path, path: &Path, problems: &mut Vec<Problem>) -> anyhow::Result<Option<T>> {
    match toml::from_str(&read(root, path)?) {
        Ok(value) => Ok(Some(value)),
        Err(error) => {
            problems.push(unreadable(path, "toml", &error.to_string()));
            Ok(None)
        }
    }
}

/// The features of the crate; none if there is no crate yet.
fn features(root: &Path, service: &ServiceFile, problems: &mut Vec<Problem>) -> anyhow::Result<Option<Features>> {
    /// The part of a manifest that is needed.
    #[derive(Deserialize)]
    struct Manifest {
        #[serde(default)]
        features: Features,
    }
    let path = Path::new(&service.crate_folder).join("Cargo.toml");
    if !root.join(&path).exists() {
        return Ok(None);
    }
    Ok(read_toml::<Manifest>(root, &path, problems)?.map(|manifest| manifest.features))
}

/// Reads a file that a service may do without.
fn read_optional_toml<T: DeserializeOwned + Default>(
    root: &Path,
    path: &Path,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Option<T>> {
    if root.join(path).exists() { read_toml(root, path, problems) } else { Ok(Some(T::default())) }
}

fn unreadable(path: &Path, rule: &'static str, message: &str) -> Problem {
    let remedy = "correct the text at the place that the message names".to_owned();
    Problem { file: path.to_owned(), pointer: String::new(), rule, message: message.trim_end().to_owned(), remedy }
}

//! From the texts of a service's files to its specification.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::files::SpecTexts;
use super::record::{CloudsFile, CoverageFile, ErrorCodesFile, QuirksFile, SourcesFile};
use super::{
    COMMON, Cloud, Deferred, ErrorCode, LineEnds, Quirk, ServiceFile, Source, SpecFile, Superseded, bundle, parse_yaml,
    part,
};
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
    /// What the service's error codes mean.
    pub error_codes: Vec<ErrorCode>,
    /// The clouds that run the service.
    pub clouds: Vec<Cloud>,
    /// The cargo features of the crate that is generated, if it is there already.
    pub features: Option<Features>,
    /// The line of its manifest on which they begin, counted from 1.
    pub features_line: u32,
    /// The OpenAPI document.
    pub document: Value,
}

/// Cargo features, each with what it turns on.
pub type Features = BTreeMap<String, Vec<String>>;

impl Spec {
    /// Parses the texts of a service's files.
    ///
    /// # Errors
    ///
    /// [`Problems`] for files that do not say what they should, or are not there.
    pub fn parse(texts: &SpecTexts) -> Result<Self, Problems> {
        let mut parser = Parser { texts, problems: Vec::new() };
        let service = parser.record::<ServiceFile>("service.toml");
        let sources = parser.record::<SourcesFile>("sources.toml");
        let quirks = parser.record::<QuirksFile>("quirks.toml");
        let coverage = parser.optional_record::<CoverageFile>("coverage.toml");
        let codes = parser.optional_record::<ErrorCodesFile>("error-codes.toml");
        let clouds = parser.optional_record::<CloudsFile>("clouds.toml");
        let files = parser.yaml_files();
        let features = parser.features();
        parser.unknown_files();
        let (Some(mut service), Some(sources), Some(quirks), true) =
            (service, sources, quirks, parser.problems.is_empty())
        else {
            return Err(Problems(parser.problems));
        };
        let in_service = texts.files.get(&texts.folder.join("service.toml")).map_or("", String::as_str);
        service.find_lines(in_service);
        let placed = service.misplaced(&texts.folder);
        if !placed.is_empty() {
            return Err(Problems(placed));
        }
        let document = bundle(&service, &files).map_err(Problems)?;
        let folder = texts.folder.clone();
        let text = |name: &str| texts.files.get(&folder.join(name)).map_or("", String::as_str);
        let (deferred, superseded) = coverage.placed(text("coverage.toml"));
        let (features, features_line) = features.map_or((None, 1), |(features, line)| (Some(features), line));
        Ok(Self {
            sources: sources.placed(text("sources.toml")),
            quirks: quirks.placed(text("quirks.toml")),
            error_codes: codes.placed(text("error-codes.toml")),
            clouds: clouds.placed(text("clouds.toml")),
            deferred,
            superseded,
            folder,
            service,
            files,
            features,
            features_line,
            document,
        })
    }

    /// The resource files.
    pub fn resources(&self) -> impl Iterator<Item = &SpecFile> {
        self.files.iter().filter(|file| file.name != COMMON)
    }

    /// Where the generated crate lies, relative to the root of the workspace.
    pub fn crate_folder(&self) -> PathBuf {
        Path::new(&self.service.crate_folder).components().filter(|part| *part != Component::CurDir).collect()
    }

    /// The file that holds what `pointer` points to in the bundle. Operations and components lie in a file under the
    /// pointer that they have in the bundle: `/paths/…/get`, `/components/schemas/…`.
    pub fn file_of(&self, pointer: &str) -> Option<&SpecFile> {
        let holds = |at: &str| self.files.iter().find(|file| !at.is_empty() && file.value.pointer(at).is_some());
        holds(part(pointer)).or_else(|| super::parent(part(pointer)).and_then(holds))
    }

    /// Where what `pointer` points to in the bundle stands: the file, and the line in it. 0 for a file as a whole.
    pub fn place_of(&self, pointer: &str) -> (&Path, u32) {
        match self.file_of(pointer) {
            Some(file) => (&file.path, file.line(pointer).unwrap_or(0)),
            None => (&self.folder, 0),
        }
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
        let (file, line) = self.place_of(&pointer);
        let (file, message, remedy) = (file.to_owned(), message.into(), remedy.into());
        Problem { file, line, pointer, rule, message, remedy }
    }

    /// A problem with a line of a record beside the OpenAPI files, `quirks.toml` for example; 0 for the record as a whole.
    pub fn problem_in(&self, record: &str, line: u32, rule: &'static str, message: String, remedy: &str) -> Problem {
        let file = self.folder.join(record);
        Problem { file, line, pointer: String::new(), rule, message, remedy: remedy.to_owned() }
    }
}

/// Parses file by file, and keeps what is wrong with them.
struct Parser<'t> {
    texts: &'t SpecTexts,
    problems: Vec<Problem>,
}

/// The records of a service.
const RECORDS: [&str; 6] =
    ["service.toml", "sources.toml", "quirks.toml", "coverage.toml", "error-codes.toml", "clouds.toml"];

impl Parser<'_> {
    fn path(&self, name: &str) -> PathBuf {
        self.texts.folder.join(name)
    }

    fn refuse(&mut self, file: PathBuf, line: u32, rule: &'static str, message: String, remedy: &str) {
        self.problems.push(Problem { file, line, pointer: String::new(), rule, message, remedy: remedy.to_owned() });
    }

    /// A record that must be there.
    fn record<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let path = self.path(name);
        if let Some(text) = self.texts.files.get(&path) {
            return self.toml(&path, text);
        }
        let remedy = "write it; that of another service shows its form";
        self.refuse(path, 0, "toml", "the file is missing".to_owned(), remedy);
        None
    }

    /// A record that a service may do without.
    fn optional_record<T: DeserializeOwned + Default>(&mut self, name: &str) -> T {
        let path = self.path(name);
        let text = self.texts.files.get(&path);
        text.and_then(|text| self.toml(&path, text)).unwrap_or_default()
    }

    fn toml<T: DeserializeOwned>(&mut self, path: &Path, text: &str) -> Option<T> {
        toml::from_str(text)
            .map_err(|error| {
                let line = error.span().map_or(0, |span| LineEnds::of(text).line(span.start));
                let message = error.message().to_owned();
                self.refuse(path.to_owned(), line, "toml", message, "correct the text in this line");
            })
            .ok()
    }

    /// The common file and the resource files, in the order in which they are put together.
    fn yaml_files(&mut self) -> Vec<SpecFile> {
        let (common, resources) = (self.path(&format!("{COMMON}.yaml")), self.path("resources"));
        if !self.texts.files.contains_key(&common) {
            let remedy = "write `components:` with what the resources share";
            self.refuse(common.clone(), 0, "yaml", "the file is missing".to_owned(), remedy);
        }
        let in_resources = |path: &PathBuf| path.parent() == Some(&resources);
        let mut texts: Vec<_> = self.texts.files.iter().filter(|(path, _)| in_resources(path)).collect();
        texts.splice(0..0, self.texts.files.get_key_value(&common));
        let parsed: Vec<_> = texts
            .into_par_iter()
            .map(|(path, text)| {
                parse_yaml(text)
                    .map(|value| SpecFile::new(path.clone(), text.clone(), value))
                    .map_err(|error| (path, error))
            })
            .collect();
        let mut files = Vec::new();
        for file in parsed {
            match file {
                Ok(file) => files.push(file),
                Err((path, error)) => {
                    self.refuse(path.clone(), error.line, "yaml", error.to_string(), error.remedy);
                }
            }
        }
        files
    }

    /// Files that nothing would read are a mistake, of a name or of a place.
    fn unknown_files(&mut self) {
        for path in self.texts.files.keys() {
            let inside = path.strip_prefix(&self.texts.folder).unwrap_or(path);
            let known = RECORDS.iter().any(|record| inside == Path::new(record))
                || inside == Path::new("common.yaml")
                || inside.parent() == Some(Path::new("resources"));
            if !known {
                let remedy = "move it into `resources`, correct its name, or take it out of openapi";
                let message = "nothing reads a file of that name at that place".to_owned();
                self.problems.push(Problem {
                    file: path.clone(),
                    line: 0,
                    pointer: String::new(),
                    rule: "placement",
                    message,
                    remedy: remedy.to_owned(),
                });
            }
        }
    }

    /// The features of the crate, and their line; none if there is no crate yet.
    fn features(&mut self) -> Option<(Features, u32)> {
        /// The part of a manifest that is needed.
        #[derive(Deserialize)]
        struct Manifest {
            features: Option<toml::Spanned<Features>>,
        }
        let (path, text) = self.texts.manifest.as_ref()?;
        let manifest = self.toml::<Manifest>(path, text)?;
        Some(manifest.features.map_or_else(
            || (Features::new(), 1),
            |features| (features.get_ref().clone(), LineEnds::of(text).line(features.span().start)),
        ))
    }
}

//! From the texts of a service's files to its specification.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::files::SpecTexts;
use super::provenance::pointer_in;
use super::record::{
    CloudsFile, CoverageFile, ErrorCodesFile, QuirksFile, SharedCodesFile, SourcesFile, WitnessRecord,
};
use super::spec_file::homes;
use super::{
    COMMON, Cloud, Deferred, ENDPOINTS, Endpoints, ErrorCode, Family, LineEnds, Quirk, ServiceFile, Sources, SpecFile,
    Superseded, bundle, child, parse_yaml, part,
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
    /// The same of the family: components alone, of which the service has those that it refers to.
    pub shared: Vec<SpecFile>,
    /// The records of the family, if the service is of one.
    pub family: Option<Family>,
    /// What was read.
    pub sources: Sources,
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
    /// Which sources know what.
    pub witnesses: WitnessRecord,
    /// The cargo features of the crate that is generated, if it is there already.
    pub features: Option<Features>,
    /// The line of its manifest on which they begin, counted from 1.
    pub features_line: u32,
    /// The OpenAPI document.
    pub document: Value,
    /// Where among all files that is which holds a part of the document, by its pointer.
    homes: HashMap<String, usize>,
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
        let mut witnesses = parser.optional_record::<WitnessRecord>("witnesses.toml");
        let files = parser.yaml_files(&texts.folder);
        let family = texts.family.as_ref().and_then(|folder| parser.family(folder));
        let shared = texts.family.as_ref().map_or_else(Vec::new, |folder| parser.shared_files(folder));
        let features = parser.features();
        parser.unknown_files();
        let (Some(mut service), Some(sources), Some(quirks), true) =
            (service, sources, quirks, parser.problems.is_empty())
        else {
            return Err(Problems(parser.problems));
        };
        service.find_lines(parser.text("service.toml"));
        let placed = service.placed(&texts.folder, family.as_ref());
        if !placed.is_empty() {
            return Err(Problems(placed));
        }
        let folder = texts.folder.clone();
        let text = |name: &str| parser.text(name);
        witnesses.find_lines(text("witnesses.toml"));
        let (deferred, superseded) = coverage.placed(text("coverage.toml"));
        let (features, features_line) = features.map_or((None, 1), |(features, line)| (Some(features), line));
        let (error_codes, clouds) = parser.codes_and_clouds(codes, clouds, &service.name, family.as_ref());
        let spec = Self {
            sources: sources.placed(text("sources.toml")),
            quirks: quirks.placed(text("quirks.toml")),
            error_codes,
            clouds,
            deferred,
            superseded,
            witnesses,
            folder,
            service,
            family,
            features,
            features_line,
            files: Vec::new(),
            shared: Vec::new(),
            document: Value::Null,
            homes: HashMap::new(),
        };
        spec.with_files(files, shared)
    }

    /// The specification with other files, and others of its family, and the document that they make.
    ///
    /// # Errors
    ///
    /// [`Problems`] for what a file should not have, or two files have.
    pub fn with_files(self, files: Vec<SpecFile>, shared: Vec<SpecFile>) -> Result<Self, Problems> {
        let document = bundle(&self.service, &files, &shared, &self.witnesses).map_err(Problems)?;
        let homes = homes(files.iter().chain(&shared));
        Ok(Self { files, shared, document, homes, ..self })
    }

    /// The resource files.
    pub fn resources(&self) -> impl Iterator<Item = &SpecFile> {
        self.files.iter().filter(|file| file.name != COMMON)
    }

    /// All OpenAPI files that the document is made of: those of the service, then those of its family.
    pub fn all_files(&self) -> impl Iterator<Item = &SpecFile> {
        self.files.iter().chain(&self.shared)
    }

    /// Where the generated crate lies, relative to the root of the workspace.
    pub fn crate_folder(&self) -> PathBuf {
        Path::new(&self.service.crate_folder).components().filter(|part| *part != Component::CurDir).collect()
    }

    /// The file that holds what `pointer` points to in the bundle. Operations and components lie in a file under the
    /// pointer that they have in the bundle: `/paths/…/get`, `/components/schemas/…`. What the service says itself counts.
    pub fn file_of(&self, pointer: &str) -> Option<&SpecFile> {
        let holds = |at: &str| self.homes.get(at).and_then(|at| self.all_files().nth(*at));
        holds(part(pointer)).or_else(|| super::parent(part(pointer)).and_then(holds))
    }

    /// Where what `pointer` points to in the bundle stands: the file, and the line in it. 0 for a file as a whole.
    pub fn place_of(&self, pointer: &str) -> (&Path, u32) {
        match self.file_of(pointer) {
            Some(file) => (&file.path, file.line(&pointer_in(file, &self.service.name, pointer)).unwrap_or(0)),
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
        problem_at(self.folder.join(record), line, rule, message, remedy)
    }

    /// The file that says where the service is reached, and the line in it.
    pub(crate) fn endpoints_at(&self) -> (PathBuf, u32) {
        match &self.family {
            Some(family) if !self.service.has("endpoints") => (family.folder.join(ENDPOINTS), 1),
            _ => (self.folder.join("service.toml"), self.service.line("endpoints")),
        }
    }
}

/// A problem with a line of a record, whosever it is; 0 for the record as a whole.
pub(crate) fn problem_at(file: PathBuf, line: u32, rule: &'static str, message: String, remedy: &str) -> Problem {
    Problem { file, line, pointer: String::new(), rule, message, remedy: remedy.to_owned() }
}

/// Parses file by file, and keeps what is wrong with them.
struct Parser<'t> {
    texts: &'t SpecTexts,
    problems: Vec<Problem>,
}

/// The records of a service.
const RECORDS: [&str; 7] = [
    "service.toml",
    "sources.toml",
    "quirks.toml",
    "coverage.toml",
    "error-codes.toml",
    "clouds.toml",
    "witnesses.toml",
];

/// The records of a family.
const SHARED_RECORDS: [&str; 3] = ["error-codes.toml", "clouds.toml", ENDPOINTS];

impl Parser<'_> {
    fn path(&self, name: &str) -> PathBuf {
        self.texts.folder.join(name)
    }

    /// The text of a record of the service; empty if it is not there.
    fn text(&self, name: &str) -> &str {
        self.texts.files.get(&self.path(name)).map_or("", String::as_str)
    }

    fn refuse(&mut self, file: PathBuf, line: u32, rule: &'static str, message: String, remedy: &str) {
        self.problems.push(problem_at(file, line, rule, message, remedy));
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
        self.optional(&self.path(name)).unwrap_or_default()
    }

    fn optional<T: DeserializeOwned>(&mut self, path: &Path) -> Option<T> {
        let text = self.texts.files.get(path)?;
        self.toml(path, text)
    }

    /// The records of the family in a folder. One without a file is told.
    fn family(&mut self, folder: &Path) -> Option<Family> {
        if !self.texts.files.keys().any(|path| path.starts_with(folder)) {
            let message = format!("the family has no files in {}", folder.display());
            let remedy =
                "put there what its services share, or correct the name; a service that shares nothing has no `family`";
            self.refuse(self.path("service.toml"), 0, "family", message, remedy);
            return None;
        }
        let texts = self.texts;
        let text = |path: &Path| texts.files.get(path).map_or("", String::as_str);
        let [codes_file, clouds_file] = ["error-codes.toml", "clouds.toml"].map(|name| folder.join(name));
        let (of_codes, of_clouds) = (text(&codes_file), text(&clouds_file));
        let codes = self.optional::<SharedCodesFile>(&codes_file).unwrap_or_default();
        let clouds = self.optional::<CloudsFile>(&clouds_file).unwrap_or_default();
        Some(Family {
            folder: folder.to_owned(),
            error_codes: codes.placed(&codes_file, of_codes),
            clouds: clouds.placed(&clouds_file, of_clouds),
            endpoints: self.optional::<Endpoints>(&folder.join(ENDPOINTS)),
        })
    }

    /// The codes and the clouds of the service, with those of its family.
    fn codes_and_clouds(
        &self,
        codes: ErrorCodesFile,
        clouds: CloudsFile,
        service: &str,
        family: Option<&Family>,
    ) -> (Vec<ErrorCode>, Vec<Cloud>) {
        let codes = codes.placed(&self.path("error-codes.toml"), self.text("error-codes.toml"));
        let clouds = clouds.placed(&self.path("clouds.toml"), self.text("clouds.toml"));
        match family {
            Some(family) => (family.with_error_codes(service, codes), family.with_clouds(clouds)),
            None => (codes, clouds),
        }
    }

    /// The OpenAPI files of the family: they hold components, and no more.
    fn shared_files(&mut self, folder: &Path) -> Vec<SpecFile> {
        let files = self.yaml_files_in(folder);
        for file in &files {
            let keys = file.value.as_object().map(|parts| parts.keys().collect::<Vec<_>>());
            for key in keys.unwrap_or_default().into_iter().filter(|key| *key != "components") {
                let pointer = child("", key);
                self.problems.push(Problem {
                    file: file.path.clone(),
                    line: file.line(&pointer).unwrap_or(0),
                    pointer,
                    rule: "bundle",
                    message: "this part does not belong into a file that services share".to_owned(),
                    remedy: "write `components` alone; tags and operations are of one service".to_owned(),
                });
            }
        }
        files
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

    /// The common file and the resource files of the service.
    fn yaml_files(&mut self, folder: &Path) -> Vec<SpecFile> {
        let common = folder.join(format!("{COMMON}.yaml"));
        if !self.texts.files.contains_key(&common) {
            let remedy = "write `components:` with what the resources share";
            self.refuse(common, 0, "yaml", "the file is missing".to_owned(), remedy);
        }
        self.yaml_files_in(folder)
    }

    /// The common file and the resource files of a folder, in the order in which they are put together.
    fn yaml_files_in(&mut self, folder: &Path) -> Vec<SpecFile> {
        let (common, resources) = (folder.join(format!("{COMMON}.yaml")), folder.join("resources"));
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
        let family = self.texts.family.as_ref();
        for path in self.texts.files.keys() {
            let (inside, records) = match family.and_then(|folder| path.strip_prefix(folder).ok()) {
                Some(inside) => (inside, &SHARED_RECORDS[..]),
                None => (path.strip_prefix(&self.texts.folder).unwrap_or(path), &RECORDS[..]),
            };
            let known = records.iter().any(|record| inside == Path::new(record))
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

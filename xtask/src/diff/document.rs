//! A document as it is compared: any OpenAPI 3 document, with the local files that it refers to.
//!
//! It is what was written and nothing more: no default is filled in, and nothing is refused that is a mapping with
//! `openapi` in it. A reference that leads nowhere is kept, and told.

mod json;

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context as _, anyhow, bail, ensure};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::Node;
use super::finding::Place;
use crate::spec::{Lines, Spec, parse_large_yaml};

/// How many files one document may be made of. The largest known one has a tenth of it.
const MAX_FILES: usize = 4_000;

/// Says in a released document, in `info`, which version of the client it was released with.
pub(super) const RELEASE: &str = "x-release";

/// An OpenAPI document.
#[derive(Debug)]
pub struct Document {
    files: Vec<DocumentFile>,
    by_path: BTreeMap<PathBuf, usize>,
    /// The hand-owned specification that the document was put together from.
    spec: Option<Box<Spec>>,
    unresolved: Vec<Unresolved>,
}

/// A reference that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// The file that it stands in.
    pub file: PathBuf,
    /// What it says.
    pub reference: String,
    /// Why nothing was found.
    pub reason: String,
}

#[derive(Debug)]
struct DocumentFile {
    path: PathBuf,
    text: String,
    value: Value,
    lines: OnceLock<Lines>,
}

impl Document {
    /// Reads a document, and the files that it refers to, by `read`.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is neither YAML nor JSON, or is no OpenAPI 3 document. Of a file that is referred to,
    /// that is told by [`Document::unresolved`].
    pub fn load(path: &Path, read: &dyn Fn(&Path) -> anyhow::Result<String>) -> anyhow::Result<Self> {
        let root = DocumentFile::parse(path.to_owned(), read(path)?)?;
        is_openapi(&root.value).with_context(|| format!("{} is no OpenAPI document", path.display()))?;
        let by_path = BTreeMap::from([(normal(path), 0)]);
        let mut document = Self { files: vec![root], by_path, spec: None, unresolved: Vec::new() };
        let mut next = 0;
        while next < document.files.len() {
            document.follow(next, read)?;
            next += 1;
        }
        let lost = (0..document.files.len()).flat_map(|index| document.lost(index)).collect::<Vec<_>>();
        document.unresolved.extend(lost);
        Ok(document)
    }

    /// The document that the files of a service make.
    pub fn of_spec(spec: Spec) -> Self {
        let path = spec.folder.clone();
        let value = spec.document.clone();
        let file = DocumentFile { path, text: String::new(), value, lines: OnceLock::new() };
        Self { files: vec![file], by_path: BTreeMap::new(), spec: Some(Box::new(spec)), unresolved: Vec::new() }
    }

    /// A document in memory, which stands in no file.
    pub fn of_value(value: Value) -> Self {
        let file = DocumentFile { path: PathBuf::new(), text: String::new(), value, lines: OnceLock::new() };
        Self { files: vec![file], by_path: BTreeMap::new(), spec: None, unresolved: Vec::new() }
    }

    /// The hand-owned specification that it was put together from, if it was.
    pub fn spec(&self) -> Option<&Spec> {
        self.spec.as_deref()
    }

    /// The version of the client that it was released with, if it says so.
    pub fn release(&self) -> Option<String> {
        self.root().value().get("info")?.get(RELEASE)?.as_str().map(str::to_owned)
    }

    /// The references that lead nowhere.
    pub fn unresolved(&self) -> &[Unresolved] {
        &self.unresolved
    }

    /// The document as a whole.
    pub(super) fn root(&self) -> Node<'_> {
        Node::new(self, 0, String::new(), self.files.first().map_or(&Value::Null, |file| &file.value))
    }

    /// What a file holds.
    pub(super) fn file(&self, index: usize) -> Option<&Value> {
        self.files.get(index).map(|file| &file.value)
    }

    /// Reads what a file refers to.
    fn follow(&mut self, index: usize, read: &dyn Fn(&Path) -> anyhow::Result<String>) -> anyhow::Result<()> {
        let Some(file) = self.files.get(index) else { return Ok(()) };
        let from = file.path.clone();
        let mut references = Vec::new();
        collect(&file.value, &mut references);
        references.sort();
        references.dedup();
        for reference in references {
            let refuse = |reason: String| Unresolved { file: from.clone(), reference: reference.clone(), reason };
            let Some(target) = target(&from, &reference) else {
                if is_remote(&reference) {
                    let reason = "it leads to the network, which is not asked".to_owned();
                    self.unresolved.push(refuse(reason));
                }
                continue;
            };
            if self.by_path.contains_key(&target) {
                continue;
            }
            ensure!(self.files.len() < MAX_FILES, "{} refers to more than {MAX_FILES} files", from.display());
            match read(&target).and_then(|text| DocumentFile::parse(target.clone(), text)) {
                Ok(file) => {
                    self.by_path.insert(target, self.files.len());
                    self.files.push(file);
                }
                Err(error) => self.unresolved.push(refuse(format!("{error:#}"))),
            }
        }
        Ok(())
    }

    /// The references of a file that lead to nothing in the files that were read.
    fn lost(&self, index: usize) -> Vec<Unresolved> {
        let Some(file) = self.files.get(index) else { return Vec::new() };
        let mut references = Vec::new();
        collect(&file.value, &mut references);
        references.sort();
        references.dedup();
        // Of the network, and of files that cannot be read, it is told already.
        let is_read = |reference: &str| match target(&file.path, reference) {
            Some(path) => self.by_path.contains_key(&path),
            None => !is_remote(reference),
        };
        let lost = references.into_iter().filter(|reference| is_read(reference)).filter_map(|reference| {
            let reason = match self.find(index, &reference) {
                Some(found) if found.target().is_some() => return None,
                Some(_) => "it leads back to itself",
                None => "nothing stands there",
            };
            Some(Unresolved { file: file.path.clone(), reference, reason: reason.to_owned() })
        });
        lost.collect()
    }

    /// What a reference in a file refers to.
    pub(super) fn find(&self, file: usize, reference: &str) -> Option<Node<'_>> {
        let fragment = reference.split_once('#').map_or("", |(_, fragment)| fragment);
        let pointer = percent_decode_str(fragment).decode_utf8().ok()?.into_owned();
        let at = match target(&self.files.get(file)?.path, reference) {
            Some(path) => *self.by_path.get(&path)?,
            None if reference.starts_with('#') => file,
            None => return None,
        };
        let value = self.files.get(at)?.value.pointer(&pointer)?;
        Some(Node::new(self, at, pointer, value))
    }

    /// Where what `pointer` points to in a file stands.
    pub(super) fn place(&self, file: usize, pointer: &str) -> Place {
        let (path, line) = match (&self.spec, self.files.get(file)) {
            (Some(spec), _) => {
                let (path, line) = spec.place_of(pointer);
                (path.to_owned(), line)
            }
            (None, Some(file)) => (file.path.clone(), file.line(pointer)),
            (None, None) => (PathBuf::new(), 0),
        };
        Place { file: path.to_string_lossy().into_owned(), line, pointer: pointer.to_owned() }
    }
}

impl DocumentFile {
    /// What begins as JSON may be YAML, unless the file's name says that it is JSON.
    fn parse(path: PathBuf, text: String) -> anyhow::Result<Self> {
        let must_be_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let shown = path.display();
        let json = (must_be_json || text.trim_start().starts_with('{')).then(|| json::parse(&text));
        let value = match json {
            Some(Ok(value)) => value,
            Some(Err(fault)) if must_be_json => bail!("{shown}:{fault}"),
            _ => {
                parse_large_yaml(&text).map_err(|error| anyhow!("{shown}:{}: {error}; {}", error.line, error.remedy))?
            }
        };
        Ok(Self { path, text, value, lines: OnceLock::new() })
    }

    fn line(&self, pointer: &str) -> u32 {
        self.lines.get_or_init(|| Lines::of(&self.text)).line(pointer).unwrap_or(0)
    }
}

/// Whether a value is a document that can be compared.
fn is_openapi(value: &Value) -> anyhow::Result<()> {
    let root = value.as_object().context("it is not a mapping at its top level")?;
    ensure!(!root.contains_key("swagger"), "it is one of Swagger 2.0; convert it to OpenAPI 3.0 first");
    let version = root.get("openapi").context("it has no `openapi: 3.0.3` at its top level")?;
    let is_3 = version.as_str().is_some_and(|text| text.starts_with("3.")) || version.as_f64() == Some(3.0);
    ensure!(is_3, "its `openapi` is {version}, not 3.0");
    Ok(())
}

/// All references in a value.
fn collect(value: &Value, references: &mut Vec<String>) {
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(reference)) = object.get("$ref") {
                    references.push(reference.clone());
                }
                rest.extend(object.values());
            }
            Value::Array(list) => rest.extend(list),
            _ => {}
        }
    }
}

fn is_remote(reference: &str) -> bool {
    reference.contains("://") || reference.starts_with("//")
}

/// The file that a reference leads to; none if it is the same one, or none of ours.
fn target(from: &Path, reference: &str) -> Option<PathBuf> {
    let path = reference.split('#').next().filter(|path| !path.is_empty() && !is_remote(reference))?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let folder = from.parent().unwrap_or(Path::new(""));
    Some(normal(&folder.join(&*path)))
}

/// A path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

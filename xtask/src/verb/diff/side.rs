//! One side of a comparison: where it is read from.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};

use super::git;
use crate::diff::Document;
use crate::spec::Spec;
use crate::spec::files::{self, SpecTexts};

/// The largest document that is read, in bytes: a few times the largest one that is published.
const MAX_BYTES: u64 = 64 << 20;

/// A document, and what it is called.
#[derive(Debug)]
pub(in crate::verb) struct Named {
    /// The name of the service, or the file's without its ending.
    pub(in crate::verb) name: String,
    pub(in crate::verb) document: Document,
    /// The version of the crate that is generated from it, if it is known.
    pub(in crate::verb) version: Option<String>,
}

impl Named {
    /// A specification in memory.
    pub(in crate::verb) fn of_spec(spec: Spec, version: Option<String>) -> Self {
        Self { name: spec.service.name.clone(), document: Document::of_spec(spec), version }
    }
}

/// The specifications in the working tree.
pub(super) fn working_tree(root: &Path) -> anyhow::Result<Vec<Named>> {
    let version = |manifest: &Path| read_text(&root.join(manifest));
    files::services(root)?.iter().map(|folder| of_texts(&files::read(root, folder)?, &version)).collect()
}

/// The documents of the last release of each service.
pub(super) fn last_releases(root: &Path) -> anyhow::Result<Vec<Named>> {
    let mut found = Vec::new();
    for folder in files::services(root)? {
        let service = folder.file_name().unwrap_or_default();
        let path = Path::new("openapi/released").join(service).with_extension("json");
        if root.join(&path).is_file() {
            found.push(of_file(&root.join(path))?);
        }
    }
    ensure!(
        !found.is_empty(),
        "there is no last release to compare with: no openapi/released/<service>.json; name what to compare with, `HEAD:` for \
         example"
    );
    Ok(found)
}

/// Reads a side as it was given: a file, a folder, or either at a revision.
pub(super) fn read(root: &Path, side: &str) -> anyhow::Result<Vec<Named>> {
    ensure!(!side.is_empty(), "one side has no name; give a file, a folder, or a revision of git, `HEAD:` for example");
    let path = Path::new(side);
    if path.is_dir() {
        return Ok(vec![of_folder(root, path)?]);
    }
    if path.exists() {
        return Ok(vec![of_file(path)?]);
    }
    match side.split_once(':') {
        Some((revision, path)) if !revision.is_empty() => at_revision(root, revision, path),
        _ => bail!("{side} is not there; give a file, a folder, or a revision of git, `HEAD:` for example"),
    }
}

pub(in crate::verb) fn of_file(path: &Path) -> anyhow::Result<Named> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let document = Document::load(path, &read_text)?;
    Ok(Named { name, version: document.release(), document })
}

/// A folder with the files of a service, inside the workspace or in another one.
fn of_folder(root: &Path, folder: &Path) -> anyhow::Result<Named> {
    ensure!(
        folder.join("service.toml").is_file(),
        "{} has no service.toml, which makes a folder a service; give a file of it",
        folder.display()
    );
    let folder = fs::canonicalize(folder).with_context(|| format!("cannot follow {}", folder.display()))?;
    let root = fs::canonicalize(root).context("cannot follow the root of the workspace")?;
    let root = match folder.strip_prefix(&root) {
        Ok(_) => root,
        Err(_) => folder.ancestors().nth(2).unwrap_or(Path::new("/")).to_owned(),
    };
    let inside = folder.strip_prefix(&root).context("the folder lies outside of its workspace")?;
    of_texts(&files::read(&root, inside)?, &|manifest| read_text(&root.join(manifest)))
}

fn of_texts(texts: &SpecTexts, read: &dyn Fn(&Path) -> anyhow::Result<String>) -> anyhow::Result<Named> {
    let spec = Spec::parse(texts)?;
    let version = version(&spec.crate_folder(), read);
    Ok(Named { name: spec.service.name.clone(), document: Document::of_spec(spec), version })
}

/// The version in the manifest of a crate, or in that of the workspace if it is left to it.
fn version(folder: &Path, read: &dyn Fn(&Path) -> anyhow::Result<String>) -> Option<String> {
    let manifest = |path: &Path| read(path).ok()?.parse::<toml::Table>().ok();
    let own = manifest(&folder.join("Cargo.toml"))?;
    let of_package = own.get("package")?.get("version")?;
    let of_workspace = || manifest(Path::new("Cargo.toml"))?.get("workspace")?.get("package")?.get("version").cloned();
    let version = if of_package.is_str() { Some(of_package.clone()) } else { of_workspace() };
    version?.as_str().map(str::to_owned)
}

/// The specification from which the crate of a release was generated, if git has its tag.
pub(super) fn at_tag(root: &Path, release: &Named, folder: &Path) -> anyhow::Result<Option<Spec>> {
    let Some(version) = &release.version else { return Ok(None) };
    let tag = format!("v{version}");
    match git::list(root, &tag, &folder.to_string_lossy()) {
        Ok(listed) => Ok(Some(Spec::parse(&texts_at(root, &tag, folder, &listed)?)?)),
        Err(_) => Ok(None),
    }
}

/// What git has: one file, one service, or all services.
fn at_revision(root: &Path, revision: &str, path: &str) -> anyhow::Result<Vec<Named>> {
    let path = path.trim_end_matches('/');
    let inside = if path.is_empty() { "openapi" } else { path };
    let listed = git::list(root, revision, inside)?;
    if listed.iter().any(|file| file == Path::new(inside)) {
        let read = |path: &Path| git::show(root, revision, path);
        let document = Document::load(Path::new(inside), &read)?;
        let name = Path::new(inside).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        return Ok(vec![Named { name, version: document.release(), document }]);
    }
    let services: Vec<&Path> =
        listed.iter().filter(|file| file.ends_with("service.toml")).filter_map(|file| file.parent()).collect();
    ensure!(!services.is_empty(), "{revision}:{inside} holds no service; a service is a folder with a service.toml");
    let read = |path: &Path| git::show(root, revision, path);
    services.into_iter().map(|folder| of_texts(&texts_at(root, revision, folder, &listed)?, &read)).collect()
}

fn texts_at(root: &Path, revision: &str, folder: &Path, listed: &[PathBuf]) -> anyhow::Result<SpecTexts> {
    let mut texts = SpecTexts { folder: folder.to_owned(), ..SpecTexts::default() };
    let is_text = |file: &&PathBuf| file.extension().is_some_and(|ending| ending == "yaml" || ending == "toml");
    for file in listed.iter().filter(|file| file.starts_with(folder)).filter(is_text) {
        texts.files.insert(file.clone(), git::show(root, revision, file)?);
    }
    // What the service shares with others is a part of it.
    texts.family = texts.files.get(&folder.join("service.toml")).and_then(|text| files::family(folder, text));
    if let Some(family) = &texts.family {
        let listed = git::list(root, revision, &family.to_string_lossy())?;
        for file in listed.iter().filter(is_text) {
            texts.files.insert(file.clone(), git::show(root, revision, file)?);
        }
    }
    Ok(texts)
}

/// Reads a regular file of UTF-8.
pub(in crate::verb) fn read_text(path: &Path) -> anyhow::Result<String> {
    let shown = path.display();
    let meta = fs::metadata(path).with_context(|| format!("cannot read {shown}"))?;
    ensure!(meta.is_file(), "{shown} is no file");
    ensure!(meta.len() <= MAX_BYTES, "{shown} has {} bytes; at most {MAX_BYTES} are read", meta.len());
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(|| format!("cannot read {shown}"))?;
    file.take(MAX_BYTES).read_to_end(&mut bytes).with_context(|| format!("cannot read {shown}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        anyhow::anyhow!("{shown} is not UTF-8: its byte {byte} is none; save it as UTF-8")
    })
}

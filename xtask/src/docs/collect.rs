//! Walks files and folders: the one part of the readers that does I/O.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::facts::{Counts, Layout, PageFacts, PageProblem, PageProblemKind};
use super::read::{MAX_PAGE_BYTES, read_document, read_interface};

/// Endings of files that may be documentation pages; in a folder, others are passed over.
const PAGES: &[&str] = &["md", "markdown", "rst", "txt", "html", "htm", "xhtml"];
/// Endings of files that may be interfaces.
const JSON: &[&str] = &["json"];
/// How deep folders are looked into.
const MAX_DEPTH: usize = 64;
const NO_FILE: &str = "it is neither a file nor a folder";

/// The facts of many pages.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Collection {
    /// The pages, in the order of the paths given and sorted by name within each folder.
    pub pages: Vec<PageFacts>,
    /// What was counted on all of them.
    pub counts: Counts,
}

/// Reads files and folders, all at once; [`find`] and [`Found::read`] read them one by one. What cannot be read becomes a
/// page with a problem.
#[must_use]
pub fn collect<P: AsRef<Path>>(paths: &[P]) -> Collection {
    let pages: Vec<PageFacts> = find(paths).iter().flat_map(Found::read).collect();
    let mut counts = Counts::default();
    for page in &pages {
        counts.add(page.counts);
    }
    Collection { pages, counts }
}

/// A file that was found and not read yet, or a place where there should be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Found(Place);

#[derive(Debug, Clone, PartialEq)]
enum Place {
    File(PathBuf),
    /// A file of a folder that is of use only if it is an interface.
    Json(PathBuf),
    /// What cannot be read, and why.
    Unreadable(PathBuf, String),
}

impl Found {
    /// Reads the page, or the operations of an interface. What cannot be read becomes a page with a problem; JSON that
    /// lies in a folder and is no interface is passed over.
    #[must_use]
    pub fn read(&self) -> Vec<PageFacts> {
        let (path, is_given) = match &self.0 {
            Place::File(path) => (path, true),
            Place::Json(path) => (path, false),
            Place::Unreadable(path, reason) => return vec![unreadable(path, PageProblemKind::Unreadable, reason)],
        };
        let label = path.display().to_string();
        match read_file(path) {
            Ok(bytes) if !is_given => read_interface(&label, &bytes).unwrap_or_default(),
            Ok(bytes) if bytes.len() <= MAX_PAGE_BYTES && has_ending(path, JSON) => read_json(path, &bytes),
            Ok(bytes) if bytes.len() <= MAX_PAGE_BYTES => read_document(&label, &bytes),
            Ok(_) => {
                let reason = format!("file has more than {MAX_PAGE_BYTES} bytes");
                vec![unreadable(path, PageProblemKind::Limit, reason)]
            }
            Err(error) => vec![unreadable(path, PageProblemKind::Unreadable, error.to_string())],
        }
    }
}

/// Reads a JSON file that was asked for by name: one that is no interface, or only the beginning of one, is reported.
fn read_json(path: &Path, bytes: &[u8]) -> Vec<PageFacts> {
    let documents = read_document(&path.display().to_string(), bytes);
    if documents.iter().any(|facts| matches!(facts.layout, Layout::Interface | Layout::Unreadable)) {
        return documents;
    }
    let reason = "the JSON is no whole interface, which has `operations` and `models`";
    vec![unreadable(path, PageProblemKind::Unreadable, reason)]
}

fn unreadable(path: &Path, kind: PageProblemKind, reason: impl Into<String>) -> PageFacts {
    PageFacts::unreadable(PageProblem::new(&path.display().to_string(), 0, kind, reason))
}

/// Lists the pages in files and folders, in the order of the paths given and sorted by name within
/// each folder. No file is opened, so that the caller knows how much there is to do.
///
/// A file that was given by name is a page whatever it is called. A place with the name of a page, or given by name, that
/// is neither file nor folder (a pipe, a device) is listed as unreadable.
#[must_use]
pub fn find<P: AsRef<Path>>(paths: &[P]) -> Vec<Found> {
    paths.iter().flat_map(|path| find_in(path.as_ref())).collect()
}

fn find_in(path: &Path) -> impl Iterator<Item = Found> {
    // Links are followed, so that a folder of links works; walkdir reports loops. A folder is not entered through a second
    // link: links that lead to each other would multiply.
    let mut linked = HashSet::new();
    let is_new = move |entry: &DirEntry| {
        !(entry.path_is_symlink() && entry.file_type().is_dir())
            || entry.path().canonicalize().is_ok_and(|folder| linked.insert(folder))
    };
    let walk = WalkDir::new(path).follow_links(true).max_depth(MAX_DEPTH).sort_by_file_name();
    walk.into_iter()
        .filter_entry(is_new)
        .filter_map(|entry| match entry {
            Ok(entry) => place(entry),
            Err(error) => Some(unwalked(&error, path)),
        })
        .map(Found)
}

/// What an entry of a folder is to the readers, if it is anything.
fn place(entry: DirEntry) -> Option<Place> {
    let kind = entry.file_type();
    let is_page = entry.depth() == 0 || has_ending(entry.path(), PAGES);
    if kind.is_dir() && entry.depth() == MAX_DEPTH {
        Some(Place::Unreadable(entry.into_path(), format!("folders are looked into {MAX_DEPTH} deep only")))
    } else if kind.is_dir() || !(is_page || has_ending(entry.path(), JSON)) {
        None
    } else if !kind.is_file() {
        Some(Place::Unreadable(entry.into_path(), NO_FILE.to_owned()))
    } else if is_page {
        Some(Place::File(entry.into_path()))
    } else {
        Some(Place::Json(entry.into_path()))
    }
}

/// A place that could not be looked into.
fn unwalked(error: &walkdir::Error, path: &Path) -> Place {
    let reason = match error.loop_ancestor() {
        Some(ancestor) => format!("link leads back to `{}`", ancestor.display()),
        None => error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
    };
    Place::Unreadable(error.path().unwrap_or(path).to_owned(), reason)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| endings.contains(&ending.to_ascii_lowercase().as_str()))
}

/// The bytes of a file, but never many more than a page may have.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    // Opening a pipe would wait for somebody to write into it.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, NO_FILE));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_PAGE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

//! Walks files and folders: the one part of the readers that does I/O.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::facts::{Counts, Layout, PageFacts, ProblemKind};
use super::read::{MAX_PAGE_BYTES, read_document, read_interface, unreadable};

/// Endings of files that may be documentation pages; in a folder, others are passed over.
const ENDINGS: &[&str] = &["md", "markdown", "rst", "txt", "html", "htm", "xhtml"];

/// The facts of many pages.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Collection {
    /// The pages, in the order of the paths given and sorted by name within each folder.
    pub pages: Vec<PageFacts>,
    /// What was counted on all of them.
    pub counts: Counts,
}

/// Reads files and folders. What cannot be read becomes a page with a problem.
#[must_use]
pub fn collect<P: AsRef<Path>>(paths: &[P]) -> Collection {
    let mut collection = Collection::default();
    collect_with(paths, |page| {
        collection.counts.add(page.counts);
        collection.pages.push(page);
    });
    collection
}

/// Reads files and folders, and gives each page away as soon as it is read: memory does not grow
/// with what the pages hold.
pub fn collect_with<P: AsRef<Path>>(paths: &[P], take: impl FnMut(PageFacts)) {
    find(paths).iter().flat_map(Found::read).for_each(take);
}

/// A file that was found and not read yet, or why a place could not be looked into.
#[derive(Debug, Clone, PartialEq)]
pub struct Found(Place);

#[derive(Debug, Clone, PartialEq)]
enum Place {
    File(PathBuf),
    /// A file of a folder that is of use only if it is an interface.
    Json(PathBuf),
    Fault {
        label: String,
        reason: String,
    },
}

impl Found {
    /// Reads the page, or the operations of an interface. What cannot be read becomes a page with a problem; JSON that
    /// lies in a folder and is no interface gives nothing.
    #[must_use]
    pub fn read(&self) -> Vec<PageFacts> {
        let (path, is_given) = match &self.0 {
            Place::File(path) => (path, true),
            Place::Json(path) => (path, false),
            Place::Fault { label, reason } => return vec![unreadable(label, ProblemKind::Unreadable, reason)],
        };
        let label = path.display().to_string();
        match read_file(path) {
            Ok(bytes) if !is_given => read_interface(&label, &bytes).unwrap_or_default(),
            Ok(bytes) if bytes.len() <= MAX_PAGE_BYTES && has_ending(path, &["json"]) => read_json(&label, &bytes),
            Ok(bytes) if bytes.len() <= MAX_PAGE_BYTES => read_document(&label, &bytes),
            Ok(_) => {
                let reason = format!("file has more than {MAX_PAGE_BYTES} bytes");
                vec![unreadable(&label, ProblemKind::Limit, reason)]
            }
            Err(error) => vec![unreadable(&label, ProblemKind::Unreadable, error.to_string())],
        }
    }
}

/// Reads a JSON file that was asked for by name: one that is no interface, or only the beginning of one, is told.
fn read_json(label: &str, bytes: &[u8]) -> Vec<PageFacts> {
    let mut documents = read_document(label, bytes);
    if documents.iter().all(|facts| !matches!(facts.layout, Layout::Interface | Layout::Unreadable)) {
        let reason = "the JSON is no whole interface, which has `operations` and `models`";
        documents = vec![unreadable(label, ProblemKind::Unreadable, reason)];
    }
    documents
}

/// Lists the pages in files and folders, in the order of the paths given and sorted by name within
/// each folder. Nothing is read, so that the caller knows how much there is to do.
#[must_use]
pub fn find<P: AsRef<Path>>(paths: &[P]) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        // Links are followed, so that a folder of links works; walkdir reports loops.
        let walk = WalkDir::new(path).follow_links(true).max_depth(64).sort_by_file_name();
        for entry in walk {
            match entry {
                Ok(entry) if !entry.file_type().is_file() => {}
                Ok(entry) if entry.depth() == 0 || has_ending(entry.path(), ENDINGS) => {
                    found.push(Found(Place::File(entry.into_path())));
                }
                Ok(entry) if has_ending(entry.path(), &["json"]) => {
                    found.push(Found(Place::Json(entry.into_path())));
                }
                Ok(_) => {}
                Err(error) => found.push(Found(fault(&error, path.as_ref()))),
            }
        }
    }
    found
}

fn fault(error: &walkdir::Error, path: &Path) -> Place {
    let label = error.path().unwrap_or(path).display().to_string();
    let reason = match error.loop_ancestor() {
        Some(ancestor) => format!("link leads back to `{}`", ancestor.display()),
        None => error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
    };
    Place::Fault { label, reason }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| endings.contains(&ending.to_ascii_lowercase().as_str()))
}

/// The bytes of a file, but never many more than a page may have.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_PAGE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

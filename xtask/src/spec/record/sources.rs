//! `sources.toml`: what was read.

use std::collections::HashMap;
use std::ops::Deref;
use std::path::Path;

use serde::Deserialize;

use crate::spec::LineEnds;

/// `sources.toml`: what was read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::spec) struct SourcesFile {
    #[serde(default)]
    source: Vec<toml::Spanned<Source>>,
}

impl SourcesFile {
    /// The entries, each with its line in the text.
    pub(in crate::spec) fn placed(self, text: &str) -> Sources {
        let ends = LineEnds::of(text);
        let entries = self.source.into_iter();
        entries.map(|entry| Source { line: ends.line(entry.span().start), ..entry.into_inner() }).collect()
    }
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
    /// The operation that the page is about.
    pub operation: Option<String>,
    /// The day that it was updated, if that is known.
    pub date: Option<toml::value::Datetime>,
    /// What the day was taken from, or why there is none.
    #[serde(rename = "dated-by")]
    pub dated_by: Option<String>,
    /// SHA-256 of the bytes that were read.
    pub sha256: String,
    /// SHA-256 of other bytes that say the same: of an interface as an older version of `docs interface` wrote it.
    #[serde(rename = "also-sha256")]
    pub also_sha256: Option<String>,
    /// The line on which its entry begins, counted from 1.
    #[serde(skip)]
    pub line: u32,
}

/// What was read, in the order of `sources.toml`. Of two that have something in common, the first is found by it.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    all: Vec<Source>,
    /// Where each stands among all, by its id.
    by_id: HashMap<String, usize>,
    /// The same by the SHA-256 of its bytes.
    by_bytes: HashMap<String, usize>,
    /// The same by its path.
    by_path: HashMap<String, usize>,
}

impl Sources {
    /// The source of that id.
    pub fn get(&self, id: &str) -> Option<&Source> {
        self.by_id.get(id).and_then(|at| self.all.get(*at))
    }

    /// The source of these bytes, which have this SHA-256.
    pub fn of_bytes(&self, sha256: &str) -> Option<&Source> {
        self.by_bytes.get(sha256).and_then(|at| self.all.get(*at))
    }

    /// The source at a place, in whatever folder the documentation lies there.
    pub fn at_place(&self, place: &str) -> Option<&Source> {
        let below = place.match_indices('/').filter_map(|(at, _)| place.get(at + 1..));
        let found = std::iter::once(place).chain(below).filter_map(|path| self.by_path.get(path));
        found.min().and_then(|at| self.all.get(*at))
    }

    /// The path that a page is recorded by, which was read at `label`: from the folder on that known pages lie in, or without
    /// the way there. The way is that from the root of the workspace, so that an absolute path is recorded as a relative one.
    pub(crate) fn path_of(&self, label: &str, root: &Path) -> String {
        let parts = |path: &str| -> Vec<String> {
            let mut parts = Vec::new();
            for part in path.split(['/', '\\']) {
                match part {
                    "" | "." => {}
                    // Above the folder that it begins in there is only more of the way.
                    ".." => drop(parts.pop()),
                    part => parts.push(part.to_owned()),
                }
            }
            parts
        };
        let all = parts(label);
        let root = if Path::new(label).is_absolute() { parts(&root.to_string_lossy()) } else { Vec::new() };
        let way = all.iter().zip(&root).take_while(|(part, of_root)| part == of_root).count();
        let below = all.get(way..).unwrap_or_default();
        let is_known = |part: &String| self.all.iter().any(|known| known.path.split('/').next() == Some(part));
        let from = below.iter().position(is_known).unwrap_or(0);
        below.get(from..).unwrap_or_default().join("/")
    }
}

impl Deref for Sources {
    type Target = [Source];

    fn deref(&self) -> &[Source] {
        &self.all
    }
}

impl<'s> IntoIterator for &'s Sources {
    type Item = &'s Source;
    type IntoIter = std::slice::Iter<'s, Source>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}

impl Extend<Source> for Sources {
    fn extend<S: IntoIterator<Item = Source>>(&mut self, sources: S) {
        for source in sources {
            let at = self.all.len();
            self.by_id.entry(source.id.clone()).or_insert(at);
            for sha256 in std::iter::once(&source.sha256).chain(&source.also_sha256) {
                self.by_bytes.entry(sha256.clone()).or_insert(at);
            }
            self.by_path.entry(source.path.clone()).or_insert(at);
            self.all.push(source);
        }
    }
}

impl FromIterator<Source> for Sources {
    fn from_iter<S: IntoIterator<Item = Source>>(sources: S) -> Self {
        let mut all = Self::default();
        all.extend(sources);
        all
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_path_is_recorded_without_the_way_there() {
        let text = "[[source]]\nid = 'a'\nkind = 'page'\npath = 'docs/md/a.md'\nsha256 = '1'\n";
        let known = toml::from_str::<SourcesFile>(text).unwrap().placed(text);
        for (label, of_known, of_none) in [
            ("docs/md/b.md", "docs/md/b.md", "docs/md/b.md"),
            ("./docs/old/../md/b.md", "docs/md/b.md", "docs/md/b.md"),
            ("../shelf/docs/md/b.md", "docs/md/b.md", "shelf/docs/md/b.md"),
            ("/home/docs/shelf/docs/md/b.md", "docs/md/b.md", "shelf/docs/md/b.md"),
            ("/home/docs/maker/docs/md/b.md", "docs/md/b.md", "docs/md/b.md"),
            ("/home/docs/maker/../shelf/docs/md/b.md", "docs/md/b.md", "shelf/docs/md/b.md"),
            ("/home/docs/maker/tests/../../shelf/b.md", "shelf/b.md", "shelf/b.md"),
            ("/srv/pages/b.md", "srv/pages/b.md", "srv/pages/b.md"),
        ] {
            let root = Path::new("/home/docs/maker");
            let paths = [known.path_of(label, root), Sources::default().path_of(label, root)];
            assert_eq!(paths, [of_known, of_none], "{label}");
        }
    }

    #[test]
    fn sources_are_found_by_what_is_known_of_them() {
        let entry = |id: &str, path: &str, sha256: &str| {
            format!("[[source]]\nid = '{id}'\nkind = 'page'\npath = '{path}'\nsha256 = '{sha256}'\n")
        };
        let text = entry("a", "md/a.md", "1") + &entry("b", "a.md", "2") + &entry("a", "c.md", "1");
        let mut sources = toml::from_str::<SourcesFile>(&text).unwrap().placed(&text);
        let line = |found: Option<&Source>| found.map(|source| source.line);
        assert_eq!([line(sources.get("a")), line(sources.get("b")), line(sources.get("c"))], [Some(1), Some(6), None]);
        assert_eq!([line(sources.of_bytes("1")), line(sources.of_bytes("3"))], [Some(1), None]);
        let older = text.replace("sha256 = '2'", "sha256 = '2'\nalso-sha256 = '3'");
        let older = toml::from_str::<SourcesFile>(&older).unwrap().placed(&older);
        assert_eq!(["2", "3", "4"].map(|sha256| line(older.of_bytes(sha256))), [Some(6), Some(6), None]);
        for (place, found) in [
            ("/docs/md/a.md", Some(1)),
            ("md/a.md", Some(1)),
            ("rst/a.md", Some(6)),
            ("a.md", Some(6)),
            ("docs/c.md", Some(11)),
            ("docs/xc.md", None),
            ("", None),
        ] {
            assert_eq!(line(sources.at_place(place)), found, "{place}");
        }
        let another = Source { id: "c".to_owned(), line: 0, ..sources[0].clone() };
        sources.extend([another]);
        assert_eq!((line(sources.get("c")), line(sources.of_bytes("1")), sources.len()), (Some(0), Some(1), 4));
    }
}

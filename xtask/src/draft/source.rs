//! What pages are called as sources, and their entries in `sources.toml`.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;

use heck::ToKebabCase as _;

use super::component::first_free;
use crate::contract::Recorded;
use crate::docs::{Layout, PageFacts};
use crate::spec::{Source, SourceKind, Spec};

/// The longest title that a source is called by.
const MAX_NAME: usize = 64;

/// The sources of a specification, and those that are added.
#[derive(Debug)]
pub(super) struct Sources<'s> {
    spec: &'s Spec,
    ids: BTreeSet<String>,
    /// Indices of the new ones.
    by_digest: HashMap<String, usize>,
    by_id: HashMap<String, usize>,
    /// The root of the workspace.
    root: &'s Path,
    /// The new ones, in the order in which they were met.
    pub(super) new: Vec<Source>,
}

impl<'s> Sources<'s> {
    pub(super) fn new(spec: &'s Spec, root: &'s Path) -> Self {
        Self {
            spec,
            ids: spec.sources.iter().map(|source| source.id.clone()).collect(),
            by_digest: HashMap::new(),
            by_id: HashMap::new(),
            root,
            new: Vec::new(),
        }
    }

    /// The source that a page without an operation is: the recorded one, or a new one.
    pub(super) fn of_reference(&mut self, page: &PageFacts) -> String {
        let title = page.title.as_ref().map(|title| title.value.as_str());
        let stem = Path::new(&page.page).file_stem().and_then(OsStr::to_str);
        let is_name = |name: &String| (1..=MAX_NAME).contains(&name.len()) && name.is_ascii();
        let name = [title, stem].into_iter().flatten().map(str::to_kebab_case).find(is_name);
        self.of(page, name.as_deref().unwrap_or("reference"), None)
    }

    /// The source that a page of an operation is: the recorded one, or a new one.
    pub(super) fn of_page(&mut self, page: &PageFacts, operation: &str) -> String {
        self.of(page, operation, Some(operation))
    }

    /// The source that a page is, whose id begins with a name.
    fn of(&mut self, page: &PageFacts, name: &str, operation: Option<&str>) -> String {
        if let Some(id) = Recorded::of(self.spec, page).id() {
            return id.to_owned();
        }
        let digest = page.sha256.clone().unwrap_or_default();
        if let Some(known) = self.by_digest.get(&digest).and_then(|at| self.new.get(*at)) {
            return known.id.clone();
        }
        self.by_digest.insert(digest.clone(), self.new.len());
        let is_interface = page.layout == Layout::Interface;
        let id = self.unused(&if is_interface { "interface".to_owned() } else { id(page, name) });
        let day = page.date.as_ref().and_then(|date| date.value.parse().ok());
        let noun = if is_interface { "interface" } else { "page" };
        self.new.push(Source {
            id: id.clone(),
            kind: if is_interface { SourceKind::Interface } else { SourceKind::Page },
            path: self.spec.sources.path_of(&page.page, self.root),
            title: is_interface.then(|| "Interface of the official SDK".to_owned()),
            layout: (!is_interface).then(|| page.layout.name().to_owned()),
            operation: operation.filter(|_| !is_interface).map(str::to_owned),
            date: day,
            dated_by: day.is_none().then(|| format!("none: the {noun} names no day")),
            sha256: digest,
            also_sha256: None,
            line: 0,
        });
        self.by_id.insert(id.clone(), self.new.len() - 1);
        id
    }

    /// The new source of that id.
    pub(super) fn added(&self, id: &str) -> Option<&Source> {
        self.by_id.get(id).and_then(|at| self.new.get(*at))
    }

    fn unused(&mut self, id: &str) -> String {
        let found = first_free(id, "-", |id| !self.ids.contains(id));
        self.ids.insert(found.clone());
        found
    }
}

/// `list-widgets.en-md`: operation or title, language and layout.
fn id(page: &PageFacts, name: &str) -> String {
    let is_chinese = page.layout == Layout::TextZh || page.title.as_ref().is_some_and(|title| !title.value.is_ascii());
    let language = if is_chinese { "zh" } else { "en" };
    let layout = match page.layout {
        Layout::Markdown => "md",
        Layout::Rst => "rst",
        Layout::Html => "html",
        _ => "web",
    };
    format!("{}.{language}-{layout}", name.to_kebab_case())
}

/// The entry of a source.
pub(super) fn entry(source: &Source) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let kind = if source.kind == SourceKind::Interface { "interface" } else { "page" };
    let mut text =
        format!("[[source]]\nid = {}\nkind = \"{kind}\"\npath = {}\n", quoted(&source.id), quoted(&source.path));
    let optional = [
        ("title", &source.title),
        ("layout", &source.layout),
        ("operation", &source.operation),
        ("dated-by", &source.dated_by),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{key} = {}", quoted(value));
        }
    }
    if let Some(date) = source.date {
        let _ = writeln!(text, "date = {date}");
    }
    let _ = writeln!(text, "sha256 = {}", quoted(&source.sha256));
    text
}

/// Where a source stands in `x-sources`, newest first: before the first page that is older. A page of no day comes after
/// the other pages, and an interface last.
pub(super) fn place(known: &[&Source], new: &Source) -> usize {
    if new.kind != SourceKind::Page {
        return known.len();
    }
    let day = |source: &Source| source.date.map(|date| date.to_string());
    let is_page = |source: &Source| source.kind == SourceKind::Page;
    let is_older = |other: &Source| is_page(other) && day(other).is_some_and(|other| Some(other) < day(new));
    let after_pages = known.iter().rposition(|source| is_page(source)).map_or(0, |last| last + 1);
    known.iter().position(|other| is_older(other)).unwrap_or(after_pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(id: &str, kind: SourceKind, date: Option<&str>) -> Source {
        Source {
            id: id.to_owned(),
            kind,
            path: "docs/\"a\".md".to_owned(),
            title: None,
            layout: None,
            operation: None,
            date: date.map(|date| date.parse().unwrap()),
            dated_by: None,
            sha256: "0".to_owned(),
            also_sha256: None,
            line: 0,
        }
    }

    #[test]
    fn the_newest_source_stands_first() {
        let page = |date| source("page", SourceKind::Page, date);
        let interface = source("interface", SourceKind::Interface, None);
        let known = [&page(Some("2031-01-01")), &page(None), &page(Some("2029-01-01")), &interface];
        for (date, at) in [(Some("2032-01-01"), 0), (Some("2030-01-01"), 2), (Some("2028-01-01"), 3), (None, 3)] {
            assert_eq!(place(&known, &page(date)), at, "{date:?}");
        }
        assert_eq!(place(&known, &interface), 4);
        assert_eq!(place(&[&interface], &page(None)), 0);
    }

    #[test]
    fn an_entry_is_toml() {
        let text = entry(&source("a.en-md", SourceKind::Page, Some("2031-01-01")));
        let table: toml::Table = toml::from_str(&text).unwrap();
        assert_eq!(table["source"][0]["path"].as_str(), Some("docs/\"a\".md"));
        assert!(text.contains("date = 2031-01-01\n"), "{text}");
    }
}

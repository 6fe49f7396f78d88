//! `sources.toml` after pages have changed.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::contract::{Recorded, operation_of};
use crate::docs::{Layout, PageFacts, PageKind};
use crate::model::Model;
use crate::spec::files::SpecTexts;
use crate::spec::{Source, SourceKind};

/// Where `sources.toml` lies and its new text, if one of its pages has changed: the bytes, the date and the place of pages
/// that are recorded, and have changed or moved.
pub(super) fn recorded(
    model: &Model,
    texts: &SpecTexts,
    pages: &[PageFacts],
    root: &Path,
) -> Option<(PathBuf, String)> {
    let spec = &model.spec;
    let read: BTreeSet<&str> = pages.iter().filter_map(|page| Recorded::of(spec, page).id()).collect();
    let path = spec.folder.join("sources.toml");
    let text = texts.files.get(&path)?;
    let mut taken = BTreeSet::new();
    let mut changes = Vec::new();
    for page in pages.iter().filter(|page| page.kind != PageKind::Unreadable) {
        let (source, moves) = match Recorded::of(spec, page) {
            Recorded::As(_) => continue,
            Recorded::Changed(source) => (source, false),
            Recorded::No => match replaced(model, page, &read) {
                Some(source) => (source, true),
                None => continue,
            },
        };
        if taken.insert(source.id.as_str()) {
            changes.push((source, page, moves));
        }
    }
    // Last first: a line that comes or goes moves those below it.
    changes.sort_by_key(|(source, ..)| Reverse(source.line));
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (source, page, moves) in &changes {
        let moved = moves.then(|| spec.sources.path_of(&page.page, root));
        rewrite(&mut lines, source, page, moved);
    }
    (!changes.is_empty()).then(|| (path, lines.join("\n") + "\n"))
}

/// The source that a page takes the place of: of the same operation and layout, in a file of the same name, and not read.
fn replaced<'m>(model: &'m Model, page: &PageFacts, read: &BTreeSet<&str>) -> Option<&'m Source> {
    if page.layout == Layout::Interface {
        return None;
    }
    let operation = operation_of(model, page)?;
    let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    model.spec.sources.iter().find(|source| {
        source.kind == SourceKind::Page
            && source.operation.as_deref() == Some(operation.id.as_str())
            && source.layout.as_deref() == Some(page.layout.name())
            && name(&source.path) == name(&page.page)
            && !read.contains(source.id.as_str())
    })
}

/// Rewrites the entry that begins on the line of the source.
fn rewrite(lines: &mut Vec<String>, source: &Source, page: &PageFacts, moved: Option<String>) {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let begin = usize::try_from(source.line).unwrap_or(1).saturating_sub(1);
    let end = lines.iter().skip(begin + 1).position(|line| line.trim_start().starts_with('['));
    let mut end = end.map_or(lines.len(), |offset| begin + 1 + offset);
    let mut set = |key: &str, value: Option<String>| {
        let is_it = |line: &String| line.split('=').next().is_some_and(|name| name.trim() == key) && line.contains('=');
        let found = (begin..end).find(|at| lines.get(*at).is_some_and(is_it));
        match (found, value) {
            (Some(at), Some(value)) => lines[at] = format!("{key} = {value}"),
            (Some(at), None) => {
                lines.remove(at);
                end -= 1;
            }
            (None, Some(value)) => {
                let before_hash = (begin..end).find(|at| lines.get(*at).is_some_and(|line| line.starts_with("sha256")));
                lines.insert(before_hash.unwrap_or(end), format!("{key} = {value}"));
                end += 1;
            }
            (None, None) => {}
        }
    };
    set("sha256", page.sha256.as_deref().map(quoted));
    set("also-sha256", None);
    if let Some(date) = &page.date {
        set("date", Some(date.value.clone()));
        set("dated-by", None);
    }
    if let Some(path) = moved {
        set("path", Some(quoted(&path)));
    }
}

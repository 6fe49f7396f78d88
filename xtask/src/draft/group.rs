//! Pages in groups: all those of an operation, the newest first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::fold::{Fold, fold, is_of_several};
use super::name::{propose, propose_for_several};
use crate::contract::Recorded;
use crate::docs::{Layout, PageFacts};
use crate::model::{Method, Model, PathTemplate};
use crate::spec::shape;

/// The pages of an operation.
#[derive(Debug)]
pub(super) struct Group<'p> {
    /// The name of the operation.
    pub(super) name: String,
    /// For one that the specification lacks, how it is called by.
    pub(super) new: Option<New>,
    /// Newest first, the interface last.
    pub(super) pages: Vec<&'p PageFacts>,
}

/// Of an operation that the specification lacks.
#[derive(Clone, Debug)]
pub(super) struct New {
    pub(super) method: Method,
    pub(super) path: String,
    /// Whether its name is ours, because no page has one.
    pub(super) is_proposed: bool,
    /// The other operations that its pages are of.
    pub(super) fold: Option<Fold>,
}

/// The groups, in the order of the pages, and what was left out.
#[derive(Debug, Default)]
pub(super) struct Groups<'p> {
    pub(super) all: Vec<Group<'p>>,
    /// Pages that are of no operation to draft, with the reason.
    pub(super) left_out: Vec<String>,
    /// Operations that stand for several, each with what is to be checked of it.
    pub(super) to_check: Vec<String>,
    /// Pages of operations that others replace, which is recorded.
    pub(super) superseded: Vec<String>,
}

/// The pages in an order of their own, whatever order they were given in, and each once.
pub(super) fn ordered(pages: &[PageFacts]) -> Vec<&PageFacts> {
    let mut ordered: Vec<&PageFacts> = pages.iter().collect();
    let line = |page: &PageFacts| page.path.as_ref().map_or(0, |path| path.line);
    ordered.sort_by_cached_key(|page| {
        let date = page.date.as_ref().map(|date| date.value.clone());
        (page.layout == Layout::Interface, Reverse(date), page.page.clone(), line(page))
    });
    let mut seen = BTreeSet::new();
    ordered.retain(|page| page.sha256.is_none() || seen.insert((page.sha256.clone(), address(page), name(page))));
    ordered
}

impl<'p> Groups<'p> {
    /// Finds the operation of each page: by method and path, by its name, and by what it was recorded for. `called` is the
    /// name of the one that is new.
    pub(super) fn of(model: &Model, pages: &[&'p PageFacts], called: Option<&str>) -> Result<Self, String> {
        let mut groups = Self::default();
        let mut by_operation: HashMap<Key, usize> = HashMap::new();
        for page in pages {
            let Some((method, path)) = address(page) else {
                groups.left_out.push(format!("{}: the page documents no operation", page.page));
                continue;
            };
            if let Some(by) = superseded(model, page, method, &path) {
                groups.superseded.push(format!("{}: {method} {path} is superseded by `{by}`", page.page));
                continue;
            }
            let fault = PathTemplate::new(&path).fault().map(|fault| format!("the path {path} {fault}"));
            let fault = fault.or_else(|| (method == Method::Options).then(|| "no client asks for OPTIONS".to_owned()));
            if let Some(fault) = fault {
                groups.left_out.push(format!("{}: {fault}", page.page));
                continue;
            }
            let key = find(model, page, method, &path).map_or_else(|| Key::New(method, shape(&path)), Key::Known);
            // One that is new may have the name of another one that is.
            let same_name = || name(page).and_then(|name| by_operation.get(&Key::Named(name)).copied());
            let at = by_operation.get(&key).copied().or_else(same_name).unwrap_or_else(|| {
                let new = match &key {
                    Key::Known(_) => None,
                    _ => Some(New { method, path, is_proposed: false, fold: None }),
                };
                let name = if let Key::Known(id) = &key { id.clone() } else { String::new() };
                groups.all.push(Group { name, new, pages: Vec::new() });
                groups.all.len() - 1
            });
            by_operation.insert(key, at);
            by_operation.extend(name(page).map(|name| (Key::Named(name), at)));
            if let Some(group) = groups.all.get_mut(at) {
                group.pages.push(page);
            }
        }
        groups.name(model, called)?;
        groups.without_namesakes(model);
        groups.fold(model);
        Ok(groups)
    }

    /// Leaves out what has the name of another operation: one that we proposed, or that has another address.
    fn without_namesakes(&mut self, model: &Model) {
        let (kept, named_alike): (Vec<_>, Vec<_>) = std::mem::take(&mut self.all)
            .into_iter()
            .partition(|group| group.new.is_none() || model.operation(&group.name).is_none());
        self.all = kept;
        for group in named_alike {
            let (name, page) = (group.name, group.pages.first().map_or("", |page| page.page.as_str()));
            self.left_out
                .push(format!("{page}: `{name}` is the name of another operation; give that one another name first"));
        }
    }

    /// Names what is new: as was said, as its pages say, or as we propose.
    fn name(&mut self, model: &Model, called: Option<&str>) -> Result<(), String> {
        let mut taken: BTreeSet<String> = model
            .operations
            .iter()
            .flat_map(|operation| [operation.id.as_str(), operation.rust_name.as_str()])
            .chain(model.schemas.keys().map(String::as_str))
            .map(str::to_ascii_lowercase)
            .collect();
        let new = self.all.iter_mut().filter(|group| group.new.is_some());
        let (mut named, mut unnamed): (Vec<_>, Vec<_>) =
            new.partition(|group| group.pages.iter().any(|page| page.operation.is_some()));
        if let Some(called) = called {
            let (([], [group]) | ([group], [])) = (named.as_mut_slice(), unnamed.as_mut_slice()) else {
                let count = named.len() + unnamed.len();
                return Err(format!("`{called}` is to be the name of one new operation, and the pages have {count}"));
            };
            called.clone_into(&mut group.name);
            return Ok(());
        }
        for group in named {
            group.name = group.pages.iter().find_map(|page| name(page)).unwrap_or_default();
            taken.insert(group.name.to_ascii_lowercase());
        }
        for group in unnamed {
            let (Some(page), Some(new)) = (group.pages.first(), &mut group.new) else { continue };
            let is_taken = |name: &str| taken.contains(&name.to_ascii_lowercase());
            group.name = if is_of_several(&group.pages) {
                propose_for_several(new.method, &new.path, is_taken)
            } else {
                propose(page, new.method, &new.path, is_taken)
            };
            new.is_proposed = true;
            taken.insert(group.name.to_ascii_lowercase());
        }
        Ok(())
    }

    /// Finds those whose pages are of several operations, and tells of them.
    fn fold(&mut self, model: &Model) {
        let known = model.operations.iter().flat_map(|one| std::iter::once(&one.id).chain(&one.variants));
        let mut taken: BTreeSet<String> =
            known.cloned().chain(self.all.iter().map(|group| group.name.clone())).collect();
        for group in &mut self.all {
            let Some(new) = &group.new else { continue };
            let Some(found) = fold(group, new, |name| taken.contains(name)) else { continue };
            taken.extend(found.variants.iter().cloned());
            self.to_check.push(found.told(group, new));
            if let Some(new) = &mut group.new {
                new.fold = Some(found);
            }
        }
    }

    /// The operations by the anchors of their pages, which other pages refer to.
    pub(super) fn anchors(&self) -> BTreeMap<String, String> {
        let pages = self.all.iter().flat_map(|group| group.pages.iter().map(move |page| (page, &group.name)));
        let anchors = pages.filter_map(|(page, name)| Some((page.anchor.as_ref()?.value.to_ascii_lowercase(), name)));
        anchors.map(|(anchor, name)| (anchor, name.clone())).collect()
    }
}

/// What operations are found by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// One of the specification, by its name.
    Known(String),
    /// A new one.
    New(Method, String),
    /// A new one, by its official name.
    Named(String),
}

/// The name of the operation of the specification that a page is of.
fn find(model: &Model, page: &PageFacts, method: Method, path: &str) -> Option<String> {
    let by_name = || model.operation(&page.operation.as_ref()?.value).filter(|one| !one.is_name_proposed);
    let recorded = || model.operation(Recorded::of(&model.spec, page).operation()?);
    let found = model.operation_at(method, path).or_else(by_name).or_else(recorded);
    found.map(|one| one.id.clone())
}

/// What replaces the operation of a page, if `coverage.toml` says so.
fn superseded<'m>(model: &'m Model, page: &PageFacts, method: Method, path: &str) -> Option<&'m str> {
    let is_known = model.operation_at(method, path).is_some();
    let mut entries = model.spec.superseded.iter().filter(|_| !is_known && page.layout != Layout::Interface);
    entries.find(|entry| entry.is(method.as_str(), path)).map(|entry| entry.by.as_str())
}

fn address(page: &PageFacts) -> Option<(Method, String)> {
    Some((page.method.as_ref()?.value, page.path.as_ref()?.value.clone()))
}

fn name(page: &PageFacts) -> Option<String> {
    page.operation.as_ref().map(|name| name.value.clone())
}

//! The resource of each new operation: the one that was asked for, or one by the folder of its pages, or by its path.

use std::collections::{BTreeMap, BTreeSet};

use super::Order;
use super::group::Group;
use crate::docs::{Layout, PageFacts};
use crate::lint::is_resource;
use crate::model::Model;

/// Words of the names of folders that say nothing of what is in them.
const FILLERS: [&str; 16] = [
    "and",
    "api",
    "apis",
    "deprecated",
    "doc",
    "docs",
    "for",
    "interface",
    "interfaces",
    "management",
    "of",
    "operations",
    "query",
    "recommended",
    "the",
    "unrecommended",
];

/// The resources of new operations, by their names.
#[derive(Debug, Default)]
pub(super) struct Homes(BTreeMap<String, String>);

impl Homes {
    pub(super) fn of(base: &Model, order: &Order<'_>, new: &[&Group<'_>]) -> Self {
        let named = |resource: &str| new.iter().map(|group| (group.name.clone(), resource.to_owned())).collect();
        match order.resource {
            Some(resource) => Self(named(resource)),
            None if order.by_folder => Self(by_folder(base, new)),
            None => Self::default(),
        }
    }

    /// The resource of an operation, if it was found.
    pub(super) fn resource(&self, operation: &str) -> Option<&str> {
        self.0.get(operation).map(String::as_str)
    }

    /// All resources.
    pub(super) fn resources(&self) -> BTreeSet<&str> {
        self.0.values().map(String::as_str).collect()
    }
}

/// Pages lie in a folder a resource, if they lie in several. Otherwise, and where no page is, the path says it: what
/// operations on the same things have most often.
fn by_folder(base: &Model, new: &[&Group<'_>]) -> BTreeMap<String, String> {
    let paths = || new.iter().filter_map(|group| Some(group.new.as_ref()?.path.as_str()));
    let known = || base.operations.iter().map(|operation| (operation.path.as_str(), operation.resource.as_str()));
    let collections: BTreeSet<&str> = paths().chain(known().map(|(path, _)| path)).flat_map(collections).collect();
    let folders: BTreeSet<&str> = new.iter().flat_map(|group| &group.pages).filter_map(|page| folder(page)).collect();
    let own_words: Vec<&str> = base.spec.service.name.split('-').chain([base.spec.service.sdk_name.as_str()]).collect();
    let of_pages = |group: &Group<'_>| {
        let found = group.pages.iter().find_map(|page| folder(page)).filter(|_| folders.len() > 1)?;
        resource_of(found, &own_words)
    };
    let of_path = |path: &str| thing(path, &collections);
    let mut votes: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let of_groups = new.iter().filter_map(|group| Some((group.new.as_ref()?.path.as_str(), of_pages(group)?)));
    let of_known = known().map(|(path, resource)| (path, resource.to_owned()));
    for (path, resource) in of_groups.chain(of_known) {
        *votes.entry(of_path(path)).or_default().entry(resource).or_default() += 1;
    }
    let mut homes = BTreeMap::new();
    for group in new {
        let Some(path) = group.new.as_ref().map(|new| of_path(&new.path)) else { continue };
        let most = || votes.get(&path)?.iter().max_by_key(|(_, count)| **count).map(|(resource, _)| resource.clone());
        homes.insert(group.name.clone(), of_pages(group).or_else(most).unwrap_or(path));
    }
    homes
}

/// The folder of a page.
fn folder(page: &PageFacts) -> Option<&str> {
    let (folders, _) = page.page.rsplit_once(['/', '\\']).filter(|_| page.layout != Layout::Interface)?;
    folders.rsplit(['/', '\\']).next()
}

/// The name of a resource for that of a folder, without what says nothing, and without the service's own name.
fn resource_of(folder: &str, own_words: &[&str]) -> Option<String> {
    let lower = folder.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says_something = |word: &&&str| {
        let is_verb = word.len() > 5 && word.ends_with("ing");
        !is_verb && !FILLERS.contains(*word) && !own_words.contains(*word)
    };
    let kept: Vec<&str> = words.iter().filter(says_something).copied().collect();
    let name = if kept.is_empty() { words.join("-") } else { kept.join("-") };
    (lower.is_ascii() && is_resource(&name)).then_some(name)
}

/// The segments of a path behind which one of several is named.
fn collections(path: &str) -> impl Iterator<Item = &str> {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let followed = segments.clone().zip(segments.skip(1)).filter(|(_, next)| next.starts_with('{'));
    followed.map(|(segment, _)| segment).filter(|segment| is_thing(segment))
}

fn is_thing(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    let is_version = number.starts_with(|c: char| c.is_ascii_digit());
    !segment.is_empty() && !segment.contains('{') && !is_version
}

/// What an operation at a path is about: the last collection in it, or what it begins with.
fn thing(path: &str, collections: &BTreeSet<&str>) -> String {
    let things = || path.split('/').filter(|segment| is_thing(segment));
    let last = things().rfind(|segment| collections.contains(segment));
    let name = last.or_else(|| things().next()).unwrap_or_default().to_ascii_lowercase();
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    if is_resource(&name) { name } else { "others".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_names_of_resources() {
        for (folder, name) in [
            ("disk_management", "disk"),
            ("widget_shelves", "shelves"),
            ("apis_for_managing_consumer_groups", "consumer-groups"),
            ("Tags (deprecated)", "tags"),
            ("management", "management"),
            ("2 widgets", "widgets"),
        ] {
            let own: &[&str] = if folder == "widget_shelves" { &["widget"] } else { &["2"] };
            assert_eq!(resource_of(folder, own).as_deref(), Some(name), "{folder}");
        }
        assert_eq!(resource_of("部件", &[]), None);
        assert_eq!(resource_of("default", &[]), None);
    }

    #[test]
    fn paths_say_what_an_operation_is_about() {
        let paths = ["/v2/{project_id}/shelves/{shelf_id}/widgets/{widget_id}", "/v2/{project_id}/shelves/{shelf_id}"];
        let collections: BTreeSet<&str> = paths.into_iter().flat_map(collections).collect();
        for (path, name) in [
            (paths[0], "widgets"),
            ("/v2/{project_id}/shelves/{shelf_id}/widgets", "widgets"),
            ("/v2/{project_id}/shelves/{shelf_id}/dust", "shelves"),
            ("/v2/{project_id}/free_places/filter", "free-places"),
            ("/", "others"),
        ] {
            assert_eq!(thing(path, &collections), name, "{path}");
        }
    }
}

//! The resource of each new operation: the one that was asked for, or one by its path.
//!
//! The path alone says it, and neither the folder of a page nor what else is drafted at the same time: so it plays no part in
//! which order pages and interface are given.

use std::collections::{BTreeMap, BTreeSet};

use super::Order;
use super::group::Group;
use crate::lint::is_resource;
use crate::model::Model;

/// Segments that are plural, and name no things.
const NO_THINGS: [&str; 3] = ["actions", "details", "statistics"];

/// The resources of new operations, by their names.
#[derive(Debug, Default)]
pub(super) struct Homes(BTreeMap<String, String>);

impl Homes {
    pub(super) fn of(base: &Model, order: &Order<'_>, new: &[&Group<'_>]) -> Self {
        let named = |resource: &str| new.iter().map(|group| (group.name.clone(), resource.to_owned())).collect();
        match order.resource {
            Some(resource) => Self(named(resource)),
            None if order.by_path => Self(by_path(base, new)),
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

/// What operations on the same things have most often, or else the name of these things.
fn by_path(base: &Model, new: &[&Group<'_>]) -> BTreeMap<String, String> {
    let mut votes: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for known in &base.operations {
        *votes.entry(thing(known.path.as_str())).or_default().entry(&known.resource).or_default() += 1;
    }
    let homes = new.iter().filter_map(|group| {
        let thing = thing(&group.new.as_ref()?.path);
        let most = votes.get(&thing).and_then(|votes| votes.iter().max_by_key(|(_, count)| **count));
        let home = most.map_or_else(|| thing.clone(), |(resource, _)| (*resource).to_owned());
        Some((group.name.clone(), home))
    });
    homes.collect()
}

fn is_thing(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    let is_version = number.starts_with(|c: char| c.is_ascii_digit());
    !segment.is_empty() && !segment.contains('{') && !is_version
}

/// Whether a segment names several things.
fn is_plural(segment: &str) -> bool {
    let is_other = ["ss", "us", "is"].iter().any(|ending| segment.ends_with(ending));
    segment.len() > 3 && segment.ends_with('s') && !is_other && !NO_THINGS.contains(&segment)
}

/// What an operation at a path is about: the last things in it, of which one may be named behind them, or what it begins with.
fn thing(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let things = || segments.iter().enumerate().filter(|(_, segment)| is_thing(segment));
    let is_followed = |at: usize| segments.get(at + 1).is_some_and(|next| next.starts_with('{'));
    let last = things().rfind(|(at, segment)| is_followed(*at) || is_plural(segment));
    let name = last.or_else(|| things().next()).map_or("", |(_, segment)| segment).to_ascii_lowercase();
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    if is_resource(&name) { name } else { "others".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_say_what_an_operation_is_about() {
        for (path, name) in [
            ("/v2/{project_id}/shelves/{shelf_id}/widgets/{widget_id}", "widgets"),
            ("/v2/{project_id}/shelves/{shelf_id}/widgets", "widgets"),
            ("/v2/{project_id}/shelves/{shelf_id}", "shelves"),
            ("/v2/{project_id}/shelves/{shelf_id}/dust", "shelves"),
            ("/v2/{project_id}/shelves/{shelf_id}/status", "shelves"),
            ("/v2/{project_id}/shelves/details", "shelves"),
            ("/v2/{project_id}/free_places/filter", "free-places"),
            ("/v2/{project_id}/dust/{grain}", "dust"),
            ("/v2/{project_id}/dust", "dust"),
            ("/", "others"),
        ] {
            assert_eq!(thing(path), name, "{path}");
        }
    }
}

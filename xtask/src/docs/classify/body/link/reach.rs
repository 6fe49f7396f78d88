//! Which tables the top of a body leads to.

use std::collections::{HashMap, HashSet, VecDeque};

use super::Linker;
use super::named::inner_path;
use crate::docs::classify::body::Body;
use crate::docs::classify::body::table::Place;

/// How deep tables are followed; no example is that deep.
const MAX_DEPTH: usize = 24;

/// The body and the path of each table that a top leads to.
pub(super) type Paths = HashMap<usize, (Place, Vec<String>)>;

impl Linker<'_> {
    /// The body and the path of each table that a top leads to.
    pub(super) fn paths(&self) -> Paths {
        let inner = self.inner_roots();
        let mut paths = Paths::new();
        let mut next: VecDeque<usize> = VecDeque::new();
        for Body { place, .. } in self.bodies {
            let here =
                || self.tables.iter().enumerate().filter(|(at, table)| table.place == *place && !inner.contains(at));
            let roots: Vec<usize> = here().filter(|(_, table)| table.is_root).map(|(at, _)| at).collect();
            let first = here().map(|(at, _)| at).find(|at| !self.claimed.contains(at));
            for root in if roots.is_empty() { first.into_iter().collect() } else { roots } {
                paths.insert(root, (place.clone(), Vec::new()));
                next.push_back(root);
            }
        }
        while let Some(table) = next.pop_front() {
            let (Some((place, path)), Some(of)) = (paths.get(&table).cloned(), self.tables.get(table)) else {
                continue;
            };
            if path.len() >= MAX_DEPTH {
                continue;
            }
            for (index, row) in of.rows.iter().enumerate() {
                for target in self.links.get(&(table, index)).into_iter().flatten() {
                    if !paths.contains_key(target) {
                        paths.insert(*target, (place.clone(), inner_path(&path, row)));
                        next.push_back(*target);
                    }
                }
            }
        }
        paths
    }

    /// Tables that would be at the top, but that a field of a table above leads to, or one of a table below that is not the
    /// first at the top itself: objects that contain themselves lead back there.
    pub(super) fn inner_roots(&self) -> HashSet<usize> {
        let mut firsts: Vec<(&Place, usize)> = Vec::new();
        for (at, table) in self.tables.iter().enumerate().filter(|(_, table)| table.is_root) {
            if firsts.iter().all(|(place, _)| **place != table.place) {
                firsts.push((&table.place, at));
            }
        }
        let is_open = |at: usize| self.tables.get(at).is_some_and(|table| table.is_root && !table.is_named_root);
        let is_first = |at: usize| firsts.iter().any(|(_, first)| *first == at);
        let claims =
            self.links.iter().flat_map(|(field, targets)| targets.iter().map(move |target| (field.0, *target)));
        let inner = claims.filter(|&(from, to)| from != to && is_open(to) && (from < to || !is_first(to)));
        inner.map(|(_, to)| to).collect()
    }
}

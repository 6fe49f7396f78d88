//! Which tables the top of a body leads to.

use std::collections::{HashMap, HashSet, VecDeque};

use super::Linker;
use super::named::inner_path;
use crate::docs::classify::body::Body;
use crate::docs::classify::body::table::Place;

impl Linker<'_> {
    /// The body and the path of each table that a top leads to.
    pub(super) fn paths(&self) -> HashMap<usize, (Place, Vec<String>)> {
        let inner = self.inner_roots();
        let mut paths: HashMap<usize, (Place, Vec<String>)> = HashMap::new();
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

    /// Tables that would be at the top, but that a field of a table leads to which they do not lead to themselves.
    pub(super) fn inner_roots(&self) -> HashSet<usize> {
        let mut claims: HashMap<usize, Vec<usize>> = HashMap::new();
        for (field, targets) in &self.links {
            for target in targets {
                claims.entry(*target).or_default().push(field.0);
            }
        }
        let is_open = |at: &usize| self.tables.get(*at).is_some_and(|table| table.is_root && !table.is_named_root);
        let roots: Vec<usize> = claims.keys().copied().filter(is_open).collect();
        let is_inner = |root: &usize| {
            let reached = self.reached_from(*root);
            claims.get(root).into_iter().flatten().any(|from| !reached.contains(from))
        };
        roots.into_iter().filter(is_inner).collect()
    }

    fn reached_from(&self, root: usize) -> HashSet<usize> {
        let mut reached = HashSet::from([root]);
        let mut next = vec![root];
        while let Some(table) = next.pop() {
            let rows = self.tables.get(table).map_or(0, |table| table.rows.len());
            for target in (0..rows).filter_map(|row| self.links.get(&(table, row))).flatten() {
                if reached.insert(*target) {
                    next.push(*target);
                }
            }
        }
        reached
    }
}

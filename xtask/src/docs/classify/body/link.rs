//! Finds the table that describes each object.

use std::collections::{HashMap, HashSet};

use super::table::BodyTable;
use crate::docs::classify::outline::{Outline, PassageKind};
use crate::docs::classify::rows::NamedRow;
use crate::docs::facts::SchemaType;

/// For a field, given by table and row, the table that describes it.
pub(super) type Links = HashMap<(usize, usize), usize>;

/// Links fields to tables: by anchor, by the object's name, by the field's name, by a sentence
/// that names field and table, and last by being the only ones left.
pub(super) fn link(tables: &mut [BodyTable], outline: &Outline<'_>) -> Links {
    let mut linker = Linker::new(tables);
    linker.by_anchor_and_name();
    linker.by_sentence(outline);
    linker.by_singular();
    linker.by_elimination();
    let Linker { links, claimed, .. } = linker;
    // Roots that a field refers to are no roots.
    for (index, table) in tables.iter_mut().enumerate().skip(1) {
        if claimed.contains(&index) {
            table.is_root = false;
        }
    }
    links
}

struct Linker<'b> {
    tables: &'b [BodyTable],
    by_anchor: HashMap<&'b str, usize>,
    by_name: HashMap<String, Vec<usize>>,
    links: Links,
    claimed: HashSet<usize>,
}

impl<'b> Linker<'b> {
    fn new(tables: &'b [BodyTable]) -> Self {
        let mut by_anchor = HashMap::new();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, table) in tables.iter().enumerate() {
            for anchor in &table.anchors {
                by_anchor.entry(anchor.as_str()).or_insert(index);
            }
            for name in &table.names {
                by_name.entry(key(name)).or_default().push(index);
            }
        }
        Self { tables, by_anchor, by_name, links: Links::new(), claimed: HashSet::new() }
    }

    fn by_anchor_and_name(&mut self) {
        let tables = self.tables;
        for (table_index, table) in tables.iter().enumerate() {
            for (row_index, row) in table.rows.iter().enumerate() {
                let found = self.anchored(row).or_else(|| self.named(table_index, row));
                if let Some(target) = found {
                    self.claim((table_index, row_index), target);
                }
            }
        }
    }

    fn claim(&mut self, field: (usize, usize), target: usize) {
        self.links.insert(field, target);
        self.claimed.insert(target);
    }

    fn anchored(&self, row: &NamedRow) -> Option<usize> {
        row.links.iter().find_map(|link| self.by_anchor.get(link.as_str()).copied()).filter(|_| may_have_fields(row))
    }

    /// The nearest following table of that name that is still free; captions repeat within a page.
    fn named(&self, table: usize, row: &NamedRow) -> Option<usize> {
        if !may_have_fields(row) {
            return None;
        }
        let names = row.doc_type.object.iter().chain(std::iter::once(&row.name));
        for name in names {
            let Some(candidates) = self.by_name.get(&key(name)) else {
                continue;
            };
            let following = candidates.iter().copied().find(|&at| at > table && !self.claimed.contains(&at));
            let shared = || candidates.iter().copied().find(|&at| at > table).or(candidates.first().copied());
            if let Some(found) = following.or_else(shared) {
                return Some(found);
            }
        }
        None
    }

    /// "For details about X and Y, see table 3."
    fn by_sentence(&mut self, outline: &Outline<'_>) {
        for passage in &outline.passages {
            let PassageKind::Text(text) = passage.kind else {
                continue;
            };
            for link in &text.links {
                let Some(&target) = self.by_anchor.get(link.target.as_str()) else {
                    continue;
                };
                if self.claimed.contains(&target) {
                    continue;
                }
                for field in self.unresolved() {
                    if field.0 < target && self.name_of(field).is_some_and(|name| mentions(&text.plain, name)) {
                        self.claim(field, target);
                    }
                }
            }
        }
    }

    /// The list `instances` and the table "instance".
    fn by_singular(&mut self) {
        for field in self.unresolved() {
            let Some(name) = self.name_of(field).map(key) else {
                continue;
            };
            let other = name.strip_suffix('s').map_or_else(|| format!("{name}s"), str::to_owned);
            let found = self.by_name.get(&other).and_then(|candidates| {
                candidates.iter().copied().find(|&at| at > field.0 && !self.claimed.contains(&at))
            });
            if let Some(target) = found {
                self.claim(field, target);
            }
        }
    }

    /// One object without a table before one table without an object: they belong together.
    fn by_elimination(&mut self) {
        let free: Vec<usize> = (0..self.tables.len())
            .filter(|at| !self.claimed.contains(at) && self.tables.get(*at).is_some_and(|table| !table.is_root))
            .collect();
        let open: Vec<(usize, usize)> = self.unresolved();
        if let ([table], [field]) = (free.as_slice(), open.as_slice())
            && field.0 < *table
        {
            self.claim(*field, *table);
        }
    }

    /// Objects without a table.
    fn unresolved(&self) -> Vec<(usize, usize)> {
        let mut fields = Vec::new();
        for (table_index, table) in self.tables.iter().enumerate() {
            for (row_index, row) in table.rows.iter().enumerate() {
                let at = (table_index, row_index);
                if may_have_fields(row) && !self.links.contains_key(&at) {
                    fields.push(at);
                }
            }
        }
        fields
    }

    fn name_of(&self, (table, row): (usize, usize)) -> Option<&'b str> {
        self.tables.get(table)?.rows.get(row).map(|row| row.name.as_str())
    }
}

/// Whether a type leaves room for fields.
fn may_have_fields(row: &NamedRow) -> bool {
    matches!(row.doc_type.schema.innermost(), SchemaType::Object | SchemaType::Unknown | SchemaType::Map { .. })
}

/// Names are compared without case and underscores: `ObsDestinationDescriptor` is
/// `obs_destination_descriptor`.
fn key(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

fn mentions(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').any(|word| word == name)
}

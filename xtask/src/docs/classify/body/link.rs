//! Finds the table that describes each object.

pub(super) mod named;
mod reach;
pub(super) mod title;

use std::collections::{HashMap, HashSet};

use super::Body;
use super::by_example::{contradicts, part_of};
use super::table::{BodyTable, Place};
use crate::docs::classify::outline::{Outline, PassageKind};
use crate::docs::classify::rows::{NamedRow, key};
use crate::docs::classify::samples::Samples;
use named::{asks_for_fields, bears_name, inner_path, may_have_fields, mentions};
use reach::Paths;

/// A field, given by table and row.
type At = (usize, usize);
/// For a field the tables that describe it: one, or several for its variants.
pub(super) type Links = HashMap<At, Vec<usize>>;

/// How many fields the examples decide on a page, and among how many tables.
const MAX_DECIDED: usize = 64;
/// How much of an object in an example a table must describe to be taken for its description.
const GOOD_FIT: f64 = 0.5;

/// The tables that fields of other tables lead to by a link.
pub(super) fn anchored_tables(tables: &[BodyTable]) -> HashSet<usize> {
    let linker = Linker::new(tables, &[]);
    let mut targets = HashSet::new();
    for (index, table) in tables.iter().enumerate() {
        for row in &table.rows {
            targets.extend(linker.anchored(index, row).into_iter().filter(|&target| target != index));
        }
    }
    targets
}

/// Links fields to tables, by what is most certain first: by a link, by a name that can only mean the field, by a sentence
/// that names field and table, by the examples, by a name in another number, by any word of the caption, and last by being the
/// only ones left. What is less certain than a link or a name must not contradict the examples.
pub(super) fn link(tables: &mut [BodyTable], bodies: &[Body<'_>], outline: &Outline<'_>) -> Links {
    let mut linker = Linker::new(tables, bodies);
    linker.by_anchor();
    linker.by_name();
    linker.by_sentence(outline);
    linker.by_example();
    linker.by_number();
    linker.by_possible_name();
    linker.by_elimination();
    let inner = linker.inner_roots();
    let links = linker.links;
    for (index, table) in tables.iter_mut().enumerate() {
        table.is_root &= !inner.contains(&index);
    }
    links
}

struct Linker<'b> {
    tables: &'b [BodyTable],
    bodies: &'b [Body<'b>],
    by_anchor: HashMap<&'b str, Vec<usize>>,
    certain: HashMap<String, Vec<usize>>,
    possible: HashMap<String, Vec<usize>>,
    links: Links,
    claimed: HashSet<usize>,
    /// The names of the fields that lead to each table.
    called: HashMap<usize, Vec<&'b str>>,
    /// The bodies that have a table at their top.
    rooted: Vec<&'b Place>,
    /// How many fields with room for others have a name.
    fields_by_name: HashMap<String, usize>,
}

impl<'b> Linker<'b> {
    fn new(tables: &'b [BodyTable], bodies: &'b [Body<'b>]) -> Self {
        let mut by_anchor: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut certain: HashMap<String, Vec<usize>> = HashMap::new();
        let mut possible: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, table) in tables.iter().enumerate() {
            for anchor in &table.anchors {
                let targets = by_anchor.entry(anchor.as_str()).or_default();
                if targets.last() != Some(&index) {
                    targets.push(index);
                }
            }
            for name in &table.names.certain {
                certain.entry(key(name)).or_default().push(index);
            }
            for name in &table.names.possible {
                possible.entry(key(name)).or_default().push(index);
            }
        }
        let mut fields_by_name: HashMap<String, usize> = HashMap::new();
        for row in tables.iter().flat_map(|table| &table.rows).filter(|row| may_have_fields(row)) {
            *fields_by_name.entry(key(&row.name)).or_default() += 1;
        }
        let mut rooted: Vec<&Place> = Vec::new();
        for table in tables.iter().filter(|table| table.is_root) {
            if !rooted.contains(&&table.place) {
                rooted.push(&table.place);
            }
        }
        let (links, claimed, called) = (Links::new(), HashSet::new(), HashMap::new());
        Self { tables, bodies, by_anchor, certain, possible, links, claimed, called, rooted, fields_by_name }
    }

    fn by_anchor(&mut self) {
        for (at, row) in self.rows() {
            for target in self.anchored(at.0, row) {
                self.claim(at, target);
            }
        }
    }

    fn by_name(&mut self) {
        for (at, row) in self.rows() {
            if self.links.contains_key(&at) || !may_have_fields(row) {
                continue;
            }
            if let Some(target) = self.named(at.0, row) {
                self.claim(at, target);
                for variant in self.variants(at, row) {
                    self.claim(at, variant);
                }
            }
        }
    }

    /// All fields, with the table and row they stand in.
    fn rows(&self) -> Vec<(At, &'b NamedRow)> {
        let tables = self.tables;
        let rows = tables.iter().enumerate();
        rows.flat_map(|(table, of)| of.rows.iter().enumerate().map(move |(row, named)| ((table, row), named))).collect()
    }

    fn claim(&mut self, field: At, target: usize) {
        let targets = self.links.entry(field).or_default();
        if !targets.contains(&target) {
            targets.push(target);
        }
        self.claimed.insert(target);
        if let Some(name) = self.name_of(field) {
            self.called.entry(target).or_default().push(name);
        }
    }

    /// The tables that a row's links lead to: the first one, and others that bear the row's name.
    fn anchored(&self, table: usize, row: &NamedRow) -> Vec<usize> {
        let mut targets: Vec<usize> = Vec::new();
        if !may_have_fields(row) {
            return targets;
        }
        for link in &row.links {
            let Some(target) = self.by_anchor.get(link.as_str()).and_then(|found| self.nearest(table, row, found))
            else {
                continue;
            };
            let is_named = || self.tables.get(target).is_some_and(|found| bears_name(found, row));
            if !targets.contains(&target) && (targets.is_empty() || is_named()) {
                targets.push(target);
            }
        }
        targets
    }

    /// Of tables with one anchor, the one with the row's name, of the same body, that follows; a table that its caption puts
    /// at the top of a body is what a row of its own leads to, and no other.
    fn nearest(&self, table: usize, row: &NamedRow, found: &[usize]) -> Option<usize> {
        let place = self.tables.get(table).map(|own| &own.place);
        let candidates = found.iter().copied().filter_map(|index| Some((index, self.tables.get(index)?)));
        let open = candidates.filter(|(index, target)| *index == table || !target.is_named_root);
        let rank = |(index, target): &(usize, &BodyTable)| {
            (!bears_name(target, row), Some(&target.place) != place, *index <= table, *index)
        };
        open.min_by_key(rank).map(|(index, _)| index)
    }

    /// The nearest following table of that name that is still free; captions repeat within a page.
    fn named(&self, table: usize, row: &NamedRow) -> Option<usize> {
        let own = self.tables.get(table)?;
        let around =
            own.names.certain.iter().map(String::as_str).chain(self.called.get(&table).into_iter().flatten().copied());
        let dotted = around.map(|outer| format!("{outer}.{}", row.name));
        let names: Vec<String> = dotted.chain(row.doc_type.object.clone()).chain([row.name.clone()]).collect();
        // In another body a field may have the same name and be something else; a type is the same everywhere. A body
        // without a table at its top is none of its own.
        let types: Vec<String> = row.doc_type.object.iter().cloned().collect();
        let is_own = |at: usize| self.tables.get(at).is_some_and(|table| self.rooted.contains(&&table.place));
        let place_of = |at: usize| self.tables.get(at).map(|table| &table.place);
        for same_place in [true, false] {
            for name in &names {
                let candidates = self.certain.get(&key(name)).into_iter().flatten().copied();
                let candidates = candidates.filter(|&at| (place_of(at) == Some(&own.place)) == same_place);
                let candidates = candidates.filter(|&at| same_place || types.contains(name) || !is_own(at));
                let candidates: Vec<usize> =
                    candidates.filter(|&at| same_place || place_of(at) != Some(&Place::Outside)).collect();
                let free = candidates.iter().copied().find(|&at| at > table && !self.claimed.contains(&at));
                let shared = || candidates.iter().copied().find(|&at| at > table).or(candidates.first().copied());
                if let Some(found) = free.or_else(shared) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Tables of one name describe variants of one field, if no other field has their name.
    fn variants(&self, at: At, row: &NamedRow) -> Vec<usize> {
        let wanted = key(&row.name);
        if self.fields_by_name.get(&wanted).is_some_and(|fields| *fields > 1) {
            return Vec::new();
        }
        let candidates = self.certain.get(&wanted).into_iter().flatten().copied();
        candidates.filter(|&found| !self.claimed.contains(&found) && self.is_one_body(found, at.0)).collect()
    }

    /// Whether two tables are of one body.
    fn is_one_body(&self, one: usize, other: usize) -> bool {
        self.tables.get(one).map(|table| &table.place) == self.tables.get(other).map(|table| &table.place)
    }

    /// The table whose names are the keys of the object in the examples.
    fn by_example(&mut self) {
        for _ in 0..MAX_DECIDED {
            let Some((field, target)) = self.best_fit() else {
                return;
            };
            self.claim(field, target);
        }
    }

    /// The first object without a table that a free table fits, and that table.
    fn best_fit(&self) -> Option<(At, usize)> {
        let paths = self.paths();
        for Body { place, samples, .. } in self.bodies {
            let free: Vec<(usize, HashSet<&str>)> = self
                .free_tables(place)
                .take(MAX_DECIDED)
                .filter_map(|at| Some((at, self.tables.get(at)?.rows.iter().map(|row| row.name.as_str()).collect())))
                .collect();
            let top = samples.keys(&[]);
            let open = self
                .unresolved()
                .into_iter()
                .filter(|(field, _)| paths.get(&field.0).is_some_and(|(at, _)| at == place));
            for (field, row) in open.take(if free.is_empty() { 0 } else { MAX_DECIDED }) {
                let Some((_, path)) = paths.get(&field.0) else {
                    continue;
                };
                let keys = samples.keys(&inner_path(path, row));
                let fits = free.iter().map(|(at, names)| (part_of(names, &keys), part_of(names, &top), *at));
                // A table whose rows stand at the top of the examples is at the top.
                let good = fits.filter(|(inside, at_top, _)| *inside >= GOOD_FIT && inside > at_top);
                let best = good.max_by(|(a, _, at), (b, _, bt)| a.total_cmp(b).then(bt.cmp(at)));
                if let Some((.., target)) = best {
                    return Some((field, target));
                }
            }
        }
        None
    }

    /// "For details about X and Y, see table 3."
    fn by_sentence(&mut self, outline: &Outline<'_>) {
        let paths = self.paths();
        for passage in &outline.passages {
            let PassageKind::Text(text) = passage.kind else {
                continue;
            };
            for link in &text.links {
                let Some(target) = self.by_anchor.get(link.target.as_str()).and_then(|found| found.first().copied())
                else {
                    continue;
                };
                if self.claimed.contains(&target) {
                    continue;
                }
                for (field, row) in self.unresolved() {
                    let is_above = field.0 < target && self.is_one_body(field.0, target);
                    if is_above && mentions(&text.plain, &row.name) && self.agrees(&paths, field, target) {
                        self.claim(field, target);
                    }
                }
            }
        }
    }

    /// The list `instances` and the table "instance".
    fn by_number(&mut self) {
        let paths = self.paths();
        for (field, row) in self.unresolved() {
            let name = key(&row.name);
            let other = name.strip_suffix('s').map_or_else(|| format!("{name}s"), str::to_owned);
            self.claim_nearest(&paths, field, self.certain.get(&other).cloned());
        }
    }

    /// The field `flavor` and the table "Flavor of an instance".
    fn by_possible_name(&mut self) {
        let paths = self.paths();
        for (field, row) in self.unresolved() {
            let names = row.doc_type.object.iter().chain([&row.name]);
            let found = names.filter_map(|name| self.possible.get(&key(name))).flatten().copied().collect();
            self.claim_nearest(&paths, field, Some(found));
        }
    }

    /// Claims the nearest free table that follows, in the same body, unless the examples contradict.
    fn claim_nearest(&mut self, paths: &Paths, field: At, candidates: Option<Vec<usize>>) {
        let is_free = |at: &usize| *at > field.0 && !self.claimed.contains(at) && self.is_one_body(*at, field.0);
        let found = candidates.into_iter().flatten().filter(is_free).find(|&at| self.agrees(paths, field, at));
        if let Some(target) = found {
            self.claim(field, target);
        }
    }

    /// One object without a table before one table without an object, in one body: they belong together.
    fn by_elimination(&mut self) {
        let paths = self.paths();
        for Body { place, .. } in self.bodies {
            let is_here = |at: usize| self.tables.get(at).is_some_and(|table| table.place == *place);
            let free: Vec<usize> = self.free_tables(place).collect();
            let open: Vec<At> = self.unresolved().into_iter().map(|(at, _)| at).filter(|at| is_here(at.0)).collect();
            if let ([table], [field]) = (free.as_slice(), open.as_slice())
                && field.0 < *table
                && self.tables.get(*table).is_some_and(|table| !table.is_root)
                && self.agrees(&paths, *field, *table)
            {
                self.claim(*field, *table);
            }
        }
    }

    /// Whether the examples leave it open that a table describes a field.
    fn agrees(&self, paths: &Paths, field: At, target: usize) -> bool {
        let Some(((place, path), row, table)) = paths
            .get(&field.0)
            .and_then(|found| Some((found, self.tables.get(field.0)?.rows.get(field.1)?, self.tables.get(target)?)))
        else {
            return true;
        };
        self.samples(place).is_none_or(|samples| !contradicts(table, samples, &inner_path(path, row)))
    }

    fn samples(&self, place: &Place) -> Option<&Samples<'b>> {
        self.bodies.iter().find(|body| body.place == *place).map(|body| &body.samples)
    }

    /// Tables of a body that no field leads to, without the one at its top.
    fn free_tables<'s>(&'s self, place: &'s Place) -> impl Iterator<Item = usize> + 's {
        let top = self.tables.iter().position(|table| table.place == *place && table.is_root);
        let tables = self.tables.iter().enumerate();
        let free = tables.filter(move |(at, table)| {
            table.place == *place && Some(*at) != top && !table.is_named_root && !self.claimed.contains(at)
        });
        free.map(|(at, _)| at)
    }

    /// Objects without a table.
    fn unresolved(&self) -> Vec<(At, &'b NamedRow)> {
        self.rows().into_iter().filter(|(at, row)| asks_for_fields(row) && !self.links.contains_key(at)).collect()
    }

    fn name_of(&self, (table, row): At) -> Option<&'b str> {
        self.tables.get(table)?.rows.get(row).map(|row| row.name.as_str())
    }
}

//! Rows that a table has beside the object that holds them: the examples show where they are.

use std::collections::HashSet;

use super::link::named::may_have_fields;
use super::samples;
use super::table::{BodyTable, Place};
use crate::docs::classify::rows::{NamedRow, key};
use crate::docs::classify::samples::Samples;
use crate::docs::facts::{Examples, PageFacts, PageProblem, PageProblemKind, SchemaType};

/// How many tables of a page are looked at, and how many objects of each.
const MAX_TABLES: usize = 64;
const MAX_OBJECTS: usize = 64;

/// Splits tables at the top of a body where the examples have the rows after an object inside of it, and none of them beside
/// it. That a table does not say so is told.
pub(super) fn split(tables: &mut Vec<BodyTable>, examples: &Examples, facts: &mut PageFacts) {
    let described = Described::by(tables);
    let mut inner: Vec<BodyTable> = Vec::new();
    let tops = tables.iter_mut().filter(|table| table.is_root && table.place != Place::Outside);
    for table in tops.filter(|table| table.rows.len() > 1).take(MAX_TABLES) {
        let samples = samples(examples, &table.place);
        hoist(&mut table.rows, &samples, &described);
        let failures = if table.place == Place::Request { HashSet::new() } else { keys_of_failures(examples) };
        let left = MAX_OBJECTS;
        Splitter { described: &described, samples, failures, facts, inner: &mut inner, left }.table(table, &[]);
    }
    tables.append(&mut inner);
}

/// The keys that the examples of refusals have in an object at their top.
fn keys_of_failures(examples: &Examples) -> HashSet<&str> {
    let is_refusal = |status: &&str| status.starts_with(['4', '5']);
    let refusals =
        examples.response.iter().filter(|example| example.status.as_deref().is_some_and(|code| is_refusal(&code)));
    let objects = refusals.filter_map(|example| example.body.json()?.as_object()).flat_map(|body| body.values());
    objects.filter_map(|inner| inner.as_object()).flat_map(|inner| inner.keys().map(String::as_str)).take(200).collect()
}

/// Puts the one key that the examples have at their top, an object, before the rows above it that they have inside of it.
fn hoist(rows: &mut [NamedRow], samples: &Samples<'_>, described: &Described) {
    let [only] = *samples.keys(&[]).as_slice() else { return };
    let is_object = |row: &NamedRow| row.name == only && may_have_fields(row) && !described.has(row);
    let Some(at) = rows.iter().position(is_object) else { return };
    let inside = samples.keys(&[only.to_owned()]);
    let shown = rows.iter().take(at).filter(|row| inside.contains(&row.name.as_str())).count();
    if shown * 2 >= at
        && let Some(above) = rows.get_mut(..=at)
    {
        above.rotate_right(1);
    }
}

/// Splits one table, and then what it took out of it.
struct Splitter<'s, 'e> {
    described: &'s Described,
    samples: Samples<'e>,
    /// What responses that refuse have inside of an object.
    failures: HashSet<&'e str>,
    facts: &'s mut PageFacts,
    inner: &'s mut Vec<BodyTable>,
    /// How many objects it still looks at.
    left: usize,
}

impl Splitter<'_, '_> {
    /// Splits a table, whose fields stand at a path of the examples.
    fn table(&mut self, table: &mut BodyTable, path: &[String]) {
        let beside = self.samples.keys(path);
        let mut at = 0;
        while let Some(row) = table.rows.get(at) {
            if self.left == 0 {
                return;
            }
            let may_hold = !self.described.has(row);
            let inside: Vec<String> = path.iter().cloned().chain([row.name.clone()]).collect();
            self.left -= usize::from(may_hold);
            if may_hold && let Some(end) = self.run(table, at, (&inside, &beside)) {
                self.make_object(table, at, &inside);
                let mut cut = cut(table, at, end, self.facts);
                self.table(&mut cut, &inside);
                self.inner.push(cut);
            }
            at += 1;
        }
    }

    /// Where the rows after an object that are inside of it end. A name that was there before is another field's. What has a
    /// plain type holds fields only if the examples show all of them in it.
    fn run(&self, table: &BodyTable, at: usize, (path, beside): (&[String], &[&str])) -> Option<usize> {
        let row = table.rows.get(at)?;
        let inside = self.samples.keys(path);
        if inside.is_empty() && may_have_fields(row) {
            return self.like_another(table, at, (path, beside));
        }
        let (before, rest) = table.rows.split_at_checked(at + 1).filter(|_| !inside.is_empty())?;
        let is_known = |name: &str| before.iter().any(|row| row.name == name) && inside.contains(&name);
        let is_in_run = |row: &&NamedRow| {
            let name = row.name.as_str();
            (!beside.contains(&name) || is_known(name)) && (inside.contains(&name) || !self.failures.contains(name))
        };
        let length = rest.iter().take_while(is_in_run).count();
        let is_shown = |row: &&NamedRow| self.samples_show(path, &row.name);
        let shown = rest.iter().take(length).filter(is_shown).count();
        let direct = rest.iter().take(length).filter(|row| inside.contains(&row.name.as_str())).count();
        let is_enough = if may_have_fields(row) { shown * 2 >= length } else { shown == length };
        if direct > 0 && is_enough {
            return Some(at + 1 + length);
        }
        // Where most rows are nowhere in it, those right after it that are may lie inside nevertheless.
        let leading = rest.iter().take(length).take_while(|row| inside.contains(&row.name.as_str())).count();
        (leading > 0 && may_have_fields(row)).then_some(at + 1 + leading)
    }

    /// Where the rows after an object end that the examples have inside of another one beside it, and never beside: an
    /// example may show one of two lists of the same things as empty.
    fn like_another(&self, table: &BodyTable, at: usize, (path, beside): (&[String], &[&str])) -> Option<usize> {
        let rest = table.rows.get(at + 1..)?;
        let is_plain = |row: &&NamedRow| !may_have_fields(row) && !beside.contains(&row.name.as_str());
        let run: Vec<&NamedRow> = rest.iter().take_while(is_plain).collect();
        let known = self.keys_beside(path, beside);
        if run.is_empty() || !run.iter().all(|row| known.contains(row.name.as_str())) {
            return None;
        }
        let after: HashSet<&str> = rest.iter().skip(run.len()).map(|row| row.name.as_str()).collect();
        run.iter().all(|row| after.contains(row.name.as_str())).then_some(at + 1 + run.len())
    }

    /// What the examples have inside of something else beside an object.
    fn keys_beside(&self, path: &[String], beside: &[&str]) -> HashSet<&str> {
        let Some((name, around)) = path.split_last() else { return HashSet::new() };
        let others = beside.iter().filter(|other| *other != name).take(MAX_OBJECTS);
        let inside = others.flat_map(|other| {
            let inner: Vec<String> = around.iter().cloned().chain([(*other).to_owned()]).collect();
            self.samples.keys(&inner)
        });
        inside.collect()
    }

    /// Whether the examples have a field in an object, or in one that stands in it.
    fn samples_show(&self, path: &[String], name: &str) -> bool {
        let inside = self.samples.keys(path);
        let deeper = |key: &&str| {
            let inner: Vec<String> = path.iter().cloned().chain([(*key).to_owned()]).collect();
            self.samples.keys(&inner).contains(&name)
        };
        inside.contains(&name) || inside.iter().take(MAX_OBJECTS).any(deeper)
    }

    /// Gives a row whose plain type leaves no room for fields the type that the examples show.
    fn make_object(&self, table: &mut BodyTable, at: usize, path: &[String]) {
        if let Some(row) = table.rows.get_mut(at).filter(|row| !may_have_fields(row)) {
            let is_list = self.samples.is_list(path) == Some(true);
            row.doc_type.schema = if is_list { SchemaType::array(SchemaType::Object) } else { SchemaType::Object };
        }
    }
}

/// Takes tables from the top of a body, below the first one, all of whose fields the examples have inside of one object and
/// none at the top: they describe that object.
pub(super) fn lower(tables: &mut [BodyTable], linked: &HashSet<usize>, examples: &Examples) {
    for index in 0..tables.len().min(MAX_TABLES) {
        let (before, rest) = tables.split_at_mut(index);
        let Some(table) = rest.first_mut().filter(|table| table.is_root && !table.is_named_root) else {
            continue;
        };
        let is_first = !before.iter().any(|other| other.is_root && other.place == table.place);
        if is_first || linked.contains(&index) || table.rows.is_empty() {
            continue;
        }
        let samples = samples(examples, &table.place);
        let top = samples.keys(&[]);
        let is_at_top = table.rows.iter().any(|row| top.contains(&row.name.as_str()));
        let is_inside = |key: &&str| {
            let inside = samples.keys(&[(*key).to_owned()]);
            table.rows.iter().all(|row| inside.contains(&row.name.as_str()))
        };
        table.is_root = is_at_top || !top.iter().take(MAX_OBJECTS).any(is_inside);
    }
}

/// The names and anchors of tables.
struct Described {
    names: HashSet<String>,
    anchors: HashSet<String>,
}

impl Described {
    fn by(tables: &[BodyTable]) -> Self {
        let names = tables.iter().flat_map(|table| table.names.certain.iter().chain(&table.names.possible));
        let anchors = tables.iter().flat_map(|table| table.anchors.iter().cloned());
        Self { names: names.map(|name| key(name)).collect(), anchors: anchors.collect() }
    }

    /// Whether a table may describe what a row holds.
    fn has(&self, row: &NamedRow) -> bool {
        row.links.iter().any(|link| self.anchors.contains(link))
            || row.doc_type.object.iter().chain([&row.name]).any(|name| self.names.contains(&key(name)))
    }
}

/// Takes rows out of a table, as one of their own with the name of the object.
fn cut(table: &mut BodyTable, at: usize, end: usize, facts: &mut PageFacts) -> BodyTable {
    let name = table.rows.get(at).map(|row| row.name.clone()).unwrap_or_default();
    let rows: Vec<_> = table.rows.drain(at + 1..end).collect();
    let line = rows.first().map_or(table.line, |row| row.line);
    let first = rows.first().map(|row| row.name.as_str()).unwrap_or_default();
    let reason = format!("the example has the rows from `{first}` on inside of `{name}`; they are read so");
    facts.problems.push(PageProblem::new(&facts.page, line, PageProblemKind::ExampleField, reason));
    table.inner(name, rows, line)
}

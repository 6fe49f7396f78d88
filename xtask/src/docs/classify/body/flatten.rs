//! Turns linked tables into fields with paths.

use std::collections::{HashMap, HashSet};

use super::by_example::fit;
use super::link::Links;
use super::table::{BodyTable, Place};
use super::typed::{self, inner_prefix, is_map, map_like, with_fields};
use crate::docs::classify::rows::{self, NamedRow};
use crate::docs::classify::samples::Samples;
use crate::docs::facts::{DocType, Field, PageFacts, PageProblem, PageProblemKind, SchemaType};
use crate::docs::words::says_list;

/// How deep objects may contain each other.
const MAX_DEPTH: usize = 24;
/// How many fields a body may have; shared objects multiply.
const MAX_FIELDS: usize = 10_000;

/// What is inside of a field.
enum Inside {
    Nothing,
    /// Fields, of the object itself or of each value of a map.
    Fields {
        is_map: bool,
    },
    /// Entries of a map, with values of a type.
    Entries(SchemaType),
}

/// Turns the tables of a page into the fields of its bodies.
pub(super) struct Flattener<'b> {
    tables: &'b [BodyTable],
    links: &'b Links,
    page: String,
    fields: Vec<Field>,
    /// The fields so far, each with its type.
    seen: HashMap<String, SchemaType>,
    /// Rows that became a field or a problem, by table.
    used: Vec<Vec<bool>>,
    /// The tables around the one being read, outermost first, and the keys that lead to it.
    around: Vec<usize>,
    path: Vec<String>,
    cyclic: HashSet<usize>,
    full: bool,
    rows_as_facts: u64,
    problems: Vec<PageProblem>,
}

impl<'b> Flattener<'b> {
    pub(super) fn new(page: &str, tables: &'b [BodyTable], links: &'b Links) -> Self {
        Self {
            used: tables.iter().map(|table| vec![false; table.rows.len()]).collect(),
            tables,
            links,
            page: page.to_owned(),
            fields: Vec::new(),
            seen: HashMap::new(),
            around: Vec::new(),
            path: Vec::new(),
            cyclic: HashSet::new(),
            full: false,
            rows_as_facts: 0,
            problems: Vec::new(),
        }
    }

    /// The fields of a body, top-level tables first.
    pub(super) fn body(&mut self, place: &Place, samples: &Samples<'_>) -> Vec<Field> {
        self.seen.clear();
        for (index, table) in self.tables.iter().enumerate() {
            if table.is_root && table.place == *place {
                self.table(index, "", samples);
            }
        }
        std::mem::take(&mut self.fields)
    }

    fn table(&mut self, index: usize, prefix: &str, samples: &Samples<'_>) {
        let Some(table) = self.tables.get(index) else {
            return;
        };
        self.around.push(index);
        for row in 0..table.rows.len() {
            self.row((index, row), prefix, samples);
        }
        self.around.pop();
    }

    fn row(&mut self, at: (usize, usize), prefix: &str, samples: &Samples<'_>) {
        let Some(row) = self.tables.get(at.0).and_then(|table| table.rows.get(at.1)) else {
            return;
        };
        if self.fields.len() >= MAX_FIELDS {
            self.report_full(row.line);
            return;
        }
        let path = join(prefix, &row.name);
        let first_use = self.mark(at);
        let targets = self.links.get(&at).map(Vec::as_slice).unwrap_or_default();
        if let Some(known) = self.seen.get(&path) {
            let known = known.clone();
            let is_repeated = first_use && self.stands_above(at);
            self.described_twice(&path, row, (first_use && known != row.doc_type.schema, is_repeated), first_use);
            if known == row.doc_type.schema {
                self.variants(&path, row, targets, samples);
            }
            return;
        }
        self.rows_as_facts += u64::from(first_use);
        let mut field = row.clone().into_field_at(path.clone());
        self.path.push(row.name.clone());
        let inside = self.inside(row, targets, samples);
        self.decide(at, row, &mut field, (&inside, first_use), samples);
        let inner = inner_prefix(&path, &field.doc_type.schema);
        self.seen.insert(path, row.doc_type.schema.clone());
        self.fields.push(field);
        if let Inside::Fields { is_map } = inside {
            self.path.extend(is_map.then(|| "*".to_owned()));
            for target in targets {
                self.descend(*target, &inner, row.line, samples);
            }
            self.path.truncate(self.path.len().saturating_sub(usize::from(is_map)));
        } else {
            self.entries(targets);
        }
        self.path.pop();
    }

    /// Settles the type of a field by what is inside of it, and by the examples.
    fn decide(
        &mut self,
        at: (usize, usize),
        row: &NamedRow,
        field: &mut Field,
        (inside, first_use): (&Inside, bool),
        samples: &Samples<'_>,
    ) {
        let schema = field.doc_type.schema.clone();
        match inside {
            Inside::Nothing if self.has_rows_inside(at) => {}
            Inside::Nothing => {
                if let Some(kind) = typed::scalars(&field.doc_type, samples, &self.path) {
                    self.read_by_example(field, kind.clone(), &format!("values of the type {}", kind.describe()));
                    field.doc_type.object = None;
                } else {
                    self.report_open(row, field, first_use);
                }
            }
            Inside::Entries(values) => field.doc_type.schema = map_like(&schema, values.clone()),
            Inside::Fields { is_map: true } => {
                let values = typed::values_of_map(&schema, samples, &self.path);
                field.doc_type.schema = map_like(&schema, values);
            }
            Inside::Fields { is_map: false } => {
                let is_shown = !samples.keys(&self.path).is_empty();
                let is_list = samples.is_list(&self.path).filter(|is_list| *is_list || is_shown);
                field.doc_type.schema = with_fields(&field.doc_type, is_list);
                // A type that is no more than an object may be one of several: the examples show it, or the description says so.
                let is_vague = field.doc_type.object.is_none() || says_list(&field.description);
                if is_list == Some(true) && schema == SchemaType::Object && is_vague {
                    self.read_by_example(field, SchemaType::array(SchemaType::Object), "a list");
                } else if is_shown && schema.array_depth() > 0 && field.doc_type.schema == SchemaType::Object {
                    self.read_by_example(field, SchemaType::Object, "an object");
                }
            }
        }
    }

    /// Gives a field the type that the examples show. That it is not the one of the table is told.
    fn read_by_example(&mut self, field: &mut Field, schema: SchemaType, shown: &str) {
        let DocType { text, .. } = &field.doc_type;
        let reason = format!("the example has {shown} in `{}`, whose type is `{text}`; it is read so", field.field);
        self.problem(field.line, PageProblemKind::ExampleField, reason, 0);
        field.doc_type.schema = schema;
    }

    /// What the tables that a field leads to describe. The examples decide between fields, and the keys and values of a map.
    fn inside(&self, row: &NamedRow, targets: &[usize], samples: &Samples<'_>) -> Inside {
        let tables: Vec<&BodyTable> = targets.iter().filter_map(|&target| self.tables.get(target)).collect();
        let Some(table) = tables.first() else {
            return Inside::Nothing;
        };
        let fits = |path: &[String]| tables.iter().any(|table| fit(table, samples, path) > 0.0);
        let (is_map, is_shown) = (is_map(&row.doc_type.schema), !samples.keys(&self.path).is_empty());
        let values: Vec<String> = self.path.iter().cloned().chain(["*".to_owned()]).collect();
        let is_named = row.doc_type.object.is_some();
        if fits(&self.path) {
            return Inside::Fields { is_map: false };
        }
        if is_map && (is_named || fits(&values)) {
            return Inside::Fields { is_map: true };
        }
        let is_entry = table.rows.len() <= 2 && (is_map || is_key_and_value(table));
        if is_entry && (is_shown || is_map) {
            return Inside::Entries(table.rows.last().map_or(SchemaType::Unknown, |row| row.doc_type.schema.clone()));
        }
        Inside::Fields { is_map: false }
    }

    /// The rows of a table that describes the entries of a map say something of the map, and are no fields.
    fn entries(&mut self, targets: &[usize]) {
        for target in targets {
            for used in self.used.get_mut(*target).into_iter().flatten() {
                self.rows_as_facts += u64::from(!std::mem::replace(used, true));
            }
        }
    }

    /// Whether the table of a row has another one of its name above it.
    fn stands_above(&self, (table, row): (usize, usize)) -> bool {
        let rows = self.tables.get(table).and_then(|table| table.rows.get(..=row));
        rows.and_then(<[NamedRow]>::split_last)
            .is_some_and(|(last, above)| above.iter().any(|row| row.name == last.name))
    }

    /// Variants of an object describe the same field again; another type is a problem, and so is a second row of one table,
    /// which may lie in something else.
    fn described_twice(&mut self, path: &str, row: &NamedRow, (differs, is_repeated): (bool, bool), first_use: bool) {
        if is_repeated && !differs {
            let reason = format!("field `{path}` stands twice in one table");
            self.problem(row.line, PageProblemKind::Row, reason, 1);
        } else if differs {
            let reason = format!("field `{path}` is described twice, with other types");
            self.problem(row.line, PageProblemKind::Row, reason, 1);
        } else {
            self.rows_as_facts += u64::from(first_use);
        }
    }

    /// The fields of a variant of an object that are described in tables of their own.
    fn variants(&mut self, path: &str, row: &NamedRow, targets: &[usize], samples: &Samples<'_>) {
        let is_new = |target: &&usize| self.used.get(**target).is_some_and(|rows| rows.iter().all(|used| !used));
        let new: Vec<usize> = targets.iter().filter(is_new).copied().collect();
        let inner = inner_prefix(path, &with_fields(&row.doc_type, None));
        self.path.push(row.name.clone());
        for target in new {
            self.descend(target, &inner, row.line, samples);
        }
        self.path.pop();
    }

    /// Whether the table of a row says what lies inside of it by the name of the next one.
    fn has_rows_inside(&self, (table, row): (usize, usize)) -> bool {
        let Some(rows) = self.tables.get(table).map(|table| &table.rows) else { return false };
        let Some((row, next)) = rows.get(row).zip(rows.get(row + 1)) else { return false };
        next.name.strip_prefix(&row.name).is_some_and(|rest| rest.starts_with(['.', '[']))
    }

    /// Reports an object that no table describes, and a type that is none.
    fn report_open(&mut self, row: &NamedRow, field: &Field, first_use: bool) {
        let text = &field.doc_type.text;
        if first_use && lacks_table(field) {
            let reason = format!("`{}` has the type `{text}`, but no table describes it", field.field);
            self.problem(row.line, PageProblemKind::MissingTable, reason, 0);
        } else if first_use && row.is_type_open {
            let problem = rows::unknown_type(&self.page, row.line, &row.name, text);
            self.problems.push(problem);
        }
    }

    fn descend(&mut self, target: usize, prefix: &str, line: u32, samples: &Samples<'_>) {
        if self.around.contains(&target) {
            if self.cyclic.insert(target) {
                let reason = format!("`{prefix}` contains itself");
                self.problem(line, PageProblemKind::CyclicObject, reason, 0);
            }
        } else if self.around.len() >= MAX_DEPTH {
            self.report_full(line);
        } else {
            self.table(target, prefix, samples);
        }
    }

    fn mark(&mut self, (table, row): (usize, usize)) -> bool {
        let used = self.used.get_mut(table).and_then(|rows| rows.get_mut(row));
        used.is_some_and(|used| !std::mem::replace(used, true))
    }

    fn problem(&mut self, line: u32, kind: PageProblemKind, reason: String, rows: u32) {
        self.problems.push(PageProblem::new(&self.page, line, kind, reason).with_rows(rows));
    }

    fn report_full(&mut self, line: u32) {
        if !std::mem::replace(&mut self.full, true) {
            let reason =
                format!("the body has more than {MAX_FIELDS} fields or {MAX_DEPTH} levels; the rest is left out");
            self.problem(line, PageProblemKind::Limit, reason, 0);
        }
    }

    /// Reports the rows that no body has, and counts the others.
    pub(super) fn report_unused(mut self, facts: &mut PageFacts) {
        let tables = self.tables;
        let unused: Vec<u32> = self
            .used
            .iter()
            .map(|rows| u32::try_from(rows.iter().filter(|used| !**used).count()).unwrap_or(u32::MAX))
            .collect();
        for (table, rows) in tables.iter().zip(unused) {
            if rows == 0 {
                continue;
            }
            let (kind, reason) = if self.full {
                (PageProblemKind::Limit, format!("{rows} rows of the table `{}` are left out", table.caption))
            } else {
                (PageProblemKind::UnlinkedTable, format!("no field refers to the table `{}`", table.caption))
            };
            self.problem(table.line, kind, reason, rows);
        }
        facts.counts.rows_as_facts += self.rows_as_facts;
        facts.problems.append(&mut self.problems);
    }
}

/// Whether a table has the names of a map's parts.
fn is_key_and_value(table: &BodyTable) -> bool {
    table.rows.iter().all(|row| {
        let name = row.name.to_lowercase().replace(['_', '-'], "");
        ["key", "value", "keyval", "keyvalue", "k", "v", "*"].contains(&name.trim_matches(['{', '}', '<', '>']))
    })
}

/// "-" names no field: the body itself is the value.
fn join(prefix: &str, name: &str) -> String {
    match (prefix.is_empty(), name) {
        (true, "-") => "$".to_owned(),
        (true, name) => name.to_owned(),
        (false, name) => format!("{prefix}.{name}"),
    }
}

/// Whether a type promises fields: a named object, or a list of objects. A plain "Object" may be
/// free in form.
fn lacks_table(field: &Field) -> bool {
    let schema = &field.doc_type.schema;
    *schema.innermost() == SchemaType::Object && (field.doc_type.object.is_some() || schema.array_depth() > 0)
}

//! Turns linked tables into fields with paths.

use std::collections::HashSet;

use super::link::Links;
use super::table::BodyTable;
use crate::docs::facts::{Field, PageFacts, PageProblem, PageProblemKind, SchemaType};

/// How deep objects may contain each other.
const MAX_DEPTH: usize = 24;
/// How many fields a body may have; shared objects multiply.
const MAX_FIELDS: usize = 10_000;

struct Flattener<'b> {
    tables: &'b [BodyTable],
    links: &'b Links,
    page: String,
    fields: Vec<Field>,
    seen: HashSet<String>,
    /// Rows that became a field or a problem, by table.
    used: Vec<Vec<bool>>,
    /// The tables around the one being read, outermost first.
    around: Vec<usize>,
    cyclic: HashSet<usize>,
    full: bool,
    rows_as_facts: u64,
    problems: Vec<PageProblem>,
}

/// The fields of a body, top-level tables first.
pub(super) fn flatten(facts: &mut PageFacts, tables: &[BodyTable], links: &Links) -> Vec<Field> {
    let mut flattener = Flattener {
        used: tables.iter().map(|table| vec![false; table.rows.len()]).collect(),
        tables,
        links,
        page: facts.page.clone(),
        fields: Vec::new(),
        seen: HashSet::new(),
        around: Vec::new(),
        cyclic: HashSet::new(),
        full: false,
        rows_as_facts: 0,
        problems: Vec::new(),
    };
    for (index, table) in tables.iter().enumerate() {
        if table.is_root {
            flattener.table(index, "");
        }
    }
    flattener.report_unlinked();
    facts.counts.rows_as_facts += flattener.rows_as_facts;
    facts.problems.append(&mut flattener.problems);
    flattener.fields
}

impl Flattener<'_> {
    fn table(&mut self, index: usize, prefix: &str) {
        let Some(table) = self.tables.get(index) else {
            return;
        };
        self.around.push(index);
        for row in 0..table.rows.len() {
            self.row((index, row), prefix);
        }
        self.around.pop();
    }

    fn row(&mut self, at: (usize, usize), prefix: &str) {
        let Some(row) = self.tables.get(at.0).and_then(|table| table.rows.get(at.1)) else {
            return;
        };
        if self.fields.len() >= MAX_FIELDS {
            self.report_full(row.line);
            return;
        }
        let path = join(prefix, &row.name);
        let first_use = self.mark(at);
        if !self.seen.insert(path.clone()) {
            if first_use {
                let reason = format!("field `{path}` is described twice");
                self.problem(row.line, PageProblemKind::Row, reason, 1);
            }
            return;
        }
        self.rows_as_facts += u64::from(first_use);
        let target = self.links.get(&at).copied();
        let mut field = row.clone().into_field_at(path.clone());
        match target {
            Some(_) if !matches!(field.doc_type.schema, SchemaType::Map { .. }) => {
                field.doc_type.schema = field.doc_type.schema.of_objects();
            }
            None if first_use && lacks_table(&field) => {
                let reason = format!("`{path}` has the type `{}`, but no table describes it", field.doc_type.text);
                self.problem(row.line, PageProblemKind::MissingTable, reason, 0);
            }
            _ => {}
        }
        let inner = format!("{path}{}", "[]".repeat(field.doc_type.schema.array_depth()));
        self.fields.push(field);
        if let Some(target) = target {
            self.descend(target, &inner, row.line);
        }
    }

    fn descend(&mut self, target: usize, prefix: &str, line: u32) {
        if self.around.contains(&target) {
            if self.cyclic.insert(target) {
                let reason = format!("`{prefix}` contains itself");
                self.problem(line, PageProblemKind::CyclicObject, reason, 0);
            }
        } else if self.around.len() >= MAX_DEPTH {
            self.report_full(line);
        } else {
            self.table(target, prefix);
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

    fn report_unlinked(&mut self) {
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
    }
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

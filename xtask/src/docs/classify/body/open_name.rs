//! Rows that name no field, but stand for names of the caller's own: `{label}`.

use super::table::{BodyTable, Place};
use crate::docs::facts::{PageFacts, PageProblem, PageProblemKind};

/// Takes such rows out of bodies. Each is told.
pub(super) fn set_aside(tables: &mut [BodyTable], facts: &mut PageFacts) {
    for table in tables.iter_mut().filter(|table| table.place != Place::Outside) {
        for row in table.rows.extract_if(.., |row| is_open(&row.name)) {
            let reason = format!("`{}` stands for any name", row.name);
            let problem = PageProblem::new(&facts.page, row.line, PageProblemKind::Row, reason);
            facts.problems.push(problem.with_rows(1));
        }
    }
}

fn is_open(name: &str) -> bool {
    name.strip_prefix('{').and_then(|name| name.strip_suffix('}')).is_some_and(|name| !name.contains(['{', '}']))
}

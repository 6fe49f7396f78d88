//! What was counted on a page.

use serde::Serialize;

/// What was counted. `rows == rows_as_facts + rows_as_problems` always holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Pages read; of an interface, the facts of its first operation count it.
    pub pages: u64,
    /// Pages that document an operation.
    pub operations: u64,
    /// Data rows of all tables, header rows left out.
    pub rows: u64,
    /// Rows that became facts.
    pub rows_as_facts: u64,
    /// Rows that a problem accounts for.
    pub rows_as_problems: u64,
    /// Rows among these that no fact and no other problem accounts for: a fault of the readers.
    pub rows_vanished: u64,
    /// Facts of every kind.
    pub facts: u64,
    /// Problems.
    pub problems: u64,
}

impl Counts {
    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.operations += other.operations;
        self.rows += other.rows;
        self.rows_as_facts += other.rows_as_facts;
        self.rows_as_problems += other.rows_as_problems;
        self.rows_vanished += other.rows_vanished;
        self.facts += other.facts;
        self.problems += other.problems;
    }
}

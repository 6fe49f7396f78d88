//! What was found, for people and for programs.

mod json;
mod text;

use serde::Serialize;

use super::{Comparison, Counts, Finding, Level};

pub use json::json;
pub use text::text;

/// Comparisons of one run, put together.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// What was compared with `new`, as it was asked for.
    pub old: String,
    /// What it was compared with.
    pub new: String,
    /// How much was compared.
    pub compared: Counts,
    /// One finding an edit, the worst first.
    pub findings: Vec<Finding>,
    /// What may keep the comparison from being complete: references that lead nowhere.
    pub notes: Vec<String>,
}

impl Report {
    /// A report on nothing yet.
    pub fn new(old: impl Into<String>, new: impl Into<String>) -> Self {
        Self { old: old.into(), new: new.into(), ..Self::default() }
    }

    /// Adds what was found.
    pub fn add(&mut self, comparison: Comparison) {
        self.compared.operations += comparison.compared.operations;
        self.compared.schemas += comparison.compared.schemas;
        self.findings.extend(comparison.findings);
        self.findings.sort_by_key(Finding::rank);
    }

    /// The worst that an old client meets at a new server; none if nothing has changed.
    pub fn worst(&self) -> Option<Level> {
        self.findings.iter().map(|finding| finding.wire.old_client_new_server).max()
    }

    /// How many findings are of a level, and how many no rule knows.
    pub fn tally(&self) -> Tally {
        let of = |level| self.findings.iter().filter(|it| it.wire.old_client_new_server == level).count();
        Tally {
            breaking: of(Level::Breaking),
            risky: of(Level::Risky),
            compatible: of(Level::Compatible),
            unknown: self.findings.iter().filter(|finding| finding.unknown).count(),
        }
    }
}

/// Numbers of findings, by what an old client meets at a new server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// What fails.
    pub breaking: usize,
    /// What a person decides.
    pub risky: usize,
    /// What goes on.
    pub compatible: usize,
    /// What no rule knows; it is among those that are risky.
    pub unknown: usize,
}

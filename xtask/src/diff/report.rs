//! What was found, for people and for programs.

mod annotation;
mod json;
mod markdown;
mod rules;
mod sarif;
mod text;

use serde::Serialize;

use super::{Bump, CodeChange, Comparison, Counts, Finding, Level};

pub use annotation::github;
pub use json::json;
pub use markdown::markdown;
pub use rules::{rules_json, rules_text};
pub use sarif::sarif;
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
    /// Public items of the generated crates that are gone or have changed.
    pub code: Vec<CodeChange>,
    /// The version that follows; none if no side is a service of ours.
    pub bump: Option<Bump>,
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

    /// The worst that an old client meets at a new server; none if nothing has changed but what is allowed.
    pub fn worst(&self) -> Option<Level> {
        self.findings
            .iter()
            .filter(|finding| finding.allowed.is_none())
            .map(|finding| finding.wire.old_client_new_server)
            .max()
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

//! What the runs of one `cargo xtask sync` told: it stops at questions and goes on, and the text of its pull request is about all of
//! it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::markdown::{base_of, shown};
use super::{Consequence, code};
use crate::diff::{Level, Rust};
use crate::sync::{Fate, Item, Sync};

/// What earlier runs told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    told: Vec<Told>,
    rows: Vec<Row>,
}

/// A finding as the text of a pull request tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) level: Level,
    /// The operation; empty for what is about none.
    pub(super) operation: String,
    pub(super) page: String,
    /// What a finding is known by, from one run to the next.
    key: String,
    pub(super) message: String,
    pub(super) fate: Fate,
    /// Whether it was left to a person, and is not found any more.
    #[serde(default)]
    pub(super) is_settled: bool,
}

/// An item of the client, and its lines before and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) item: String,
    pub(super) before: String,
    pub(super) now: String,
}

impl Earlier {
    /// Whether there was none, or none told anything.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// What is told once this run has written what it plans, too.
    #[must_use]
    pub fn with(&self, sync: &Sync, consequence: &Consequence) -> Self {
        Self { told: self.and(told(sync, &base_of(sync))), rows: self.rows_and(consequence) }
    }

    /// What was told, and what is told now. What was left to a person, and is not found any more, was settled.
    pub(super) fn and(&self, now: Vec<Told>) -> Vec<Told> {
        let known: BTreeSet<(&str, &str)> = now.iter().map(Told::id).collect();
        let before = self.told.iter().filter(|told| !known.contains(&told.id())).cloned();
        let mut all: Vec<Told> = before
            .map(|told| {
                let is_settled = matches!(told.fate, Fate::Contradiction | Fate::Removal | Fate::Person);
                Told { is_settled, ..told }
            })
            .collect();
        all.extend(now);
        all
    }

    /// The lines of the client that changed, and those that change now; what changes again has the line of the beginning.
    pub(super) fn rows_and(&self, consequence: &Consequence) -> Vec<Row> {
        let mut rows = self.rows.clone();
        for change in consequence.findings.iter().flat_map(|finding| &finding.code) {
            let (before, now) = (code(change.old.as_ref()), code(change.new.as_ref()));
            match rows.iter_mut().find(|row| row.item == change.item) {
                Some(row) => row.now = now,
                None => rows.push(Row { item: change.item.clone(), before, now }),
            }
        }
        rows
    }
}

impl Told {
    fn id(&self) -> (&str, &str) {
        (&self.operation, &self.key)
    }
}

/// What a run tells.
pub(super) fn told(sync: &Sync, base: &str) -> Vec<Told> {
    let of_item = |item: &Item| {
        let finding = &item.finding;
        let page = shown(&finding.page, base);
        let is_record = item.fate == Fate::Recorded;
        let mut message = finding.message.clone();
        if !is_record {
            if !finding.holds.is_empty() {
                let holds: Vec<String> = finding.holds.iter().map(|field| format!("`{field}`")).collect();
                // Writing to a String cannot fail.
                let _ = write!(message, ", with {}", holds.join(", "));
            }
            let _ = write!(message, ". {}.", capitalised(&finding.verdict.to_string()));
            if !finding.page.is_empty() {
                let _ = write!(message, " Page `{page}:{}`", finding.line);
                if !finding.file.as_os_str().is_empty() {
                    let _ = write!(message, ", specification `{}:{}`", finding.file.display(), finding.spec_line);
                }
                message.push('.');
            }
        }
        Told {
            level: badness(item),
            operation: finding.operation.clone().unwrap_or_default(),
            page: page.to_owned(),
            key: format!("{} {}", finding.page, finding.message),
            message,
            fate: item.fate,
            is_settled: false,
        }
    };
    sync.items.iter().map(of_item).collect()
}

/// How bad it is for those who have the client: on the wire, or when they compile.
fn badness(item: &Item) -> Level {
    let verdict = &item.finding.verdict;
    if verdict.rust == Rust::Breaks { Level::Breaking } else { verdict.wire.old_client_new_server }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

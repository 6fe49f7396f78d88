//! Changes that are allowed: data that a person writes, with a reason and an end.

use serde::Deserialize;

use super::finding::{Finding, Place};

/// A file of allowed changes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    /// `[[allowed]]`.
    #[serde(default)]
    allowed: Vec<Entry>,
}

/// One change that is allowed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The id of the finding.
    id: String,
    /// The JSON pointer of the place in the old or in the new document.
    place: String,
    /// Why it is allowed.
    reason: String,
    /// The last day on which it is, `2026-11-26` for example.
    until: String,
}

impl Allowed {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// What is wrong with it, with the line.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Marks the findings that are allowed on a day. What is wrong with entries is told: one that has ended, or that no
    /// finding needs.
    pub fn apply(&self, findings: &mut [Finding], today: &str) -> Vec<String> {
        let mut problems = Vec::new();
        for entry in &self.allowed {
            let what = format!("`{}` at {}", entry.id, entry.place);
            let is_day = entry.until.len() == 10 && entry.until.split('-').count() == 3;
            if !is_day {
                problems.push(format!("{what}: `until` is {}; write a day, 2026-11-26 for example", entry.until));
            } else if entry.until.as_str() < today {
                problems.push(format!("{what} was allowed until {}; settle the change, or allow it anew", entry.until));
            } else if entry.reason.trim().is_empty() {
                problems.push(format!("{what} is allowed for no reason; write one"));
            } else {
                let mut is_used = false;
                for finding in findings.iter_mut().filter(|finding| entry.fits(finding)) {
                    finding.allowed = Some(entry.reason.clone());
                    is_used = true;
                }
                if !is_used {
                    problems.push(format!("{what} is allowed, and there is no such change; delete the entry"));
                }
            }
        }
        problems
    }
}

impl Entry {
    fn fits(&self, finding: &Finding) -> bool {
        let is_there = |place: &Option<Place>| place.as_ref().is_some_and(|place| place.pointer == self.place);
        self.id == finding.id && (is_there(&finding.old) || is_there(&finding.new))
    }
}

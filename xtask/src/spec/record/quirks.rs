//! `quirks.toml`: what the sources disagree on, and the choice.

use std::fmt;

use serde::Deserialize;

use super::FindingKind;
use crate::spec::LineEnds;

/// `quirks.toml`: what the sources disagree on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::spec) struct QuirksFile {
    #[serde(default)]
    quirk: Vec<toml::Spanned<Quirk>>,
}

impl QuirksFile {
    /// The entries, each with its line in the text.
    pub(in crate::spec) fn placed(self, text: &str) -> Vec<Quirk> {
        let ends = LineEnds::of(text);
        let entries = self.quirk.into_iter();
        entries.map(|entry| Quirk { line: ends.line(entry.span().start), ..entry.into_inner() }).collect()
    }
}

/// A disagreement between sources, with the choice that was made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quirk {
    /// Its id.
    pub id: String,
    /// JSON pointer into the bundle: what the choice is about.
    pub at: String,
    /// What each source says.
    pub says: String,
    /// What was chosen.
    pub choice: String,
    /// Why.
    pub evidence: String,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// What `cargo xtask docs drift` need not report of these sources, at `at` and below it; empty for a quirk that only
    /// explains.
    #[serde(default)]
    pub silences: Vec<Silence>,
    /// The day of the choice.
    pub date: toml::value::Datetime,
    /// The line on which its entry begins, counted from 1.
    #[serde(skip)]
    pub line: u32,
}

/// A finding that a quirk silences, with the value that the source gives: `type: string`, `limit: 20`. What the
/// specification lacks is named by the key that it would have, `missing-in-spec colour: string`; what the page lacks has no
/// value: `missing-in-page`. What the source says instead one day is a finding again.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Silence {
    /// The kind of finding.
    pub kind: FindingKind,
    /// The key.
    pub member: Option<String>,
    /// What the source says, as drift reports it.
    pub value: Option<String>,
}

impl TryFrom<String> for Silence {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (head, value) = text.split_once(": ").map_or((text.as_str(), None), |(head, value)| (head, Some(value)));
        let (kind, member) = head.split_once(' ').map_or((head, None), |(kind, key)| (kind, Some(key)));
        let known = FindingKind::from_name(kind).filter(|kind| kind.is_about_a_fact());
        let kind = known.ok_or_else(|| format!("no quirk can silence `{kind}`; write a kind as drift reports it"))?;
        if value.is_none() && kind.has_value() {
            return Err(format!("`{text}` silences whatever the page says; write the value as drift reports it"));
        }
        Ok(Self { kind, member: member.map(str::to_owned), value: value.map(str::to_owned) })
    }
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        self.member.as_ref().map_or(Ok(()), |member| write!(f, " {member}"))?;
        self.value.as_ref().map_or(Ok(()), |value| write!(f, ": {value}"))
    }
}

//! `witnesses.toml`: which sources know what, where that is not plain from `x-sources`.
//!
//! `cargo xtask docs witness --record` writes it, and it is committed because not everybody has the pages.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;
use toml::Value;

use crate::spec::LineEnds;

/// By what name the index of the vendor's explorer is known as a witness.
pub const EXPLORER: &str = "explorer";

/// `witnesses.toml`: which sources know what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WitnessRecord {
    /// The index of the vendor's explorer, if somebody looked into it.
    pub explorer: Option<ExplorerRecord>,
    /// What one source alone knows, and what sources contradict each other in.
    #[serde(default)]
    pub statement: Vec<Statement>,
}

/// What the index of the vendor's explorer knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExplorerRecord {
    /// SHA-256 of the bytes that were read.
    pub sha256: String,
    /// The operations of the specification that it lists, by their official names.
    pub operations: Vec<String>,
    /// The line on which it begins, counted from 1; 0 for one that was not read.
    #[serde(skip)]
    pub line: u32,
}

/// What one source alone knows, or sources contradict each other in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// JSON pointer into the bundle: an operation, a parameter or a field.
    pub at: String,
    /// The name of a parameter, whose pointer alone could come to mean another one.
    pub name: Option<String>,
    /// The one source that knows it, although others describe what is around it.
    #[serde(rename = "known-by", default)]
    pub known_by: Vec<String>,
    /// The methods and paths that sources name, each with those that do.
    #[serde(default)]
    pub address: Says,
    /// The types that sources name.
    #[serde(default, rename = "type")]
    pub types: Says,
    /// `required` and `optional`, with the sources that say so.
    #[serde(default)]
    pub required: Says,
    /// The line on which its entry begins, counted from 1; 0 for one that was not read.
    #[serde(skip)]
    pub line: u32,
}

/// What is said, with the sources that say it.
pub type Says = BTreeMap<String, Vec<String>>;

impl Statement {
    /// What sources contradict each other in, by the keys of the record.
    pub fn contradictions(&self) -> impl Iterator<Item = (&'static str, &Says)> {
        let all = [("address", &self.address), ("type", &self.types), ("required", &self.required)];
        all.into_iter().filter(|(_, says)| !says.is_empty())
    }
}

impl WitnessRecord {
    /// Finds the lines of the entries in the text of the file.
    pub(in crate::spec) fn find_lines(&mut self, text: &str) {
        #[derive(Deserialize)]
        struct Placed {
            explorer: Option<toml::Spanned<toml::Value>>,
            #[serde(default)]
            statement: Vec<toml::Spanned<toml::Value>>,
        }
        let Ok(placed) = toml::from_str::<Placed>(text) else { return };
        let ends = LineEnds::of(text);
        if let Some((explorer, entry)) = self.explorer.as_mut().zip(placed.explorer) {
            explorer.line = ends.line(entry.span().start);
        }
        for (statement, entry) in self.statement.iter_mut().zip(placed.statement) {
            statement.line = ends.line(entry.span().start);
        }
    }

    /// The text of the file. Reading it gives the same record.
    pub fn text(&self) -> String {
        let mut text = String::from(
            "# Which sources know what, where `x-sources` does not say it: what one alone has of several that describe the place,\n\
             # and where they contradict each other. Written by `cargo xtask docs witness … --record`; CONTRIBUTING.md says how.\n",
        );
        if let Some(explorer) = &self.explorer {
            let _ = writeln!(text, "\n[explorer]\nsha256 = {}\noperations = [", quoted(&explorer.sha256));
            for operation in &explorer.operations {
                let _ = writeln!(text, "    {},", quoted(operation));
            }
            text.push_str("]\n");
        }
        for statement in &self.statement {
            let _ = writeln!(text, "\n[[statement]]\nat = {}", quoted(&statement.at));
            if let Some(name) = &statement.name {
                let _ = writeln!(text, "name = {}", quoted(name));
            }
            if !statement.known_by.is_empty() {
                let _ = writeln!(text, "known-by = {}", list(&statement.known_by));
            }
            for (key, says) in statement.contradictions() {
                let says: Vec<String> =
                    says.iter().map(|(said, by)| format!("{} = {}", key_of(said), list(by))).collect();
                let _ = writeln!(text, "{key} = {{ {} }}", says.join(", "));
            }
        }
        text
    }
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

/// A text as a key: in quotes where it is none by itself.
fn key_of(text: &str) -> String {
    let is_bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if is_bare { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_with_its_lines() {
        let says = |said: &[(&str, &str)]| -> Says {
            said.iter().map(|(said, by)| ((*said).to_owned(), vec![(*by).to_owned()])).collect()
        };
        let alone = Statement { at: "/a/\"b\"".to_owned(), known_by: vec!["page".to_owned()], ..Statement::default() };
        let other = Statement {
            at: "/c".to_owned(),
            name: Some("limit".to_owned()),
            types: says(&[("integer", "page"), ("string", "interface")]),
            address: says(&[("GET /v1/{}", "page")]),
            ..Statement::default()
        };
        let explorer = ExplorerRecord { sha256: "0a".to_owned(), operations: vec!["ListWidgets".to_owned()], line: 0 };
        let record = WitnessRecord { explorer: Some(explorer), statement: vec![alone, other] };
        let text = record.text();
        let mut read: WitnessRecord = toml::from_str(&text).unwrap();
        assert_eq!(read, record);
        read.find_lines(&text);
        assert_eq!(read.explorer.as_ref().map(|explorer| explorer.line), Some(4));
        let lines: Vec<u32> = read.statement.iter().map(|statement| statement.line).collect();
        let begins = text.lines().enumerate().filter(|(_, line)| *line == "[[statement]]").map(|(at, _)| at + 1);
        assert_eq!(lines, begins.map(|line| u32::try_from(line).unwrap()).collect::<Vec<_>>());
        assert!(toml::from_str::<WitnessRecord>("[[statement]]\nat = '/a'\nknown = []\n").is_err());
    }
}

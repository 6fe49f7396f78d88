//! Extensions of operations and enums.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::reader::{Entries, Reader};
use crate::model::States;
use crate::model::keyword::{Subject, most_similar};
use crate::spec::extension as x;

impl<'d> Reader<'d> {
    /// What `x-states` of an enum says of its values.
    pub(super) fn states(&mut self, schema: &Entries<'d>, values: &[&str]) -> Option<States> {
        let (pointer, value) = schema.get(x::STATES)?;
        let entries = self.object(Subject::States, pointer.clone(), value)?;
        let states = States {
            terminal: self.texts(&entries, "terminal"),
            success: self.texts(&entries, "success"),
            failure: self.texts(&entries, "failure"),
        };
        let listed = states.terminal.iter().chain(&states.success).chain(&states.failure);
        for listed in listed.filter(|listed| !values.contains(&listed.as_str())) {
            let meant = most_similar(listed, values.iter().copied());
            let remedy = meant.map_or_else(
                || "list it under `enum` too, or take it out".to_owned(),
                |known| format!("did you mean `{known}`?"),
            );
            self.fault(&pointer, "enum", format!("`{listed}` is no value of the enum"), remedy);
        }
        Some(states)
    }

    /// Other spellings of the values of an enum, by these; each is none of another value.
    pub(super) fn enum_aliases(&mut self, schema: &Entries<'d>, values: &[&str]) -> BTreeMap<&'d str, Vec<String>> {
        let Some((pointer, value)) = schema.get(x::ENUM_ALIASES) else { return BTreeMap::new() };
        let mut found: BTreeMap<&'d str, Vec<String>> = BTreeMap::new();
        let mut taken: BTreeSet<String> = values.iter().map(|value| (*value).to_owned()).collect();
        for (at, wire, aliases) in self.mapping(&pointer, value) {
            if !values.contains(&wire) {
                let remedy = most_similar(wire, values.iter().copied())
                    .map_or_else(|| "list it under `enum` too".to_owned(), |known| format!("did you mean `{known}`?"));
                self.fault(&at, "enum", format!("`{wire}` is no value of the enum"), remedy);
            }
            for (at, alias) in self.list(&at, aliases) {
                let Some(alias) = alias.as_str() else {
                    self.wrong_kind(&at, "text; put it in quotes if it looks like something else");
                    continue;
                };
                if taken.insert(alias.to_owned()) {
                    found.entry(wire).or_default().push(alias.to_owned());
                } else {
                    let message = format!("`{alias}` is there twice, as a value or another spelling of one");
                    self.fault(&at, "enum", message, "delete it, or correct the spelling");
                }
            }
        }
        found
    }

    /// Whether the examples of an operation were made up.
    pub(super) fn has_constructed_examples(&mut self, operation: &Entries<'d>) -> bool {
        let Some((pointer, value)) = operation.get(x::EXAMPLE) else { return false };
        if value != &Value::from("constructed") {
            let remedy = "write `constructed`, or delete it if a source has the example";
            self.fault(&pointer, "keyword", "this says nothing of where the examples come from", remedy);
        }
        true
    }
}

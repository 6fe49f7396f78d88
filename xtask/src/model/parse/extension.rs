//! Extensions of operations.

use serde_json::Value;

use super::reader::{Entries, Reader};
use crate::model::keyword::{Subject, most_similar};
use crate::model::{Dialect, LongRunning, Paging, Permission, States};
use crate::spec::extension as x;

impl<'d> Reader<'d> {
    pub(super) fn paging(&mut self, operation: &Entries<'d>) -> Option<Paging> {
        let (pointer, value) = operation.get(x::PAGING)?;
        let entries = self.object(Subject::Paging, pointer.clone(), value)?;
        let text = self.text(&entries, "dialect").unwrap_or_default();
        let Some(dialect) = Dialect::from_name(text) else {
            let remedy = "write `offset` (elements to skip), `page` (number of a page) or `position` (of an element)";
            self.fault(&pointer, "paging", "the dialect is none that is known", remedy);
            return None;
        };
        let Some(first) = entries.get("first").and_then(|(_, first)| first.as_u64()) else {
            let message = "nothing says where the first page begins";
            self.fault(&pointer, "paging", message, "write `first: 0`, or `first: 1`");
            return None;
        };
        Some(Paging {
            pointer,
            dialect,
            cursor: self.kept(&entries, "cursor"),
            first,
            size: self.text(&entries, "size").map(str::to_owned),
            items: self.kept(&entries, "items"),
            total: self.text(&entries, "total").map(str::to_owned),
        })
    }

    pub(super) fn long_running(&mut self, operation: &Entries<'d>) -> Option<LongRunning> {
        let (pointer, value) = operation.get(x::LONG_RUNNING)?;
        let entries = self.object(Subject::LongRunning, pointer.clone(), value)?;
        let kind = self.text(&entries, "kind").unwrap_or_default();
        let (field, name) = (self.text(&entries, "field"), self.text(&entries, "name"));
        let (message, remedy) = match (kind, field, name) {
            ("job", Some(field), None) => return Some(LongRunning::Job { field: field.to_owned() }),
            ("task-name", None, Some(name)) => return Some(LongRunning::TaskName { name: name.to_owned() }),
            ("state", None, None) => return Some(LongRunning::State),
            ("job", ..) => {
                ("a `job` goes with a `field`, and with nothing else", "name the field that holds the id of the task")
            }
            ("task-name", ..) => (
                "a `task-name` goes with a `name`, and with nothing else",
                "write the name of the task, as the list of background tasks shows it",
            ),
            ("state", ..) => ("a `state` goes with nothing else", "delete the other keys"),
            _ => (
                "the kind is none that is known",
                "write `job` (the response has an id), `task-name` (find the task by name) or `state` (ask for the state)",
            ),
        };
        self.fault(&pointer, "long-running", message, remedy);
        None
    }

    pub(super) fn permission(&mut self, operation: &Entries<'d>) -> Option<Permission> {
        let (pointer, value) = operation.get(x::PERMISSION)?;
        let entries = self.object(Subject::Permission, pointer, value)?;
        self.ask(&entries, "action");
        Some(Permission {
            action: self.kept(&entries, "action"),
            access_level: self.text(&entries, "access-level").map(str::to_owned),
            resource_type: self.text(&entries, "resource-type").map(str::to_owned),
            condition_keys: self.texts(&entries, "condition-keys"),
            source: self.text(&entries, "source").map(str::to_owned),
        })
    }

    /// What `x-states` of an enum says of its values.
    pub(super) fn states(&mut self, schema: &Entries<'d>, values: &[&str]) -> Option<States> {
        let (pointer, value) = schema.get(x::STATES)?;
        let entries = self.object(Subject::States, pointer.clone(), value)?;
        let states = States { terminal: self.texts(&entries, "terminal"), failure: self.texts(&entries, "failure") };
        for listed in states.terminal.iter().chain(&states.failure).filter(|listed| !values.contains(&listed.as_str()))
        {
            let meant = most_similar(listed, values.iter().copied());
            let remedy = meant.map_or_else(
                || "list it under `enum` too, or take it out".to_owned(),
                |known| format!("did you mean `{known}`?"),
            );
            self.fault(&pointer, "enum", format!("`{listed}` is no value of the enum"), remedy);
        }
        Some(states)
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

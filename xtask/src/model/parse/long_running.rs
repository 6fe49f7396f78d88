//! `x-long-running`.

use serde_json::Value;

use super::condition::Within;
use super::reader::{Entries, Reader, rule};
use crate::model::keyword::Subject;
use crate::model::{Absent, Goal, LongRunning, Sought, Step, ValueAt, Wanted};
use crate::spec::{child, extension as x};

/// The rule that these faults break.
const RULE: &str = "long-running";

impl<'d> Reader<'d> {
    pub(super) fn long_running(&mut self, operation: &Entries<'d>) -> Option<LongRunning> {
        let (pointer, value) = operation.get(x::LONG_RUNNING)?;
        let steps = self.list(&pointer, value);
        if steps.is_empty() && value.is_array() {
            self.fault(&pointer, RULE, "no step is listed", "list what shows how far the work is, or delete it");
        }
        let steps: Vec<Step> = steps.into_iter().filter_map(|(pointer, value)| self.step(pointer, value)).collect();
        (!steps.is_empty()).then_some(LongRunning { pointer, steps })
    }

    fn step(&mut self, pointer: String, value: &'d Value) -> Option<Step> {
        let entries = self.object(Subject::LongRunning, pointer.clone(), value)?;
        self.ask(&entries, "shown-by");
        let absent = self.text(&entries, "absent").map(str::to_owned);
        let known = absent.as_deref().and_then(Absent::from_name);
        if let (Some(text), None) = (&absent, known) {
            let message = format!("`{}` is nothing that it can mean to be absent", text.escape_debug());
            let remedy = "write `pending` (not there yet), `success` (it was to go) or `failure`";
            self.fault(&child(&pointer, "absent"), RULE, message, remedy);
        }
        let texts = |reader: &mut Self, key: &str| entries.has(key).then(|| reader.texts(&entries, key));
        Some(Step {
            when: self.conditions(&entries, "when", Within::Operation, RULE),
            each: self.value_at(&entries, "each"),
            shown_by: self.kept(&entries, "shown-by"),
            arguments: self.arguments(&entries),
            sought: self.sought(&entries),
            state: self.text(&entries, "state").map(str::to_owned),
            success: texts(self, "success"),
            failure: texts(self, "failure"),
            absent: known.unwrap_or_default(),
            goals: self.goals(&entries),
            first_delay_seconds: self.seconds(&entries, "first-delay-seconds")?,
            interval_seconds: self.seconds(&entries, "interval-seconds")?,
            pointer,
        })
    }

    /// The number of seconds under a key.
    fn seconds(&mut self, entries: &Entries<'d>, key: &str) -> Option<u64> {
        let seconds = entries.get(key).and_then(|(_, value)| value.as_u64()).filter(|seconds| *seconds > 0);
        if seconds.is_none() {
            let pointer = child(&entries.pointer, key);
            let pointer = if entries.has(key) { &pointer } else { &entries.pointer };
            let message = format!("`{key}` is no number of seconds");
            self.fault(pointer, RULE, message, format!("write `{key}: 10`, or as many as sources name"));
        }
        seconds
    }

    fn arguments(&mut self, step: &Entries<'d>) -> Vec<(String, ValueAt)> {
        let Some((pointer, value)) = step.get("with") else { return Vec::new() };
        let mut arguments = Vec::new();
        for (at, name, value) in self.mapping(&pointer, value) {
            let Some(text) = value.as_str() else {
                self.wrong_kind(&at, "text");
                continue;
            };
            arguments.extend(self.expression(&at, text).map(|value| (name.to_owned(), value)));
        }
        arguments
    }

    fn sought(&mut self, step: &Entries<'d>) -> Option<Sought> {
        let (pointer, value) = step.get("element")?;
        let entries = self.object(Subject::Sought, pointer, value)?;
        self.ask(&entries, "list");
        let mut by = Vec::new();
        if let Some((pointer, value)) = entries.get("by") {
            for (at, field, value) in self.mapping(&pointer, value) {
                by.extend(self.wanted(&at, value).map(|wanted| (field.to_owned(), wanted)));
            }
        }
        Some(Sought {
            list: self.text(&entries, "list")?.to_owned(),
            by,
            since: self.text(&entries, "since").map(str::to_owned),
        })
    }

    fn wanted(&mut self, pointer: &str, value: &'d Value) -> Option<Wanted> {
        if let Some(text) = value.as_str() {
            return self.expression(pointer, text).map(Wanted::Value);
        }
        let texts: Option<Vec<String>> = value.as_array().and_then(|values| {
            let texts = values.iter().map(|value| value.as_str().map(str::to_owned));
            texts.collect::<Option<Vec<_>>>().filter(|texts| !texts.is_empty())
        });
        if texts.is_none() {
            self.fault(
                pointer,
                rule::OPENAPI_FORM,
                "nothing says what the field must equal",
                "write where the value stands, or a list of texts, one of which it has",
            );
        }
        texts.map(Wanted::OneOf)
    }

    fn goals(&mut self, step: &Entries<'d>) -> Vec<Goal> {
        let Some((pointer, value)) = step.get("goals") else { return Vec::new() };
        let mut goals = Vec::new();
        for (pointer, value) in self.list(&pointer, value) {
            let Some(entries) = self.object(Subject::Goal, pointer, value) else { continue };
            self.ask(&entries, "field");
            let equals = self.value_at(&entries, "equals");
            goals.extend(self.text(&entries, "field").map(|field| Goal { field: field.to_owned(), equals }));
        }
        goals
    }
}

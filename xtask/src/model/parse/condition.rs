//! Conditions, and where their values stand.

use serde_json::Value;

use super::reader::{Entries, Reader, rule};
use crate::model::keyword::Subject;
use crate::model::{Condition, Part, Test, ValueAt};

/// What values are named within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// An operation: expressions lead to them.
    Operation,
    /// The object that a schema describes: fields are named plainly.
    Object,
}

impl<'d> Reader<'d> {
    /// The conditions under a key, all of which must hold.
    pub(super) fn conditions(
        &mut self,
        entries: &Entries<'d>,
        key: &str,
        within: Within,
        rule: &'static str,
    ) -> Vec<Condition> {
        let Some((pointer, value)) = entries.get(key) else { return Vec::new() };
        let conditions: Vec<_> = self.list(&pointer, value);
        if conditions.is_empty() && value.is_array() {
            self.fault(&pointer, rule, "no condition is listed", "list one, or delete the key");
        }
        conditions.into_iter().filter_map(|(pointer, value)| self.condition(pointer, value, within, rule)).collect()
    }

    fn condition(
        &mut self,
        pointer: String,
        value: &'d Value,
        within: Within,
        rule: &'static str,
    ) -> Option<Condition> {
        let entries = self.object(Subject::Condition, pointer.clone(), value)?;
        self.ask(&entries, "value");
        let text = self.text(&entries, "value")?;
        let value = self.value_within(&crate::spec::child(&pointer, "value"), text, within)?;
        if rule != super::requirement::RULE {
            self.not_shown(&pointer, &value);
        }
        let sent = self.optional_boolean(&entries, "sent");
        let (is, is_not) = (self.values(&entries, "is"), self.values(&entries, "is-not"));
        let asked = match (sent, is, is_not) {
            (Some(true), None, None) => Test::Sent,
            (Some(false), None, None) => Test::NotSent,
            (None, Some(values), None) => Test::OneOf(values),
            (None, None, Some(values)) => Test::NoneOf(values),
            _ => {
                let message = "a condition asks one thing of its value";
                let remedy = "write one of `sent: true`, `sent: false`, `is: [values]` and `is-not: [values]`";
                self.fault(&pointer, rule, message, remedy);
                return None;
            }
        };
        Some(Condition { pointer, value, test: asked })
    }

    /// The list of plain values under a key.
    pub(super) fn values(&mut self, entries: &Entries<'d>, key: &str) -> Option<Vec<Value>> {
        let (pointer, value) = entries.get(key)?;
        let values = self.list(&pointer, value);
        for (pointer, _) in values.iter().filter(|(_, value)| value.is_array() || value.is_object()) {
            self.wrong_kind(pointer, "text, a number, `true` or `false`");
        }
        Some(values.into_iter().map(|(_, value)| value.clone()).collect())
    }

    /// The expression under a key.
    pub(super) fn value_at(&mut self, entries: &Entries<'d>, key: &str) -> Option<ValueAt> {
        let text = self.text(entries, key)?;
        let pointer = crate::spec::child(&entries.pointer, key);
        let value = self.expression(&pointer, text)?;
        self.not_shown(&pointer, &value);
        Some(value)
    }

    /// What another operation shows is known to what is asked of a request, and to nothing else.
    fn not_shown(&mut self, pointer: &str, value: &ValueAt) {
        if value.part == Part::Shown {
            let message = format!("`{value}` is not known when this is");
            self.fault(pointer, rule::OPENAPI_FORM, message, "name a value of the request or the response");
        }
    }

    /// A text that says where a value stands, within an operation or an object.
    pub(super) fn value_within(&mut self, pointer: &str, text: &str, within: Within) -> Option<ValueAt> {
        if within == Within::Operation || text.starts_with("$shown.") {
            return self.expression(pointer, text);
        }
        let value = ValueAt::in_object(text);
        if value.is_none() {
            let message = format!("`{}` is no field of an object", text.escape_debug());
            let remedy = "write the name of a field, or several that lead to one, between slashes: `source/kind`";
            self.fault(pointer, rule::OPENAPI_FORM, message, remedy);
        }
        value
    }

    /// A text that says where a value stands.
    pub(super) fn expression(&mut self, pointer: &str, text: &str) -> Option<ValueAt> {
        let value = text.parse().ok();
        if value.is_none() {
            let message = format!("`{}` says of no value where it stands", text.escape_debug());
            let remedy = "write `$request.path.name`, `$request.query.name`, `$request.header.name`, \
                          `$request.body#/field`, `$response.body#/field` or `$each#/field`";
            self.fault(pointer, rule::OPENAPI_FORM, message, remedy);
        }
        value
    }
}

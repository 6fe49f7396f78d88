//! `x-permission`.

use serde_json::Value;

use super::condition::Within;
use super::reader::{Entries, Reader};
use crate::model::keyword::Subject;
use crate::model::{Permission, PermittedAction};
use crate::spec::extension as x;

/// What stands in the place of actions if no source names one.
const UNKNOWN: &str = "unknown";
/// What stands there if a source says that none is needed.
const NONE: &str = "none";

impl<'d> Reader<'d> {
    pub(super) fn permission(&mut self, operation: &Entries<'d>) -> Option<Permission> {
        let (pointer, value) = operation.get(x::PERMISSION)?;
        if value.as_str() == Some(UNKNOWN) {
            return Some(Permission { pointer, ..Permission::default() });
        }
        if value.as_str() == Some(NONE) {
            return Some(Permission { pointer, is_none_needed: true, ..Permission::default() });
        }
        if Self::is_open(operation, x::PERMISSION) {
            return Some(Permission { pointer, is_open: true, ..Permission::default() });
        }
        let actions = match value {
            Value::Array(actions) if !actions.is_empty() => self.list(&pointer, value),
            _ => {
                let message = "this names no action";
                let remedy = "list actions, `- action: <service>:<resource>:<verb>`, or write `unknown` if no source \
                              names one, or `none` if one says that none is needed";
                self.fault(&pointer, "permission", message, remedy);
                return None;
            }
        };
        let actions = actions.into_iter().filter_map(|(pointer, value)| self.permitted_action(pointer, value));
        Some(Permission { pointer, actions: actions.collect(), ..Permission::default() })
    }

    fn permitted_action(&mut self, pointer: String, value: &'d Value) -> Option<PermittedAction> {
        let entries = self.object(Subject::Permission, pointer.clone(), value)?;
        self.ask(&entries, "action");
        let text = |reader: &mut Self, key: &str| reader.text(&entries, key).map(str::to_owned);
        let is_when_open = Self::is_open(&entries, "when");
        let when =
            if is_when_open { Vec::new() } else { self.conditions(&entries, "when", Within::Operation, "permission") };
        Some(PermittedAction {
            action: self.kept(&entries, "action"),
            when,
            is_when_open,
            access_level: text(self, "access-level"),
            resource_type: text(self, "resource-type"),
            resource_required: self.boolean(&entries, "resource-required"),
            condition_keys: self.texts(&entries, "condition-keys"),
            alias: text(self, "alias"),
            dependencies: self.texts(&entries, "dependencies"),
            scopes: self.texts(&entries, "scopes"),
            source: text(self, "source"),
            pointer,
        })
    }
}

//! What is said of the operation as a whole.

use serde_json::{Value, json};

use super::{At, Comparison};
use crate::contract::{Edit, Lacks};
use crate::docs::Located;
use crate::spec::{FindingKind, child, extension as x};

impl Comparison<'_> {
    pub(super) fn address(&mut self) {
        let operation = self.contract.operation;
        let is_other =
            |name: &&Located<String>| name.value != operation.id && !operation.variants.contains(&name.value);
        if let Some(name) = self.page.operation.as_ref().filter(is_other) {
            let message = format!("the {} calls the operation `{}`", self.noun, name.value);
            let edits = vec![Edit::set(child(&operation.pointer, "operationId"), name.value.as_str())];
            let at = At::of(name.line, &operation.pointer).says(&name.value);
            self.add_edits(FindingKind::Address, &at, message, None, edits);
        }
        let (Some(method), Some(path)) = (&self.page.method, &self.page.path) else { return };
        if method.value != operation.method || path.value != operation.path.as_str() {
            let message = format!(
                "the {} has {} {}, the specification {} {}",
                self.noun,
                method.value,
                path.value,
                operation.method,
                operation.path.as_str()
            );
            let says = format!("{} {}", method.value, path.value);
            let to = child(&child("/paths", &path.value), &method.value.as_str().to_lowercase());
            let edits = vec![Edit::Move { pointer: operation.pointer.clone(), to }];
            self.add_edits(
                FindingKind::Address,
                &At::of(path.line, &operation.pointer).says(says),
                message,
                None,
                edits,
            );
        }
    }

    /// That no permission is needed, where the page says so.
    fn permission_not_needed(&mut self) {
        let (page, operation) = (self.page, self.contract.operation);
        let is_none_needed = operation.permission.as_ref().is_some_and(|permission| permission.is_none_needed);
        let Some(row) = page.permissions.first().filter(|_| !is_none_needed) else { return };
        let message = "the page says that no permission is needed".to_owned();
        let Some(action) = operation.permission.iter().flat_map(|permission| &permission.actions).next() else {
            let at = At::member(row.line, &operation.pointer, x::PERMISSION).says("none");
            self.add(FindingKind::MissingInSpec, &at, message, Some(Lacks::Value(Value::from("none"))));
            return;
        };
        let pointer = child(&operation.pointer, x::PERMISSION);
        let at = At::of(row.line, &pointer).says("none");
        let message = format!("{message}, the specification names `{}`", action.action);
        let edits = vec![Edit::set(pointer.clone(), "none")];
        self.add_edits(FindingKind::Permission, &at, message, None, edits);
    }

    /// Permission and deprecation.
    pub(super) fn operation_facts(&mut self) {
        let (page, operation) = (self.page, self.contract.operation);
        let actions: Vec<&str> = operation
            .permission
            .iter()
            .flat_map(|permission| &permission.actions)
            .map(|action| action.action.as_str())
            .filter(|action| !action.is_empty())
            .collect();
        let named: Vec<(u32, &str)> =
            page.permissions.iter().filter_map(|one| Some((one.line, one.action.as_deref()?))).collect();
        let at = &operation.pointer;
        match (named.first(), actions.first()) {
            (Some((line, named)), None) => {
                let message = format!("the page names the permission `{named}`");
                let draft = json!([{ "action": named }]);
                let at = At::member(*line, at, x::PERMISSION).says(*named);
                self.add(FindingKind::MissingInSpec, &at, message, Some(Lacks::Value(draft)));
            }
            (Some((line, first)), Some(action)) if !named.iter().any(|(_, named)| actions.contains(named)) => {
                let message = format!("the page names `{first}`, the specification `{action}`");
                let pointer = child(&child(at, x::PERMISSION), "0");
                let at = At::of(*line, &pointer).says(*first);
                let edits = vec![Edit::set(child(&pointer, "action"), *first)];
                self.add_edits(FindingKind::Permission, &at, message, None, edits);
            }
            (None, _) => self.permission_not_needed(),
            _ => {}
        }
        match &page.deprecated {
            // One of several operations at an address may be out of date without the others.
            Some(_) if !operation.variants.is_empty() => {}
            Some(deprecation) if operation.deprecated.is_none() => {
                let message = "the page calls the operation out of date".to_owned();
                let at = At::member(deprecation.line, &operation.pointer, "deprecated").says("true");
                self.add(FindingKind::MissingInSpec, &at, message, Some(Lacks::Value(Value::Bool(true))));
            }
            None if operation.deprecated.is_some() => {
                self.page_lacks(&child(&operation.pointer, "deprecated"), None, "a deprecation");
            }
            _ => {}
        }
    }
}

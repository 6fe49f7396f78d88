//! The rule for permissions: each operation says what it asks for, or that nobody knows.

use super::expression::target;
use super::long_running::test_fault;
use crate::model::{Model, PermittedAction, is_action};
use crate::problem::Problem;
use crate::spec::{child, extension as x, holds_placeholder, is_placeholder};

/// What a permission may be given in.
const SCOPES: [&str; 2] = ["project", "enterprise-project"];

pub(super) fn permissions(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for operation in &model.operations {
        let Some(permission) = &operation.permission else {
            if model.problems.iter().any(|problem| problem.pointer == child(&operation.pointer, x::PERMISSION)) {
                continue;
            }
            let remedy = "write the actions that policies must allow, or `x-permission: unknown` if no source names one, \
                 and `none` if one says that none is needed";
            let message = "nothing says what the caller must be allowed to do";
            problems.push(model.spec.problem(&operation.pointer, "permission", message, remedy));
            continue;
        };
        for (index, action) in permission.actions.iter().enumerate() {
            let before = permission.actions.get(..index).unwrap_or_default();
            if before.iter().any(|other| is_again(action, other)) {
                let message = format!("`{}` is listed twice", action.action.escape_debug());
                let remedy = "list it once; `when` has what holds in all cases, and is left out if nothing does";
                problems.push(model.spec.problem(&action.pointer, "permission", message, remedy));
            }
            for (key, message, remedy) in action_faults(action) {
                problems.push(model.spec.problem(child(&action.pointer, key), "permission", message, remedy));
            }
            for condition in &action.when {
                let fault = match target(model, operation, None, &condition.value) {
                    Ok(schema) => test_fault(schema, &condition.value, &condition.test),
                    Err(fault) => Some(fault),
                };
                problems.extend(fault.map(|(message, remedy)| {
                    model.spec.problem(condition.pointer.clone(), "permission", message, &remedy)
                }));
            }
        }
    }
    problems
}

/// Whether both say the same, whenever it holds. Of one that is still to be named nobody knows it.
fn is_again(one: &PermittedAction, other: &PermittedAction) -> bool {
    let plain = |action: &PermittedAction| PermittedAction {
        pointer: String::new(),
        when: Vec::new(),
        is_when_open: false,
        ..action.clone()
    };
    !one.action.is_empty() && !is_placeholder(&one.action) && plain(one) == plain(other)
}

fn action_faults(action: &PermittedAction) -> Vec<(&'static str, String, &'static str)> {
    let mut found = Vec::new();
    let is_action = |text: &str| is_action(text) && !holds_placeholder(text);
    for (key, text) in std::iter::once(("action", &action.action))
        .chain(action.alias.iter().map(|alias| ("alias", alias)))
        .chain(action.dependencies.iter().map(|other| ("dependencies", other)))
    {
        // One that is still to be named is counted elsewhere.
        if !text.is_empty() && !is_placeholder(text) && !is_action(text) {
            let message = format!("`{}` is no action", text.escape_debug());
            found.push((
                key,
                message,
                "write one as policies do, `service:resource:verb`; several are several entries",
            ));
        }
    }
    for scope in action.scopes.iter().filter(|scope| !SCOPES.contains(&scope.as_str())) {
        let message = format!("`{}` is nothing that a permission is given in", scope.escape_debug());
        found.push(("scopes", message, "write `project` or `enterprise-project`"));
    }
    if action.resource_required && action.resource_type.is_none() {
        let message = "a resource is required, and nothing says of which type".to_owned();
        found.push(("resource-required", message, "write `resource-type`, or delete it"));
    }
    found
}

//! The documentation of the client's method for an operation, with an example that compiles.

use std::fmt::Write as _;

use proc_macro2::TokenStream;

use super::reference::Scope;
use super::{Client, behaviour, conditions, rustdoc, witnesses};
use crate::model::{Model, Operation, ValueAt, names};
use crate::spec::{SourceKind, Spec};

/// Documentation of the method, with its example.
pub(super) fn documentation(client: &Client<'_>, operation: &Operation, example: &str) -> String {
    let scope = Scope::operation(client.model, operation);
    let (summary, description) =
        (rustdoc::text(scope, &operation.summary), rustdoc::text(scope, &operation.description));
    let mut text = format!("{summary}\n\n{description}\n\n");
    if let Some(deprecation) = &operation.deprecated {
        let _ = writeln!(text, "{}\n", rustdoc::out_of_date(scope, deprecation));
    }
    let (method, path) = (operation.method, operation.path.as_str());
    let _ = writeln!(text, "`{method} {path}`, officially `{}`.\n", operation.id);
    for line in notes(scope, operation) {
        let _ = writeln!(text, "- {line}");
    }
    text.push('\n');
    text + example
}

/// The warning of an operation that is out of date.
pub(super) fn deprecated(model: &Model, operation: &Operation) -> Option<TokenStream> {
    let deprecation = operation.deprecated.as_ref()?;
    let instead = deprecation.replacement().and_then(|id| model.operation(id));
    let method = instead.map(|instead| names::method(&instead.rust_name));
    Some(rustdoc::deprecated(deprecation, method.as_deref()))
}

/// What there is to know of an operation, a line each.
fn notes(scope: Scope<'_>, operation: &Operation) -> Vec<String> {
    let spec = &scope.model.spec;
    let repeat =
        if operation.idempotent == Some(true) { "may be repeated safely" } else { "must not be repeated blindly" };
    let codes =
        if spec.error_codes.is_empty() { "" } else { "; for failures see [`ErrorCode`](crate::error_code::ErrorCode)" };
    let statuses: Vec<String> = operation.successes().map(|response| response.status.to_string()).collect();
    let sources: Vec<String> = operation.provenance.sources.iter().map(|id| source_title(spec, id)).collect();
    let explorer = explorer(spec, operation).map(|address| format!("[API Explorer]({address})."));
    let shown = |at: &ValueAt| behaviour::value(scope, operation, at);
    let permission = operation.permission.iter().flat_map(|one| conditions::permission(one, &shown));
    let requirements = conditions::of_operation(scope, operation);
    let clouds = conditions::availability(scope.model, &operation.availability);
    let certainty = conditions::certainty(scope, &operation.certainty);
    let paging = operation.paging.as_ref().map(|paging| {
        let (builder, paging) = (&operation.rust_name, behaviour::paging(scope, operation, paging));
        format!(
            "{paging} [`items`](builder::{builder}::items) gives all of them, [`pages`](builder::{builder}::pages) page \
             by page."
        )
    });
    let partial =
        operation.partial_failure.as_ref().map(|partial| behaviour::partial_failure(scope.model, operation, partial));
    let mut work = behaviour::steps(scope, operation);
    work.extend(
        operation
            .long_running
            .as_ref()
            .map(|_| format!("[`and_wait`](builder::{}::and_wait) waits until it is done.", operation.rust_name)),
    );
    let name = operation.is_name_proposed.then(|| "The name is ours: no source has one.".to_owned());
    let others = [
        format!("A request that failed {repeat}."),
        format!("A success has the status {}{codes}.", statuses.join(" or ")),
        format!("Documented by: {}{}.", sources.join("; "), witnesses::alone(operation)),
    ];
    name.into_iter()
        .chain(variants(operation))
        .chain(permission)
        .chain(requirements)
        .chain(clouds)
        .chain(paging)
        .chain(partial)
        .chain(work)
        .chain(certainty)
        .chain(others)
        .chain(witnesses::contradictions(spec, operation.witnesses.as_ref()))
        .chain(explorer)
        .collect()
}

/// The other operations that an operation stands for.
fn variants(operation: &Operation) -> Option<String> {
    let names: Vec<String> = operation.variants.iter().map(|name| rustdoc::code(name)).collect();
    let told = format!("At the same address, the documentation tells apart {}.", names.join(", "));
    (!names.is_empty()).then_some(told)
}

/// A source as a reader of the documentation knows it: what kind of document it is, in which language, of which day.
pub(super) fn source_title(spec: &Spec, id: &str) -> String {
    let Some(source) = spec.sources.get(id) else { return rustdoc::code(id) };
    if let Some(title) = &source.title {
        return rustdoc::plain_text(title);
    }
    // The id of a page ends in its language and its layout: `show-background-task.en-web`.
    let language = match id.rsplit('.').next().and_then(|kind| kind.split('-').next()) {
        Some("en") => " in English",
        Some("zh") => " in Chinese",
        _ => "",
    };
    let date = source.date.map(|date| format!(", {date}")).unwrap_or_default();
    let title = format!("page{language}{date}");
    let (layout, operation) = (source.layout.as_deref(), source.operation.as_deref());
    let address = layout.zip(operation).and_then(|(layout, operation)| spec.service.addresses.page(layout, operation));
    address.map_or_else(|| title.clone(), |address| format!("[{title}]({address})"))
}

/// Where the vendor's explorer has an operation: one of the official interface.
fn explorer(spec: &Spec, operation: &Operation) -> Option<String> {
    let is_interface = |id: &String| spec.sources.get(id).is_some_and(|source| source.kind == SourceKind::Interface);
    let is_there = operation.provenance.sources.iter().any(is_interface);
    spec.service.addresses.explorer(&operation.id).filter(|_| is_there)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::widgets;
    use super::*;
    use crate::model::{Permission, PermittedAction};

    #[test]
    fn what_stands_for_several_says_so() {
        let model = widgets();
        let of_variants = |operation: &&Operation| {
            let notes = notes(Scope::operation(&model, operation), operation);
            notes
                .iter()
                .any(|note| note == "At the same address, the documentation tells apart `OilManyCogs`, `GreaseCog`.")
        };
        let told: Vec<&Operation> = model.operations.iter().filter(of_variants).collect();
        assert_eq!(told.iter().map(|one| one.variants.len()).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_name_of_our_own_is_told() {
        let model = widgets();
        let is_told = |operation: &Operation| {
            let notes = notes(Scope::operation(&model, operation), operation);
            notes.contains(&"The name is ours: no source has one.".to_owned())
        };
        assert_eq!(model.operations.iter().filter(|one| is_told(one)).count(), 1);
        assert!(model.operations.iter().all(|one| is_told(one) == one.is_name_proposed));
    }

    #[test]
    fn a_permission_that_is_yet_to_be_said_is_no_permission() {
        let open = Permission { is_open: true, ..Permission::default() };
        let when =
            PermittedAction { action: "w:widget:list".to_owned(), is_when_open: true, ..PermittedAction::default() };
        let some = Permission { actions: vec![when], ..Permission::default() };
        let none = Permission { is_none_needed: true, ..Permission::default() };
        for (permission, line) in [
            (none, "Permission: none is needed."),
            (open, "Permission: which, is yet to be said."),
            (some, "Permission in cases that are yet to be said: `w:widget:list`."),
            (Permission::default(), "Permission: no source that was read names it."),
        ] {
            assert_eq!(conditions::permission(&permission, &|_| String::new()), [line]);
        }
    }
}

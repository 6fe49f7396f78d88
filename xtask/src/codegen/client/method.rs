//! The documentation of the client's method for an operation, with an example that compiles.

use std::fmt::Write as _;

use proc_macro2::TokenStream;

use super::example::example;
use super::module::Module;
use super::reference::Scope;
use super::{Client, rustdoc};
use crate::model::{Dialect, LongRunning, Model, Operation, Paging, names};
use crate::progenitor::RequestTypes;
use crate::spec::Spec;

/// Documentation of the method.
///
/// # Errors
///
/// If the generator wrote an example that is no Rust.
pub(super) fn documentation(
    client: &Client<'_>,
    module: &Module<'_>,
    operation: &Operation,
    types: &RequestTypes,
) -> anyhow::Result<String> {
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
    text.push_str(&example(client, module, operation, types)?);
    Ok(text)
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
    let permission = operation.permission.as_ref().map(|one| format!("Permission: {}.", rustdoc::code(&one.action)));
    let name = operation.is_name_proposed.then(|| "The name is ours: no source has one.".to_owned());
    let paging = operation.paging.as_ref().map(|paging| format!("Comes in pages: {}.", shown_paging(scope, paging)));
    let background =
        operation.long_running.as_ref().map(|task| format!("After the response {}.", shown_task(scope, task)));
    let others = [
        format!("A request that failed {repeat}."),
        format!("A success has the status {}{codes}.", statuses.join(" or ")),
        format!("Documented by: {}.", sources.join("; ")),
    ];
    name.into_iter().chain(permission).chain(paging).chain(background).chain(others).collect()
}

fn shown_paging(scope: Scope<'_>, paging: &Paging) -> String {
    let (cursor, first) = (rustdoc::reference(scope, &paging.cursor), paging.first);
    match paging.dialect {
        Dialect::Page => format!("{cursor} is the number of a page, from {first}"),
        Dialect::Position => format!("{cursor} is the position of an element, from {first}"),
        Dialect::Offset => format!("{cursor} is the number of elements to skip"),
    }
}

fn shown_task(scope: Scope<'_>, task: &LongRunning) -> String {
    match task {
        LongRunning::Job { field } => {
            format!("a background task goes on, whose id is {} of the response", rustdoc::reference(scope, field))
        }
        LongRunning::TaskName { name } => format!("a background task named {} goes on", rustdoc::code(name)),
        LongRunning::State => "the work goes on; the state of what it is about shows how far".to_owned(),
    }
}

/// A source as a reader of the documentation knows it: what kind of document it is, in which language, of which day.
fn source_title(spec: &Spec, id: &str) -> String {
    let Some(source) = spec.sources.iter().find(|source| source.id == id) else { return rustdoc::code(id) };
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
    format!("page{language}{date}")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::widgets;
    use super::*;

    /// The note on paging of the operation that comes in pages, as if its cursor counted in that way.
    fn note(dialect: Dialect, first: u64) -> Option<String> {
        let model = widgets();
        let operation = model.operations.iter().find(|operation| operation.paging.is_some()).unwrap();
        let paging = operation.paging.clone().map(|paging| Paging { dialect, first, ..paging });
        let operation = Operation { paging, ..operation.clone() };
        let notes = notes(Scope::operation(&model, &operation), &operation);
        notes.into_iter().find(|note| note.starts_with("Comes in pages"))
    }

    #[test]
    fn the_documentation_says_how_a_cursor_counts() {
        let cursor = "[`offset`](crate::cogs::builder::ListCogs::offset)";
        for (dialect, meaning) in [
            (Dialect::Offset, "the number of elements to skip"),
            (Dialect::Page, "the number of a page, from 1"),
            (Dialect::Position, "the position of an element, from 1"),
        ] {
            assert_eq!(note(dialect, 1), Some(format!("Comes in pages: {cursor} is {meaning}.")));
        }
        assert!(note(Dialect::Page, 0).unwrap().ends_with("from 0."));
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
}

//! The documentation of the client's method for an operation, with an example that compiles.

use std::fmt::Write as _;

use proc_macro2::TokenStream;

use super::builders::parameter_type;
use super::module::Module;
use super::reference::Scope;
use super::{Client, rustdoc};
use crate::model::{Dialect, LongRunning, Model, Operation, Paging, Parameter, RustType, names};
use crate::progenitor::RequestTypes;
use crate::spec::Spec;

/// Documentation of the method.
pub(super) fn documentation(
    client: &Client<'_>,
    module: &Module<'_>,
    operation: &Operation,
    types: &RequestTypes,
) -> String {
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
    text.push_str(&example(client, module, operation, types));
    text
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
    let paging = operation.paging.as_ref().map(|paging| format!("Comes in pages: {}.", shown_paging(scope, paging)));
    let background =
        operation.long_running.as_ref().map(|task| format!("After the response {}.", shown_task(scope, task)));
    let others = [
        format!("A request that failed {repeat}."),
        format!("A success has the status {}{codes}.", statuses.join(" or ")),
        format!("Sources, by their ids in `sources.toml`: {}.", sources.join(", ")),
    ];
    permission.into_iter().chain(paging).chain(background).chain(others).collect()
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

/// A source as the documentation names it: its id, and its day where that is known.
fn source_title(spec: &Spec, id: &str) -> String {
    let date = spec.sources.iter().find(|source| source.id == id).and_then(|source| source.date);
    date.map_or_else(|| format!("`{id}`"), |date| format!("`{id}` ({date})"))
}

/// A call with everything that is required.
fn example(client: &Client<'_>, module: &Module<'_>, operation: &Operation, types: &RequestTypes) -> String {
    let crate_name = client.crate_name();
    let mut text = String::from("```no_run\n");
    let mut given: Vec<String> = Vec::new();
    for parameter in operation.arguments(client.model) {
        let position = operation.parameters.iter().position(|known| std::ptr::eq(known, parameter));
        let of = position.and_then(|position| types.parameters.get(position));
        given.extend(of.map(|of| argument(client.model, parameter, &parameter_type(operation, parameter, of))));
    }
    let body = types.body.as_ref().filter(|_| operation.request.as_ref().is_some_and(|body| body.required));
    let _ = write!(text, "# async fn example(client: &{crate_name}::Client");
    if let Some(of) = body {
        let path = |schema: &str| format!("{crate_name}::{}::{schema}", client.home(schema, &module.name));
        let _ = write!(text, ", body: {}", of.spelled(&path));
        given.push("body".to_owned());
    }
    let _ = writeln!(text, ") -> Result<(), {crate_name}::Error> {{");
    let (function, given) = (names::method(&operation.rust_name), given.join(", "));
    let _ = writeln!(text, "let response = client.{function}({given}).send().await?;");
    let _ = writeln!(text, "println!(\"{{response:?}}\");\n# Ok(())\n# }}\n```");
    text
}

/// Something that a parameter may be given as.
fn argument(model: &Model, parameter: &Parameter, of: &RustType) -> String {
    let example = parameter.example(model).unwrap_or(&parameter.rust_name);
    match of {
        RustType::Integer => "1".to_owned(),
        RustType::Number => "1.0".to_owned(),
        RustType::Boolean => "true".to_owned(),
        RustType::Vec(element) => match **element {
            RustType::Integer | RustType::Number | RustType::Boolean => {
                format!("[{}]", argument(model, parameter, element))
            }
            _ => format!("[{:?}]", element_example(model, parameter).unwrap_or(&parameter.rust_name)),
        },
        _ => format!("{example:?}"),
    }
}

/// A text that an element of a list may be.
fn element_example<'m>(model: &'m Model, parameter: &'m Parameter) -> Option<&'m str> {
    let items = model.resolve(&parameter.schema).items()?;
    let values = model.resolve(items).enumeration()?;
    values.values.first().map(|value| value.wire.as_str())
}

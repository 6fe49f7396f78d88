//! What the generated code says of itself.

use std::fmt::Write as _;

use serde_json::Value;

use super::builders::is_project;
use super::facts::{ModuleFacts, OperationFacts};
use super::progenitor_output::{BuilderField, RequestBuilder, Role};
use crate::spec::Spec;
use crate::spec::walk::resolve;

/// The description of a schema or of a parameter, and below it what the documentation says of its values. What a
/// reference stands for is told of by its target.
pub(super) fn described(document: &Value, of: &Value) -> String {
    let of = resolve(document, of);
    let description = of.get("description").and_then(Value::as_str).unwrap_or_default().trim();
    let limits = limits(of.get("schema").unwrap_or(of));
    if limits.is_empty() { description.to_owned() } else { format!("{description}\n\nDocumented: {limits}.") }
}

/// Range, length, pattern and default of a value, as the documentation has them: nobody enforces them here.
fn limits(schema: &Value) -> String {
    let number = |key: &str| schema.get(key).filter(|value| value.is_number());
    let range = |least: &str, most: &str, unit: &str| match (number(least), number(most)) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}{unit}")),
        (Some(least), None) => Some(format!("at least {least}{unit}")),
        (None, Some(most)) => Some(format!("at most {most}{unit}")),
        (None, None) => None,
    };
    let pattern = schema.get("pattern").and_then(Value::as_str).map(|pattern| format!("pattern `{pattern}`"));
    let default = schema.get("default").map(|default| format!("default `{default}`"));
    let parts = [
        range("minimum", "maximum", ""),
        range("minLength", "maxLength", " characters"),
        range("minItems", "maxItems", " elements"),
        pattern,
        default,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Documentation of the constant of an operation.
pub(super) fn operation(facts: &OperationFacts) -> String {
    format!("`{}`: `{} {}`.", facts.id, facts.method.to_uppercase(), facts.path)
}

/// Documentation of the client's method for an operation.
pub(super) fn method(
    facts: &OperationFacts,
    module: &ModuleFacts,
    builder: &RequestBuilder,
    function: &str,
    spec: &Spec,
) -> String {
    let crate_name = spec.service.name.replace('-', "_");
    let mut text = format!("{}\n\n{}\n\n", facts.summary, facts.description);
    let _ = writeln!(text, "`{} {}`, officially `{}`.\n", facts.method.to_uppercase(), facts.path, facts.id);
    if let Some(permission) = &facts.permission {
        let _ = writeln!(text, "- Permission: `{permission}`.");
    }
    if let Some(paging) = &facts.paging {
        let _ = writeln!(text, "- Comes in pages: {paging}.");
    }
    if let Some(background) = &facts.background {
        let _ = writeln!(text, "- After the answer {background}.");
    }
    let repeat = if facts.idempotent { "may be repeated safely" } else { "must not be repeated blindly" };
    let _ = writeln!(text, "- A request that failed {repeat}.");
    let codes =
        if spec.error_codes.is_empty() { "" } else { "; for failures see [`ErrorCode`](crate::error_code::ErrorCode)" };
    let _ = writeln!(text, "- A success has the status {}{codes}.", facts.successes.join(" or "));
    let _ = writeln!(text, "- Sources, by their ids in `sources.toml`: {}.\n", facts.sources.join(", "));
    let _ = writeln!(text, "```no_run");
    let _ = writeln!(text, "# async fn example(client: &{crate_name}::Client) -> Result<(), {crate_name}::Error> {{");
    let _ = writeln!(text, "let answer = client");
    let _ = writeln!(text, "    .{function}()");
    for field in required(builder, facts) {
        let _ = writeln!(text, "    .{}({})", field.name, example_argument(field, facts, &module.name, &crate_name));
    }
    let _ = writeln!(text, "    .send()\n    .await?;");
    let _ = writeln!(text, "println!(\"{{answer:?}}\");\n# Ok(())\n# }}\n```");
    text
}

fn required<'b>(builder: &'b RequestBuilder, facts: &'b OperationFacts) -> impl Iterator<Item = &'b BuilderField> {
    builder.fields.iter().filter(|field| match &field.role {
        Role::Path(_) => !is_project(field),
        Role::Query(wire) => facts.parameters.iter().any(|parameter| parameter.name == *wire && parameter.required),
        Role::Body => facts.body_required,
    })
}

/// Something that the setter of a field takes.
fn example_argument(field: &BuilderField, facts: &OperationFacts, module: &str, crate_name: &str) -> String {
    let of = super::format::spelled(&field.value);
    match of.as_str() {
        "i64" => "1".to_owned(),
        "f64" => "1.0".to_owned(),
        "bool" => "true".to_owned(),
        _ if field.role == Role::Body => {
            let path =
                of.replace("types::", &format!("crate::{module}::")).replace("crate::", &format!("{crate_name}::"));
            format!("{path}::default()")
        }
        _ => {
            let parameter = match &field.role {
                Role::Path(wire) | Role::Query(wire) => facts.parameters.iter().find(|known| known.name == *wire),
                Role::Body => None,
            };
            let example = parameter.and_then(|parameter| parameter.example.clone());
            format!("{:?}", example.unwrap_or_else(|| field.name.to_string()))
        }
    }
}

/// Documentation of a request builder.
pub(super) fn builder(facts: &OperationFacts) -> String {
    format!("Request for `{}`: {}", facts.id, lower_first(&facts.summary))
}

/// Documentation of a setter.
pub(super) fn setter(field: &BuilderField, facts: &OperationFacts) -> String {
    let (wire, place) = match &field.role {
        Role::Path(wire) => (wire, "Path parameter"),
        Role::Query(wire) => (wire, "Query parameter"),
        Role::Body => {
            return format!("{}\n\nThe body{}.", facts.body_description, required_mark(facts.body_required));
        }
    };
    let parameter = facts.parameters.iter().find(|parameter| parameter.name == *wire);
    let description = parameter.map_or("", |parameter| parameter.description.as_str());
    let is_required = parameter.is_some_and(|parameter| parameter.required) && !is_project(field);
    format!("{description}\n\n{place} `{wire}`{}.", required_mark(is_required))
}

fn required_mark(required: bool) -> &'static str {
    if required { ", required" } else { "" }
}

/// Documentation of `send`.
pub(super) fn send(facts: &OperationFacts) -> String {
    format!(
        "Sends `{} {}`.\n\n# Errors\n\nAny [`Error`] but one of configuration; a field that is required and not set is \
         an [invalid request](Error::is_invalid_request) and is not sent.",
        facts.method.to_uppercase(),
        facts.path
    )
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

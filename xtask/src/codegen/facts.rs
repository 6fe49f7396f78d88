//! What the specification says of a module and its operations, beside what progenitor makes of it.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::lower::RUST_NAME;
use super::rustdoc;
use super::schema_use::SchemaUse;
use crate::spec::walk::resolve;
use crate::spec::{Source, Spec, SpecFile};

/// What was read, by id.
pub(super) type Sources<'s> = HashMap<&'s str, &'s Source>;

/// A module of the generated client: what one file of the specification describes.
pub(super) struct ModuleFacts {
    /// Name of the module and of its cargo feature.
    pub(super) name: String,
    /// The file.
    pub(super) path: PathBuf,
    /// What the module is about.
    pub(super) description: String,
    /// Component schemas that the module defines and that its crate needs.
    pub(super) schemas: BTreeSet<String>,
    /// Operations of the module.
    pub(super) operations: Vec<OperationFacts>,
}

/// An operation.
pub(super) struct OperationFacts {
    /// The official name.
    pub(super) id: String,
    /// The name in Rust, in the same form: the official one, but for its faults.
    pub(super) rust_id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) idempotent: bool,
    /// Whether the documentation calls it out of date.
    pub(super) deprecated: bool,
    pub(super) permission: Option<String>,
    /// How the answer comes in pages, in words.
    pub(super) paging: Option<String>,
    /// What goes on after the answer, in words.
    pub(super) background: Option<String>,
    pub(super) sources: Vec<String>,
    /// Descriptions of the parameters, by wire name.
    pub(super) parameters: Vec<ParameterFacts>,
    pub(super) body_required: bool,
    /// What the body is.
    pub(super) body_description: String,
    /// HTTP statuses of its successes.
    pub(super) successes: Vec<String>,
}

/// A parameter.
pub(super) struct ParameterFacts {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) description: String,
    /// A text that it may have, if the specification gives one.
    pub(super) example: Option<String>,
}

impl ModuleFacts {
    pub(super) fn of(spec: &Spec, schema_use: &SchemaUse, sources: &Sources, file: &SpecFile) -> Self {
        let schemas = file.value.pointer("/components/schemas").and_then(Value::as_object);
        let names = schemas.into_iter().flatten().map(|(name, _)| name.clone());
        let paths = file.value.get("paths").and_then(Value::as_object).into_iter().flatten();
        let operations = paths.flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            methods.map(|(method, operation)| OperationFacts::of(spec, sources, path, method, operation))
        });
        Self {
            name: file.name.replace('-', "_"),
            path: file.path.clone(),
            description: match file.value.get("tag") {
                Some(tag) => text(tag, "description"),
                None => "What the resources share.".to_owned(),
            },
            schemas: names.filter(|name| schema_use.is_needed(name)).collect(),
            operations: operations.collect(),
        }
    }

    /// The condition under which the module is compiled. What resources share always is.
    pub(super) fn gate(&self) -> Option<TokenStream> {
        let feature = self.name.replace('_', "-");
        (!self.operations.is_empty()).then(|| quote!(#[cfg(feature = #feature)]))
    }

    /// The features with which a schema of the module is compiled, where those are not the module's: what resources share
    /// is there for those that need it. None if there is no such condition.
    pub(super) fn schema_features<'u>(&self, schema_use: &'u SchemaUse<'_>, schema: &str) -> Option<&'u [&'u str]> {
        if self.operations.is_empty() { schema_use.some_resources(schema) } else { None }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.schemas.is_empty() && self.operations.is_empty()
    }
}

impl OperationFacts {
    fn of(spec: &Spec, known: &Sources, path: &str, method: &str, operation: &Value) -> Self {
        let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
        let parameters = parameters.map(|parameter| {
            let parameter = resolve(&spec.document, parameter);
            ParameterFacts {
                name: text(parameter, "name"),
                required: parameter.get("required") == Some(&Value::Bool(true)),
                description: rustdoc::described(&spec.document, parameter),
                example: example(&spec.document, parameter),
            }
        });
        let sources = operation.get("x-sources").and_then(Value::as_array).into_iter().flatten();
        Self {
            rust_id: match text(operation, RUST_NAME) {
                name if name.is_empty() => text(operation, "operationId"),
                name => name,
            },
            id: text(operation, "operationId"),
            method: method.to_owned(),
            path: path.to_owned(),
            summary: text(operation, "summary"),
            description: text(operation, "description"),
            idempotent: operation.get("x-idempotent") == Some(&Value::Bool(true)),
            deprecated: operation.get("deprecated") == Some(&Value::Bool(true)),
            permission: operation.pointer("/x-permission/action").and_then(Value::as_str).map(str::to_owned),
            paging: operation.get("x-paging").map(paging),
            background: operation.get("x-long-running").map(background),
            sources: sources.filter_map(Value::as_str).map(|id| source_title(known, id)).collect(),
            parameters: parameters.collect(),
            body_required: operation.pointer("/requestBody/required") == Some(&Value::Bool(true)),
            body_description: operation.get("requestBody").map(|body| text(body, "description")).unwrap_or_default(),
            successes: successes(operation),
        }
    }
}

fn successes(operation: &Value) -> Vec<String> {
    let responses = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
    responses.map(|(status, _)| status).filter(|status| status.starts_with('2')).cloned().collect()
}

/// The example of a parameter's schema, or the first of its values.
fn example(document: &Value, parameter: &Value) -> Option<String> {
    let schema = resolve(document, parameter.get("schema")?);
    let value = schema.get("example").or_else(|| schema.get("enum")?.get(0))?;
    value.as_str().map(str::to_owned)
}

fn paging(paging: &Value) -> String {
    let (cursor, first) = (text(paging, "cursor"), paging.get("first").and_then(Value::as_u64).unwrap_or_default());
    match text(paging, "dialect").as_str() {
        "page" => format!("`{cursor}` is the number of a page, from {first}"),
        "position" => format!("`{cursor}` is the position of an element, from {first}"),
        _ => format!("`{cursor}` is the number of elements to skip"),
    }
}

fn background(task: &Value) -> String {
    match text(task, "kind").as_str() {
        "job" => format!("a background task goes on, whose id is `{}` of the answer", text(task, "field")),
        "task-name" => format!("a background task named `{}` goes on", text(task, "name")),
        _ => "the work goes on; the state of what it is about shows how far".to_owned(),
    }
}

/// A source as the documentation names it: its id, and its day where that is known.
fn source_title(known: &Sources, id: &str) -> String {
    let date = known.get(id).and_then(|source| source.date);
    date.map_or_else(|| format!("`{id}`"), |date| format!("`{id}` ({date})"))
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

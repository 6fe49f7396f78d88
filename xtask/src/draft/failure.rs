//! Failures: one body for those of all operations, in the common file.

use serde_json::{Map, Value, json};

use super::component::Names;
use super::schema::Schemas;
use crate::docs::{Field, PageFacts};
use crate::model::{Model, Operation, Status};
use crate::spec::{PLACEHOLDER, child};

/// What an operation refers to for `4XX` and `5XX`, and the components that have to be made for it.
#[derive(Debug, Default)]
pub(super) struct Failures {
    /// By the status.
    pub(super) references: Map<String, Value>,
    /// Kind, name and value of each new component.
    pub(super) components: Vec<(&'static str, String, Value)>,
}

/// The classes of failures, with the names of their components.
const CLASSES: [(u8, &str); 2] = [(4, "ClientError"), (5, "ServerError")];

impl Failures {
    /// Those that the operations of the service have; a service without any gets them from what the pages say.
    pub(super) fn of(model: &Model, pages: &[&PageFacts], names: &mut Names) -> Self {
        let mut failures = Self::default();
        let mut error = None;
        for (class, name) in CLASSES {
            let status = Status::Class(class);
            let pointer = known(model, &status, name).unwrap_or_else(|| {
                let schema =
                    error.get_or_insert_with(|| error_of(model, pages, names, &mut failures.components)).clone();
                let content = json!({ "application/json": { "schema": schema } });
                let value = json!({ "description": PLACEHOLDER, "content": content });
                failures.components.push(("responses", name.to_owned(), value));
                child("/components/responses", name)
            });
            failures.references.insert(status.to_string(), json!({ "$ref": format!("#{pointer}") }));
        }
        failures
    }
}

/// The component that other operations refer to, or that has the name.
fn known(model: &Model, status: &Status, name: &str) -> Option<String> {
    let mut listed = model.operations.iter().flat_map(|operation| &operation.responses);
    let shared = listed.find(|response| response.status == *status && response.listed_at != response.pointer);
    let pointer = child("/components/responses", name);
    let is_there = model.spec.document.pointer(&pointer).is_some();
    shared.map(|response| response.pointer.clone()).or_else(|| is_there.then_some(pointer))
}

/// The schema of errors: that of the other class, or an object with all fields that the pages have in failures. Where they
/// have none, the form in which every service of the cloud says what is wrong.
fn error_of(
    model: &Model,
    pages: &[&PageFacts],
    names: &mut Names,
    components: &mut Vec<(&'static str, String, Value)>,
) -> Value {
    let mut failures = model.operations.iter().flat_map(Operation::failures);
    let known = failures.find_map(|failure| failure.content.as_ref()?.schema.target().map(str::to_owned));
    if let Some(known) = known {
        return json!({ "$ref": format!("#/components/schemas/{known}") });
    }
    let mut fields: Vec<Field> = Vec::new();
    let of_failures =
        pages.iter().flat_map(|page| &page.responses).filter(|(status, _)| status.starts_with(['4', '5']));
    for field in of_failures.flat_map(|(_, fields)| fields).filter(|field| field.field != "$") {
        if !fields.iter().any(|known| known.field == field.field) {
            fields.push(field.clone());
        }
    }
    let mut schemas = Schemas::new(names);
    let schema = if fields.is_empty() { schemas.usual_error() } else { schemas.body("ServiceError", &fields) };
    components.extend(schemas.components.into_iter().map(|(name, value)| ("schemas", name, value)));
    schema
}

//! Parts of an operation from the facts of a page.

use serde_json::{Map, Value, json};

use super::schema::{Schemas, pascal};
use crate::docs::{Example, Field, PageFacts, Parameter, ParameterIn, Required, SchemaType};
use crate::model::{Model, ParameterIn as Place, Status, header};
use crate::spec::extension as x;

/// The parts of an operation, with the components that they need.
pub(super) struct Parts<'d> {
    pub(super) name: &'d str,
    pub(super) page: &'d PageFacts,
    pub(super) model: &'d Model,
    pub(super) schemas: Schemas<'d>,
}

impl Parts<'_> {
    /// The whole operation, with what a person has to write left empty, and what cannot be known from a page left out.
    pub(super) fn operation(&mut self, resource: Option<&str>, source: Option<&str>) -> Value {
        let page = self.page;
        let mut operation = Map::new();
        let mut put = |key: &str, value: Value| drop(operation.insert(key.to_owned(), value));
        put("operationId", Value::from(self.name));
        put("summary", Value::from(""));
        put("description", Value::from(""));
        if let Some(resource) = resource {
            put("tags", json!([resource]));
        }
        if page.deprecated.is_some() {
            put("deprecated", Value::Bool(true));
        }
        let parameters: Vec<Value> = page.parameters.iter().filter_map(|one| self.parameter(one)).collect();
        put("parameters", Value::Array(parameters));
        if !page.request.is_empty() {
            put("requestBody", self.request());
        }
        put("responses", self.responses());
        put(
            x::PERMISSION,
            match page.permissions.first() {
                Some(permission) => json!([{ "action": permission.action }]),
                None => Value::from("unknown"),
            },
        );
        put(x::SOURCES, Value::Array(source.map(Value::from).into_iter().collect()));
        Value::Object(operation)
    }

    /// A parameter: a reference if a component has it. Credentials and framing are no parameters in OpenAPI, and what
    /// stands in a cookie is none of the specification.
    pub(super) fn parameter(&mut self, parameter: &Parameter) -> Option<Value> {
        let place = match parameter.location {
            ParameterIn::Path => Place::Path,
            ParameterIn::Query => Place::Query,
            ParameterIn::Header if header::is_framing(&parameter.name) => return None,
            ParameterIn::Header => Place::Header,
            ParameterIn::Cookie | ParameterIn::Form => return None,
        };
        let mut known = self.model.parameters.values();
        if let Some(known) = known.find(|known| known.name == parameter.name && known.place == place) {
            return Some(json!({ "$ref": format!("#{}", known.pointer) }));
        }
        let name = format!("{}{}", self.name, pascal(&parameter.name));
        let schema = self.schemas.value(&name, &parameter.doc_type.schema, &parameter.constraints, &[], "");
        let mut draft = json!({ "name": parameter.name, "in": place.to_string(), "description": "" });
        if let Value::Object(entries) = &mut draft {
            if place == Place::Path || parameter.required == Required::Yes {
                entries.insert("required".to_owned(), Value::Bool(true));
            }
            entries.insert("schema".to_owned(), schema);
        }
        Some(draft)
    }

    /// The body of the request.
    pub(super) fn request(&mut self) -> Value {
        let page = self.page;
        let content = self.content("Request", &page.request, &page.examples.request.iter().collect::<Vec<_>>());
        json!({ "required": true, "content": content })
    }

    /// The response with a status.
    pub(super) fn response(&mut self, status: &str) -> Value {
        let page = self.page;
        let of_status = |example: &&Example| example.status.as_ref().is_none_or(|given| given == status);
        let examples: Vec<&Example> = page.examples.response.iter().filter(of_status).collect();
        match page.responses.get(status).filter(|fields| !fields.is_empty()) {
            None => json!({ "description": "" }),
            Some(fields) => json!({ "description": "", "content": self.content("Response", fields, &examples) }),
        }
    }

    /// The successes of the page, and the failures as other operations have them.
    fn responses(&mut self) -> Value {
        let page = self.page;
        let mut responses = Map::new();
        let listed = page.status_codes.iter().map(|status| &status.code);
        let documented = page.responses.keys().chain(listed).filter(|status| status.starts_with('2'));
        let mut statuses: Vec<&str> = documented.map(String::as_str).collect();
        statuses.sort_unstable();
        statuses.dedup();
        // A page that names no status, or only a class, means the plain success.
        let exact = statuses.iter().any(|status| *status != "2XX");
        for status in statuses.into_iter().filter(|status| !exact || *status != "2XX") {
            let response = self.response(status);
            responses.insert(if status == "2XX" { "200" } else { status }.to_owned(), response);
        }
        for class in [4, 5] {
            let shared = self.shared_response(&Status::Class(class));
            responses.extend(shared.map(|shared| (Status::Class(class).to_string(), shared)));
        }
        Value::Object(responses)
    }

    /// The component that other operations refer to for a status.
    fn shared_response(&self, status: &Status) -> Option<Value> {
        let mut listed = self.model.operations.iter().flat_map(|operation| &operation.responses);
        let shared = listed.find(|response| response.status == *status && response.listed_at != response.pointer)?;
        Some(json!({ "$ref": format!("#{}", shared.pointer) }))
    }

    fn content(&mut self, role: &str, fields: &[Field], examples: &[&Example]) -> Value {
        let is_binary = |field: &Field| field.field == "$" && field.doc_type.schema == SchemaType::Binary;
        let media_type = if fields.iter().any(is_binary) { "application/octet-stream" } else { "application/json" };
        let schema = self.schemas.body(&format!("{}{role}", self.name), fields);
        let mut media = Map::new();
        media.insert("schema".to_owned(), schema);
        let mut named = Map::new();
        for value in examples.iter().filter_map(|example| example.body.json()) {
            let name = example_name(|name| named.contains_key(name));
            named.insert(name, json!({ "summary": "", "value": value }));
        }
        if !named.is_empty() {
            media.insert("examples".to_owned(), Value::Object(named));
        }
        json!({ media_type: media })
    }
}

/// A name that no example has yet: `documented`, `documented2`, ….
pub(super) fn example_name(is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number: u32| format!("documented{number}"));
    let mut names = std::iter::once("documented".to_owned()).chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or_default()
}

//! Parts of an operation from the facts of a page.

use serde_json::{Map, Value, json};

use super::schema::{Schemas, described, pascal};
use crate::docs::{Example, Field, PageFacts, Parameter, ParameterIn, Required};
use crate::spec::Spec;
use crate::spec::walk::{members, operations};

const JSON: &str = "application/json";

/// The parts of an operation, with the components that they need.
pub(super) struct Parts<'d> {
    pub(super) name: &'d str,
    pub(super) page: &'d PageFacts,
    pub(super) spec: &'d Spec,
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
        if let Some(permission) = page.permissions.first() {
            put("x-permission", json!({ "action": permission.action }));
        }
        put("x-sources", Value::Array(source.map(Value::from).into_iter().collect()));
        Value::Object(operation)
    }

    /// A parameter: a reference if a component has it. Credentials and framing are no parameters in OpenAPI.
    pub(super) fn parameter(&mut self, parameter: &Parameter) -> Option<Value> {
        let place = match parameter.location {
            ParameterIn::Path => "path",
            ParameterIn::Query => "query",
            ParameterIn::Header if crate::drift::compare::is_framing(&parameter.name) => return None,
            ParameterIn::Header => "header",
            ParameterIn::Cookie => "cookie",
            ParameterIn::Form => return None,
        };
        for (pointer, _, known) in members(&self.spec.document, "/components/parameters") {
            let same = |key: &str, value: &str| known.get(key).and_then(Value::as_str) == Some(value);
            if same("name", &parameter.name) && same("in", place) {
                return Some(json!({ "$ref": format!("#{pointer}") }));
            }
        }
        let name = format!("{}{}", self.name, pascal(&parameter.name));
        let schema = self.schemas.value(&name, &parameter.doc_type.schema, &parameter.constraints, &[], "");
        let mut draft = json!({ "name": parameter.name, "in": place, "description": "" });
        if let Value::Object(entries) = &mut draft {
            if place == "path" || parameter.required == Required::Yes {
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
        if let Some(other) = operations(&self.spec.document).next() {
            for class in ["4XX", "5XX"] {
                let known = other.value.get("responses").and_then(|responses| responses.get(class));
                responses.extend(known.map(|response| (class.to_owned(), response.clone())));
            }
        }
        Value::Object(responses)
    }

    fn content(&mut self, role: &str, fields: &[Field], examples: &[&Example]) -> Value {
        let schema = self.schemas.body(&format!("{}{role}", self.name), fields);
        let mut media = Map::new();
        media.insert("schema".to_owned(), described_inline(schema));
        let mut named = Map::new();
        for value in examples.iter().filter_map(|example| example.body.json()) {
            named.insert(example_name(&named), json!({ "summary": "", "value": value }));
        }
        if !named.is_empty() {
            media.insert("examples".to_owned(), Value::Object(named));
        }
        json!({ JSON: media })
    }
}

/// A name that no example has yet: `documented`, `documented2`, ….
pub(super) fn example_name(taken: &Map<String, Value>) -> String {
    let numbered = (2..).map(|number: u32| format!("documented{number}"));
    let mut names = std::iter::once("documented".to_owned()).chain(numbered);
    names.find(|name| !taken.contains_key(name)).unwrap_or_default()
}

/// The schema of a body that is no object is described by what holds it.
fn described_inline(schema: Value) -> Value {
    match described(schema) {
        Value::Object(mut entries) => {
            entries.shift_remove("description");
            Value::Object(entries)
        }
        other => other,
    }
}

//! Parts of an operation from the facts of a page.

use serde_json::{Map, Value, json};

use super::component;
use super::evidence::not_more_than_shown;
use super::schema::Schemas;
use crate::docs::{Example, Field, PageFacts, SchemaType};
use crate::model::{Method, Model};
use crate::spec::{PLACEHOLDER, extension as x};

/// The parts of an operation, with the components that they need.
pub(super) struct Parts<'d, 'n> {
    pub(super) name: &'d str,
    pub(super) method: Method,
    pub(super) page: &'d PageFacts,
    pub(super) model: &'d Model,
    pub(super) schemas: Schemas<'n>,
    /// The source of what the operation has of this page alone, if that is not the newest one.
    pub(super) origin: Option<&'d str>,
}

impl Parts<'_, '_> {
    /// The body of the request; none if the client could not send it.
    pub(super) fn request(&mut self) -> Option<Value> {
        let page = self.page;
        if page.request.is_empty() || self.method == Method::Head || is_binary(&page.request) {
            return None;
        }
        let examples: Vec<&Example> = page.examples.request.iter().collect();
        let content = self.content(&component::request(self.name), &page.request, &examples);
        Some(json!({ "description": PLACEHOLDER, "required": true, "content": content }))
    }

    /// The response with a status.
    pub(super) fn response(&mut self, status: &str) -> Value {
        let page = self.page;
        let is_of_status = |example: &&Example| example.status.as_ref().is_none_or(|given| given == status);
        let examples: Vec<&Example> = page.examples.response.iter().filter(is_of_status).collect();
        let has_body = self.method != Method::Head && !matches!(status, "204" | "205");
        match page.responses.get(status).filter(|fields| has_body && !fields.is_empty()) {
            None => json!({ "description": PLACEHOLDER }),
            Some(fields) => {
                let shown: Vec<&Value> = examples.iter().filter_map(|example| example.body.json()).collect();
                let fields = not_more_than_shown(fields, &shown);
                let content = self.content(&component::response(self.name), &fields, &examples);
                json!({ "description": PLACEHOLDER, "content": content })
            }
        }
    }

    /// The successes of the page. The client gives an operation one type for them, so the first with a body has it, and
    /// others that have one are left out.
    pub(super) fn successes(&mut self) -> Map<String, Value> {
        let page = self.page;
        let listed = page.status_codes.iter().map(|status| &status.code);
        let documented = page.responses.keys().chain(listed).filter(|status| status.starts_with('2'));
        let mut statuses: Vec<&str> = documented.map(String::as_str).collect();
        statuses.sort_unstable();
        statuses.dedup();
        let has_fields = |status: &str| page.responses.get(status).is_some_and(|fields| !fields.is_empty());
        let first = statuses.iter().copied().find(|status| has_fields(status));
        // A page that names no status, or only a class, means the plain success.
        let exact: Vec<&str> = statuses.iter().copied().filter(|status| is_code(status)).collect();
        let mut successes = Map::new();
        for status in exact.iter().filter(|status| Some(**status) == first || !has_fields(status)) {
            let response = self.response(status);
            successes.insert((*status).to_owned(), response);
        }
        if exact.is_empty() {
            let response = self.response(first.unwrap_or("2XX"));
            successes.insert("200".to_owned(), response);
        }
        successes
    }

    /// Names the source of a schema, or of the new component that it refers to, if it is not the newest one.
    pub(super) fn mark(&mut self, schema: &mut Value) {
        let Some(origin) = self.origin else { return };
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next());
        let target = target.map(str::to_owned);
        let component =
            target.as_ref().and_then(|target| self.schemas.components.iter_mut().find(|(name, _)| name == target));
        let marked = match (target, component) {
            (None, _) => Some(schema),
            (Some(_), component) => component.map(|(_, component)| component),
        };
        if let Some(Value::Object(entries)) = marked {
            entries.insert(x::SOURCE.to_owned(), Value::from(origin));
        }
    }

    fn content(&mut self, name: &str, fields: &[Field], examples: &[&Example]) -> Value {
        let media_type = if is_binary(fields) { "application/octet-stream" } else { "application/json" };
        let mut schema = self.schemas.body(name, fields);
        self.mark(&mut schema);
        let mut media = Map::new();
        media.insert("schema".to_owned(), schema);
        let mut named: Map<String, Value> = Map::new();
        for value in examples.iter().filter_map(|example| example.body.json()).filter(|_| !is_binary(fields)) {
            if named.values().any(|known| known.get("value") == Some(value)) {
                continue;
            }
            let name = example_name(|name| named.contains_key(name));
            named.insert(name, json!({ "summary": PLACEHOLDER, "value": value }));
        }
        if !named.is_empty() {
            media.insert("examples".to_owned(), Value::Object(named));
        }
        json!({ media_type: media })
    }
}

fn is_binary(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.field == "$" && field.doc_type.schema == SchemaType::Binary)
}

fn is_code(status: &str) -> bool {
    status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name that no example has yet: `documented`, `documented2`, ….
pub(super) fn example_name(is_taken: impl Fn(&str) -> bool) -> String {
    component::first_free("documented", "", |name| !is_taken(name))
}

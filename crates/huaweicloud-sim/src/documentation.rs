//! What a document says of its operations to people, beside what requests are held against: descriptions, fields, examples, names.
//!
//! It is read when somebody first looks at it: a simulator that only serves does without.

mod ordered;
mod schema;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

pub(crate) use ordered::Ordered;
pub(crate) use schema::{Schema, plain};

/// The whole document, as far as people read it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Documentation {
    pub(crate) info: Info,
    pub(crate) tags: Vec<Tag>,
    paths: Ordered<PathItem>,
    components: Components,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Info {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) description: String,
    contact: Contact,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Contact {
    url: String,
}

/// A resource.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) description: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Components {
    parameters: Ordered<Parameter>,
    responses: Ordered<Response>,
    schemas: Ordered<Schema>,
    #[serde(rename = "requestBodies")]
    request_bodies: Ordered<Body>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PathItem {
    parameters: Vec<Parameter>,
    get: Option<Operation>,
    put: Option<Operation>,
    post: Option<Operation>,
    delete: Option<Operation>,
    options: Option<Operation>,
    head: Option<Operation>,
    patch: Option<Operation>,
    trace: Option<Operation>,
}

/// An operation.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Operation {
    #[serde(rename = "operationId")]
    pub(crate) id: String,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) deprecated: bool,
    pub(crate) tags: Vec<String>,
    parameters: Vec<Parameter>,
    #[serde(rename = "requestBody")]
    body: Option<Body>,
    responses: Ordered<Response>,
    /// The name that the client in Rust has for it, in the form of official names.
    #[serde(rename = "x-rust-name")]
    pub(crate) rust_name: Option<String>,
    #[serde(rename = "x-replaced-by")]
    pub(crate) replaced_by: Option<String>,
    #[serde(rename = "x-idempotent")]
    pub(crate) is_idempotent: Option<bool>,
    #[serde(rename = "x-permission")]
    permission: Value,
    /// What it was written from; `interface` is that of the official SDKs.
    #[serde(rename = "x-sources")]
    pub(crate) sources: Vec<String>,
    #[serde(rename = "x-paging")]
    pub(crate) paging: Option<Paging>,
    #[serde(rename = "x-long-running")]
    pub(crate) steps: Vec<Step>,
}

/// How a list comes in pages: which parameters ask for one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Paging {
    pub(crate) cursor: String,
    pub(crate) size: Option<String>,
}

/// A step of the work that goes on after a response.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Step {
    #[serde(rename = "shown-by")]
    pub(crate) shown_by: String,
}

/// A parameter in path, query or header.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Parameter {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    pub(crate) name: String,
    #[serde(rename = "in")]
    pub(crate) place: String,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) schema: Schema,
    #[serde(rename = "x-rust-name")]
    pub(crate) rust_name: Option<String>,
}

/// The body of a request.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Body {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    pub(crate) description: String,
    pub(crate) required: bool,
    content: Ordered<Content>,
}

/// A response of one status, or of a range of them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Response {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    pub(crate) description: String,
    content: Ordered<Content>,
}

/// A body in one media type.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Content {
    pub(crate) schema: Schema,
    pub(crate) examples: Ordered<Example>,
}

/// An example, as it is written.
#[derive(Debug, Deserialize)]
pub(crate) struct Example {
    #[serde(default)]
    pub(crate) summary: String,
    value: Box<RawValue>,
}

impl Example {
    /// The example as JSON.
    pub(crate) fn json(&self) -> &str {
        self.value.get()
    }
}

impl Documentation {
    pub(crate) fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// All operations, with what their paths share.
    fn operations(&self) -> impl Iterator<Item = (&Operation, &[Parameter])> {
        self.paths.iter().flat_map(|(_, item)| {
            let PathItem { parameters, get, put, post, delete, options, head, patch, trace } = item;
            let methods = [get, put, post, delete, options, head, patch, trace];
            methods.into_iter().flatten().map(|operation| (operation, parameters.as_slice()))
        })
    }

    /// An operation by its official name.
    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations().find(|(operation, _)| operation.id == id).map(|(operation, _)| operation)
    }

    /// The parameters of an operation: its own, and those of its path that it does not have itself.
    pub(crate) fn parameters(&self, id: &str) -> Vec<&Parameter> {
        let Some((operation, shared)) = self.operations().find(|(operation, _)| operation.id == id) else {
            return Vec::new();
        };
        let resolve =
            |parameter| resolved(parameter, |one: &Parameter| one.reference.as_deref(), &self.components.parameters);
        let mut parameters: Vec<&Parameter> = Vec::new();
        for parameter in shared.iter().chain(&operation.parameters).filter_map(resolve) {
            parameters.retain(|other| (&other.name, &other.place) != (&parameter.name, &parameter.place));
            parameters.push(parameter);
        }
        parameters
    }

    /// The body of a request for an operation, in the first media type that is documented.
    pub(crate) fn body<'d>(&'d self, operation: &'d Operation) -> Option<(&'d Body, &'d str, &'d Content)> {
        let body = operation.body.as_ref()?;
        let body = resolved(body, |one| one.reference.as_deref(), &self.components.request_bodies)?;
        let (media_type, content) = body.content.iter().next()?;
        Some((body, media_type, content))
    }

    /// The responses of an operation, each by its status, with its media type and its content if it has one.
    pub(crate) fn responses<'d>(
        &'d self,
        operation: &'d Operation,
    ) -> impl Iterator<Item = (&'d str, &'d Response, Option<(&'d str, &'d Content)>)> {
        operation.responses.iter().filter_map(|(status, response)| {
            let response = resolved(response, |one| one.reference.as_deref(), &self.components.responses)?;
            Some((status, response, response.content.iter().next()))
        })
    }

    /// A schema of the components by a reference to it: its name, and itself.
    pub(crate) fn schema(&self, reference: &str) -> Option<(&str, &Schema)> {
        let name = reference.strip_prefix("#/components/schemas/")?.replace("~1", "/").replace("~0", "~");
        self.components.schemas.iter().find(|(other, _)| *other == name)
    }

    /// The names of all fields that are documented as passwords.
    pub(crate) fn secret_names(&self) -> impl Iterator<Item = String> {
        let schemas = self.components.schemas.iter().flat_map(|(_, schema)| schema.properties.iter());
        let secret = schemas.filter(|(_, field)| field.format.as_deref() == Some("password"));
        secret.flat_map(|(name, field)| field.aliases.iter().cloned().chain([name.to_owned()]))
    }

    /// The crate of the client in Rust, as one writes it in a program, if the document says where it is documented.
    pub(crate) fn rust_crate(&self) -> Option<String> {
        let name = self.info.contact.url.strip_prefix("https://docs.rs/")?.split('/').next()?;
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        is_name.then(|| name.replace('-', "_"))
    }
}

impl Operation {
    /// What a policy must allow, as it is written; none if nobody knows.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &str> {
        self.permission.as_array().into_iter().flatten().filter_map(|one| one["action"].as_str())
    }

    /// Whether the official SDKs have it: what was written from no interface is taken to be there.
    pub(crate) fn is_in_sdks(&self) -> bool {
        self.sources.is_empty() || self.sources.iter().any(|source| source == "interface")
    }
}

/// What stands at a place, or what it refers to.
fn resolved<'d, T>(one: &'d T, reference: impl Fn(&T) -> Option<&str>, components: &'d Ordered<T>) -> Option<&'d T> {
    let mut found = one;
    // As many as the gateway follows.
    for _ in 0..16 {
        let Some(name) = reference(found) else { return Some(found) };
        let name = name.rsplit('/').next()?;
        found = components.get(name)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tests::WIDGETS;

    #[test]
    fn what_people_read_is_found_by_the_name_of_an_operation() {
        let documentation = Documentation::parse(WIDGETS).unwrap();
        let names: Vec<_> = documentation.parameters("ListWidgets").iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["project_id", "limit", "colours"]);
        let create = documentation.operation("CreateWidget").unwrap();
        let (body, media_type, content) = documentation.body(create).unwrap();
        assert_eq!((body.required, media_type), (true, "application/json"));
        let (name, schema) = documentation.schema(content.schema.reference.as_deref().unwrap()).unwrap();
        let fields: Vec<_> = schema.properties.iter().map(|(name, _)| name).collect();
        assert_eq!((name, fields), ("NewWidget", vec!["name", "size", "weight", "colour", "parts"]));
        let list = documentation.operation("ListWidgets").unwrap();
        let responses: Vec<_> =
            documentation.responses(list).map(|(status, one, _)| (status, one.description.as_str())).collect();
        assert_eq!(responses, [("200", ""), ("default", "Refused.")]);
        let example = documentation.responses(list).next().unwrap().2.unwrap().1.examples.get("documented").unwrap();
        assert_eq!(example.json(), r#"{"widgets": [1.50]}"#);
    }

    #[test]
    fn a_circle_of_references_ends() {
        let circle = Ordered::from_iter([("a", "b"), ("b", "a")].map(|(name, to)| (name.to_owned(), to.to_owned())));
        assert_eq!(resolved(&"a".to_owned(), |one| Some(one.as_str()), &circle), None);
    }
}

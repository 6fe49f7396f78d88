//! What a service's OpenAPI document says of each operation: where it is, what it takes, and the example of its response.

mod composition;
mod operation;
mod paging;
mod reference;
mod requirement;
mod schema;

use std::fmt;

pub(crate) use operation::{Operation, Parameter, Place};
pub(crate) use paging::{Counts, Paging};
pub(crate) use requirement::{Allowed, Ask, Bound, Condition, Relation, Requirement, Test, Where};
pub(crate) use schema::{Kind, Schema, SchemaId, Schemas};

/// An OpenAPI document, read once.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) operations: Vec<Operation>,
    pub(crate) schemas: Schemas,
}

/// An OpenAPI document that cannot be read: what is wrong, and where.
#[derive(Debug)]
pub struct DocumentError {
    what: String,
}

impl DocumentError {
    pub(crate) fn new(pointer: &str, what: impl fmt::Display) -> Self {
        Self { what: format!("{pointer}: {what}") }
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the OpenAPI document cannot be read: {}", self.what)
    }
}

impl std::error::Error for DocumentError {}

impl From<serde_json::Error> for DocumentError {
    fn from(error: serde_json::Error) -> Self {
        Self { what: error.to_string() }
    }
}

impl Document {
    /// Reads a document.
    pub(crate) fn parse(text: &str) -> Result<Self, DocumentError> {
        let root: serde_json::Value = serde_json::from_str(text)?;
        let of_info = |key| root["info"][key].as_str().unwrap_or_default().to_owned();
        let (title, version) = (of_info("title"), of_info("version"));
        let mut schemas = Schemas::of_components(&root)?;
        let operations = operation::all(text, &root, &mut schemas)?;
        Ok(Self { title, version, operations, schemas })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const WIDGETS: &str = r##"{"info": {"title": "Widgets", "version": "v1"}, "paths": {"/v1/{project_id}/widgets": {
        "parameters": [{"$ref": "#/components/parameters/Project"}],
        "get": {"operationId": "ListWidgets", "tags": ["widgets"],
            "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 50}},
                           {"name": "colours", "in": "query", "explode": false, "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Colour"}}}],
            "responses": {
                "200": {"content": {"application/json": {"schema": {}, "examples": {
                    "documented": {"summary": "One.", "value": {"widgets": [1.50]}}}}}},
                "default": {"$ref": "#/components/responses/Error"}}},
        "post": {"operationId": "CreateWidget", "responses": {"204": {"description": "Done."}},
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewWidget"}}}}}}},
        "components": {
            "parameters": {"Project": {"name": "project_id", "in": "path", "required": true, "schema": {"type": "string"}}},
            "responses": {"Error": {"description": "Refused."}},
            "schemas": {
                "Colour": {"type": "string", "enum": ["RED", "BLUE"], "x-enum-aliases": {"RED": ["Red"]}},
                "NewWidget": {"type": "object", "required": ["name"], "properties": {
                    "name": {"type": "string", "minLength": 1, "maxLength": 8, "pattern": "^[a-z]+$"},
                    "size": {"type": "integer", "minimum": 1, "x-aliases": ["Size"]},
                    "weight": {"type": "number", "nullable": true},
                    "colour": {"allOf": [{"$ref": "#/components/schemas/Colour"}], "description": "Its colour."},
                    "parts": {"type": "array", "maxItems": 2, "items": {"$ref": "#/components/schemas/NewWidget"}}},
                    "x-requires": [{"at-most-one-of": ["size", "weight"]},
                                   {"when": [{"value": "colour", "is": ["RED"]}], "needs": ["size"], "otherwise": "refused"}]}}}}"##;

    #[test]
    fn operations_are_read_with_the_example_of_their_success() {
        let document = Document::parse(WIDGETS).unwrap();
        let read: Vec<_> =
            document.operations.iter().map(|o| (o.id.as_ref(), o.method.as_str(), o.parameters.len())).collect();
        assert_eq!(read, [("ListWidgets", "GET", 3), ("CreateWidget", "POST", 1)]);
        let responses: Vec<_> = document.operations.iter().map(|o| o.response(None)).collect();
        let responses: Vec<_> = responses.iter().map(|response| (response.status(), response.body())).collect();
        assert_eq!(responses, [(200, &br#"{"widgets": [1.50]}"#[..]), (204, &b""[..])]);
        assert_eq!((document.title.as_str(), document.version.as_str()), ("Widgets", "v1"));
    }

    #[test]
    fn what_is_no_document_says_where() {
        let said = |text: &str| Document::parse(text).unwrap_err().to_string();
        assert!(said("{").ends_with("EOF while parsing an object at line 1 column 1"));
        assert!(said("{}").ends_with("/paths: there are none"));
        assert!(
            said(&WIDGETS.replace("#/components/schemas/Colour", "#/components/schemas/Color"))
                .contains("`#/components/schemas/Color` leads nowhere")
        );
        assert!(
            said(&WIDGETS.replace("^[a-z]+$", "(")).contains("/components/schemas/NewWidget/properties/name/pattern: ")
        );
    }

    #[test]
    fn a_schema_that_is_made_of_itself_is_refused_and_one_that_has_itself_within_is_not() {
        let said = |schemas: &str| {
            let text = format!(r#"{{"paths": {{}}, "components": {{"schemas": {schemas}}}}}"#);
            Document::parse(&text).err().map(|error| error.to_string())
        };
        let circle = Some(
            "the OpenAPI document cannot be read: /components/schemas/A~1: by allOf, anyOf and oneOf it is made of itself"
                .to_owned(),
        );
        for schemas in [
            r##"{"A/": {"allOf": [{"$ref": "#/components/schemas/A~1"}, {"$ref": "#/components/schemas/A~1"}]}}"##,
            r##"{"A/": {"$ref": "#/components/schemas/A~1"}}"##,
            r##"{"A/": {"anyOf": [{"oneOf": [{"$ref": "#/components/schemas/B"}]}]}, "B": {"$ref": "#/components/schemas/A~1"}}"##,
        ] {
            assert_eq!(said(schemas), circle, "{schemas}");
        }
        let within = r##"{"A": {"allOf": [{"properties": {"a": {"$ref": "#/components/schemas/A"}}}]}}"##;
        assert_eq!(said(within), None);
        let chain = |length: usize| {
            let link = |of| format!(r##""S{of}": {{"allOf": [{{"$ref": "#/components/schemas/S{}"}}]}}"##, of + 1);
            format!(r#"{{{}, "S{length}": {{}}}}"#, (0..length).map(link).collect::<Vec<_>>().join(", "))
        };
        assert_eq!(said(&chain(16)), None);
        for length in [17, 20_000] {
            assert!(said(&chain(length)).unwrap().ends_with("made of more than 16 others in a row"));
        }
    }

    #[test]
    fn a_requirement_names_places_that_there_are() {
        for place in ["$request.body", "$request.body#", "$request.body#name", "$request.cookie.name", "$request."] {
            for (from, to) in [
                ("[\"size\", \"weight\"]", format!("[\"size\", \"{place}\"]")),
                ("\"value\": \"colour\"", format!("\"value\": \"{place}\"")),
            ] {
                let text = WIDGETS.replace(from, &to);
                assert_ne!(text, WIDGETS);
                let error = Document::parse(&text).unwrap_err().to_string();
                let expected = format!(": `{place}` is no place of a request");
                assert!(error.contains("/NewWidget/x-requires/") && error.contains(&expected), "{error}");
            }
        }
    }
}

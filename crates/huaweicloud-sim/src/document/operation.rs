//! The operations of a document.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::HeaderValue;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::reference::{escaped, resolved};
use super::{DocumentError, Paging, Requirement, SchemaId, Schemas, Where};
use crate::response::{Content, JSON, Response};

/// An operation as it is documented.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Its official name, which the journal keeps a share of.
    pub(crate) id: Arc<str>,
    /// Upper case, as it is sent.
    pub(crate) method: String,
    pub(crate) path: String,
    /// The resource that it belongs to.
    pub(crate) tag: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) requirements: Vec<Requirement>,
    /// Values that its handler judges, and the specification does not.
    pub(crate) left: Vec<Where>,
    /// How it comes in pages, if it is a list that does.
    pub(crate) paging: Option<Paging>,
    /// Its documented successes: the first is given unless a request prefers another one. There is always one.
    successes: Vec<Success>,
}

/// A success, with a documented example as its body, if it has one.
#[derive(Debug)]
pub(crate) struct Success {
    /// The name of the example, empty without one.
    example: String,
    response: Response,
    /// What a body of JSON is like; none if it is another media type, or there is no body.
    pub(crate) json: Option<SchemaId>,
}

impl Operation {
    /// The documented success of a status.
    pub(crate) fn success(&self, status: u16) -> Option<&Success> {
        self.successes.iter().find(|success| success.response.status() == status)
    }

    /// The documented response: what a request prefers by `Prefer: code=200, example=name` (RFC 7240, as mock servers take it),
    /// or the first.
    pub(crate) fn response(&self, preferred: Option<&str>) -> Response {
        let preferred = |key| preferred?.split(',').find_map(|one| one.trim().strip_prefix(key)?.strip_prefix('='));
        let (code, example) = (preferred("code"), preferred("example"));
        let is_preferred = |success: &&Success| {
            code.is_none_or(|code| success.response.status.as_str() == code)
                && example.is_none_or(|example| success.example == example)
        };
        let success = self.successes.iter().find(is_preferred).or(self.successes.first());
        success.map_or(Response::no_content(), |success| success.response.clone())
    }
}

/// A parameter in the path, the query or the header.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) is_required: bool,
    /// Whether each element of a list is a parameter of its own.
    pub(crate) is_exploded: bool,
    pub(crate) schema: SchemaId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
}

/// The body of a request.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) is_required: bool,
    /// What JSON must be like; none if it is another media type.
    pub(crate) json: Option<SchemaId>,
}

/// The keys of a path's object that are methods; the others are what its operations share.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Reads all operations of a document, once as a tree, and for the examples once more as text: a number keeps its digits.
pub(super) fn all(text: &str, root: &Value, schemas: &mut Schemas) -> Result<Vec<Operation>, DocumentError> {
    let paths = root["paths"].as_object().ok_or_else(|| DocumentError::new("/paths", "there are none"))?;
    let written: Written<'_> = serde_json::from_str(text)?;
    let mut operations = Vec::new();
    for (path, item) in paths {
        let shared = item["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        for (method, operation) in METHODS.iter().filter_map(|method| Some((*method, item.get(*method)?))) {
            let pointer = format!("/paths/{}/{method}", escaped(path));
            let own = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
            let id = operation["operationId"].as_str().map(Arc::from);
            let examples = written.paths.get(path.as_str()).and_then(|item| item.get(method));
            operations.push(Operation {
                id: id.ok_or_else(|| DocumentError::new(&pointer, "it has no operationId"))?,
                method: method.to_uppercase(),
                path: path.clone(),
                tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
                parameters: parameters(root, shared, own, &pointer, schemas)?,
                body: body(root, operation, &pointer, schemas)?,
                requirements: Requirement::all(operation, &pointer)?,
                left: Vec::new(),
                paging: Paging::of(operation, |name| default_of(own, name)),
                successes: successes(
                    root,
                    operation,
                    examples.ok_or_else(|| DocumentError::new(&pointer, "it is written twice"))?,
                    &pointer,
                    schemas,
                )?,
            });
        }
    }
    Ok(operations)
}

/// The number that a parameter of an operation stands for where it is not sent.
fn default_of(parameters: &[Value], name: &str) -> Option<usize> {
    let default = &parameters.iter().find(|parameter| parameter["name"] == name)?["schema"]["default"];
    match default {
        Value::String(text) => text.parse().ok(),
        number => usize::try_from(number.as_u64()?).ok(),
    }
}

fn parameters(
    root: &Value,
    shared: &[Value],
    own: &[Value],
    pointer: &str,
    schemas: &mut Schemas,
) -> Result<Vec<Parameter>, DocumentError> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for value in shared.iter().chain(own) {
        let (value, pointer) = resolved(root, value, pointer)?;
        let name = value["name"].as_str().ok_or_else(|| DocumentError::new(&pointer, "a parameter has no name"))?;
        let place = match value["in"].as_str() {
            Some("path") => Place::Path,
            Some("query") => Place::Query,
            Some("header") => Place::Header,
            _ => continue,
        };
        let parameter = Parameter {
            name: name.to_owned(),
            place,
            is_required: value["required"] == true,
            is_exploded: value["explode"] != false && place == Place::Query,
            schema: schemas.at(&value["schema"], &format!("{pointer}/schema"))?,
        };
        // An operation's own one stands for that of its path.
        parameters.retain(|other| (other.name.as_str(), other.place) != (name, place));
        parameters.push(parameter);
    }
    Ok(parameters)
}

fn body(root: &Value, operation: &Value, pointer: &str, schemas: &mut Schemas) -> Result<Option<Body>, DocumentError> {
    let Some(value) = operation.get("requestBody") else { return Ok(None) };
    let (value, pointer) = resolved(root, value, &format!("{pointer}/requestBody"))?;
    let json = value["content"].get("application/json").and_then(|content| content.get("schema"));
    let json = json.map(|schema| schemas.at(schema, &format!("{pointer}/content/application~1json/schema")));
    Ok(Some(Body { is_required: value["required"] == true, json: json.transpose()? }))
}

/// The successes that are documented, each example of each; `204` stands for none.
fn successes(
    root: &Value,
    operation: &Value,
    written: &RawValue,
    pointer: &str,
    schemas: &mut Schemas,
) -> Result<Vec<Success>, DocumentError> {
    let mut written: WrittenOperation<'_> = serde_json::from_str(written.get())?;
    let mut successes = Vec::new();
    for (key, response) in operation["responses"].as_object().into_iter().flatten() {
        let status = key.parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
        let Some(status) = status.filter(StatusCode::is_success) else { continue };
        let (described, place) = resolved(root, response, &format!("{pointer}/responses/{key}"))?;
        let json = described.pointer("/content/application~1json/schema");
        let json =
            json.map(|schema| schemas.at(schema, &format!("{place}/content/application~1json/schema"))).transpose()?;
        let mut examples = if response.get("$ref").is_some() {
            // Shared responses are read as a tree: none of them has been seen with a number whose digits matter.
            contents(serde_json::from_str(&serde_json::to_string(described)?)?)
        } else {
            written.responses.remove(key.as_str()).map(contents).unwrap_or_default()
        };
        if examples.is_empty() {
            examples.push((String::new(), None));
        }
        let of_status = examples.into_iter().map(|(example, content)| Success {
            example,
            response: Response::new(status, content),
            json,
        });
        successes.extend(of_status);
    }
    if successes.is_empty() {
        successes.push(Success { example: String::new(), response: Response::no_content(), json: None });
    }
    Ok(successes)
}

/// The examples of a response, by name. Text is sent as it is, not as JSON.
fn contents(response: WrittenResponse<'_>) -> Vec<(String, Option<Content>)> {
    let examples = response.content.into_iter().flat_map(|(media_type, content)| {
        content.examples.into_iter().map(move |(name, example)| (name, media_type.clone(), example.value))
    });
    let content = |(name, media_type, value): (String, String, &RawValue)| {
        let is_json = media_type.starts_with("application/json");
        let text = (!is_json).then(|| serde_json::from_str::<String>(value.get()).ok()).flatten();
        let body = text.map_or_else(|| Bytes::copy_from_slice(value.get().as_bytes()), Bytes::from);
        (name, Some(Content { media_type: HeaderValue::from_str(&media_type).unwrap_or(JSON), body }))
    };
    examples.map(content).collect()
}

#[derive(Deserialize)]
struct Written<'d> {
    #[serde(borrow)]
    paths: BTreeMap<String, BTreeMap<String, &'d RawValue>>,
}

#[derive(Deserialize)]
struct WrittenOperation<'d> {
    #[serde(borrow)]
    responses: BTreeMap<String, WrittenResponse<'d>>,
}

#[derive(Deserialize)]
struct WrittenResponse<'d> {
    #[serde(borrow, default)]
    content: BTreeMap<String, WrittenContent<'d>>,
}

#[derive(Deserialize)]
struct WrittenContent<'d> {
    #[serde(borrow, default)]
    examples: BTreeMap<String, WrittenExample<'d>>,
}

#[derive(Deserialize)]
struct WrittenExample<'d> {
    #[serde(borrow)]
    value: &'d RawValue,
}

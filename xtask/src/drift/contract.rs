//! An operation of the specification in the form that pages have: parameters, and fields by their path.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::docs::{PageFacts, ParameterIn, SchemaType};
use crate::spec::walk::{OperationAt, elements, members, operations, reference, template};
use crate::spec::{Spec, child};

/// How deep bodies are followed; objects may contain themselves.
const MAX_DEPTH: usize = 16;

/// What the specification says of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Contract<'d> {
    pub(crate) operation: &'d str,
    pub(crate) method: String,
    pub(crate) path: &'d str,
    pub(crate) pointer: String,
    pub(crate) value: &'d Value,
    pub(crate) parameters: Vec<Slot<'d>>,
    pub(crate) request: Option<Body<'d>>,
    pub(crate) responses: BTreeMap<String, Body<'d>>,
    /// Ids of the sources, newest first.
    pub(crate) sources: Vec<&'d str>,
}

/// A place for a value: a parameter or a field.
#[derive(Clone, Debug)]
pub(crate) struct Slot<'d> {
    /// Name of the parameter, or path of the field.
    pub(crate) name: String,
    pub(crate) location: Option<ParameterIn>,
    pub(crate) required: bool,
    /// Where the schema stands, references followed.
    pub(crate) pointer: String,
    /// Where it says whether the value is required.
    pub(crate) holder: String,
    pub(crate) schema: &'d Value,
    /// The source that the fact was taken from, if the schema names one of its own.
    pub(crate) origin: Option<&'d str>,
}

/// The body of a request or a response.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body<'d> {
    /// Pointer to what holds the body: the request body or the response, references followed.
    pub(crate) pointer: String,
    /// Pointer to its media type; none for an empty body.
    pub(crate) media: Option<String>,
    /// The body itself.
    pub(crate) whole: Option<Slot<'d>>,
    pub(crate) slots: Vec<Slot<'d>>,
    /// Pointers of the objects, by the path that their fields begin with; the body itself is "".
    pub(crate) objects: BTreeMap<String, String>,
    pub(crate) examples: Vec<&'d Value>,
}

impl<'d> Contract<'d> {
    /// The operations of a specification.
    pub(crate) fn all(spec: &'d Spec) -> Vec<Self> {
        operations(&spec.document).map(|operation| Self::of(spec, operation)).collect()
    }

    /// Whether a page has the operation's method and path.
    pub(crate) fn has_address_of(&self, page: &PageFacts) -> bool {
        let method = page.method.as_ref().is_some_and(|method| method.value.name() == self.method);
        method && page.path.as_ref().is_some_and(|path| template(&path.value) == template(self.path))
    }

    /// Whether a page has the operation's name.
    pub(crate) fn has_name_of(&self, page: &PageFacts) -> bool {
        page.operation.as_ref().is_some_and(|name| name.value == self.operation)
    }

    fn of(spec: &'d Spec, at: OperationAt<'d>) -> Self {
        let document = &spec.document;
        let method = at.pointer.rsplit('/').next().unwrap_or_default().to_uppercase();
        let listed = at.value.get("x-sources").and_then(Value::as_array).into_iter().flatten();
        let responses = members(document, &child(&at.pointer, "responses"));
        Self {
            operation: at.value.get("operationId").and_then(Value::as_str).unwrap_or_default(),
            method,
            path: at.path,
            parameters: parameters(document, &at.pointer),
            request: document
                .pointer(&child(&at.pointer, "requestBody"))
                .map(|value| Body::of(document, child(&at.pointer, "requestBody"), value)),
            responses: responses
                .map(|(pointer, status, value)| (status.to_owned(), Body::of(document, pointer, value)))
                .collect(),
            sources: listed.filter_map(Value::as_str).collect(),
            pointer: at.pointer,
            value: at.value,
        }
    }

    /// The response to a status: its own, or that of its class. A page that names no status means the success.
    pub(crate) fn response(&self, status: &str) -> Option<&Body<'d>> {
        let class = format!("{}XX", status.get(..1).unwrap_or_default());
        let mut successes = self.responses.iter().filter(|(code, _)| status == "2XX" && code.starts_with('2'));
        let first = successes.clone().next();
        let success = || successes.find(|(_, body)| body.media.is_some()).or(first);
        let found = self.responses.get_key_value(status).or_else(|| self.responses.get_key_value(&class));
        found.or_else(success).map(|(_, body)| body)
    }
}

fn parameters<'d>(document: &'d Value, operation: &str) -> Vec<Slot<'d>> {
    let item = operation.rsplit_once('/').map_or("", |(item, _)| item);
    let own = elements(document, &child(operation, "parameters"));
    let shared = elements(document, &child(item, "parameters"));
    own.chain(shared)
        .filter_map(|(pointer, value)| {
            let (holder, value) = follow(document, pointer, value);
            let own = value.get("schema")?;
            let (pointer, schema) = follow(document, child(&holder, "schema"), own);
            Some(Slot {
                name: value.get("name")?.as_str()?.to_owned(),
                location: location(value.get("in")?.as_str()?),
                required: value.get("required").and_then(Value::as_bool).unwrap_or(false),
                origin: origin(own).or_else(|| origin(schema)),
                pointer,
                holder,
                schema,
            })
        })
        .collect()
}

fn location(name: &str) -> Option<ParameterIn> {
    Some(match name {
        "path" => ParameterIn::Path,
        "query" => ParameterIn::Query,
        "header" => ParameterIn::Header,
        "cookie" => ParameterIn::Cookie,
        _ => return None,
    })
}

impl<'d> Body<'d> {
    fn of(document: &'d Value, pointer: String, value: &'d Value) -> Self {
        let (pointer, _) = follow(document, pointer, value);
        let media = members(document, &child(&pointer, "content")).next();
        let mut body = Body { pointer, ..Body::default() };
        let Some((media, _, content)) = media else { return body };
        let named = content.get("examples").and_then(Value::as_object).into_iter().flatten();
        body.examples = named.filter_map(|(_, example)| example.get("value")).chain(content.get("example")).collect();
        if let Some(schema) = content.get("schema") {
            let (at, schema) = follow(document, child(&media, "schema"), schema);
            body.whole = Some(Slot {
                name: "$".to_owned(),
                location: None,
                required: false,
                origin: origin(schema),
                pointer: at.clone(),
                holder: media.clone(),
                schema,
            });
            // As on pages, `$` is a body that is no object with fields of its own.
            let prefix = if schema.get("properties").is_some() { "" } else { "$" };
            body.fields(document, prefix, (at, schema), 0);
        }
        body.media = Some(media);
        body
    }

    /// Adds the fields below `prefix`, whose schema this is.
    fn fields(&mut self, document: &'d Value, prefix: &str, at: (String, &'d Value), depth: usize) {
        let (pointer, schema) = at;
        if let Some(items) = schema.get("items") {
            let below = follow(document, child(&pointer, "items"), items);
            self.fields(document, &format!("{prefix}[]"), below, depth);
            return;
        }
        // The keys of a map are data: what its values hold stands at the path of the map.
        if let Some(values @ Value::Object(_)) = schema.get("additionalProperties") {
            let below = follow(document, child(&pointer, "additionalProperties"), values);
            self.fields(document, prefix, below, depth + 1);
            return;
        }
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
        if depth >= MAX_DEPTH || !self.enter(prefix, &pointer) {
            return;
        }
        let required = schema.get("required").and_then(Value::as_array);
        for (key, value) in properties {
            let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            let place = child(&child(&pointer, "properties"), key);
            let own = value;
            let (at, value) = follow(document, place, value);
            self.slots.push(Slot {
                name: name.clone(),
                location: None,
                required: required.is_some_and(|names| names.iter().any(|name| name == key)),
                // A reference may say, beside itself, where the field was taken from.
                origin: origin(own).or_else(|| origin(value)),
                pointer: at.clone(),
                holder: pointer.clone(),
                schema: value,
            });
            self.fields(document, &name, (at, value), depth + 1);
        }
    }

    /// Whether the object at `pointer` is not yet open above `prefix`.
    fn enter(&mut self, prefix: &str, pointer: &str) -> bool {
        let is_around = |path: &str| path.is_empty() || prefix.starts_with(path);
        let cyclic = self.objects.iter().any(|(path, object)| object == pointer && is_around(path));
        if !cyclic {
            self.objects.insert(prefix.to_owned(), pointer.to_owned());
        }
        !cyclic
    }
}

/// A schema or another part with its pointer, references followed.
fn follow<'d>(document: &'d Value, pointer: String, value: &'d Value) -> (String, &'d Value) {
    let (mut pointer, mut value) = (pointer, value);
    // A chain of references longer than this is a circle.
    for _ in 0..32 {
        let target = reference(value).or_else(|| only_part(value).and_then(reference));
        match target.and_then(|target| Some((target, document.pointer(target)?))) {
            Some((target, next)) => (pointer, value) = (target.to_owned(), next),
            None => break,
        }
    }
    (pointer, value)
}

/// `allOf` with one part is how OpenAPI 3.0 writes a description beside a reference.
fn only_part(value: &Value) -> Option<&Value> {
    match value.get("allOf")?.as_array()?.as_slice() {
        [part] => Some(part),
        _ => None,
    }
}

/// The source that a schema names as its own.
pub(crate) fn origin(schema: &Value) -> Option<&str> {
    schema.get("x-source").and_then(Value::as_str)
}

/// The schema of the items of a list, or of a list of lists: limits of a list's values stand there.
pub(crate) fn innermost<'d>(document: &'d Value, slot: &Slot<'d>) -> (String, &'d Value) {
    let mut at = (slot.pointer.clone(), slot.schema);
    for _ in 0..MAX_DEPTH {
        match at.1.get("items") {
            Some(items) => at = follow(document, child(&at.0, "items"), items),
            None => break,
        }
    }
    at
}

/// The type of a schema, as the readers name types.
pub(crate) fn schema_type(document: &Value, schema: &Value, depth: usize) -> SchemaType {
    let inner = |part: &Value| {
        if depth >= MAX_DEPTH {
            return SchemaType::Unknown;
        }
        let (_, part) = follow(document, String::new(), part);
        schema_type(document, part, depth + 1)
    };
    match schema.get("type").and_then(Value::as_str).unwrap_or_default() {
        "string" if schema.get("format").is_some_and(|format| format == "binary") => SchemaType::Binary,
        "string" => SchemaType::String,
        "integer" => SchemaType::Integer,
        "number" => SchemaType::Number,
        "boolean" => SchemaType::Boolean,
        "array" => SchemaType::array(schema.get("items").map_or(SchemaType::Unknown, inner)),
        "object" => match schema.get("additionalProperties") {
            Some(values @ Value::Object(_)) => SchemaType::Map { values: Box::new(inner(values)) },
            _ => SchemaType::Object,
        },
        _ => SchemaType::Unknown,
    }
}

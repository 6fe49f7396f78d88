//! What a specification would be if it said what a page says.

use serde_json::{Map, Value, json};

use super::Lacks;
use crate::docs::{Field, PageFacts, ParameterIn, Required, SchemaType};
use crate::spec::{child, parent, unescape};

/// A change of a document, at a JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// The value stands there, whatever did before.
    Set { pointer: String, value: Value },
    /// Nothing stands there.
    Remove { pointer: String },
    /// The list has the element.
    Push { pointer: String, value: Value },
    /// The list does not have the element.
    Take { pointer: String, value: Value },
    /// What stood at one place stands at the other.
    Move { pointer: String, to: String },
}

impl Edit {
    pub(crate) fn set(pointer: impl Into<String>, value: impl Into<Value>) -> Self {
        Self::Set { pointer: pointer.into(), value: value.into() }
    }

    /// Where it changes something.
    pub(crate) fn pointer(&self) -> &str {
        match self {
            Self::Set { pointer, .. }
            | Self::Remove { pointer }
            | Self::Push { pointer, .. }
            | Self::Take { pointer, .. }
            | Self::Move { pointer, .. } => pointer,
        }
    }

    /// Whether something goes away by it.
    pub(crate) const fn is_removal(&self) -> bool {
        matches!(self, Self::Remove { .. } | Self::Take { .. })
    }

    /// Changes the document; one that has no such place stays as it is.
    pub(crate) fn apply(&self, document: &mut Value) {
        match self {
            Self::Set { pointer, value } => set(document, pointer, value.clone()),
            Self::Remove { pointer } => drop(take(document, pointer)),
            Self::Push { pointer, value } => push(document, pointer, value),
            Self::Take { pointer, value } => take_element(document, pointer, value),
            Self::Move { pointer, to } => {
                if let Some(value) = take(document, pointer) {
                    set(document, to, value);
                }
            }
        }
    }

    /// The edits that take what stands at a pointer away; a property is not required any more.
    pub(crate) fn removal(pointer: &str) -> Vec<Self> {
        let mut edits = vec![Self::Remove { pointer: pointer.to_owned() }];
        if let Some((list, name)) = required_of(pointer) {
            edits.push(Self::Take { pointer: list, value: Value::from(name) });
        }
        edits
    }

    /// The edits by which a property, or a parameter, must be given or need not be.
    pub(crate) fn required(pointer: &str, is_required: bool) -> Vec<Self> {
        let edit = match required_of(pointer) {
            None => Self::set(child(pointer, "required"), is_required),
            Some((list, name)) if is_required => Self::Push { pointer: list, value: Value::from(name) },
            Some((list, name)) => Self::Take { pointer: list, value: Value::from(name) },
        };
        vec![edit]
    }
}

/// The list that says whether a property is required, and its name.
fn required_of(pointer: &str) -> Option<(String, String)> {
    let (properties, name) = pointer.rsplit_once('/')?;
    let object = properties.strip_suffix("/properties")?;
    Some((child(object, "required"), unescape(name)))
}

fn set(document: &mut Value, pointer: &str, value: Value) {
    let mut at = document;
    let mut segments = pointer.split('/').skip(1).map(unescape).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        at = match at {
            Value::Object(entries) if is_last => {
                entries.insert(segment, value);
                return;
            }
            Value::Object(entries) => entries.entry(segment).or_insert_with(|| Value::Object(Map::new())),
            Value::Array(elements) => match segment.parse::<usize>().ok().and_then(|at| elements.get_mut(at)) {
                Some(element) if is_last => {
                    *element = value;
                    return;
                }
                Some(element) => element,
                None => return,
            },
            _ => return,
        };
    }
}

fn take(document: &mut Value, pointer: &str) -> Option<Value> {
    let (above, last) = (parent(pointer)?, unescape(pointer.rsplit('/').next()?));
    match document.pointer_mut(above)? {
        Value::Object(entries) => entries.shift_remove(&last),
        Value::Array(elements) => {
            let at = last.parse::<usize>().ok().filter(|at| *at < elements.len())?;
            Some(elements.remove(at))
        }
        _ => None,
    }
}

fn push(document: &mut Value, pointer: &str, value: &Value) {
    if document.pointer(pointer).is_none() {
        set(document, pointer, json!([]));
    }
    if let Some(Value::Array(elements)) = document.pointer_mut(pointer)
        && !elements.contains(value)
    {
        elements.push(value.clone());
    }
}

/// A list that is empty then says nothing, and goes away.
fn take_element(document: &mut Value, pointer: &str, value: &Value) {
    let Some(Value::Array(elements)) = document.pointer_mut(pointer) else { return };
    elements.retain(|element| element != value);
    if elements.is_empty() {
        drop(take(document, pointer));
    }
}

/// The edits that write what a page has and a specification lacks, as far as the verdict on it needs them.
pub(crate) fn additions(page: &PageFacts, pointer: &str, member: Option<&str>, lacks: &Lacks) -> Vec<Edit> {
    let member = || child(pointer, member.unwrap_or_default());
    match lacks {
        Lacks::Parameter(index) => match page.parameters.get(*index) {
            Some(parameter) => {
                let value = json!({
                    "name": parameter.name,
                    "in": place_name(parameter.location),
                    "required": parameter.required == Required::Yes || parameter.location == ParameterIn::Path,
                    "schema": schema(&parameter.doc_type.schema),
                });
                vec![Edit::Push { pointer: pointer.to_owned(), value }]
            }
            None => Vec::new(),
        },
        Lacks::Field { status, field } => {
            let is_it = |known: &&Field| known.field == *field;
            let Some(found) = fields(page, status.as_deref()).iter().find(is_it) else { return Vec::new() };
            let mut edits = vec![Edit::set(member(), schema(&found.doc_type.schema))];
            if status.is_none() && found.required == Required::Yes {
                edits.extend(Edit::required(&member(), true));
            }
            edits
        }
        Lacks::Body { status: None } => {
            let body = object(&page.request);
            let is_required = body.get("required").is_some();
            let content = json!({ "application/json": { "schema": body } });
            vec![Edit::set(member(), json!({ "required": is_required, "content": content }))]
        }
        Lacks::Body { status: Some(status) } => {
            let fields = fields(page, Some(status));
            let content = json!({ "application/json": { "schema": object(fields) } });
            let response = if fields.is_empty() { json!({}) } else { json!({ "content": content }) };
            vec![Edit::set(member(), response)]
        }
        Lacks::Example(value) => {
            vec![Edit::set(child(&child(pointer, "examples"), "documented"), json!({ "value": value }))]
        }
        Lacks::Value(value) => vec![Edit::set(member(), value.clone())],
        Lacks::Limits(ends) => {
            ends.iter().map(|(keyword, value)| Edit::set(child(pointer, keyword), value.clone())).collect()
        }
        Lacks::Elements(values) => {
            values.iter().map(|value| Edit::Push { pointer: pointer.to_owned(), value: value.clone() }).collect()
        }
    }
}

/// The fields of the request, or of the response with the status.
pub(crate) fn fields<'p>(page: &'p PageFacts, status: Option<&str>) -> &'p [Field] {
    match status {
        None => &page.request,
        Some(status) => page.responses.get(status).map_or(&[], Vec::as_slice),
    }
}

/// An object of the outermost fields.
fn object(fields: &[Field]) -> Value {
    let outermost = || fields.iter().filter(|field| !field.field.contains(['.', '[', '$']));
    let properties: Map<String, Value> =
        outermost().map(|field| (field.field.clone(), schema(&field.doc_type.schema))).collect();
    let required: Vec<&str> =
        outermost().filter(|field| field.required == Required::Yes).map(|field| field.field.as_str()).collect();
    let mut object = json!({ "type": "object", "properties": properties });
    if let (Value::Object(entries), false) = (&mut object, required.is_empty()) {
        entries.insert("required".to_owned(), json!(required));
    }
    object
}

/// A schema of a type, and nothing more.
pub(crate) fn schema(kind: &SchemaType) -> Value {
    match kind {
        SchemaType::String => json!({ "type": "string" }),
        SchemaType::Integer => json!({ "type": "integer", "format": "int64" }),
        SchemaType::Number => json!({ "type": "number" }),
        SchemaType::Boolean => json!({ "type": "boolean" }),
        SchemaType::Object => json!({ "type": "object" }),
        SchemaType::Binary => json!({ "type": "string", "format": "binary" }),
        SchemaType::Unknown => json!({}),
        SchemaType::Map { values } => json!({ "type": "object", "additionalProperties": schema(values) }),
        SchemaType::Array { items } => json!({ "type": "array", "items": schema(items) }),
    }
}

/// What OpenAPI calls a place of parameters.
pub(crate) const fn place_name(place: ParameterIn) -> &'static str {
    match place {
        ParameterIn::Path => "path",
        ParameterIn::Query => "query",
        ParameterIn::Header => "header",
        ParameterIn::Form => "form",
        ParameterIn::Cookie => "cookie",
    }
}

/// Whether a type is one value, or a list of such: what can be written in the place of another such type.
pub(crate) fn is_plain(kind: &SchemaType) -> bool {
    match kind {
        SchemaType::String | SchemaType::Integer | SchemaType::Number | SchemaType::Boolean => true,
        SchemaType::Array { items } => is_plain(items),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(edits: &[Edit], document: &Value) -> Value {
        let mut document = document.clone();
        for edit in edits {
            edit.apply(&mut document);
        }
        document
    }

    #[test]
    fn a_property_goes_away_with_its_requirement() {
        let document = json!({ "a": { "properties": { "x/y": {}, "z": {} }, "required": ["x/y"] } });
        let edits = Edit::removal("/a/properties/x~1y");
        assert_eq!(applied(&edits, &document), json!({ "a": { "properties": { "z": {} } } }));
        let required = Edit::required("/a/properties/z", true);
        assert_eq!(applied(&required, &document)["a"]["required"], json!(["x/y", "z"]));
    }

    #[test]
    fn what_has_no_such_place_stays_as_it_is() {
        let document = json!({ "a": [1], "b": "text" });
        for edit in [
            Edit::set("/a/7/x", 1),
            Edit::set("/b/x", 1),
            Edit::Remove { pointer: "/c/d".into() },
            Edit::Take { pointer: "/b".into(), value: json!(1) },
            Edit::Move { pointer: "/c".into(), to: "/d".into() },
        ] {
            assert_eq!(applied(&[edit], &document), document);
        }
        let moved = Edit::Move { pointer: "/b".into(), to: "/c".into() };
        assert_eq!(applied(&[moved], &document), json!({ "a": [1], "c": "text" }));
    }

    #[test]
    fn an_element_goes_away_by_its_index() {
        let document = json!({ "a": [1, 2, 3] });
        let without = |at: &str| applied(&[Edit::Remove { pointer: format!("/a/{at}") }], &document);
        assert_eq!(without("1"), json!({ "a": [1, 3] }));
        assert_eq!((without("3"), without("x")), (document.clone(), document.clone()));
    }
}

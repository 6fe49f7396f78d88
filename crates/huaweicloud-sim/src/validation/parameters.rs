//! Parameters in path, query and header, which are text on the wire.

use std::borrow::Cow;

use serde_json::Value;

use super::value::{self, Place as At};
use super::{Sent, Violation};
use crate::document::{Kind, Parameter, Place, SchemaId, Schemas, Where};

/// The first fault of a parameter.
pub(super) fn check(parameter: &Parameter, schemas: &Schemas, sent: &Sent<'_>) -> Result<(), Violation> {
    // A part of the path is there, and once, or its operation would not have been found.
    if parameter.place == Place::Path && schemas.get(parameter.schema).is_any_text() {
        return Ok(());
    }
    let name = &parameter.name;
    let given = texts(parameter.place, name, sent)?;
    let kind = schemas.kind(parameter.schema);
    let value = match (given.as_slice(), kind) {
        ([], _) if parameter.is_required => return Err(Violation::new(name, "is missing")),
        ([], _) => return Ok(()),
        (given, Some(Kind::List)) => {
            let items = schemas.get(list_of(schemas, parameter.schema)).items;
            let kind = items.and_then(|items| schemas.kind(items));
            let elements: Vec<&str> = match given {
                [one] if !parameter.is_exploded => one.split(',').collect(),
                several => several.to_vec(),
            };
            Value::Array(elements.into_iter().map(|text| read(text, kind)).collect())
        }
        ([one], kind) => read(one, kind),
        _ => return Err(Violation::new(name, "is given more than once")),
    };
    value::check(schemas, parameter.schema, &value, &mut At::of(name))
}

/// What is sent under a name. A header that is no text is refused.
fn texts<'r>(place: Place, name: &str, sent: &Sent<'r>) -> Result<Vec<&'r str>, Violation> {
    match place {
        Place::Path => Ok(sent.path.iter().filter(|(other, _)| *other == name).map(|(_, value)| *value).collect()),
        Place::Query => Ok(sent.query.all(name).collect()),
        Place::Header => {
            let values = sent.headers.get_all(name).iter();
            values
                .map(|value| std::str::from_utf8(value.as_bytes()).map_err(|_| Violation::new(name, "is not UTF-8")))
                .collect()
        }
    }
}

/// The part of a schema that says what the elements are.
fn list_of(schemas: &Schemas, id: SchemaId) -> SchemaId {
    let schema = schemas.get(id);
    if schema.items.is_some() { id } else { schema.all_of.first().copied().unwrap_or(id) }
}

/// A text as a value of a type, in the spelling that clients write; another one stays text, which the schema refuses.
fn read(text: &str, kind: Option<Kind>) -> Value {
    let plain = || Value::String(text.to_owned());
    let is_number =
        text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) && !text.starts_with('+');
    match kind {
        Some(Kind::Integer | Kind::Number) if is_number => serde_json::from_str(text).unwrap_or_else(|_| plain()),
        // In any case: the official Python SDK writes what it was given.
        Some(Kind::Boolean) if text.eq_ignore_ascii_case("true") => Value::Bool(true),
        Some(Kind::Boolean) if text.eq_ignore_ascii_case("false") => Value::Bool(false),
        _ => plain(),
    }
}

/// What stands at a place of the request, which a condition names.
pub(super) fn value_at<'v>(at: &Where, sent: &Sent<'_>, body: Option<&'v Value>) -> Option<Cow<'v, Value>> {
    let (place, name) = match at {
        Where::Field(pointer) => return body.and_then(|body| body.pointer(pointer)).map(Cow::Borrowed),
        Where::Query(name) => (Place::Query, name),
        Where::Header(name) => (Place::Header, name),
        Where::Path(name) => (Place::Path, name),
    };
    let text = texts(place, name, sent).ok()?.first().map(|text| (*text).to_owned());
    text.map(|text| Cow::Owned(Value::String(text)))
}

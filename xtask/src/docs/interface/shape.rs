//! The form of the document, checked before it is read, so that what is wrong with it is said in its own words.

use serde_json::{Map, Value};

/// The JSON pointer of the object that is wrong, and why.
pub(super) type Wrong = (String, String);

/// What stands under a key.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Text,
    /// May be lacking, or null.
    TextOrNone,
    Flag,
    /// Where a parameter is sent.
    Place,
    /// A list of objects: what one of them is called, and its keys.
    Objects(&'static str, &'static [(&'static str, Kind)]),
    /// Lists of fields, by the names of models.
    Models,
}

const DOCUMENT: &[(&str, Kind)] =
    &[("source", Kind::TextOrNone), ("operations", Kind::Objects("operation", OPERATION)), ("models", Kind::Models)];
const OPERATION: &[(&str, Kind)] = &[
    ("operation", Kind::Text),
    ("method", Kind::Text),
    ("path", Kind::Text),
    ("summary", Kind::TextOrNone),
    ("doc", Kind::TextOrNone),
    ("params", Kind::Objects("parameter", PARAMETER)),
    ("body", Kind::TextOrNone),
    ("response", Kind::TextOrNone),
];
const PARAMETER: &[(&str, Kind)] = &[
    ("name", Kind::Text),
    ("in", Kind::Place),
    ("type", Kind::Text),
    ("required", Kind::Flag),
    ("doc", Kind::TextOrNone),
];
const FIELD: &[(&str, Kind)] =
    &[("name", Kind::Text), ("type", Kind::Text), ("required", Kind::Flag), ("doc", Kind::TextOrNone)];
const PLACES: [&str; 4] = ["path", "query", "header", "cookie"];

/// Checks a whole document.
///
/// # Errors
///
/// What is wrong first.
pub(super) fn check(document: &Value) -> Result<(), Wrong> {
    let Value::Object(entries) = document else {
        return Err((String::new(), "the interface is no object".to_owned()));
    };
    object(entries, "", "interface", DOCUMENT)
}

fn object(entries: &Map<String, Value>, at: &str, what: &str, keys: &[(&str, Kind)]) -> Result<(), Wrong> {
    for (key, kind) in keys {
        match (entries.get(*key), kind) {
            (None | Some(Value::Null), Kind::TextOrNone) => {}
            (None, _) => return Err((at.to_owned(), format!("the {what} has no `{key}`"))),
            (Some(value), kind) => self::value(value, at, what, key, *kind)?,
        }
    }
    Ok(())
}

fn value(value: &Value, at: &str, what: &str, key: &str, kind: Kind) -> Result<(), Wrong> {
    let wrong = |reason: &str| Err((at.to_owned(), format!("`{key}` of the {what} {reason}")));
    match (kind, value) {
        (Kind::Text | Kind::TextOrNone, Value::String(_)) | (Kind::Flag, Value::Bool(_)) => Ok(()),
        (Kind::Place, Value::String(place)) if PLACES.contains(&place.as_str()) => Ok(()),
        (Kind::Objects(what, keys), Value::Array(all)) => objects(all, &format!("{at}/{key}"), key, what, keys),
        (Kind::Models, Value::Object(all)) => models(all),
        (Kind::Text | Kind::TextOrNone, _) => wrong("is no text"),
        (Kind::Flag, _) => wrong("is neither true nor false"),
        (Kind::Place, _) => wrong(&format!("is none of `{}`", PLACES.join("`, `"))),
        (Kind::Objects(what, _), _) => wrong(&format!("is no list, with an object for each {what}")),
        (Kind::Models, _) => Err((at.to_owned(), "`models` is no object, by whose keys models are called".to_owned())),
    }
}

fn models(all: &Map<String, Value>) -> Result<(), Wrong> {
    for (name, fields) in all {
        let at = format!("/models/{name}");
        let Value::Array(fields) = fields else {
            return Err((at, format!("`models` has `{}`, and it is no list of fields", name.escape_debug())));
        };
        objects(fields, &at, name, "field", FIELD)?;
    }
    Ok(())
}

fn objects(all: &[Value], at: &str, key: &str, what: &str, keys: &[(&str, Kind)]) -> Result<(), Wrong> {
    for (nth, one) in all.iter().enumerate() {
        let Value::Object(entries) = one else {
            return Err((at.to_owned(), format!("an entry of `{}` is no object, as a {what} is", key.escape_debug())));
        };
        object(entries, &format!("{at}/{nth}"), what, keys)?;
    }
    Ok(())
}

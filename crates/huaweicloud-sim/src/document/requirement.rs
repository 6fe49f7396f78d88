//! What fields and parameters ask of each other (`x-requires`).

use serde_json::{Map, Value};

use super::DocumentError;
use super::schema::texts;

/// Something that several values of a request must keep together.
#[derive(Debug)]
pub(crate) struct Requirement {
    /// When it is asked, all of it; for [`Ask::Only`] it is when the values may be sent.
    pub(crate) when: Vec<Condition>,
    pub(crate) ask: Ask,
}

/// What a requirement asks.
#[derive(Debug)]
pub(crate) enum Ask {
    Needs(Vec<Where>),
    Only(Vec<Where>),
    ExactlyOne(Vec<Where>),
    AtLeastOne(Vec<Where>),
    AtMostOne(Vec<Where>),
    Allows(Vec<(Where, Allowed)>),
}

/// What a value may be.
#[derive(Debug)]
pub(crate) enum Allowed {
    /// One of these.
    Values(Vec<Value>),
    /// What keeps all of these.
    Bounds(Vec<(Relation, Bound)>),
}

/// What a value is to a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Minimum,
    Maximum,
    MoreThan,
    MultipleOf,
    MaxItems,
    OtherThan,
}

impl Relation {
    const NAMED: [(&str, Self); 6] = [
        ("minimum", Self::Minimum),
        ("maximum", Self::Maximum),
        ("more-than", Self::MoreThan),
        ("multiple-of", Self::MultipleOf),
        ("max-items", Self::MaxItems),
        ("other-than", Self::OtherThan),
    ];
}

/// What a value is held against.
#[derive(Debug)]
pub(crate) enum Bound {
    Fixed(Value),
    Value(Where),
}

/// What a value begins with that another operation shows: a handler of that operation knows it, and the request does not.
const SHOWN: &str = "$shown.";

/// What must be so of one value.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) value: Where,
    pub(crate) test: Test,
}

#[derive(Debug)]
pub(crate) enum Test {
    Sent(bool),
    Is(Vec<Value>),
    IsNot(Vec<Value>),
}

/// Where a value of a request stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    /// In the object that has the requirement, or, of an operation, in the body.
    Field(String),
    Query(String),
    Header(String),
    Path(String),
}

impl Where {
    /// Reads the name of a field, or an expression of OpenAPI: `$request.query.limit`, `$request.body#/name`.
    pub(crate) fn parse(text: &str, pointer: &str) -> Result<Self, DocumentError> {
        let Some(request) = text.strip_prefix("$request.") else { return Ok(Self::Field(format!("/{text}"))) };
        match request.split_once('.') {
            Some(("query", name)) => Ok(Self::Query(name.to_owned())),
            Some(("header", name)) => Ok(Self::Header(name.to_owned())),
            Some(("path", name)) => Ok(Self::Path(name.to_owned())),
            _ => match request.strip_prefix("body#").filter(|field| field.starts_with('/')) {
                Some(field) => Ok(Self::Field(field.to_owned())),
                None => Err(DocumentError::new(
                    pointer,
                    format!("`{text}` is no place of a request; a field of the body is `$request.body#/name`"),
                )),
            },
        }
    }

    /// As a message names it.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Field(pointer) => pointer.trim_start_matches('/'),
            Self::Query(name) | Self::Header(name) | Self::Path(name) => name,
        }
    }
}

/// Makes what is asked of several places.
type OfPlaces = fn(Vec<Where>) -> Ask;

impl Requirement {
    /// The requirements of a schema or of an operation. What the service is said to ignore is none, nor is one with a condition on
    /// what another operation shows.
    pub(crate) fn all(value: &Value, pointer: &str) -> Result<Vec<Self>, DocumentError> {
        let all = value["x-requires"].as_array().into_iter().flatten().enumerate();
        let is_shown = |condition: &Value| condition["value"].as_str().is_some_and(|text| text.starts_with(SHOWN));
        let asked = all.filter(|(_, requirement)| {
            let mut conditions = requirement["when"].as_array().into_iter().flatten();
            requirement["otherwise"] != "ignored" && !conditions.any(is_shown)
        });
        asked.map(|(index, one)| Self::read(one, &format!("{pointer}/x-requires/{index}"))).collect()
    }

    fn read(value: &Value, pointer: &str) -> Result<Self, DocumentError> {
        const OF_PLACES: [(&str, OfPlaces); 5] = [
            ("needs", Ask::Needs),
            ("only", Ask::Only),
            ("exactly-one-of", Ask::ExactlyOne),
            ("at-least-one-of", Ask::AtLeastOne),
            ("at-most-one-of", Ask::AtMostOne),
        ];
        let of_places = OF_PLACES.into_iter().find_map(|(key, ask)| Some((value.get(key)?, ask)));
        let ask = match (of_places, value.get("allows").and_then(Value::as_object)) {
            (Some((places, ask)), _) => {
                ask(texts(places).iter().map(|text| Where::parse(text, pointer)).collect::<Result<_, _>>()?)
            }
            (None, Some(allowed)) => allows(allowed, pointer)?,
            (None, None) => return Err(DocumentError::new(pointer, "it asks for nothing that is known")),
        };
        let conditions = value["when"].as_array().into_iter().flatten();
        let when = conditions.map(|condition| condition_of(condition, pointer));
        Ok(Self { when: when.collect::<Result<_, _>>()?, ask })
    }
}

fn allows(allowed: &Map<String, Value>, pointer: &str) -> Result<Ask, DocumentError> {
    let allowed = allowed.iter().map(|(place, values)| {
        let is = match values.as_object() {
            Some(asked) => Allowed::Bounds(bounds(asked, pointer)?),
            None => Allowed::Values(values.as_array().cloned().unwrap_or_default()),
        };
        Ok::<_, DocumentError>((Where::parse(place, pointer)?, is))
    });
    Ok(Ask::Allows(allowed.collect::<Result<_, _>>()?))
}

/// What a value is held against. What another operation shows is not among it.
fn bounds(asked: &Map<String, Value>, pointer: &str) -> Result<Vec<(Relation, Bound)>, DocumentError> {
    let known = asked.iter().filter(|(_, value)| !value.as_str().is_some_and(|text| text.starts_with(SHOWN)));
    let bounds = known.map(|(key, value)| {
        let relation = Relation::NAMED.into_iter().find_map(|(name, relation)| (name == key).then_some(relation));
        let relation = relation.ok_or_else(|| DocumentError::new(pointer, format!("`{key}` is no bound")))?;
        let bound = match value.as_str() {
            Some(text) => Bound::Value(Where::parse(text, pointer)?),
            None => Bound::Fixed(value.clone()),
        };
        Ok((relation, bound))
    });
    bounds.collect()
}

fn condition_of(condition: &Value, pointer: &str) -> Result<Condition, DocumentError> {
    let unreadable = || DocumentError::new(pointer, "a condition cannot be read");
    let value = Where::parse(condition["value"].as_str().ok_or_else(unreadable)?, pointer)?;
    let list = |key: &str| condition.get(key)?.as_array().cloned();
    let test = list("is")
        .map(Test::Is)
        .or_else(|| list("is-not").map(Test::IsNot))
        .or_else(|| condition["sent"].as_bool().map(Test::Sent));
    Ok(Condition { value, test: test.ok_or_else(unreadable)? })
}

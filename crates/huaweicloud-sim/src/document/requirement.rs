//! What fields and parameters ask of each other (`x-requires`).

use serde_json::Value;

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
    Allows(Vec<(Where, Vec<Value>)>),
}

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
    fn parse(text: &str) -> Self {
        let Some(request) = text.strip_prefix("$request.") else { return Self::Field(format!("/{text}")) };
        match request.split_once('.') {
            Some(("query", name)) => Self::Query(name.to_owned()),
            Some(("header", name)) => Self::Header(name.to_owned()),
            Some(("path", name)) => Self::Path(name.to_owned()),
            _ => Self::Field(request.split_once('#').map_or("", |(_, pointer)| pointer).to_owned()),
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

impl Requirement {
    /// The requirements of a schema or of an operation. What the service is said to ignore is none.
    pub(super) fn all(value: &Value, pointer: &str) -> Result<Vec<Self>, DocumentError> {
        let all = value["x-requires"].as_array().into_iter().flatten().enumerate();
        let asked = all.filter(|(_, requirement)| requirement["otherwise"] != "ignored");
        asked.map(|(index, one)| Self::read(one, &format!("{pointer}/x-requires/{index}"))).collect()
    }

    fn read(value: &Value, pointer: &str) -> Result<Self, DocumentError> {
        let places = |key: &str| Some(texts(value.get(key)?).iter().map(|text| Where::parse(text)).collect::<Vec<_>>());
        let ask = places("needs")
            .map(Ask::Needs)
            .or_else(|| places("only").map(Ask::Only))
            .or_else(|| places("exactly-one-of").map(Ask::ExactlyOne))
            .or_else(|| places("at-least-one-of").map(Ask::AtLeastOne))
            .or_else(|| places("at-most-one-of").map(Ask::AtMostOne))
            .or_else(|| allows(value));
        let ask = ask.ok_or_else(|| DocumentError::new(pointer, "it asks for nothing that is known"))?;
        let conditions = value["when"].as_array().into_iter().flatten();
        let when = conditions.map(|condition| {
            condition_of(condition).ok_or_else(|| DocumentError::new(pointer, "a condition cannot be read"))
        });
        Ok(Self { when: when.collect::<Result<_, _>>()?, ask })
    }
}

fn allows(value: &Value) -> Option<Ask> {
    let allowed = value.get("allows")?.as_object()?.iter();
    let allowed = allowed.map(|(place, values)| (Where::parse(place), values.as_array().cloned().unwrap_or_default()));
    Some(Ask::Allows(allowed.collect()))
}

fn condition_of(condition: &Value) -> Option<Condition> {
    let value = Where::parse(condition["value"].as_str()?);
    let list = |key: &str| condition.get(key)?.as_array().cloned();
    let test = list("is")
        .map(Test::Is)
        .or_else(|| list("is-not").map(Test::IsNot))
        .or_else(|| condition["sent"].as_bool().map(Test::Sent))?;
    Some(Condition { value, test })
}

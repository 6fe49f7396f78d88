//! Parameters.

use std::fmt;

use super::{Availability, Certainty, Deprecation, Model, Schema, Witnesses};

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterIn {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
}

impl ParameterIn {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Path, Self::Query, Self::Header];
}

impl fmt::Display for ParameterIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        })
    }
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it is declared: in the operation, or the component that the operation refers to.
    pub pointer: String,
    /// Where the operation lists it.
    pub listed_at: String,
    /// Its name in requests.
    pub name: String,
    /// Its name in Rust, one of its own among the parameters of the operation.
    pub rust_name: String,
    /// Where it stands.
    pub place: ParameterIn,
    /// What it is.
    pub description: String,
    /// Whether it must be given.
    pub required: bool,
    /// What to do about it, if the documentation calls it out of date.
    pub deprecated: Option<Deprecation>,
    /// Whether the elements of a list are sent one by one, each under the name; otherwise in one, between commas.
    pub explode: bool,
    /// In which clouds it is there, or differs.
    pub availability: Vec<Availability>,
    /// How certain is what is said of it.
    pub certainty: Vec<Certainty>,
    /// Which sources know it, and what they contradict each other in, where something says it.
    pub witnesses: Option<Witnesses>,
    /// Its values.
    pub schema: Schema,
}

/// Name of the path parameter that the client fills in.
const PROJECT_ID: &str = "project_id";

impl Parameter {
    /// Whether the client fills it in with the project of its credentials.
    pub fn is_project(&self) -> bool {
        self.place == ParameterIn::Path && self.name == PROJECT_ID
    }

    /// The value of one that must be given and has only one. It is filled in, and can still be set: a second value may
    /// follow.
    pub fn only_value<'m>(&'m self, model: &'m Model) -> Option<&'m str> {
        let values = &model.resolve(&self.schema).enumeration()?.values;
        match values.as_slice() {
            [only] if self.required => Some(&only.wire),
            _ => None,
        }
    }

    /// Whether a text can be sent as it, unchanged: no path has an empty segment or one of dots, and headers hold visible
    /// ASCII, with spaces between. A query holds all.
    pub fn carries(&self, text: &str) -> bool {
        match self.place {
            ParameterIn::Path => !matches!(text, "" | "." | ".."),
            ParameterIn::Header => {
                let is_visible = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
                is_visible && !text.is_empty() && text.trim() == text
            }
            ParameterIn::Query => true,
        }
    }

    /// Whether the caller must give it: it is required, and neither the client nor its only value fills it in.
    pub fn is_argument(&self, model: &Model) -> bool {
        self.required && !self.is_project() && self.only_value(model).is_none()
    }

    /// A text that it may have, if the specification gives one: its example, or the first of its values.
    pub fn example<'m>(&'m self, model: &'m Model) -> Option<&'m str> {
        let schema = model.resolve(&self.schema);
        let example = self.schema.example.as_ref().or(schema.example.as_ref());
        let first = || schema.enumeration().and_then(|values| values.values.first()).map(|value| value.wire.as_str());
        example.and_then(serde_json::Value::as_str).or_else(first)
    }
}

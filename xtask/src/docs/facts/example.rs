//! Example requests and responses.

use serde::Serialize;
use serde_json::Value;

use super::located::Located;
use crate::model::Method;

/// The examples of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Examples {
    /// Example requests.
    pub request: Vec<Example>,
    /// Example responses.
    pub response: Vec<Example>,
}

/// One example.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Example {
    /// What the page says it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The status code of an example response, where the page says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The request line, where the example shows one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// The address of the request line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Headers between the request line and the body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Located<String>>,
    /// The body.
    pub body: ExampleBody,
    /// Its line.
    pub line: u32,
}

/// The body of an example.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(tag = "form", content = "value", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ExampleBody {
    /// There is none.
    #[default]
    None,
    /// It is JSON.
    Json(Value),
    /// It is JSON after small repairs, each of which is reported.
    Repaired(Value),
    /// It is something else, kept as it stands.
    Text(String),
}

impl ExampleBody {
    /// The body as JSON, repaired or not.
    #[must_use]
    pub const fn json(&self) -> Option<&Value> {
        match self {
            Self::Json(value) | Self::Repaired(value) => Some(value),
            Self::None | Self::Text(_) => None,
        }
    }
}

//! Parameters, body fields, and what limits their values.

use serde::Serialize;
use serde_json::{Number, Value};

use super::schema_type::{DocType, SchemaType};

/// A parameter outside the body.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it goes.
    #[serde(rename = "in")]
    pub location: ParameterIn,
    /// Its type.
    #[serde(flatten)]
    pub doc_type: DocType,
    /// Whether it must be given.
    pub required: Required,
    /// What limits its value.
    #[serde(flatten)]
    pub constraints: Constraints,
    /// The description, for people who compare pages; it is not to be copied into a specification.
    pub description: String,
    /// Its line; 0 for a parameter that only the URI names.
    pub line: u32,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ParameterIn {
    /// A part of the path.
    Path,
    /// The query string.
    Query,
    /// A header of the request.
    Header,
    /// A form field.
    Form,
    /// A cookie.
    Cookie,
}

/// A field of a request or response body.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Field {
    /// The path from the top of the body: `tasks[].id`, `labels.*.colour` inside of a map. `$` is the body itself.
    pub field: String,
    /// Its type.
    #[serde(flatten)]
    pub doc_type: DocType,
    /// Whether it must be given; response tables do not say.
    pub required: Required,
    /// What limits its value.
    #[serde(flatten)]
    pub constraints: Constraints,
    /// The description, for people who compare pages; it is not to be copied into a specification.
    pub description: String,
    /// Its line.
    pub line: u32,
}

impl Field {
    /// What only an example has: around the fields of a table, or in a place of its own.
    pub(in crate::docs) fn of_example(field: String, schema: SchemaType, line: u32) -> Self {
        let doc_type = DocType { text: String::new(), schema, object: None };
        let (required, constraints) = (Required::Unknown, Constraints::default());
        Self { field, doc_type, required, constraints, description: String::new(), line }
    }
}

/// Whether a value must be given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Required {
    /// It must be given.
    Yes,
    /// It may be left out, perhaps under a condition the description names.
    No,
    /// The table does not say, or its layout lost it. Never to be read as "no".
    #[default]
    Unknown,
}

impl From<bool> for Required {
    fn from(required: bool) -> Self {
        if required { Self::Yes } else { Self::No }
    }
}

/// What limits a value, as far as the description says it in words the reader knows, and whether it is still in use. Of a
/// list, it limits each element.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Constraints {
    /// The values to choose from.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// What is used if it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The smallest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Number>,
    /// The largest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Number>,
    /// The shortest text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// The longest text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// The unit, as the page names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The format or pattern the value follows, as the page writes it, such as `HH:mm:ss`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// That it is out of date, if the description says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<OutOfDate>,
}

/// What the description of a parameter or a field says that is out of date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OutOfDate {
    /// The name of what is to be taken instead, if the page has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<String>,
}

impl Constraints {
    /// How many facts these are.
    #[must_use]
    pub fn count(&self) -> u64 {
        let flags = [
            !self.values.is_empty(),
            self.default.is_some(),
            self.minimum.is_some(),
            self.maximum.is_some(),
            self.min_length.is_some(),
            self.max_length.is_some(),
            self.unit.is_some(),
            self.pattern.is_some(),
            self.deprecated.is_some(),
        ];
        flags.iter().map(|&flag| u64::from(flag)).sum()
    }
}

//! The document as it is written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::docs::facts::ParameterIn;

/// The whole document.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct File {
    /// What it was made of, for people.
    #[serde(default)]
    pub(super) source: Option<String>,
    pub(super) operations: Vec<Operation>,
    pub(super) models: BTreeMap<String, Vec<Member>>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Operation {
    /// Name in small letters, `list_widgets`.
    #[serde(rename = "operation")]
    pub(super) name: String,
    pub(super) method: String,
    pub(super) path: String,
    /// What it is for, in the words of the SDK.
    #[serde(default)]
    pub(super) summary: Option<String>,
    /// What else the SDK says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) doc: Option<String>,
    pub(super) params: Vec<Param>,
    /// Type of the request body.
    pub(super) body: Option<String>,
    /// Type of the response body of success.
    pub(super) response: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Param {
    pub(super) name: String,
    #[serde(rename = "in")]
    pub(super) location: Location,
    #[serde(rename = "type")]
    pub(super) type_text: String,
    pub(super) required: bool,
    pub(super) doc: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

impl From<Location> for ParameterIn {
    fn from(location: Location) -> Self {
        match location {
            Location::Path => Self::Path,
            Location::Query => Self::Query,
            Location::Header => Self::Header,
            Location::Cookie => Self::Cookie,
        }
    }
}

/// A field of a model.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub(super) struct Member {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) type_text: String,
    pub(super) required: bool,
    pub(super) doc: Option<String>,
}

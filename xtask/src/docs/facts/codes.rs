//! Status codes, error codes and permissions.

use serde::Serialize;

/// A documented status code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StatusCode {
    /// The code.
    pub code: String,
    /// What the page says about it.
    pub description: String,
    /// Its line.
    pub line: u32,
}

/// A documented error code of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ErrorCode {
    /// The HTTP status it comes with, where the page says so.
    pub status: Option<String>,
    /// The service's code.
    pub code: String,
    /// The message.
    pub message: String,
    /// Its line.
    pub line: u32,
}

/// A permission the caller needs, or that none is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Permission {
    /// The action, such as `wid:widget:list`; none where the row says that nothing is asked for.
    pub action: Option<String>,
    /// The access level, such as `Read`.
    pub access_level: Option<String>,
    /// The resource types the action applies to.
    pub resource_type: Option<String>,
    /// The condition keys that a policy may test.
    pub condition_keys: Option<String>,
    /// Another name of the action.
    pub alias: Option<String>,
    /// Other actions that it depends on.
    pub dependencies: Option<String>,
    /// Method and path of the operation that asks for it, `GET /v1/widgets`, where the row has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Whether the row has words beside its actions or its operation: they may say when it is asked for, or be a note.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub has_words: bool,
    /// Its line.
    pub line: u32,
}

impl Permission {
    /// That none is needed, as a line says.
    pub(crate) const fn none_needed(line: u32) -> Self {
        Self {
            action: None,
            access_level: None,
            resource_type: None,
            condition_keys: None,
            alias: None,
            dependencies: None,
            operation: None,
            has_words: false,
            line,
        }
    }
}

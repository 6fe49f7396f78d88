//! Why JSON cannot be read.

use std::fmt;

/// What is wrong with a text, or with a value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::response) struct JsonError(String);

impl JsonError {
    /// A text that is no JSON from a byte on.
    pub(super) fn syntax(what: &str, at: usize) -> Self {
        Self(format!("{what} at byte {at}"))
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for JsonError {}

impl serde::de::Error for JsonError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

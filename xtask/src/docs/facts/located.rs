//! Values with the line they stand on.

use serde::Serialize;

/// A value and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its line, counted from 1.
    pub line: u32,
}

/// Writes a located value without its line: the report lists the lines beside the values.
#[expect(clippy::ref_option, reason = "serde calls it with a reference to the field")]
pub(super) fn value_only<T: Serialize, S: serde::Serializer>(
    located: &Option<Located<T>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    located.as_ref().map(|located| &located.value).serialize(serializer)
}

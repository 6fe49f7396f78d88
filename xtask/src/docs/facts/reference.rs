//! Tables that are kept as they stand.

use serde::Serialize;

/// A table that describes no parameter, kept cell by cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReferenceTable {
    /// The caption, where there is one.
    pub caption: Option<String>,
    /// The header cells.
    pub header: Vec<String>,
    /// The data rows.
    pub rows: Vec<ReferenceRow>,
    /// Its line.
    pub line: u32,
}

/// A row of a [`ReferenceTable`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReferenceRow {
    /// The cells.
    pub cells: Vec<String>,
    /// Its line.
    pub line: u32,
}

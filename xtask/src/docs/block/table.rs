//! Tables of the block stream.

use super::text::Text;

/// The widest table that is read; no real page comes near it.
pub const MAX_COLUMNS: usize = 64;

/// A table: one header row and its data rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The header cells; empty where the page has none.
    pub header: Vec<Cell>,
    /// The data rows.
    pub rows: Vec<Row>,
}

/// A data row of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// The line the row starts on.
    pub line: u32,
    /// One cell for each column; cells that span rows or columns are repeated.
    pub cells: Vec<Cell>,
    /// Whether one cell spans all columns, as a heading inside of the table does.
    pub full_width: bool,
}

/// A cell: its paragraphs and list items.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// The parts in reading order.
    pub parts: Vec<Part>,
}

/// A paragraph or a list item of a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    /// Whether the part is a list item.
    pub bullet: bool,
    /// What it says.
    pub text: Text,
}

impl Cell {
    /// A cell of one paragraph.
    #[must_use]
    pub fn from_text(text: Text) -> Self {
        let parts = if text.is_empty() { Vec::new() } else { vec![Part { bullet: false, text }] };
        Self { parts }
    }

    /// The whole cell as one line.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut line = String::new();
        for part in self.parts.iter().filter(|part| !part.text.is_empty()) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&part.text.plain);
        }
        line
    }

    /// The targets of all links of the cell.
    pub fn targets(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|part| part.text.links.iter().map(|link| link.target.as_str()))
    }

    /// Whether no part has any text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.text.is_empty())
    }
}

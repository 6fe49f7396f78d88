//! Rows that lie inside of the one above, as their names are indented, or have a mark before them: `└ id`.

use super::rows::NamedRow;
use crate::docs::block::Cell;
use crate::docs::facts::SchemaType;

/// Marks of what lies inside of something.
const MARKS: [char; 9] = ['└', '├', '┗', '┣', '↳', '»', '›', '→', '>'];
/// What such marks are drawn with besides.
const LINES: [char; 6] = ['─', '━', '│', '┃', '-', ' '];

/// How deep a cell is indented.
pub(super) fn depth(cell: &Cell) -> usize {
    let Some(text) = cell.parts.first().map(|part| &part.text) else { return 0 };
    let (marks, _) = without_marks(&text.plain);
    text.indent + marks
}

/// How many marks stand before a text, and what is behind them.
pub(super) fn without_marks(text: &str) -> (usize, &str) {
    let rest = text.trim_start_matches(|c| MARKS.contains(&c) || LINES.contains(&c));
    let before = text.get(..text.len() - rest.len()).unwrap_or_default();
    match before.chars().filter(|c| MARKS.contains(c)).count() {
        // A line alone is a name, or a part of one.
        0 => (0, text),
        marks => (marks, rest),
    }
}

/// The rows around the next one, outermost first.
#[derive(Debug, Default)]
pub(super) struct Around(Vec<(usize, String)>);

impl Around {
    /// Puts the names of the rows around a row before its own, if these can hold something. An indent is no more than the look
    /// of a page where the row above is plain.
    pub(super) fn place(&mut self, depth: usize, row: &mut NamedRow) {
        while self.0.last().is_some_and(|(around, _)| *around >= depth) {
            self.0.pop();
        }
        if let Some((_, around)) = self.0.last() {
            row.name = format!("{around}.{}", row.name);
        }
        let is_plain = |schema: &SchemaType| {
            matches!(schema, SchemaType::String | SchemaType::Integer | SchemaType::Number | SchemaType::Boolean)
        };
        if !is_plain(row.doc_type.schema.innermost()) {
            self.0.push((depth, format!("{}{}", row.name, "[]".repeat(lists(&row.doc_type.schema)))));
        }
    }
}

/// How many lists are around the values of a type.
fn lists(schema: &SchemaType) -> usize {
    match schema {
        SchemaType::Array { items } => 1 + lists(items),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_counted_and_names_kept() {
        for (text, marks, rest) in [
            ("└ id", 1, "id"),
            ("└─ id", 1, "id"),
            ("│ └└ teeth", 2, "teeth"),
            (">> id", 2, "id"),
            ("id", 0, "id"),
            ("-", 0, "-"),
            ("- id", 0, "- id"),
        ] {
            assert_eq!(without_marks(text), (marks, rest), "{text}");
        }
    }
}

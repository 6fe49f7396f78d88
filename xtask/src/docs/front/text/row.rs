//! What rows of a table look like, once their cells are paragraphs.

use super::chunk::Chunk;
use crate::docs::words::{Column, column_of, is_type, required_of};

/// The longest title of a column that no page has.
const MAX_TITLE: usize = 40;

/// The columns of a table whose header begins at `chunks[0]`, if one does.
pub(super) fn header(chunks: &[Chunk<'_>]) -> Option<Vec<Column>> {
    let mut columns: Vec<Column> = Vec::new();
    for chunk in chunks {
        // Field names may look like header words, but they are written in lower case.
        let titled = chunk.text.chars().next().is_some_and(|c| !c.is_ascii_lowercase());
        let column = (titled && chunk.is_single() && !chunk.bullet).then(|| column_of(chunk.text)).flatten();
        // In a text these are labels of a description, and a default at most a column of its own.
        let column = column.filter(|column| *column != Column::Range);
        match column {
            Some(Column::Remark | Column::Default) if !columns.is_empty() => columns.push(Column::Remark),
            Some(column) if !columns.contains(&column) => columns.push(column),
            None if is_named_otherwise(&columns, chunks) => columns.push(Column::Required),
            _ => break,
        }
    }
    let first_identifies =
        matches!(columns.first(), Some(Column::Name | Column::StatusCode | Column::ErrorCode | Column::Action));
    let explains = columns.iter().any(|column| {
        matches!(column, Column::Description | Column::Type | Column::AccessLevel | Column::ErrorMessage)
    });
    (first_identifies && explains).then_some(columns)
}

/// Whether the column after those that are known has a title that no page has, and says whether something is needed: the first
/// row has yes or no there, and all columns after it are known.
fn is_named_otherwise(columns: &[Column], chunks: &[Chunk<'_>]) -> bool {
    let at = columns.len();
    let is_next = columns.first() == Some(&Column::Name) && !columns.contains(&Column::Required);
    let is_title = |chunk: &Chunk<'_>| chunk.is_single() && !chunk.bullet && chunk.text.len() <= MAX_TITLE;
    let after = chunks.get(at + 1..).unwrap_or_default();
    let known = after.iter().map_while(|chunk| column_of(chunk.text)).count();
    let cell = |at: usize| chunks.get(at).map(|chunk| chunk.text);
    let first_row = at + 1 + known;
    is_next
        && known > 0
        && chunks.get(at).is_some_and(is_title)
        && cell(first_row).is_some_and(is_name)
        && cell(first_row + at).is_some_and(|cell| required_of(cell).is_some())
}

/// The cells a row has before its description, and how many chunks they take: the number distinguishes a
/// row from more description.
pub(super) fn row_start<'t>(columns: &[Column], chunks: &[Chunk<'t>]) -> Option<(Vec<Option<Chunk<'t>>>, usize)> {
    if is_value_before_row(columns, chunks) {
        return None;
    }
    let mut cells = Vec::new();
    let mut used = 0;
    for (index, column) in columns.iter().enumerate() {
        if index > 0 && matches!(column, Column::Description | Column::Remark | Column::AccessLevel) {
            break;
        }
        let chunk = chunks.get(used);
        let fits = chunk.is_some_and(|chunk| !chunk.bullet && chunk.is_single() && fits(*column, chunk.text));
        match column {
            Column::Required if !fits => {
                // "One of the two" takes the cell of yes and no; a lost cell takes no chunk.
                let next_is_type = chunks.get(used + 1).is_some_and(|next| is_type(next.text));
                let is_type_now = chunk.is_some_and(|chunk| is_type(chunk.text));
                let condition = chunk.filter(|c| !is_type_now && next_is_type && c.text.len() < 60);
                cells.push(condition.cloned());
                used += usize::from(condition.is_some());
            }
            _ if !fits => return None,
            _ => {
                cells.push(chunk.cloned());
                used += 1;
            }
        }
    }
    (used > 0).then_some((cells, used))
}

/// Whether what looks like a name and its type is the end of a row, and the name of the next one: names such as `next_offset`
/// and `timestamp` may be read as types, but then the cells from there on fit as well.
fn is_value_before_row(columns: &[Column], chunks: &[Chunk<'_>]) -> bool {
    let is_field = |chunk: &Chunk<'_>| chunk.text.starts_with(|c: char| c.is_ascii_lowercase());
    let leading = columns.iter().take_while(|column| **column != Column::Description);
    let pairs = || leading.clone().zip(chunks.get(1..).unwrap_or_default());
    columns.contains(&Column::Type)
        && chunks.get(1).is_some_and(is_field)
        && pairs().count() == leading.clone().count()
        && pairs().all(|(column, chunk)| !chunk.bullet && chunk.is_single() && fits(*column, chunk.text))
}

fn fits(column: Column, text: &str) -> bool {
    match column {
        Column::Name => is_name(text),
        Column::Required => required_of(text).is_some(),
        Column::Type => is_type(text),
        Column::StatusCode => text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit()),
        Column::ErrorCode => text.len() < 40 && !text.contains(' ') && text.bytes().any(|b| b.is_ascii_digit()),
        Column::Action => text.matches(':').count() >= 2 && !text.contains(' ') && text.is_ascii(),
        _ => true,
    }
}

/// Whether a text can be the name of a parameter: one word without Chinese letters.
fn is_name(text: &str) -> bool {
    text.len() <= 128
        && !text.is_empty()
        && text.chars().all(|c| c.is_ascii_graphic())
        && !text.starts_with(['{', '"', '\''])
        && !text.ends_with(['.', ',', ';'])
        && (text.starts_with(|c: char| c.is_ascii_alphanumeric() || "_@$.-*".contains(c)))
}

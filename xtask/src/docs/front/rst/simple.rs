//! Simple tables: columns under groups of `=`.

use super::cell::cell_of;
use super::columns::{Measure, Ruler};
use super::marker::is_simple_border;
use crate::docs::block::{Document, MAX_COLUMNS, Row, Table};

/// A row while its lines are read.
struct OpenRow<'t> {
    line: u32,
    cells: Vec<Vec<&'t str>>,
}

/// How many lines a simple table has, from its first border on; none if it is never closed.
pub(super) fn length(lines: &[&str]) -> Option<usize> {
    let mut borders = 0;
    for (index, line) in lines.iter().enumerate() {
        // The first border may stand behind the mark of a list item.
        if index > 0 && !is_simple_border(line.trim_start()) {
            continue;
        }
        borders += 1;
        let ends = lines.get(index + 1).is_none_or(|next| next.trim().is_empty());
        if borders == 3 || (borders == 2 && ends) {
            return Some(index + 1);
        }
    }
    None
}

/// Adds a line to the open row, or opens another one and gives the one before: the first cell of a line that goes on is
/// empty, except in a header.
fn add_line<'t>(
    open: &mut Option<OpenRow<'t>>,
    cells: Vec<&'t str>,
    line: u32,
    in_header: bool,
) -> Option<OpenRow<'t>> {
    let starts_row = cells.first().is_some_and(|cell| !cell.trim().is_empty());
    match open {
        Some(row) if !starts_row || in_header => {
            for (lines, cell) in row.cells.iter_mut().zip(cells) {
                lines.push(cell);
            }
            None
        }
        _ => open.replace(OpenRow { line, cells: cells.into_iter().map(|cell| vec![cell]).collect() }),
    }
}

/// Reads a simple table from its lines; `first_line` is the number of the first.
pub(super) fn read(lines: &[&str], first_line: u32, document: &mut Document) -> Option<Table> {
    let (border, body) = lines.split_first()?;
    let columns = groups(border);
    if columns.len() > MAX_COLUMNS {
        refuse(columns.len(), body.len(), first_line, document);
        return None;
    }
    let mut table = Table::default();
    let mut open: Option<OpenRow<'_>> = None;
    let borders = body.iter().filter(|line| is_simple_border(line)).count();
    for (number, line) in (first_line + 1..).zip(body) {
        if is_simple_border(line) {
            let row = open.take();
            if borders > 1 && table.header.is_empty() && table.rows.is_empty() {
                table.header = row.as_ref().map(finish).map(|row| row.cells).unwrap_or_default();
            } else {
                table.rows.extend(row.as_ref().map(finish));
            }
        } else if is_span_rule(line) || line.trim().is_empty() {
            // A rule under joined cells, or a gap between rows.
        } else {
            // Cells joined on purpose have a rule below, which no API table needs.
            if overruns(line, &columns) {
                document.fault(number, "text of a simple table runs over the border of its column");
            }
            let in_header = borders > 1 && table.header.is_empty() && table.rows.is_empty();
            let cells = cut(line, &columns);
            if let Some(finished) = add_line(&mut open, cells, number, in_header) {
                table.rows.push(finish(&finished));
            }
        }
    }
    table.rows.extend(open.take().as_ref().map(finish));
    Some(table)
}

/// Reports a table that is too wide to be read.
fn refuse(columns: usize, lines: usize, first_line: u32, document: &mut Document) {
    let rows = u32::try_from(lines.saturating_sub(3)).unwrap_or(u32::MAX).max(1);
    let reason = format!("simple table of {columns} columns; at most {MAX_COLUMNS} are read");
    document.lost_rows(first_line, rows, reason);
}

fn finish(row: &OpenRow<'_>) -> Row {
    Row { line: row.line, cells: row.cells.iter().map(|lines| cell_of(lines)).collect(), full_width: false }
}

/// Start and end of each group of a border.
fn groups(border: &str) -> Vec<(usize, usize)> {
    let mut groups = Vec::new();
    let mut start = None;
    for (column, byte) in border.trim_end().bytes().enumerate() {
        if byte == b'=' {
            start.get_or_insert(column);
        } else if let Some(from) = start.take() {
            groups.push((from, column));
        }
    }
    groups.extend(start.map(|from| (from, border.trim_end().len())));
    groups
}

fn is_span_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.chars().all(|c| c == '-' || c == ' ') && line.contains("---")
}

/// Whether text stands in the gap between two columns.
fn overruns(line: &str, columns: &[(usize, usize)]) -> bool {
    let ruler = Ruler::new(line, Measure::Width);
    let gaps = columns.iter().zip(columns.iter().skip(1));
    gaps.into_iter().any(|(left, right)| !ruler.slice(left.1, right.0).trim().is_empty())
}

/// Cuts a line at the columns.
fn cut<'t>(line: &'t str, columns: &[(usize, usize)]) -> Vec<&'t str> {
    let ruler = Ruler::new(line, Measure::Width);
    let mut cells = Vec::with_capacity(columns.len());
    for (index, &(from, to)) in columns.iter().enumerate() {
        let cell = if index + 1 == columns.len() { ruler.tail(from) } else { ruler.slice(from, to) };
        cells.push(cell.trim_end());
    }
    cells
}

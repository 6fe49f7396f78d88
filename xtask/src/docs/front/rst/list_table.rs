//! Tables written as lists of lists: `.. list-table::`.

use super::cell::cell_of;
use super::marker;
use crate::docs::block::{Cell, Document, MAX_COLUMNS, Row, Table};
use crate::docs::front::lines::indent_of;

/// A row while its lines are read.
struct OpenRow<'t> {
    line: u32,
    /// Where the marks of its cells stand.
    column: usize,
    cells: Vec<Vec<&'t str>>,
}

/// Reads the body of a list table; `first_line` is the number of its first line.
pub(super) fn read(body: &[&str], first_line: u32, document: &mut Document) -> Table {
    let mut rows: Vec<OpenRow<'_>> = Vec::new();
    let mut header_rows = 0;
    for (number, line) in (first_line..).zip(body) {
        let trimmed = line.trim_start();
        if let Some(("header-rows", count)) = marker::field(trimmed).filter(|_| rows.is_empty()) {
            header_rows = count.parse().unwrap_or(0);
        } else if let Some(row) = opens_row(line, number, rows.first()) {
            rows.push(row);
        } else if let Some(row) = rows.last_mut() {
            row.add_line(line);
        }
    }
    let mut table = Table::default();
    for (index, row) in rows.into_iter().enumerate() {
        let cells: Vec<Cell> = row.cells.iter().map(|lines| cell_of(lines)).collect();
        if cells.len() > MAX_COLUMNS {
            document.lost_rows(row.line, 1, format!("table row has more than {MAX_COLUMNS} columns"));
        } else if index < header_rows && table.header.is_empty() {
            table.header = cells;
        } else if index >= header_rows {
            table.rows.push(Row { line: row.line, cells, full_width: false });
        }
    }
    table
}

/// `* - first cell`; all rows stand in one column, and lists inside of cells further in.
fn opens_row<'t>(line: &'t str, number: u32, first: Option<&OpenRow<'_>>) -> Option<OpenRow<'t>> {
    let indent = indent_of(line);
    let rest = line.get(indent..)?.strip_prefix(['*', '-', '+'])?;
    let cell = rest.trim_start();
    let column = indent + 1 + (rest.len() - cell.len());
    let is_row = column > indent + 1 && first.is_none_or(|first| first.column == column);
    let text =
        cell.strip_prefix(['*', '-', '+']).filter(|text| is_row && (text.is_empty() || text.starts_with(' ')))?;
    Some(OpenRow { line: number, column, cells: vec![vec![text]] })
}

impl<'t> OpenRow<'t> {
    /// A line is the next cell, or goes on in the last one.
    fn add_line(&mut self, line: &'t str) {
        let cell = line.get(self.column..).filter(|_| indent_of(line) == self.column);
        let text = cell.and_then(|cell| cell.strip_prefix(['*', '-', '+']));
        match (text.filter(|text| text.is_empty() || text.starts_with(' ')), self.cells.last_mut()) {
            (Some(text), _) => self.cells.push(vec![text]),
            (None, Some(lines)) => lines.push(line),
            (None, None) => {}
        }
    }
}

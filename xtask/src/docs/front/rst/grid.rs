//! Grid tables: borders of `+`, `-` and `=`, cells between `|`.

use super::cell::cell_of;
use super::columns::{Measure, Ruler};
use crate::docs::block::{Cell, Document, MAX_COLUMNS, Row, Table};
use crate::docs::front::spans::SpanBudget;

/// The lines of a cell, shared by all rows it spans.
type CellLines<'t> = Vec<&'t str>;

struct Grid<'t> {
    boundaries: Vec<usize>,
    cells: Vec<CellLines<'t>>,
    /// For each column the cell that is open in it.
    open: Vec<usize>,
    /// Rows as cells by column, with their line.
    rows: Vec<(u32, Vec<usize>)>,
    row_line: u32,
    row_has_content: bool,
    header_rows: usize,
}

/// Reads a grid table from its lines; `first_line` is the number of the first.
pub(super) fn read(lines: &[&str], first_line: u32, document: &mut Document) -> Option<Table> {
    let boundaries = boundaries_of(lines);
    let columns = boundaries.len().saturating_sub(1);
    if columns == 0 || columns > MAX_COLUMNS {
        let reason = format!("grid table of {columns} columns; at most {MAX_COLUMNS} are read");
        document.lost_rows(first_line, rows_of(lines), reason);
        return None;
    }
    let mut grid = Grid {
        boundaries,
        cells: vec![CellLines::new(); columns],
        open: (0..columns).collect(),
        rows: Vec::new(),
        row_line: first_line + 1,
        row_has_content: false,
        header_rows: 0,
    };
    for (number, line) in (first_line..).zip(lines) {
        grid.line(line, number, document);
    }
    if grid.row_has_content {
        document.fault(first_line, "grid table ends without a border");
        grid.close_row(first_line, |_| true);
    }
    Some(grid.finish(first_line, document))
}

/// Rough number of data rows, for a table that is not read.
fn rows_of(lines: &[&str]) -> u32 {
    let borders = lines.iter().filter(|line| line.starts_with('+')).count();
    u32::try_from(borders.saturating_sub(2)).unwrap_or(u32::MAX).max(1)
}

/// The display columns of all cell corners of full borders.
fn boundaries_of(lines: &[&str]) -> Vec<usize> {
    let mut boundaries: Vec<usize> = Vec::new();
    let mut seen = "";
    for line in lines.iter().filter(|line| line.starts_with('+')) {
        // Most borders are alike; each different one may show more corners.
        if *line == seen {
            continue;
        }
        seen = line;
        if line.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'=')) {
            boundaries.extend(line.match_indices('+').map(|(column, _)| column));
        }
    }
    boundaries.sort_unstable();
    boundaries.dedup();
    boundaries
}

impl<'t> Grid<'t> {
    fn line(&mut self, line: &'t str, number: u32, document: &mut Document) {
        if line.contains("+-") || line.contains("+=") || line.contains("-+") {
            let ruler = self.ruler(line);
            let segments: Vec<Option<bool>> = self.segments().map(|(from, to)| rule_of(&ruler, from, to)).collect();
            if segments.iter().any(Option::is_some) {
                if segments.contains(&Some(true)) && self.header_rows == 0 {
                    self.header_rows = self.rows.len() + usize::from(self.row_has_content);
                }
                self.close_row(number + 1, |column| segments.get(column).copied().flatten().is_some());
                self.content(&ruler, |column| segments.get(column).copied().flatten().is_none());
                return;
            }
        }
        let ruler = self.ruler(line);
        self.row_has_content = true;
        if self.meets(&ruler) {
            self.content(&ruler, |_| true);
        } else {
            self.overrun(line, &ruler, number, document);
        }
    }

    /// A line whose text runs past a border is cut at its own bars, or else only its last cell is longer than the rest.
    fn overrun(&mut self, line: &'t str, ruler: &Ruler<'t>, number: u32, document: &mut Document) {
        let cells: Vec<&str> = line.trim_end().trim_start_matches('|').trim_end_matches('|').split('|').collect();
        if cells.len() == self.open.len() {
            for (open, cell) in self.open.iter().zip(cells) {
                if let Some(lines) = self.cells.get_mut(*open) {
                    lines.push(cell.trim_end());
                }
            }
            return;
        }
        document.fault(number, "text of a grid table runs over the border of its column");
        self.content(ruler, |_| true);
        let end = self.boundaries.last().copied().unwrap_or_default();
        if let Some(lines) = self.open.last().and_then(|&open| self.cells.get_mut(open)) {
            lines.push(ruler.tail(end).trim_end().trim_end_matches('|'));
        }
    }

    /// Measures a line so that its corners meet the table's.
    fn ruler(&self, line: &'t str) -> Ruler<'t> {
        let ruler = Ruler::new(line, Measure::Width);
        if line.is_ascii() || self.meets(&ruler) {
            return ruler;
        }
        let by_chars = Ruler::new(line, Measure::Chars);
        if self.meets(&by_chars) { by_chars } else { ruler }
    }

    fn meets(&self, ruler: &Ruler<'_>) -> bool {
        self.boundaries.last().is_some_and(|&column| matches!(ruler.at(column), Some('|' | '+')))
    }

    fn segments(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let ends = self.boundaries.iter().skip(1);
        self.boundaries.iter().zip(ends).map(|(&from, &to)| (from + 1, to))
    }

    /// Adds a line's text to the open cells; a missing `|` joins a cell with its neighbour.
    fn content(&mut self, ruler: &Ruler<'t>, wanted: impl Fn(usize) -> bool) {
        let columns = self.open.len();
        let mut column = 0;
        while column < columns {
            let mut last = column;
            while last + 1 < columns
                && self.boundaries.get(last + 1).is_some_and(|&at| !matches!(ruler.at(at), Some('|' | '+')))
            {
                last += 1;
            }
            if wanted(column)
                && let (Some(&from), Some(&to), Some(&cell)) =
                    (self.boundaries.get(column), self.boundaries.get(last + 1), self.open.get(column))
            {
                for joined in column + 1..=last {
                    if let Some(open) = self.open.get_mut(joined) {
                        *open = cell;
                    }
                }
                if let Some(lines) = self.cells.get_mut(cell) {
                    lines.push(ruler.slice(from + 1, to).trim_end());
                }
            }
            column = last + 1;
        }
    }

    /// Ends the row; columns with a rule get a new cell, the others go on.
    fn close_row(&mut self, next_line: u32, is_ruled: impl Fn(usize) -> bool) {
        if self.row_has_content {
            self.rows.push((self.row_line, self.open.clone()));
            for (column, open) in self.open.iter_mut().enumerate() {
                if is_ruled(column) {
                    *open = self.cells.len();
                    self.cells.push(CellLines::new());
                }
            }
        }
        self.row_has_content = false;
        self.row_line = next_line;
    }

    fn finish(self, first_line: u32, document: &mut Document) -> Table {
        let mut table = Table::default();
        let mut cells = SharedCells {
            cells: self.cells.iter().map(|lines| (cell_of(lines), false)).collect(),
            budget: SpanBudget::default(),
            cut: false,
        };
        for (index, (line, ids)) in self.rows.into_iter().enumerate() {
            let full_width = ids.len() > 1 && ids.iter().all(|id| Some(id) == ids.first());
            let row: Vec<Cell> = ids.iter().map(|&id| cells.copy(id)).collect();
            if index < self.header_rows && table.header.is_empty() {
                table.header = row;
            } else {
                table.rows.push(Row { line, cells: row, full_width });
            }
        }
        if cells.cut {
            document.fault(first_line, "cells span too many rows or columns; the rest is left out");
        }
        table
    }
}

/// Finished cells; copies for the rows they span are bounded.
struct SharedCells {
    cells: Vec<(Cell, bool)>,
    budget: SpanBudget,
    cut: bool,
}

impl SharedCells {
    fn copy(&mut self, id: usize) -> Cell {
        let Some((cell, used)) = self.cells.get_mut(id) else {
            return Cell::default();
        };
        if !std::mem::replace(used, true) || self.budget.take(cell) {
            return cell.clone();
        }
        // Emptied at once: the next row must not measure it again.
        *cell = Cell::default();
        self.cut = true;
        Cell::default()
    }
}

/// Whether the border between two corners is drawn; true within if it is drawn with `=`.
fn rule_of(ruler: &Ruler<'_>, from: usize, to: usize) -> Option<bool> {
    let segment = ruler.slice(from, to);
    let first = segment.chars().next().filter(|c| matches!(c, '-' | '='))?;
    segment.chars().all(|c| c == first || c == '+').then_some(first == '=')
}

//! Builds a table from its tags, repeating cells that span rows or columns.

use crate::docs::block::{Cell, Document, Link, MAX_COLUMNS, Part, Row, Table, Text};
use crate::docs::front::spans::SpanBudget;
use crate::docs::words::column_of;

/// A cell that reaches into the rows below.
#[derive(Debug)]
struct Span {
    column: usize,
    rows_left: u32,
    cell: Cell,
}

#[derive(Debug, Default)]
struct OpenRow {
    line: u32,
    cells: Vec<Cell>,
    own_cells: usize,
    /// How many columns its widest cell has.
    widest: usize,
    heads: usize,
    in_head: bool,
    too_wide: bool,
}

/// A table while its tags are read.
#[derive(Debug, Default)]
pub(crate) struct TableBuilder {
    pub(crate) line: u32,
    table: Table,
    row: Option<OpenRow>,
    cell: Option<(Cell, usize, u32)>,
    spans: Vec<Span>,
    in_head: bool,
    too_wide_rows: u32,
    spans_cut: bool,
    /// Preformatted text seen in cells: a table of only these is a code listing.
    pub(crate) listings: Vec<(u32, String)>,
}

impl TableBuilder {
    pub(crate) fn new(line: u32) -> Self {
        Self { line, ..Self::default() }
    }

    pub(crate) fn set_head(&mut self, in_head: bool) {
        self.in_head = in_head;
    }

    pub(crate) fn open_row(&mut self, line: u32, budget: &mut SpanBudget) {
        self.close_row(budget);
        self.row = Some(OpenRow { line, in_head: self.in_head, ..OpenRow::default() });
    }

    pub(crate) fn open_cell(&mut self, line: u32, spans: (usize, u32), head: bool, budget: &mut SpanBudget) {
        self.close_cell(budget);
        let in_head = self.in_head;
        let row = self.row.get_or_insert_with(|| OpenRow { line, in_head, ..OpenRow::default() });
        row.own_cells += 1;
        row.heads += usize::from(head);
        self.cell = Some((Cell::default(), spans.0.clamp(1, MAX_COLUMNS), spans.1.max(1)));
    }

    pub(crate) const fn in_cell(&self) -> bool {
        self.cell.is_some()
    }

    /// Makes the open cell refer to an anchor.
    pub(crate) fn refer(&mut self, anchor: &str) {
        if let Some((cell, _, _)) = &mut self.cell {
            let link = Link { text: String::new(), target: anchor.to_owned() };
            let text = Text { links: vec![link], ..Text::default() };
            cell.parts.push(Part { bullet: false, text });
        }
    }

    /// What the first cell of the open row says.
    pub(crate) fn row_name(&self) -> String {
        self.row.as_ref().and_then(|row| row.cells.first()).map(Cell::plain).unwrap_or_default()
    }

    pub(crate) fn push_part(&mut self, bullet: bool, text: Text) {
        if let Some((cell, _, _)) = &mut self.cell
            && !text.is_empty()
        {
            cell.parts.push(Part { bullet, text });
        }
    }

    pub(crate) fn close_cell(&mut self, budget: &mut SpanBudget) {
        let Some((cell, columns, rows)) = self.cell.take() else {
            return;
        };
        let Some(mut row) = self.row.take() else {
            return;
        };
        self.fill_spans(&mut row, budget);
        row.widest = row.widest.max(columns);
        for repeat in 0..columns {
            if row.cells.len() >= MAX_COLUMNS {
                row.too_wide = true;
                break;
            }
            if rows > 1 {
                self.spans.push(Span { column: row.cells.len(), rows_left: rows - 1, cell: cell.clone() });
            }
            if repeat == 0 || budget.take(&cell) {
                row.cells.push(cell.clone());
            } else {
                self.spans_cut = true;
            }
        }
        self.row = Some(row);
    }

    /// Puts cells from the rows above where the row has reached their column.
    fn fill_spans(&mut self, row: &mut OpenRow, budget: &mut SpanBudget) {
        while let Some(span) = self
            .spans
            .iter_mut()
            .find(|span| span.column == row.cells.len() && span.rows_left > 0 && row.cells.len() < MAX_COLUMNS)
        {
            span.rows_left -= 1;
            if budget.take(&span.cell) {
                row.cells.push(span.cell.clone());
            } else {
                self.spans_cut = true;
                span.rows_left = 0;
            }
        }
    }

    pub(crate) fn close_row(&mut self, budget: &mut SpanBudget) {
        self.close_cell(budget);
        let Some(mut row) = self.row.take() else {
            return;
        };
        if row.own_cells == 0 {
            return;
        }
        self.fill_spans(&mut row, budget);
        self.spans.retain(|span| span.rows_left > 0);
        let is_head = row.in_head || row.heads == row.own_cells;
        if row.too_wide {
            self.too_wide_rows += 1;
        } else if is_head && self.table.header.is_empty() && self.table.rows.is_empty() {
            self.table.header = row.cells;
        } else if row.in_head && self.table.rows.is_empty() {
            self.second_head(row.cells);
        } else {
            let full_width = row.own_cells == 1 && row.widest > 1 && row.widest == row.cells.len();
            self.table.rows.push(Row { line: row.line, cells: row.cells, full_width });
        }
    }

    /// A second row of the head says more about the columns that the first one joins, or names without a word known.
    fn second_head(&mut self, cells: Vec<Cell>) {
        for (first, second) in self.table.header.iter_mut().zip(cells) {
            if column_of(&first.plain()).is_none() && column_of(&second.plain()).is_some() {
                *first = second;
            }
        }
    }

    /// The finished table; a page that marks no header has it in the first row.
    pub(crate) fn finish(mut self, document: &mut Document, budget: &mut SpanBudget) -> Table {
        self.close_row(budget);
        if self.too_wide_rows > 0 {
            let reason = format!("{} table rows have more than {MAX_COLUMNS} columns", self.too_wide_rows);
            document.lost_rows(self.line, self.too_wide_rows, reason);
        }
        if self.spans_cut {
            document.fault(self.line, "cells span too many rows or columns; the rest is left out");
        }
        let unmarked_header = self.table.header.is_empty()
            && self
                .table
                .rows
                .first()
                .is_some_and(|row| row.cells.iter().filter(|cell| column_of(&cell.plain()).is_some()).count() >= 2);
        if unmarked_header {
            self.table.header = self.table.rows.remove(0).cells;
        }
        self.table
    }
}

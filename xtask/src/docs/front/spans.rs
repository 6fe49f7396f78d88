//! Bounds what cells that span rows or columns may cost.

use crate::docs::block::Cell;

/// How much may be repeated on one page for cells that span rows or columns. Without a bound, one
/// long cell with `rowspan="65534"` would fill the memory.
#[derive(Debug)]
pub(crate) struct SpanBudget {
    cells: usize,
    bytes: usize,
}

impl Default for SpanBudget {
    fn default() -> Self {
        Self { cells: 50_000, bytes: 1 << 20 }
    }
}

impl SpanBudget {
    /// Whether one more copy of `cell` may be made.
    pub(crate) fn take(&mut self, cell: &Cell) -> bool {
        let bytes: usize = cell.parts.iter().map(|part| part.text.plain.len() + 80).sum();
        if self.cells == 0 || self.bytes < bytes {
            return false;
        }
        self.cells -= 1;
        self.bytes -= bytes;
        true
    }
}

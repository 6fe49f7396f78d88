//! reStructuredText, as Open Telekom Cloud publishes its documentation sources.
//!
//! There is no well-kept crate for it, and only a part of the language occurs in API pages: titles,
//! targets, tables, code blocks, notes, lists and inline markup.

mod cell;
mod columns;
mod csv_table;
mod directive;
mod grid;
mod inline;
mod list_table;
mod marker;
mod page;
mod simple;

use crate::docs::block::Document;

/// Reads a reStructuredText page.
#[must_use]
pub fn read(text: &str) -> Document {
    page::read(text)
}

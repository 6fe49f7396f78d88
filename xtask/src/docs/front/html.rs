//! HTML: whole pages, and the tables inside Markdown.

mod page;
mod table;

use crate::docs::block::Document;
use crate::docs::front::spans::SpanBudget;

pub(crate) use page::PageReader;

/// Reads an HTML page.
#[must_use]
pub fn read(text: &str) -> Document {
    let mut document = Document::default();
    let mut budget = SpanBudget::default();
    PageReader::new(text, 1, &mut document, &mut budget).run();
    document
}

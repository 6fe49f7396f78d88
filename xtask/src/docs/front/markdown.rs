//! Markdown with HTML tables, as Huawei Cloud publishes its documentation sources.

mod events;
mod segment;

use crate::docs::block::Document;
use crate::docs::front::spans::SpanBudget;
use segment::mask;

/// Reads a Markdown page.
#[must_use]
pub fn read(text: &str) -> Document {
    let mut document = Document::default();
    let mut budget = SpanBudget::default();
    let masked = mask(text, &mut document);
    events::read(&masked, &mut document, &mut budget);
    document
}

//! Markdown with HTML tables, as Huawei Cloud publishes its documentation sources.

mod events;
mod segment;

use crate::docs::block::Document;
use crate::docs::front::html::PageReader;
use crate::docs::front::spans::SpanBudget;
use segment::{Segment, segments};

/// Reads a Markdown page.
#[must_use]
pub fn read(text: &str) -> Document {
    let mut document = Document::default();
    let mut budget = SpanBudget::default();
    let cut = segments(text, &mut document);
    for segment in cut {
        match segment {
            Segment::Markdown { line, text } => {
                events::read(&text, line, &mut document, &mut budget);
            }
            Segment::Html { line, text } => {
                PageReader::new(text, line, &mut document, &mut budget).run();
            }
        }
    }
    document
}

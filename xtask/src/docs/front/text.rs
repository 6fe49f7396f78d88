//! The text of a web page, where every table cell is a paragraph of its own.
//!
//! Tables are put together again from the words of their header and from what rows look like. Some
//! extractions lose every paragraph of a single character, and with it 是 (yes) and 否 (no): such
//! cells come out empty.

mod chunk;
mod page;
mod row;

use crate::docs::block::Document;

/// Reads the text of a web page, English or Chinese.
#[must_use]
pub fn read(text: &str) -> Document {
    let chunks = chunk::chunks(text);
    page::Walker::new(&chunks).run()
}

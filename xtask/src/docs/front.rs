//! Front ends: one for each layout, all giving the same stream of blocks.
//!
//! Each has a `read(text) -> Document` that never fails and never panics, whatever the text is.

pub mod html;
mod lines;
pub mod markdown;
mod recognise;
pub mod rst;
mod spans;
pub mod text;

pub use recognise::recognise;

use super::block::Document;
use super::facts::Layout;

/// Reads a text with the front end of a layout.
#[must_use]
pub fn read(layout: Layout, text: &str) -> Document {
    match layout {
        Layout::Markdown => markdown::read(text),
        Layout::Rst => rst::read(text),
        Layout::TextEn | Layout::TextZh => text::read(text),
        Layout::Html => html::read(text),
        Layout::Unreadable => Document::default(),
    }
}

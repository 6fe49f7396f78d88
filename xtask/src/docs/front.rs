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

use std::borrow::Cow;

use super::block::Document;
use super::facts::Layout;

/// Reads a text with the front end of a layout.
#[must_use]
pub fn read(layout: Layout, text: &str) -> Document {
    let text = &without_lone_returns(text);
    match layout {
        Layout::Markdown => markdown::read(text),
        Layout::Rst => rst::read(text),
        Layout::TextEn | Layout::TextZh => text::read(text),
        Layout::Html => html::read(text),
        Layout::Interface | Layout::Unreadable => Document::default(),
    }
}

/// The text with a space for each carriage return that ends no line: Markdown and HTML would take it for the end of one,
/// and lines would have other numbers than in an editor.
fn without_lone_returns(text: &str) -> Cow<'_, str> {
    let lone = |(at, _): &(usize, &str)| text.as_bytes().get(at + 1) != Some(&b'\n');
    if !text.match_indices('\r').any(|found| lone(&found)) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.match_indices('\r').filter(lone) {
        plain.push_str(text.get(from..at).unwrap_or_default());
        plain.push(' ');
        from = at + 1;
    }
    plain.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn returns_end_lines_or_are_spaces(text in "([a-z]|\\r|\\n|\\r\\n|\\PC){0,30}") {
            let plain = without_lone_returns(&text);
            prop_assert_eq!(plain.len(), text.len());
            prop_assert_eq!(plain.matches('\r').count(), text.matches("\r\n").count());
            prop_assert_eq!(plain.replace(['\r', ' '], ""), text.replace(['\r', ' '], ""));
        }
    }
}

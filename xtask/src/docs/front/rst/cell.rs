//! Cells of tables: paragraphs and list items.

use super::{inline, marker};
use crate::docs::block::{Cell, Part};

/// A cell from its lines.
pub(super) fn cell_of(lines: &[&str]) -> Cell {
    let mut parts = Vec::new();
    let mut paragraph = String::new();
    let mut bullet = false;
    let mut end = |paragraph: &mut String, bullet: &mut bool| {
        let text = inline::parse(paragraph);
        if !text.is_empty() {
            parts.push(Part { bullet: *bullet, text });
        }
        paragraph.clear();
        *bullet = false;
    };
    for line in lines {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            end(&mut paragraph, &mut bullet);
        } else if let Some(text) = marker::item(trimmed) {
            end(&mut paragraph, &mut bullet);
            bullet = true;
            paragraph.push_str(text);
        } else if let Some((_, text)) = marker::directive(trimmed) {
            end(&mut paragraph, &mut bullet);
            paragraph.push_str(text);
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(trimmed);
        }
    }
    end(&mut paragraph, &mut bullet);
    Cell { parts }
}

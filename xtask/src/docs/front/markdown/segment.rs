//! Cuts a page into Markdown and HTML tables.
//!
//! In Markdown an HTML block ends at the first blank line; a table must be read to its end tag, so
//! tables are cut out before the Markdown parser sees the page.

use std::borrow::Cow;

use crate::docs::block::Document;
use crate::docs::front::lines::indent_of;

/// How many list and quote markers a line may begin with.
const MAX_NESTING: usize = 32;
/// How far a line may be indented.
const MAX_INDENT: usize = 400;

/// A part of a page.
#[derive(Debug)]
pub(super) enum Segment<'t> {
    /// Markdown without HTML tables.
    Markdown { line: u32, text: Cow<'t, str> },
    /// One HTML table, with what stands before it on its line.
    Html { line: u32, text: &'t str },
}

/// A code fence: its character and length.
type Fence = (char, usize);

/// Cuts `text` into segments; what cannot be read goes to the document's faults.
pub(super) fn segments<'t>(text: &'t str, document: &mut Document) -> Vec<Segment<'t>> {
    let mut segments = Vec::new();
    let mut fence: Option<(Fence, u32)> = None;
    let mut pending = Pending { start: 0, line: 1, flat: None };
    let mut offset = 0;
    let mut line_number = 1_u32;
    while let Some(line) = next_line(text, offset) {
        let end = offset + line.len();
        if let Some((open, _)) = fence {
            if closes(line, open) {
                fence = None;
            }
        } else if let Some(open) = opens(line) {
            fence = Some((open, line_number));
        } else if starts_table(line) {
            pending.cut(text, offset, &mut segments);
            let length = table_length(text.get(offset..).unwrap_or_default());
            let table = text.get(offset..offset + length).unwrap_or_default();
            segments.push(Segment::Html { line: line_number, text: table });
            line_number += newlines(table);
            offset += length;
            pending = Pending { start: offset, line: line_number, flat: None };
            continue;
        } else if is_too_deep(line) {
            document.fault(line_number, "list or quote is nested too deeply; the line is left out");
            pending.leave_out(text, offset);
            offset = end;
            line_number += 1;
            continue;
        }
        pending.keep(line);
        offset = end;
        line_number += 1;
    }
    if let Some((_, line)) = fence {
        document.fault(line, "code block is never closed");
    }
    pending.cut(text, offset, &mut segments);
    segments
}

/// Markdown that has been passed but not yet cut.
struct Pending {
    start: usize,
    line: u32,
    /// A copy without the lines left out, once there are any.
    flat: Option<String>,
}

impl Pending {
    /// Puts an empty line in the place of the line at `offset`.
    fn leave_out(&mut self, text: &str, offset: usize) {
        let so_far = text.get(self.start..offset).unwrap_or_default();
        self.flat.get_or_insert_with(|| so_far.to_owned()).push('\n');
    }

    fn keep(&mut self, line: &str) {
        if let Some(flat) = &mut self.flat {
            flat.push_str(line);
        }
    }

    fn cut<'t>(&mut self, text: &'t str, end: usize, segments: &mut Vec<Segment<'t>>) {
        let cut = match self.flat.take() {
            Some(flat) => Cow::Owned(flat),
            None => Cow::Borrowed(text.get(self.start..end).unwrap_or_default()),
        };
        if !cut.trim().is_empty() {
            segments.push(Segment::Markdown { line: self.line, text: cut });
        }
    }
}

fn next_line(text: &str, offset: usize) -> Option<&str> {
    let rest = text.get(offset..).filter(|rest| !rest.is_empty())?;
    let length = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
    rest.get(..length)
}

fn newlines(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX)
}

fn opens(line: &str) -> Option<Fence> {
    let trimmed = line.trim_start();
    let mark = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = trimmed.chars().take_while(|&c| c == mark).count();
    let info = trimmed.get(length..).unwrap_or_default();
    (length >= 3 && !(mark == '`' && info.contains('`'))).then_some((mark, length))
}

fn closes(line: &str, (mark, length): Fence) -> bool {
    let trimmed = line.trim();
    trimmed.chars().count() >= length && trimmed.chars().all(|c| c == mark)
}

/// Whether a line of tags opens a table.
fn starts_table(line: &str) -> bool {
    let trimmed = line.trim_start();
    trimmed.starts_with('<') && find_tag(trimmed, "<table").is_some()
}

/// The length of the text up to and with the end of the table it begins with.
fn table_length(text: &str) -> usize {
    let mut depth = 0_u32;
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| find_tag(rest, "table")) {
        let at = from + at;
        let before = text.get(..at).unwrap_or_default();
        if before.ends_with("</") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let rest = text.get(at..).unwrap_or_default();
                return at + rest.find('>').map_or(rest.len(), |close| close + 1);
            }
        } else if before.ends_with('<') {
            depth += 1;
        }
        from = at + "table".len();
    }
    text.len()
}

/// Finds a tag's name whatever its case; only ASCII is compared.
fn find_tag(text: &str, name: &str) -> Option<usize> {
    let name = name.as_bytes();
    text.as_bytes().windows(name.len()).position(|window| window.eq_ignore_ascii_case(name))
}

/// Whether a line begins with more list and quote markers than any page needs.
fn is_too_deep(line: &str) -> bool {
    if indent_of(line) > MAX_INDENT {
        return true;
    }
    let mut markers = 0;
    for c in line.chars() {
        match c {
            '>' | '-' | '+' | '*' | ')' | '.' => markers += 1,
            c if c.is_ascii_digit() || c == ' ' || c == '\t' => {}
            _ => return false,
        }
        if markers > MAX_NESTING {
            // A rule or a title underline is one marker repeated without spaces.
            return line.contains(' ') || line.starts_with('>');
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_too_deep_is_left_out_and_code_is_not() {
        let deep = "> ".repeat(40);
        let text = format!("a\n{deep}b\n```\n{deep}c\n```\n");
        let mut document = Document::default();
        let segments = segments(&text, &mut document);
        let [Segment::Markdown { line: 1, text }] = segments.as_slice() else { panic!("{segments:?}") };
        assert_eq!(text.as_ref(), format!("a\n\n```\n{deep}c\n```\n"));
        assert_eq!(document.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2]);
    }

    proptest! {
        #[test]
        fn segments_are_the_page_in_order(
            text in "(<table>|<TABLE>|</table>|<td>|```\\n|~~~~\\n|- |> |\\n|\\n\\n|[a-z]{1,4}|  |\\PC){0,60}",
        ) {
            let mut document = Document::default();
            let mut offset = 0;
            for segment in segments(&text, &mut document) {
                let (line, part) = match &segment {
                    Segment::Markdown { line, text } => (*line, text.as_ref()),
                    Segment::Html { line, text } => (*line, *text),
                };
                // Only blank Markdown is left out, and lines that are nested too deeply.
                let rest = &text[offset..];
                let Some(at) = rest.find(part) else {
                    prop_assert!(!document.faults.is_empty());
                    return Ok(());
                };
                prop_assert!(rest[..at].trim().is_empty());
                let begin = offset + at;
                let expected = newlines(&text[..begin]) + 1;
                prop_assert!(line <= expected && expected - line <= newlines(&rest[..at]));
                offset = begin + part.len();
            }
            prop_assert!(text[offset..].trim().is_empty() || !document.faults.is_empty());
        }
    }
}

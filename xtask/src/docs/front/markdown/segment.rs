//! Takes HTML tables out of a page, so that the Markdown around them stays what it is.
//!
//! In Markdown an HTML block ends at the first blank line, and what follows a table in a list item would be code. So a
//! table is read to its end tag, and a mark stands in its place, on a line of as many as the table had.

use std::borrow::Cow;

use crate::docs::block::Document;
use crate::docs::front::lines::indent_of;

/// How many list and quote markers a line may begin with.
const MAX_NESTING: usize = 32;
/// How far a line may be indented.
const MAX_INDENT: usize = 400;
/// A mark is a comment with this and a number: an HTML block of one line wherever it stands.
const OPENING: &str = "<!--\u{e000}";
const CLOSING: &str = "-->";

/// A page whose HTML tables are marks.
#[derive(Debug)]
pub(super) struct Masked<'t> {
    /// The Markdown; each of its lines has the number that it has on the page.
    pub(super) markdown: Cow<'t, str>,
    /// The tables, by the number in their mark.
    pub(super) tables: Vec<HtmlTable<'t>>,
}

/// An HTML table, with what stands before it on its line.
#[derive(Debug, Clone, Copy)]
pub(super) struct HtmlTable<'t> {
    pub(super) line: u32,
    pub(super) text: &'t str,
}

/// A code fence: its character and length.
type Fence = (char, usize);

/// Takes the tables out of `text`; what cannot be read goes to the document's faults.
pub(super) fn mask<'t>(text: &'t str, document: &mut Document) -> Masked<'t> {
    let mut masker = Masker { text, kept: 0, masked: String::new(), tables: Vec::new() };
    let mut fence: Option<(Fence, u32)> = None;
    let mut offset = 0;
    let mut line_number = 1_u32;
    while let Some(line) = next_line(text, offset) {
        let mut end = offset + line.len();
        if let Some((open, _)) = fence {
            if closes(line, open) {
                fence = None;
            }
        } else if let Some(open) = opens(line) {
            fence = Some((open, line_number));
        } else if starts_table(line) {
            end = offset + table_length(text.get(offset..).unwrap_or_default());
            masker.replace_table(offset..end, line_number);
        } else if is_too_deep(line) {
            document.fault(line_number, "list or quote is nested too deeply; the line is left out");
            masker.replace(offset..end, "\n");
        }
        line_number += newlines(text.get(offset..end).unwrap_or_default());
        offset = end;
    }
    if let Some((_, line)) = fence {
        document.fault(line, "code block is never closed");
    }
    masker.finish()
}

/// The page so far: what was kept, and what stands in the place of the rest.
struct Masker<'t> {
    text: &'t str,
    kept: usize,
    masked: String,
    tables: Vec<HtmlTable<'t>>,
}

impl<'t> Masker<'t> {
    fn replace(&mut self, range: std::ops::Range<usize>, with: &str) {
        self.masked.push_str(self.text.get(self.kept..range.start).unwrap_or_default());
        self.masked.push_str(with);
        self.kept = range.end;
    }

    /// Puts a mark in the place of a table, as far to the right, and a blank line for each of its other lines.
    fn replace_table(&mut self, range: std::ops::Range<usize>, line: u32) {
        let table = self.text.get(range.clone()).unwrap_or_default();
        let indent = table.get(..indent_of(table)).unwrap_or_default();
        let lines = newlines(table) as usize;
        let mark = format!("{indent}{OPENING}{}{CLOSING}{}{indent}", self.tables.len(), "\n".repeat(lines));
        self.tables.push(HtmlTable { line, text: table });
        self.replace(range, &mark);
    }

    fn finish(mut self) -> Masked<'t> {
        if self.tables.is_empty() && self.masked.is_empty() {
            return Masked { markdown: Cow::Borrowed(self.text), tables: self.tables };
        }
        self.masked.push_str(self.text.get(self.kept..).unwrap_or_default());
        Masked { markdown: Cow::Owned(self.masked), tables: self.tables }
    }
}

/// Whether a text has the mark of a table.
pub(super) fn has_mark(text: &str) -> bool {
    text.contains(OPENING)
}

/// Splits a text at its first mark: what stands before, the number of the table, and what follows.
pub(super) fn split_mark(text: &str) -> Option<(&str, usize, &str)> {
    let (before, rest) = text.split_once(OPENING)?;
    let (number, after) = rest.split_once(CLOSING)?;
    Some((before, number.parse().ok()?, after))
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
        assert_eq!(mask(&text, &mut document).markdown, format!("a\n\n```\n{deep}c\n```\n"));
        assert_eq!(document.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2]);
    }

    proptest! {
        #[test]
        fn a_masked_page_has_its_lines_and_all_its_text(
            text in "(<table>|<TABLE>|</table>|<td>|```\\n|~~~~\\n|- |> |\\n|\\n\\n|[a-z]{1,4}|  |\\PC){0,60}",
        ) {
            let mut document = Document::default();
            let masked = mask(&text, &mut document);
            prop_assert_eq!(newlines(&masked.markdown), newlines(&text));
            let (mut rest, mut whole) = (&*masked.markdown, String::new());
            while let Some((before, number, after)) = split_mark(rest) {
                let table = masked.tables[number];
                prop_assert_eq!(newlines(&whole) + newlines(before) + 1, table.line);
                whole.push_str(before.trim_end_matches([' ', '\t']));
                whole.push_str(table.text);
                let lines = newlines(table.text) as usize;
                rest = after.get(lines..).unwrap_or_default().trim_start_matches([' ', '\t']);
            }
            whole.push_str(rest);
            let blank = |text: &str| text.replace([' ', '\t'], "");
            prop_assert!(blank(&whole) == blank(&text) || !document.faults.is_empty());
        }
    }
}

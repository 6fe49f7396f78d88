//! Paragraphs of a text: lines between blank lines.

use crate::docs::front::lines::indent_of;

/// Lines between blank lines.
#[derive(Debug, Clone)]
pub(super) struct Chunk<'t> {
    /// The number of the first line.
    pub(super) line: u32,
    /// The text without outer white space.
    pub(super) text: &'t str,
    /// Whether it is a list item; its mark is cut off.
    pub(super) bullet: bool,
    /// How far its first line is indented.
    pub(super) indent: usize,
}

impl Chunk<'_> {
    /// Whether it is one line.
    pub(super) fn is_single(&self) -> bool {
        !self.text.contains('\n')
    }
}

/// The paragraphs of a text.
pub(super) fn chunks(text: &str) -> Vec<Chunk<'_>> {
    let mut chunks = Vec::new();
    let mut open: Option<(u32, usize, usize)> = None;
    let mut offset = 0;
    for (number, line) in (1_u32..).zip(text.split_inclusive('\n')) {
        let end = offset + line.len();
        if line.trim().is_empty() {
            chunks.extend(open.take().and_then(|range| close(text, range)));
        } else {
            open = match open {
                Some((first, start, _)) => Some((first, start, end)),
                None => Some((number, offset, end)),
            };
        }
        offset = end;
    }
    chunks.extend(open.and_then(|range| close(text, range)));
    chunks
}

fn close(text: &str, (line, start, end): (u32, usize, usize)) -> Option<Chunk<'_>> {
    let body = text.get(start..end)?.trim();
    let unmarked = ["• ", "●", "▪", "◦", "- "].iter().find_map(|mark| body.strip_prefix(mark));
    let indent = indent_of(text.get(start..end)?);
    Some(Chunk { line, text: unmarked.unwrap_or(body).trim_start(), bullet: unmarked.is_some(), indent })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_word_is_lost_and_lines_are_right(text in "([a-z]{1,3}| |\\n|\\n\\n|• |- ){0,40}") {
            let chunks = chunks(&text);
            let lines: Vec<&str> = text.split('\n').collect();
            for chunk in &chunks {
                let at = chunk.line as usize - 1;
                prop_assert!(!lines[at].trim().is_empty());
                prop_assert!(at == 0 || lines[at - 1].trim().is_empty());
            }
            let words = |text: &str| text.chars().filter(char::is_ascii_lowercase).collect::<String>();
            let kept: String = chunks.iter().map(|chunk| words(chunk.text)).collect();
            prop_assert_eq!(kept, words(&text));
        }
    }
}

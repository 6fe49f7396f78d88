//! Text that can be shown anywhere, whoever wrote it.

use std::fmt::Write as _;

/// What stands for the rest of a text.
const CUT: &str = "…";

/// The text in one line, with characters that a terminal or a log would not show as characters escaped: so nobody forges a line
/// of a log, or hides or turns around a part of one.
pub(super) fn printable(text: String) -> String {
    if !text.contains(is_unprintable) {
        return text;
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            // Writing to a `String` cannot fail.
            _ if is_unprintable(c) => drop(write!(shown, "{}", c.escape_unicode())),
            _ => shown.push(c),
        }
    }
    shown
}

/// Control characters, ends of lines, what changes the direction of text, and what has no width.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The text, or as much of its beginning as fits into `limit` bytes together with a sign that it is cut.
pub(super) fn cut(mut text: String, limit: usize) -> String {
    if text.len() > limit {
        let room = limit.saturating_sub(CUT.len());
        let ends = text.char_indices().map(|(end, _)| end);
        text.truncate(ends.take_while(|end| *end <= room).last().unwrap_or_default());
        text.push_str(CUT);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_cannot_be_forged() {
        let forged = "no\r\n2024-01-01 INFO all is well\u{1b}[2K\u{202e}\u{85}\u{2028}\0\t\u{7f}".to_owned();
        let shown = r"no\r\n2024-01-01 INFO all is well\u{1b}[2K\u{202e}\u{85}\u{2028}\u{0}\t\u{7f}";
        assert_eq!(printable(forged), shown);
        assert_eq!(printable("主题 \\n é".to_owned()), "主题 \\n é");
    }

    proptest! {
        #[test]
        fn nothing_that_is_shown_moves_the_cursor(text: String, limit in 3..64_usize) {
            let shown = printable(text);
            prop_assert!(!shown.contains(is_unprintable));
            let beginning = cut(shown.clone(), limit);
            prop_assert!(beginning.len() <= limit);
            prop_assert!(shown.starts_with(beginning.trim_end_matches(CUT)));
        }
    }
}

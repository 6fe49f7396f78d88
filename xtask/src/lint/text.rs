//! What a text may hold, so that it says in the documentation of the client what it says in the specification.

use pulldown_cmark::{Event, Parser, Tag};

/// Why a text cannot be documentation, and what to do; none if it can.
pub(super) fn fault(text: &str) -> Option<(String, &'static str)> {
    if text.trim().is_empty() {
        return Some(("is missing or empty".to_owned(), "write it in short English, in words of our own"));
    }
    if text.trim() != text {
        return Some((
            "begins or ends with white space".to_owned(),
            "write `>-` or `|-` where it stands on lines of its own",
        ));
    }
    if let Some(c) = text.chars().find(|c| *c != '\n' && is_invisible(*c)) {
        let message = format!("holds the character {}, which nobody sees", c.escape_unicode());
        return Some((message, "take it out; lines end with a line feed alone"));
    }
    if holds_code_block(text) {
        let remedy = "write code in single backticks, and begin lines without spaces: a block would run as a test";
        return Some(("holds a block of code".to_owned(), remedy));
    }
    if !is_balanced(text) {
        return Some(("holds a backtick without its other half".to_owned(), "write code between two backticks"));
    }
    None
}

/// Why a name or a value that is sent cannot stand in the documentation between backticks; none if it can. A line feed that
/// is all of a value, a separator of lines for example, does no harm there.
pub(crate) fn wire_fault(text: &str) -> Option<String> {
    if text == "\n" {
        return None;
    }
    let wrong = text.chars().find(|c| is_invisible(*c) || *c == '`')?;
    let shown = if wrong == '`' { wrong.to_string() } else { wrong.escape_unicode().to_string() };
    Some(format!("`{}` holds the character {shown}", shown_safely(text)))
}

/// A text as it may stand in a message: what nobody sees is escaped.
pub(crate) fn shown_safely(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    shown
}

/// Control characters, those that turn the direction of text, and those that end lines in some programs only.
fn is_invisible(c: char) -> bool {
    let is_bidi = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || is_bidi || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether rustdoc could take a part of it for code to run. The text may come to stand behind other text, so that
/// indentation and fences are refused wherever they are.
fn holds_code_block(text: &str) -> bool {
    let is_indented = |line: &str| !line.trim().is_empty() && line.starts_with("    ");
    text.contains("```")
        || text.contains("~~~")
        || text.lines().any(is_indented)
        || Parser::new(text).any(|event| matches!(event, Event::Start(Tag::CodeBlock(_))))
}

/// Whether each run of backticks is closed by one of its length in the same paragraph.
fn is_balanced(text: &str) -> bool {
    text.split("\n\n").all(|paragraph| {
        let mut open = None;
        for run in runs(paragraph) {
            match open {
                None => open = Some(run),
                Some(length) if length == run => open = None,
                Some(_) => {}
            }
        }
        open.is_none()
    })
}

/// The lengths of the runs of backticks.
fn runs(text: &str) -> impl Iterator<Item = usize> {
    text.split(|c| c != '`').map(str::len).filter(|length| *length > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_fault() {
        for good in
            ["A widget.", "See [this] and <that>.", "First.\n\nSecond `code`.", "- a\n- b\n  c", "``a ` b``", "名"]
        {
            assert_eq!(fault(good), None, "{good:?}");
        }
    }

    #[test]
    fn what_documentation_cannot_hold_is_refused() {
        for (bad, message) in [
            ("", "is missing or empty"),
            (" \n", "is missing or empty"),
            ("A.\n", "begins or ends with white space"),
            ("A.\r\nB.", "holds the character \\u{d}, which nobody sees"),
            ("A\u{1b}[31m.", "holds the character \\u{1b}, which nobody sees"),
            ("A\tB.", "holds the character \\u{9}, which nobody sees"),
            ("A\u{202e}B.", "holds the character \\u{202e}, which nobody sees"),
            ("A\u{2067}B.", "holds the character \\u{2067}, which nobody sees"),
            ("A\u{200f}B.", "holds the character \\u{200f}, which nobody sees"),
            ("A\u{61c}B.", "holds the character \\u{61c}, which nobody sees"),
            ("A.\n```\nlet x = 1;\n```", "holds a block of code"),
            ("A.\n~~~\nx\n~~~", "holds a block of code"),
            ("A.\n\n    let x = 1;\n\nB.", "holds a block of code"),
            ("- a\n\n      let x = 1;", "holds a block of code"),
            (">     let x = 1;", "holds a block of code"),
            ("-     let x = 1;", "holds a block of code"),
            ("A `b.", "holds a backtick without its other half"),
            ("A `b.\n\nC` d.", "holds a backtick without its other half"),
            ("A ``b`.", "holds a backtick without its other half"),
        ] {
            assert_eq!(fault(bad).map(|(message, _)| message).as_deref(), Some(message), "{bad:?}");
        }
    }

    #[test]
    fn names_that_are_sent_hold_what_can_be_seen() {
        for good in ["", "public-ip", "a b", "名", "a\"b\\", "{}", " x", "\n"] {
            assert_eq!(wire_fault(good), None, "{good:?}");
        }
        for bad in ["a\nb", "a`b", "a\u{202e}b", "\u{0}", "a\u{85}"] {
            assert!(wire_fault(bad).is_some(), "{bad:?}");
        }
        assert_eq!(shown_safely("a\u{1b}b"), "a\\u{1b}b");
    }
}

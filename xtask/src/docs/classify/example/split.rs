//! Parts a text into the JSON values that stand in it one after another, with words between them.

/// A value, and the words before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// What the text says before the value.
    pub(super) words: String,
    /// The line it begins on, counted from 0.
    pub(super) line: u32,
    pub(super) text: &'t str,
}

/// How many characters of words may stand between two values: more is a text of its own.
const MAX_WORDS: usize = 400;
/// How many values one text is parted into.
const MAX_PIECES: usize = 16;

/// The values that begin on lines of their own; none if one is never closed, or there is more than words between them.
pub(super) fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut found = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    let mut line = 0_u32;
    while !rest.is_empty() {
        let (head, tail) = rest.split_once('\n').unwrap_or((rest, ""));
        let start = head.len() - head.trim_start().len();
        if !head.trim_start().starts_with(['{', '[']) {
            let said = head.trim().trim_start_matches(['/', '#']).trim();
            if !said.is_empty() {
                words.push_str(if words.is_empty() { "" } else { " " });
                words.push_str(said);
            }
            rest = tail;
            line += 1;
            continue;
        }
        let value = rest.get(start..)?;
        let end = end_of_value(value)?;
        if words.len() > MAX_WORDS || found.len() == MAX_PIECES {
            return None;
        }
        let text = value.get(..end)?;
        found.push(Piece { words: std::mem::take(&mut words), line, text });
        line += u32::try_from(text.matches('\n').count()).ok()?;
        rest = value.get(end..)?;
    }
    Some(found)
}

/// Where the value that a text begins with ends.
fn end_of_value(text: &str) -> Option<usize> {
    let (mut depth, mut is_string, mut is_escaped) = (0_u32, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_string => is_escaped = true,
            '"' => is_string = !is_string,
            _ if is_string => {}
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + c.len_utf8());
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_are_apart() {
        let text = "// Made.\n{\n  \"a\": \"}\"\n}\nor\n{\"b\": [1]}\nrm file";
        let found = pieces(text).unwrap();
        let shown: Vec<(&str, u32, &str)> =
            found.iter().map(|piece| (piece.words.as_str(), piece.line, piece.text)).collect();
        assert_eq!(shown, [("Made.", 1, "{\n  \"a\": \"}\"\n}"), ("or", 5, "{\"b\": [1]}")]);
        assert_eq!(pieces("{\"a\": 1"), None);
        assert_eq!(pieces("none"), Some(Vec::new()));
    }

    proptest! {
        #[test]
        fn pieces_are_parts_of_their_text(text in "([{}\\[\\]\"\n]|or|\\PC){0,40}") {
            for piece in pieces(&text).unwrap_or_default() {
                prop_assert!(text.contains(piece.text));
                prop_assert!(text.lines().nth(piece.line as usize).unwrap().contains(piece.text.lines().next().unwrap()));
            }
        }
    }
}

//! Display columns of a line: CJK characters take two.

use unicode_width::UnicodeWidthChar;

/// How a line's characters are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// As they are displayed.
    Width,
    /// One column each, as some generators count.
    Chars,
}

/// A line that can be cut at display columns.
pub(super) struct Ruler<'t> {
    line: &'t str,
    /// Byte offset of each display column; none for lines of one byte per column.
    offsets: Option<Vec<usize>>,
}

impl<'t> Ruler<'t> {
    pub(super) fn new(line: &'t str, measure: Measure) -> Self {
        if line.is_ascii() {
            return Self { line, offsets: None };
        }
        let mut offsets = Vec::with_capacity(line.len());
        for (offset, c) in line.char_indices() {
            let width = match measure {
                Measure::Width => c.width().unwrap_or(0),
                Measure::Chars => 1,
            };
            for _ in 0..width {
                offsets.push(offset);
            }
        }
        Self { line, offsets: Some(offsets) }
    }

    /// The byte offset of a display column; the end of the line for columns beyond it.
    fn offset(&self, column: usize) -> usize {
        match &self.offsets {
            None => column.min(self.line.len()),
            // A line may begin with characters without width.
            Some(_) if column == 0 => 0,
            Some(offsets) => offsets.get(column).copied().unwrap_or(self.line.len()),
        }
    }

    /// The character at a display column.
    pub(super) fn at(&self, column: usize) -> Option<char> {
        self.line.get(self.offset(column)..)?.chars().next()
    }

    /// The text from one display column to before another.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'t str {
        self.line.get(self.offset(from)..self.offset(to)).unwrap_or_default()
    }

    /// The text from a display column to the end of the line.
    pub(super) fn tail(&self, from: usize) -> &'t str {
        self.line.get(self.offset(from)..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_characters_take_two_columns() {
        let ruler = Ruler::new("| 名称 | x |", Measure::Width);
        assert_eq!(ruler.at(7), Some('|'));
        assert_eq!(ruler.slice(1, 7), " 名称 ");
        assert_eq!(ruler.tail(8), " x |");
    }

    #[test]
    fn columns_beyond_the_line_are_empty() {
        let ruler = Ruler::new("ab", Measure::Width);
        assert_eq!(ruler.at(2), None);
        assert_eq!(ruler.slice(1, 9), "b");
        assert_eq!(ruler.tail(5), "");
    }

    proptest! {
        #[test]
        fn no_character_is_lost(line: String, mut columns in proptest::array::uniform2(0..40_usize)) {
            columns.sort_unstable();
            let [first, second] = columns;
            for measure in [Measure::Width, Measure::Chars] {
                let ruler = Ruler::new(&line, measure);
                let parts = [ruler.slice(0, first), ruler.slice(first, second), ruler.tail(second)];
                prop_assert_eq!(parts.concat(), line.as_str());
            }
        }
    }
}

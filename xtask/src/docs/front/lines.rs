//! Lines of a text, and counting them.

/// Turns growing byte offsets into line numbers in one pass over the text.
#[derive(Debug, Clone)]
pub(crate) struct LineCounter<'t> {
    bytes: &'t [u8],
    offset: usize,
    line: u32,
}

impl<'t> LineCounter<'t> {
    /// Counts from `first_line` at the start of `text`.
    pub(crate) fn new(text: &'t str, first_line: u32) -> Self {
        Self { bytes: text.as_bytes(), offset: 0, line: first_line }
    }

    /// The line of `offset`; offsets that go backwards get the furthest line seen.
    pub(crate) fn line_at(&mut self, offset: usize) -> u32 {
        if offset > self.offset {
            let passed = self.bytes.get(self.offset..offset).unwrap_or_default();
            self.line = self.line.saturating_add(newlines(passed));
            self.offset = offset;
        }
        self.line
    }
}

fn newlines(bytes: &[u8]) -> u32 {
    let count = memchr::memchr_iter(b'\n', bytes).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The number of spaces and tabs a line begins with; each counts as one column, which is also its
/// offset in bytes.
pub(crate) fn indent_of(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

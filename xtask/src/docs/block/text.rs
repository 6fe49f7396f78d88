//! Text with the little markup that carries facts: emphasis and links.

use std::ops::Range;

/// A link inside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The text of the link.
    pub text: String,
    /// The anchor on the same page, or the address, it points to.
    pub target: String,
}

/// Plain text, with what was emphasised and what was linked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The text without markup, white space collapsed.
    pub plain: String,
    /// Byte ranges of `plain` that were emphasised: documents show literal values so.
    pub strong: Vec<Range<usize>>,
    /// Links, in reading order.
    pub links: Vec<Link>,
    /// How many wide or unbreakable spaces stand before it: documents indent with them.
    pub indent: usize,
}

impl Text {
    /// A text without markup.
    #[must_use]
    pub fn from_plain(plain: &str) -> Self {
        let mut builder = TextBuilder::default();
        builder.push_str(plain);
        builder.finish()
    }

    /// Whether the whole text is emphasised, as a label such as `**Status code: 200**` is.
    #[must_use]
    pub fn is_all_strong(&self) -> bool {
        !self.plain.is_empty()
            && self.strong.first().is_some_and(|range| range.start == 0)
            && self.strong.last().is_some_and(|r| r.end >= self.plain.trim_end().len())
    }

    /// Whether the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// A part of the text, with what is emphasised and linked in it.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let Some(plain) = self.plain.get(range.clone()) else {
            return Self::default();
        };
        let strong = self.strong.iter().map(|strong| strong.start.max(range.start)..strong.end.min(range.end));
        let strong = strong.filter(|strong| strong.start < strong.end);
        Self {
            plain: plain.to_owned(),
            strong: strong.map(|strong| strong.start - range.start..strong.end - range.start).collect(),
            links: self.links.iter().filter(|link| plain.contains(&link.text)).cloned().collect(),
            indent: 0,
        }
    }

    /// The emphasised parts.
    pub fn emphasised(&self) -> impl Iterator<Item = &str> {
        self.strong.iter().filter_map(|range| self.plain.get(range.clone()))
    }
}

/// Spaces that documents indent with: others stand for themselves, or for nothing.
const INDENTS: [char; 3] = ['\u{a0}', '\u{2003}', '\u{3000}'];

/// Builds a [`Text`] piece by piece, collapsing white space on the way.
#[derive(Debug, Clone, Default)]
pub struct TextBuilder {
    text: Text,
    strong_from: Option<usize>,
    strong_depth: u32,
    link: Option<(usize, String)>,
}

impl TextBuilder {
    /// Appends text; runs of white space become one space.
    pub fn push_str(&mut self, piece: &str) {
        for c in piece.chars() {
            if self.text.plain.is_empty() && INDENTS.contains(&c) {
                self.text.indent += 1;
            }
            if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
                if !self.text.plain.is_empty() && !self.text.plain.ends_with(' ') {
                    self.text.plain.push(' ');
                }
            } else {
                self.text.plain.push(c);
            }
        }
    }

    /// Starts emphasis.
    pub fn open_strong(&mut self) {
        self.strong_depth += 1;
        self.strong_from.get_or_insert(self.text.plain.len());
    }

    /// Ends emphasis.
    pub fn close_strong(&mut self) {
        self.strong_depth = self.strong_depth.saturating_sub(1);
        if self.strong_depth == 0 {
            self.end_strong();
        }
    }

    /// Starts a link to `target`; a link inside a link ends the outer one.
    pub fn open_link(&mut self, target: &str) {
        self.close_link();
        self.link = Some((self.text.plain.len(), target.trim_start_matches('#').to_owned()));
    }

    /// Ends a link.
    pub fn close_link(&mut self) {
        if let Some((from, target)) = self.link.take() {
            let text = self.text.plain.get(from..).unwrap_or_default().trim().to_owned();
            self.text.links.push(Link { text, target });
        }
    }

    /// Whether the text is still empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.plain.trim().is_empty()
    }

    /// The text, trimmed; the builder is empty afterwards.
    #[must_use]
    pub fn finish(&mut self) -> Text {
        self.close_link();
        self.end_strong();
        self.strong_depth = 0;
        let mut text = std::mem::take(&mut self.text);
        text.plain.truncate(text.plain.trim_end().len());
        let end = text.plain.len();
        for range in &mut text.strong {
            range.end = range.end.min(end);
        }
        text.strong.retain(|range| range.start < range.end);
        text
    }

    fn end_strong(&mut self) {
        if let Some(from) = self.strong_from.take() {
            let end = self.text.plain.trim_end().len();
            if end > from {
                self.text.strong.push(from..end);
            }
        }
    }
}

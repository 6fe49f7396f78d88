//! Texts.

use super::error::JsonError;
use super::reader::Reader;

/// A text of JSON without its quotes.
pub(super) enum Text<'de> {
    /// As it stands in the input.
    Borrowed(&'de str),
    /// With its escapes resolved.
    Owned(String),
}

impl AsRef<str> for Text<'_> {
    fn as_ref(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }
}

impl<'de> Reader<'de> {
    /// Reads a text, whose first quote comes next.
    pub(super) fn text(&mut self) -> Result<Text<'de>, JsonError> {
        self.advance(1);
        let start = self.position();
        self.advance(plain_len(self.rest()));
        if self.byte() == Some(b'"') {
            let text = self.since(start);
            self.advance(1);
            return Ok(Text::Borrowed(text));
        }
        let plain = self.since(start);
        let mut text = String::with_capacity((2 * plain.len()).max(128));
        text.push_str(plain);
        loop {
            match self.byte() {
                Some(b'"') => {
                    self.advance(1);
                    return Ok(Text::Owned(text));
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => {
                    let start = self.position();
                    self.advance(plain_len(self.rest()));
                    text.push_str(self.since(start));
                }
                None => return Err(self.wrong("a text without end")),
            }
        }
    }

    /// Passes over a text, whose first quote comes next.
    pub(super) fn skip_text(&mut self) -> Result<(), JsonError> {
        self.advance(1);
        loop {
            self.advance(plain_len(self.rest()));
            match self.byte() {
                Some(b'"') => {
                    self.advance(1);
                    return Ok(());
                }
                Some(_) => drop(self.escape()?),
                None => return Err(self.wrong("a text without end")),
            }
        }
    }

    /// Reads an escape. Half of a surrogate pair without the other half is U+FFFD.
    fn escape(&mut self) -> Result<char, JsonError> {
        self.advance(1);
        let kind = self.byte().ok_or_else(|| self.wrong("a text without end"))?;
        let simple = match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return Err(self.wrong("no escape of JSON")),
        };
        self.advance(1);
        Ok(simple)
    }

    fn unicode_escape(&mut self) -> Result<char, JsonError> {
        let unit = self.code_unit().ok_or_else(|| self.wrong("no escape of JSON"))?;
        self.advance(5);
        if matches!(unit, 0xd800..0xdc00) && self.byte() == Some(b'\\') {
            self.advance(1);
            if let Some(low @ 0xdc00..0xe000) = self.code_unit() {
                self.advance(5);
                let code = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            // The other escape is one of its own.
            self.back(1);
        }
        Ok(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The number in `uXXXX`, if that comes next.
    fn code_unit(&self) -> Option<u32> {
        let digits = self.rest().strip_prefix(b"u")?.get(..4)?;
        digits.iter().try_fold(0, |unit, digit| Some(unit * 16 + char::from(*digit).to_digit(16)?))
    }
}

/// How many bytes come before a quote or a backslash. Looks at eight bytes at a time: most texts are longer.
fn plain_len(bytes: &[u8]) -> usize {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = EACH << 7;
    // The high bit of each byte that is zero, and of none before the first of them.
    let zeros = |word: u64| word.wrapping_sub(EACH) & !word & HIGH;
    let (words, rest) = bytes.as_chunks();
    let mut at = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let found = zeros(word ^ (EACH * u64::from(b'"'))) | zeros(word ^ (EACH * u64::from(b'\\')));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + rest.iter().position(|byte| matches!(byte, b'"' | b'\\')).unwrap_or(rest.len())
}

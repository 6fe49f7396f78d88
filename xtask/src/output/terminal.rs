//! Text that cannot steer a terminal: pages, names and messages of others are shown as what they are.

use std::fmt::Write as _;
use std::io::{self, Write};

/// How a character is written that is not to reach the reader raw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notation {
    /// As Rust has it, `\u{1b}`.
    #[default]
    Text,
    /// As JSON has it, `\u001b`: what is written stays the same JSON, because JSON has such characters in strings alone.
    Json,
}

/// A stream that every command writes through. Control characters but newline and tab are escaped, and so are the ones
/// that turn the direction of text; bytes that are no UTF-8 become U+FFFD.
#[derive(Debug)]
pub struct Terminal<W: Write> {
    stream: W,
    notation: Notation,
    /// Whether the lines of a diff are coloured.
    colours: bool,
    /// The beginning of a character whose end was not written yet.
    begun: Vec<u8>,
    line: Line,
    is_closed: bool,
}

/// Where in a line the next character is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Start,
    Plain,
    Coloured,
}

const RESET: &str = "\x1b[0m";

impl<W: Write> Terminal<W> {
    /// Escapes what is written to `stream`.
    pub fn new(stream: W, notation: Notation) -> Self {
        Self { stream, notation, colours: false, begun: Vec::new(), line: Line::Start, is_closed: false }
    }

    /// Colours lines that begin as those of a diff do.
    #[must_use]
    pub fn colour_diffs(mut self, colours: bool) -> Self {
        self.colours = colours;
        self
    }

    /// Whether the reader has gone away, as `head` does when it has enough.
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Writes what is left, and empties the stream.
    ///
    /// # Errors
    ///
    /// An error of the stream.
    pub fn finish(&mut self) -> io::Result<()> {
        let mut text = String::new();
        if !self.begun.is_empty() {
            self.begun.clear();
            self.push(&mut text, "\u{fffd}");
        }
        if self.line == Line::Coloured {
            text.push_str(RESET);
            self.line = Line::Plain;
        }
        let written = self.stream.write_all(text.as_bytes()).and_then(|()| self.stream.flush());
        self.seen(written)
    }

    fn push(&mut self, out: &mut String, text: &str) {
        for c in text.chars() {
            if self.colours {
                self.colour(out, c);
            }
            match (c, self.notation) {
                (c, _) if !steers(c) => out.push(c),
                (c, Notation::Text) => out.extend(c.escape_unicode()),
                // Each of them is below U+10000: one escape is enough. Writing to a String cannot fail.
                (c, Notation::Json) => drop(write!(out, "\\u{:04x}", u32::from(c))),
            }
        }
    }

    /// Begins and ends the colour of a line.
    fn colour(&mut self, out: &mut String, c: char) {
        if c == '\n' {
            out.push_str(if self.line == Line::Coloured { RESET } else { "" });
            self.line = Line::Start;
        } else if self.line == Line::Start {
            let colour = match c {
                '+' => Some("\x1b[32m"),
                '-' => Some("\x1b[31m"),
                '@' => Some("\x1b[36m"),
                _ => None,
            };
            out.push_str(colour.unwrap_or_default());
            self.line = if colour.is_some() { Line::Coloured } else { Line::Plain };
        }
    }

    fn seen(&mut self, written: io::Result<()>) -> io::Result<()> {
        self.is_closed |= written.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        written
    }
}

impl<W: Write> Write for Terminal<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let mut out = String::with_capacity(all.len());
        let mut chunks = all.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            self.push(&mut out, chunk.valid());
            if chunks.peek().is_none() && is_begun(chunk.invalid()) {
                self.begun = chunk.invalid().to_vec();
            } else if !chunk.invalid().is_empty() {
                self.push(&mut out, "\u{fffd}");
            }
        }
        let written = self.stream.write_all(out.as_bytes());
        self.seen(written)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.stream.flush();
        self.seen(flushed)
    }
}

/// Whether more bytes could make a character of these.
fn is_begun(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Whether a terminal does something else with the character than to show it.
fn steers(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\n' | '\t');
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_control || turns
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn shown(parts: &[&[u8]], notation: Notation, colours: bool) -> String {
        let mut out = Vec::new();
        let mut terminal = Terminal::new(&mut out, notation).colour_diffs(colours);
        for part in parts {
            terminal.write_all(part).unwrap();
        }
        terminal.finish().unwrap();
        drop(terminal);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_steers_a_terminal_is_escaped() {
        let text = "a\u{1b}[31m\tb\r\n\u{7f}\u{9b}\u{202e}\u{200e}\u{2069}\u{61c}é中";
        let expected = "a\\u{1b}[31m\tb\\u{d}\n\\u{7f}\\u{9b}\\u{202e}\\u{200e}\\u{2069}\\u{61c}é中";
        assert_eq!(shown(&[text.as_bytes()], Notation::Text, false), expected);
        assert_eq!(shown(&[b"a\x9b1mb", b"\xe4\xb8"], Notation::Text, false), "a\u{fffd}1mb\u{fffd}");
    }

    #[test]
    fn only_lines_of_a_diff_are_coloured() {
        let text = shown(&[b"stale a\n-x", b"+y\n+z\n @\n@@ 1"], Notation::Text, true);
        assert_eq!(text, "stale a\n\x1b[31m-x+y\x1b[0m\n\x1b[32m+z\x1b[0m\n @\n\x1b[36m@@ 1\x1b[0m");
    }

    #[test]
    fn a_reader_that_goes_away_is_noticed() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut terminal = Terminal::new(Closed, Notation::Text);
        assert!(!terminal.is_closed());
        assert!(terminal.write_all(b"a").is_err());
        assert!(terminal.is_closed());
    }

    /// Text with many of the characters that matter.
    fn texts() -> impl Strategy<Value = String> {
        let c = prop_oneof![any::<char>(), (0..0x100u32).prop_map(|c| char::from_u32(c).unwrap()), Just('\u{202e}')];
        proptest::collection::vec(c, 0..40).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn nothing_that_steers_gets_through(bytes: Vec<u8>, text in texts()) {
            for notation in [Notation::Text, Notation::Json] {
                prop_assert!(!shown(&[&bytes, text.as_bytes()], notation, false).chars().any(steers));
            }
        }

        #[test]
        fn how_text_is_split_makes_no_difference(text in texts(), bytes: Vec<u8>, at: proptest::sample::Index) {
            for all in [text.as_bytes(), &bytes] {
                let whole = shown(&[all], Notation::Text, true);
                let (one, two) = all.split_at(at.index(all.len() + 1));
                prop_assert_eq!(&shown(&[one, two], Notation::Text, true), &whole);
                let single: Vec<&[u8]> = all.chunks(1).collect();
                prop_assert_eq!(&shown(&single, Notation::Text, true), &whole);
            }
        }

        #[test]
        fn plain_text_stays_as_it_is(text in "[ -~\n\té中]{0,80}") {
            prop_assert_eq!(shown(&[text.as_bytes()], Notation::Text, false), text);
        }

        #[test]
        fn json_says_the_same(text in texts()) {
            let value = Value::from(text);
            let json = shown(&[value.to_string().as_bytes()], Notation::Json, false);
            prop_assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), value);
        }
    }
}

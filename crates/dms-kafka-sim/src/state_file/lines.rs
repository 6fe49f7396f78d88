//! Lines with a checksum, each of which goes on from the one before: none can be changed, moved or taken out unnoticed, but for
//! the last ones.

use data_encoding::HEXLOWER;
use ring::digest::{Context, SHA256};

/// Hexadecimal digits of a checksum.
const DIGITS: usize = 32;

/// What the next checksum goes on from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chain(String);

impl Chain {
    /// A line with its checksum and its end.
    pub(super) fn line(&mut self, text: &str) -> String {
        self.0 = self.next(text.as_bytes());
        format!("{} {text}\n", self.0)
    }

    /// What a line says, which is given without its end.
    pub(super) fn text<'l>(&mut self, line: &'l [u8]) -> Result<&'l [u8], &'static str> {
        let (sum, text) = line.split_at_checked(DIGITS).ok_or("the line is too short")?;
        let text = text.strip_prefix(b" ").ok_or("the line does not begin with a checksum")?;
        self.0 = self.next(text);
        if self.0.as_bytes() == sum {
            Ok(text)
        } else {
            Err("the checksum is not that of the line and those before it")
        }
    }

    fn next(&self, text: &[u8]) -> String {
        let mut context = Context::new(&SHA256);
        context.update(self.0.as_bytes());
        context.update(text);
        let mut digits = HEXLOWER.encode(context.finish().as_ref());
        digits.truncate(DIGITS);
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(lines: &[&[u8]]) -> bool {
        let mut chain = Chain::default();
        lines.iter().all(|line| chain.text(line).is_ok())
    }

    #[test]
    fn no_line_can_be_taken_out_or_moved() {
        let mut chain = Chain::default();
        let lines = ["a", "b", "c"].map(|text| chain.line(text));
        let [a, b, c] = [&lines[0], &lines[1], &lines[2]].map(|line| line.trim_end().as_bytes());
        assert!(read(&[a, b, c]) && read(&[a, b]));
        assert!(!read(&[a, c]) && !read(&[b, a, c]) && !read(&[b]) && !read(&[a, b, b]));
    }

    proptest! {
        #[test]
        fn no_byte_can_be_another(text in "[ -~]{0,40}", place: prop::sample::Index, bit in 0_u8..7) {
            let mut line = Chain::default().line(&text).into_bytes();
            line.pop();
            assert_eq!(Chain::default().text(&line), Ok(text.as_bytes()));
            let place = place.index(line.len());
            line[place] ^= 1 << bit;
            prop_assert!(Chain::default().text(&line).is_err());
        }
    }
}

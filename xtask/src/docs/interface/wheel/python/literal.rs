//! What a text says that is written with backslashes.

use std::borrow::Cow;

/// The text without its backslashes, as Python reads it. One that begins nothing known stays what it is; `\N{…}` is not
/// read, and stays too.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let (c, length) = escaped(escape).unwrap_or((Some('\\'), 0));
        plain.extend(c);
        rest = &escape[length..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The character that is meant by what follows a backslash, and how many bytes say so; none for the end of a line, which
/// it takes away.
fn escaped(escape: &str) -> Option<(Option<char>, usize)> {
    let first = escape.chars().next()?;
    let c = match first {
        '\n' => return Some((None, 1)),
        '\r' if escape.starts_with("\r\n") => return Some((None, 2)),
        '\\' | '\'' | '"' => first,
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        'x' => return code(escape, 1, 2, 16),
        'u' => return code(escape, 1, 4, 16),
        'U' => return code(escape, 1, 8, 16),
        '0'..='7' => {
            let digits = escape.bytes().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
            return code(escape, 0, digits, 8);
        }
        _ => return None,
    };
    Some((Some(c), 1))
}

/// A character by its number, which has `digits` digits behind the first `begin` bytes.
fn code(escape: &str, begin: usize, digits: usize, radix: u32) -> Option<(Option<char>, usize)> {
    let end = begin + digits;
    let digits = escape.get(begin..end).filter(|digits| digits.chars().all(|digit| digit.is_digit(radix)))?;
    let c = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32)?;
    Some((Some(c), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_those_of_python() {
        for (text, plain) in [
            ("plain", "plain"),
            (r#"\\ \' \" \n \t\r\a\b\f\v"#, "\\ ' \" \n \t\r\x07\x08\x0c\x0b"),
            (r"\x41\u00e9\U0001F600\101\0", "A\u{e9}\u{1f600}A\0"),
            ("a\\\nb\\\r\nc", "abc"),
            (r"\d \x4 \xg1 \u+041 \ud800 \N{DASH} \é \", r"\d \x4 \xg1 \u+041 \ud800 \N{DASH} \é \"),
        ] {
            assert_eq!(unescape(text), plain, "{text}");
        }
    }
}

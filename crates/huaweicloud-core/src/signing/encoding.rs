//! Percent-encoding as the signature wants it.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986: letters, digits, `-`, `.`, `_` and `~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whether `byte` stands for itself in a path segment and in a query.
pub(super) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Percent-encodes `text`: every byte of its UTF-8 form but letters, digits, `-`, `.`, `_` and `~` becomes `%XX`.
///
/// ```
/// # use huaweicloud_core::signing::encode;
/// assert_eq!(encode("a b/+~"), "a%20b%2F%2B~");
/// ```
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode_into(&mut out, text);
    out
}

/// Appends the percent-encoded `text` to `out`; see [`encode`].
pub fn encode_into(out: &mut String, text: &str) {
    // Every byte is looked at, without stopping, which is quicker; nearly all texts are plain.
    if text.bytes().fold(true, |plain, byte| plain & is_unreserved(byte)) {
        out.push_str(text);
    } else {
        // Writing to a `String` cannot fail.
        let _ = write!(out, "{}", utf8_percent_encode(text, RESERVED));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn encoding_is_reversible_and_plain_ascii(text: String) {
            let encoded = encode(&text);
            prop_assert!(encoded.bytes().all(|b| is_unreserved(b) || b == b'%'));
            prop_assert_eq!(percent_decode_str(&encoded).decode_utf8().unwrap(), text);
        }
    }
}

//! Reading JSON as services send it.
//!
//! Ours rather than `serde_json`'s reader, which stops at half a character and has forgotten the digits of a number when a field
//! of text sees it. It takes all that `serde_json` takes, to the same values, and beyond that:
//!
//! - bytes that are no UTF-8, and `\ud83c` without its other half, are U+FFFD; control characters may stand in a text;
//! - a [scalar](crate::lenient) sees the digits of a number that is no `i64`, as they came;
//! - what the values take in memory is bounded, by [`BUDGET`];
//! - it notices whether the type that is read has any field of the object that came.

mod access;
mod error;
mod listed;
mod number;
mod reader;
mod text;

use std::borrow::Cow;

use serde::de::DeserializeOwned;

pub(super) use error::JsonError;
pub(crate) use listed::{count_in, list_in};
pub(super) use reader::Reader;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How many bytes the values of one response may take, as far as they are counted: elements of lists, entries of maps, and
/// objects, by their size; structs in a list count twice. Lists grow by doubling, so that for a moment up to three times as much
/// as they hold is allocated. Without it, a response of 8 MiB of `{}` would be gigabytes of structs.
pub(super) const BUDGET: usize = 256 << 20;

/// The text of a body, without its byte order mark: what is no UTF-8 is U+FFFD.
pub(crate) fn text_of(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    // Most bodies are text, and checking that is many times faster than looking for what is none.
    str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed)
}

/// Whether a body is `null`, which may be seen without a look at whether it is text.
pub(super) fn is_null(body: &[u8]) -> bool {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body).trim_ascii() == b"null"
}

/// Reads a value from the whole of a text.
pub(super) fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    let mut reader = Reader::new(text);
    T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value))
}

#[cfg(test)]
mod tests;

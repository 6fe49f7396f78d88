//! The headers of a canonical request.

use std::borrow::Cow;
use std::ops::Range;
use std::time::SystemTime;

use super::{SdkDate, SigningError, format_date, parse_date};

const DATE: &str = "x-sdk-date";
const HOST: &str = "host";
const CONTENT_TYPE: &str = "content-type";
const CONTENT_HASH: &str = "x-sdk-content-sha256";
pub(super) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// Stands where the date of a signature is to stand.
const NO_DATE: &str = "00000000T000000Z";

/// The headers of a canonical request in its spelling: a line for each that is signed, an empty one, and one that names them all.
///
/// They hold for any request with the same headers. The date alone is another each time, and has its place.
pub(crate) struct CanonicalHeaders {
    text: String,
    /// Where in the text the names stand.
    names: Range<usize>,
    date: Date,
    content_hash: Option<String>,
    declare_unsigned: bool,
}

enum Date {
    /// The caller's.
    Given(SystemTime),
    /// That of the signature, which belongs into this part of the text.
    OfSignature(Range<usize>),
}

impl CanonicalHeaders {
    /// Takes those of the caller's headers that are signed, and adds those that must be sent too.
    ///
    /// # Errors
    ///
    /// [`SigningError::DuplicateHeader`], and [`SigningError::InvalidDate`] for a date that the caller gives.
    pub(crate) fn new(given: &[(&str, Cow<'_, str>)], host: &str) -> Result<Self, SigningError> {
        let mut all: Vec<(Cow<'_, str>, &str)> = Vec::with_capacity(given.len() + 3);
        let (mut has_host, mut given_date, mut content_type, mut given_hash) = (false, None, "", None);
        for (name, value) in given {
            let Some(name) = signed_name(name) else { continue };
            let value = trimmed(value);
            match &*name {
                HOST => has_host = true,
                DATE => given_date = Some(value),
                CONTENT_TYPE => content_type = value,
                CONTENT_HASH => given_hash = Some(value),
                _ => {}
            }
            all.push((name, value));
        }
        if !has_host {
            all.push((Cow::Borrowed(HOST), host));
        }
        if given_date.is_none() {
            all.push((Cow::Borrowed(DATE), NO_DATE));
        }
        // An empty one says nothing of the body, which is hashed then.
        let mut content_hash = given_hash.filter(|hash| !hash.is_empty());
        let declare_unsigned = given_hash.is_none() && !is_hashed(content_type);
        if declare_unsigned {
            all.push((Cow::Borrowed(CONTENT_HASH), UNSIGNED_PAYLOAD));
            content_hash = Some(UNSIGNED_PAYLOAD);
        }
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        check_duplicates(&all)?;
        let (text, names, date_at) = written(&all);
        let date = match given_date {
            Some(value) => Date::Given(parse_date(value)?),
            None => Date::OfSignature(date_at),
        };
        Ok(Self { text, names, date, content_hash: content_hash.map(str::to_owned), declare_unsigned })
    }

    /// The date of a signature that is made `now`: the caller's, if there is one.
    pub(super) fn date(&self, now: SystemTime) -> Result<SdkDate, SigningError> {
        match self.date {
            Date::Given(date) => format_date(date),
            Date::OfSignature(_) => format_date(now),
        }
    }

    /// What stands for the hash of the body, if it is not the hash itself.
    pub(super) fn content_hash(&self) -> Option<&str> {
        self.content_hash.as_deref()
    }

    /// Whether a header was added that says that the body is not hashed.
    pub(super) fn declare_unsigned(&self) -> bool {
        self.declare_unsigned
    }

    /// How many bytes [`write_into`](Self::write_into) appends.
    pub(super) fn written_len(&self) -> usize {
        self.text.len()
    }

    /// The names of the signed headers, joined by `;`.
    pub(super) fn names(&self) -> &str {
        self.text.get(self.names.clone()).unwrap_or_default()
    }

    /// Appends the lines, with the date in its place.
    pub(super) fn write_into(&self, out: &mut String, date: &SdkDate) {
        match &self.date {
            Date::Given(_) => out.push_str(&self.text),
            Date::OfSignature(at) => {
                out.push_str(self.text.get(..at.start).unwrap_or_default());
                out.push_str(date.as_str());
                out.push_str(self.text.get(at.end..).unwrap_or_default());
            }
        }
    }
}

/// A line for each header, an empty one, and one that names them all; where the names stand, and where the date.
fn written(headers: &[(Cow<'_, str>, &str)]) -> (String, Range<usize>, Range<usize>) {
    let len = headers.iter().map(|(name, value)| 2 * name.len() + value.len() + 3).sum::<usize>() + 1;
    let (mut out, mut date) = (String::with_capacity(len), 0..0);
    for (name, value) in headers {
        out.push_str(name);
        out.push(':');
        if name == DATE {
            date = out.len()..out.len() + value.len();
        }
        out.push_str(value);
        out.push('\n');
    }
    out.push('\n');
    let start = out.len();
    for (index, (name, _)) in headers.iter().enumerate() {
        if index > 0 {
            out.push(';');
        }
        out.push_str(name);
    }
    let names = start..out.len();
    out.push('\n');
    (out, names, date)
}

fn check_duplicates(sorted: &[(Cow<'_, str>, &str)]) -> Result<(), SigningError> {
    for pair in sorted.windows(2) {
        if let [(a, _), (b, _)] = pair
            && a == b
        {
            return Err(SigningError::DuplicateHeader { name: a.to_string() });
        }
    }
    Ok(())
}

/// A value without white space at its ends. Nearly all have none, which two bytes show.
fn trimmed(value: &str) -> &str {
    match value.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => value,
        _ => value.trim(),
    }
}

/// The name of a header in lower case; none if it is not signed.
fn signed_name(name: &str) -> Option<Cow<'_, str>> {
    let plain = name.bytes().fold(true, |plain, b| plain & !(b.is_ascii_uppercase() || b == b'_'));
    if plain {
        Some(Cow::Borrowed(name))
    } else if name.contains('_') {
        None
    } else {
        Some(Cow::Owned(name.to_ascii_lowercase()))
    }
}

/// Whether a body of this content type is hashed; any other is signed as `UNSIGNED-PAYLOAD`.
fn is_hashed(content_type: &str) -> bool {
    content_type.is_empty()
        || content_type.starts_with("application/json")
        || content_type.starts_with("application/bson")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_are_lower_case_or_not_signed(name in "[A-Za-z0-9_-]{1,20}") {
            match signed_name(&name) {
                Some(signed) => prop_assert_eq!(signed, name.to_lowercase()),
                None => prop_assert!(name.contains('_')),
            }
        }

        #[test]
        fn white_space_is_taken_off_as_the_standard_library_does(value in "[ \\t\u{a0}\u{feff}a-z\\PC]{0,6}") {
            prop_assert_eq!(trimmed(&value), value.trim());
        }

        #[test]
        fn what_is_written_has_the_length_that_was_said(
            given in prop::collection::btree_map("[a-z0-9-]{1,20}", "\\PC{0,20}", 0..10)
        ) {
            let given: Vec<_> = given.iter().map(|(name, value)| (name.as_str(), Cow::Borrowed(value.as_str()))).collect();
            let headers = CanonicalHeaders::new(&given, "h").unwrap();
            let mut out = String::new();
            headers.write_into(&mut out, &headers.date(SystemTime::UNIX_EPOCH).unwrap());
            prop_assert_eq!(out.len(), headers.written_len());
            prop_assert!(out.contains("\nx-sdk-date:19700101T000000Z\n") && !out.contains(NO_DATE), "{}", out);
        }
    }
}

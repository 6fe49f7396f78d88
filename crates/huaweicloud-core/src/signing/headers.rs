//! The headers of a canonical request.

use std::borrow::Cow;
use std::ops::Range;

use super::SigningError;

const DATE: &str = "x-sdk-date";
const HOST: &str = "host";
const CONTENT_TYPE: &str = "content-type";
const CONTENT_HASH: &str = "x-sdk-content-sha256";
pub(super) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The headers that are signed, in order.
pub(super) struct SignedHeaders<'h> {
    /// Names in lower case, values without white space around them.
    all: Vec<(Cow<'h, str>, &'h str)>,
    content_hash: Option<&'h str>,
    declare_unsigned: bool,
}

impl<'h> SignedHeaders<'h> {
    /// Takes those of the caller's headers that are signed, and adds those that must be sent too.
    pub(super) fn new(
        given: &'h [(&'h str, Cow<'h, str>)],
        host: &'h str,
        date: &'h str,
    ) -> Result<Self, SigningError> {
        let mut all: Vec<(Cow<'h, str>, &'h str)> = Vec::with_capacity(given.len() + 3);
        let (mut has_host, mut has_date, mut content_type, mut given_hash) = (false, false, "", None);
        for (name, value) in given {
            let Some(name) = signed_name(name) else { continue };
            let value = trimmed(value);
            match &*name {
                HOST => has_host = true,
                DATE => has_date = true,
                CONTENT_TYPE => content_type = value,
                CONTENT_HASH => given_hash = Some(value),
                _ => {}
            }
            all.push((name, value));
        }
        if !has_host {
            all.push((Cow::Borrowed(HOST), host));
        }
        if !has_date {
            all.push((Cow::Borrowed(DATE), date));
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
        Ok(Self { all, content_hash, declare_unsigned })
    }

    /// What stands for the hash of the body, if it is not the hash itself.
    pub(super) fn content_hash(&self) -> Option<&'h str> {
        self.content_hash
    }

    /// Whether a header was added that says that the body is not hashed.
    pub(super) fn declare_unsigned(&self) -> bool {
        self.declare_unsigned
    }

    /// How many bytes [`write_into`](Self::write_into) appends.
    pub(super) fn written_len(&self) -> usize {
        self.all.iter().map(|(name, value)| 2 * name.len() + value.len() + 3).sum::<usize>() + 1
    }

    /// Appends a line for each header, an empty one, and one that names them all; says where the names stand.
    pub(super) fn write_into(&self, out: &mut String) -> Range<usize> {
        for (name, value) in &self.all {
            out.push_str(name);
            out.push(':');
            out.push_str(value);
            out.push('\n');
        }
        out.push('\n');
        let start = out.len();
        for (index, (name, _)) in self.all.iter().enumerate() {
            if index > 0 {
                out.push(';');
            }
            out.push_str(name);
        }
        let end = out.len();
        out.push('\n');
        start..end
    }
}

/// The date that the caller chose.
pub(super) fn given_date<'h>(given: &'h [(&str, Cow<'_, str>)]) -> Option<&'h str> {
    given.iter().find(|(name, _)| name.eq_ignore_ascii_case(DATE)).map(|(_, value)| value.trim())
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
            let headers = SignedHeaders::new(&given, "h", "20240309T010203Z").unwrap();
            let mut out = String::new();
            headers.write_into(&mut out);
            prop_assert_eq!(out.len(), headers.written_len());
        }
    }
}

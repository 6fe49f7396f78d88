//! The canonical request: the one spelling of a request that client and gateway both hash.

use std::borrow::Cow;
use std::ops::Range;
use std::time::SystemTime;

use percent_encoding::percent_decode_str;
use ring::digest::{Digest, SHA256, digest};

use super::encoding::{encode_into, hex_into, is_unreserved};
use super::{SdkDate, SigningError, format_date, parse_date};

/// SHA-256 of nothing, which is what a request without a body is signed with.
const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

const DATE_HEADER: &str = "x-sdk-date";
const HOST_HEADER: &str = "host";
const CONTENT_HASH_HEADER: &str = "x-sdk-content-sha256";

/// A request as far as its signature is concerned.
///
/// The lifetime is that of the parts: nothing is copied unless it must be spelled differently.
#[derive(Clone, Debug)]
pub struct SignableRequest<'a> {
    method: &'a str,
    host: &'a str,
    path: &'a str,
    query: &'a str,
    headers: Vec<(&'a str, Cow<'a, str>)>,
    body: &'a [u8],
}

impl<'a> SignableRequest<'a> {
    /// A request without query, headers and body.
    ///
    /// - `method`: the HTTP method, in upper case;
    /// - `host`: what the `Host` header says, the port included if the URL names one;
    /// - `path`: the path of the URL, as it is sent (percent-encoded).
    pub fn new(method: &'a str, host: &'a str, path: &'a str) -> Self {
        Self { method, host, path, query: "", headers: Vec::with_capacity(8), body: &[] }
    }

    /// Sets the query, which must be in the form that [`canonical_query`] gives, and be sent in that form.
    #[must_use]
    pub fn query(mut self, query: &'a str) -> Self {
        self.query = query;
        self
    }

    /// Adds a header that is to be signed. A name with an underscore is sent but never signed: gateways drop it.
    #[must_use]
    pub fn header(mut self, name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sets the body, as it is sent.
    #[must_use]
    pub fn body(mut self, body: &'a [u8]) -> Self {
        self.body = body;
        self
    }

    /// The value of a header that the caller gave, without white space around it.
    fn given(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// Completes the headers as they must be sent, and writes the canonical request.
    pub(super) fn canonicalize(&self, now: SystemTime) -> Result<Canonical, SigningError> {
        let plain_path = is_plain_path(self.path);
        if !plain_path {
            check_path(self.path)?;
        }
        let date = match self.given(DATE_HEADER) {
            Some(value) => format_date(parse_date(value)?)?,
            None => format_date(now)?,
        };
        let given_hash = self.given(CONTENT_HASH_HEADER);
        let unsigned_payload =
            given_hash.is_none() && self.given("content-type").is_some_and(|value| !is_signed_type(value));
        let headers = self.signed_headers(date.as_str(), unsigned_payload)?;

        let lines: usize = headers.iter().map(|(name, value)| 2 * name.len() + value.len() + 3).sum();
        let mut text = String::with_capacity(self.method.len() + self.path.len() + self.query.len() + lines + 80);
        text.push_str(self.method);
        text.push('\n');
        if plain_path {
            text.push_str(self.path);
            text.push_str(if self.path.ends_with('/') { "" } else { "/" });
        } else {
            path_into(&mut text, self.path);
        }
        text.push('\n');
        text.push_str(self.query);
        text.push('\n');
        for (name, value) in &headers {
            text.push_str(name);
            text.push(':');
            text.push_str(value);
            text.push('\n');
        }
        let signed_headers = names_into(&mut text, &headers);
        match given_hash.or(unsigned_payload.then_some(UNSIGNED_PAYLOAD)) {
            // The hash of an absent body wins over what the header says, as in the official client.
            _ if self.body.is_empty() => text.push_str(EMPTY_SHA256),
            Some(value) => text.push_str(value),
            None => hex_into(&mut text, digest(&SHA256, self.body).as_ref()),
        }
        Ok(Canonical { text, signed_headers, date, unsigned_payload })
    }

    /// The headers that are signed, by lower-case name: those that the caller gave, and those that signing adds.
    fn signed_headers<'h>(&'h self, date: &'h str, unsigned_payload: bool) -> Result<Vec<Header<'h>>, SigningError> {
        let mut headers: Vec<Header<'h>> = Vec::with_capacity(self.headers.len() + 3);
        let (mut has_date, mut has_host) = (false, false);
        for (name, value) in &self.headers {
            if let Some(name) = signed_name(name) {
                has_date |= name == DATE_HEADER;
                has_host |= name == HOST_HEADER;
                headers.push((name, value.trim()));
            }
        }
        if !has_date {
            headers.push((Cow::Borrowed(DATE_HEADER), date));
        }
        if !has_host {
            headers.push((Cow::Borrowed(HOST_HEADER), self.host));
        }
        if unsigned_payload {
            headers.push((Cow::Borrowed(CONTENT_HASH_HEADER), UNSIGNED_PAYLOAD));
        }
        headers.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        check_duplicates(&headers)?;
        Ok(headers)
    }
}

/// A header as it is signed: its name in lower case, its value without white space around it.
type Header<'h> = (Cow<'h, str>, &'h str);

/// A canonical request and what the signature needs beside it.
pub(super) struct Canonical {
    pub(super) text: String,
    /// Where in the text the names of the signed headers stand.
    signed_headers: Range<usize>,
    pub(super) date: SdkDate,
    pub(super) unsigned_payload: bool,
}

impl Canonical {
    pub(super) fn digest(&self) -> Digest {
        digest(&SHA256, self.text.as_bytes())
    }

    /// The names of the signed headers, joined by `;`.
    pub(super) fn signed_headers(&self) -> &str {
        self.text.get(self.signed_headers.clone()).unwrap_or_default()
    }
}

/// Writes query parameters in the one order and spelling that is signed and sent: sorted by key, then by value, both
/// percent-encoded, joined as `key=value&…`. The order is that of the raw text, before encoding.
///
/// ```
/// # use huaweicloud_core::signing::canonical_query;
/// assert_eq!(canonical_query(&mut [("start", "1"), ("limit", "10"), ("name", "a b")]), "limit=10&name=a%20b&start=1");
/// ```
pub fn canonical_query<K: AsRef<str>, V: AsRef<str>>(pairs: &mut [(K, V)]) -> String {
    pairs.sort_by(|a, b| (a.0.as_ref(), a.1.as_ref()).cmp(&(b.0.as_ref(), b.1.as_ref())));
    let mut out = String::with_capacity(pairs.len() * 24);
    for (key, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        encode_into(&mut out, key.as_ref());
        out.push('=');
        encode_into(&mut out, value.as_ref());
    }
    out
}

/// Whether the path has no byte that could make it anything but its own canonical form: no dot, no percent sign, no brace.
///
/// Looks at every byte without stopping, which compiles to a few vector instructions; nearly all paths are plain.
fn is_plain_path(path: &str) -> bool {
    let plain = path.bytes().fold(true, |plain, b| plain & (is_unreserved(b) && b != b'.' || b == b'/'));
    plain && path.starts_with('/')
}

fn check_path(path: &str) -> Result<(), SigningError> {
    if !path.starts_with('/') {
        return Err(SigningError::RelativePath { path: path.to_owned() });
    }
    for segment in path.split('/') {
        if is_dot_segment(segment) {
            return Err(SigningError::DotSegment { path: path.to_owned() });
        }
        if segment.starts_with('{') && segment.ends_with('}') {
            return Err(SigningError::Placeholder { path: path.to_owned() });
        }
    }
    Ok(())
}

/// Whether a URL parser would take the segment for `.` or `..`; an encoded dot is a dot to it.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    segment.starts_with(['.', '%']) && {
        let mut bytes = percent_decode_str(segment);
        matches!((bytes.next(), bytes.next(), bytes.next()), (Some(b'.'), None | Some(b'.'), None))
    }
}

fn check_duplicates(sorted: &[Header<'_>]) -> Result<(), SigningError> {
    for pair in sorted.windows(2) {
        if let [(a, _), (b, _)] = pair
            && a == b
        {
            return Err(SigningError::DuplicateHeader { name: a.to_string() });
        }
    }
    Ok(())
}

/// Appends the canonical URI: the path decoded once, each segment encoded again, with a `/` at its end.
fn path_into(out: &mut String, path: &str) {
    // An encoded slash becomes a real one here, while the URL keeps `%2F`: that is what the gateway computes too.
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    for (index, segment) in decoded.split('/').enumerate() {
        if index > 0 {
            out.push('/');
        }
        encode_into(out, segment);
    }
    if !decoded.ends_with('/') {
        out.push('/');
    }
}

/// Appends the lines that end the headers and name them, and says where the names stand.
fn names_into(out: &mut String, headers: &[Header<'_>]) -> Range<usize> {
    out.push('\n');
    let start = out.len();
    for (index, (name, _)) in headers.iter().enumerate() {
        if index > 0 {
            out.push(';');
        }
        out.push_str(name);
    }
    let end = out.len();
    out.push('\n');
    start..end
}

/// A body of these content types is hashed; any other is signed as `UNSIGNED-PAYLOAD`.
fn is_signed_type(content_type: &str) -> bool {
    content_type.is_empty()
        || content_type.starts_with("application/json")
        || content_type.starts_with("application/bson")
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The way past the checks must be open only to paths that pass them and that nothing changes.
        #[test]
        fn a_plain_path_is_its_own_canonical_form(path in "(/|[a-z0-9._~%{} -]){0,12}|\\PC{0,12}") {
            if is_plain_path(&path) {
                prop_assert_eq!(check_path(&path), Ok(()));
                let mut out = String::new();
                path_into(&mut out, &path);
                prop_assert_eq!(out.strip_suffix('/'), Some(path.strip_suffix('/').unwrap_or(&path)));
            }
        }

        #[test]
        fn names_are_lower_case_or_not_signed(name in "[A-Za-z0-9_-]{1,20}") {
            match signed_name(&name) {
                Some(signed) => prop_assert_eq!(signed, name.to_lowercase()),
                None => prop_assert!(name.contains('_')),
            }
        }
    }
}

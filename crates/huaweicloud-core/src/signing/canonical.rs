//! The canonical request: the one spelling of a request that client and gateway both hash.

use std::borrow::Cow;
use std::fmt;
use std::time::SystemTime;

use data_encoding::HEXLOWER;
use percent_encoding::percent_decode_str;
use ring::digest::{Digest, SHA256, digest};

use super::encoding::encode_into;
use super::headers::CanonicalHeaders;
use super::{SdkDate, SigningError};

/// SHA-256 of no bytes, which is what a request without a body is signed with.
const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A request as far as its signature is concerned.
///
/// The lifetime is that of the parts: nothing is copied unless it must be spelled differently.
///
/// `Debug` shows neither the values of query and headers nor the body: they may hold what must not be in a log.
#[derive(Clone)]
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
    /// - `method`: the HTTP method; it is signed in upper case, in which it must be sent;
    /// - `host`: what the `Host` header says, the port included if the URL names one;
    /// - `path`: the path of the URL, as it is sent (percent-encoded).
    pub fn new(method: &'a str, host: &'a str, path: &'a str) -> Self {
        Self { method, host, path, query: "", headers: Vec::new(), body: &[] }
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

    pub(crate) fn host(&self) -> &'a str {
        self.host
    }

    /// The headers as they must be sent, in the spelling in which they are signed.
    pub(super) fn canonical_headers(&self) -> Result<CanonicalHeaders, SigningError> {
        CanonicalHeaders::new(&self.headers, self.host)
    }

    /// Writes the canonical request, with headers that were put into their spelling before.
    pub(super) fn canonicalize(&self, headers: &CanonicalHeaders, now: SystemTime) -> Result<Canonical, SigningError> {
        let plain_path = is_plain_path(self.path);
        if !plain_path {
            check_path(self.path)?;
        }
        let date = headers.date(now)?;
        let lines = self.method.len() + self.path.len() + self.query.len() + headers.written_len();
        // 64 for the hash, the rest for the ends of lines and the slash.
        let mut text = String::with_capacity(lines + 64 + 4);
        self.write_into(&mut text, plain_path);
        headers.write_into(&mut text, &date);
        match headers.content_hash() {
            // The hash of an absent body wins over what the header says, as in the official client.
            _ if self.body.is_empty() => text.push_str(EMPTY_SHA256),
            Some(value) => text.push_str(value),
            None => HEXLOWER.encode_append(digest(&SHA256, self.body).as_ref(), &mut text),
        }
        Ok(Canonical { text, date })
    }

    /// Appends the lines before the headers: method, path and query.
    fn write_into(&self, out: &mut String, plain_path: bool) {
        let start = out.len();
        out.push_str(self.method);
        if let Some(method) = out.get_mut(start..) {
            method.make_ascii_uppercase();
        }
        out.push('\n');
        if plain_path {
            out.push_str(self.path);
            out.push_str(if self.path.ends_with('/') { "" } else { "/" });
        } else {
            path_into(out, self.path);
        }
        out.push('\n');
        out.push_str(self.query);
        out.push('\n');
    }
}

impl fmt::Debug for SignableRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<&str> = self.query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect();
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("SignableRequest")
            .field("method", &self.method)
            .field("host", &self.host)
            .field("path", &self.path)
            .field("query", &query)
            .field("headers", &headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// A canonical request and what the signature needs beside it.
pub(super) struct Canonical {
    pub(super) text: String,
    pub(super) date: SdkDate,
}

impl Canonical {
    pub(super) fn digest(&self) -> Digest {
        digest(&SHA256, self.text.as_bytes())
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
    let plain = path
        .bytes()
        .fold(true, |plain, b| plain & (b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'~')));
    plain && path.starts_with('/')
}

pub(crate) fn check_path(path: &str) -> Result<(), SigningError> {
    if is_plain_path(path) { Ok(()) } else { check_other_path(path) }
}

/// Checks a path that is not plain.
fn check_other_path(path: &str) -> Result<(), SigningError> {
    if !path.starts_with('/') {
        return Err(SigningError::RelativePath { path: path.to_owned() });
    }
    if path.contains(|c: char| c.is_ascii_control() || matches!(c, '?' | '#' | '\\')) {
        return Err(SigningError::AmbiguousPath { path: path.to_owned() });
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_path_with_a_dot_is_not_plain(before in "[a-z0-9./]{0,4}", after in "[a-z0-9./]{0,4}") {
            let path = format!("/{before}.{after}");
            prop_assert!(!is_plain_path(&path));
            prop_assert!(is_plain_path("/v2/p-1/~t_2"));
        }

        /// The way past the checks must be open only to paths that pass them and that nothing changes.
        #[test]
        fn a_plain_path_is_its_own_canonical_form(path in "(/|[a-z0-9._~%{} -]){0,12}|\\PC{0,12}") {
            if is_plain_path(&path) {
                prop_assert_eq!(check_other_path(&path), Ok(()));
                let mut out = String::new();
                path_into(&mut out, &path);
                prop_assert_eq!(out.strip_suffix('/'), Some(path.strip_suffix('/').unwrap_or(&path)));
            }
        }
    }
}

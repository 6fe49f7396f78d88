//! The canonical request: the one spelling of a request that client and gateway both hash.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use ring::digest::{Digest, SHA256, digest};

use super::encoding::{encode_into, hex_into, is_unreserved};
use super::{SigningError, date::parse_date, format_date};

/// SHA-256 of nothing, which is what a request without a body is signed with.
const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

pub(super) const DATE_HEADER: &str = "x-sdk-date";
pub(super) const CONTENT_HASH_HEADER: &str = "x-sdk-content-sha256";

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

    /// Completes the headers as they must be sent, and writes the canonical request.
    pub(super) fn canonicalize(&self, now: std::time::SystemTime) -> Result<Canonical, SigningError> {
        check_path(self.path)?;
        let mut headers: Vec<(Cow<'_, str>, Cow<'_, str>)> = Vec::with_capacity(self.headers.len() + 3);
        for (name, value) in &self.headers {
            headers.push((lower_case(name), trimmed(value)));
        }
        let given = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_ref());
        let date = match given(DATE_HEADER) {
            Some(value) => format_date(parse_date(value)?)?,
            None => format_date(now)?,
        };
        let content_hash = given(CONTENT_HASH_HEADER).map(str::to_owned).or_else(|| {
            given("content-type").filter(|value| !is_signed_type(value)).map(|_| UNSIGNED_PAYLOAD.to_owned())
        });
        let adds_hash = given(CONTENT_HASH_HEADER).is_none() && content_hash.is_some();
        let (adds_date, adds_host) = (given(DATE_HEADER).is_none(), given("host").is_none());
        if adds_date {
            headers.push((Cow::Borrowed(DATE_HEADER), Cow::Borrowed(date.as_str())));
        }
        if adds_host {
            headers.push((Cow::Borrowed("host"), Cow::Borrowed(self.host)));
        }
        if adds_hash {
            headers.push((Cow::Borrowed(CONTENT_HASH_HEADER), Cow::Borrowed(UNSIGNED_PAYLOAD)));
        }
        headers.retain(|(name, _)| !name.contains('_'));
        headers.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        check_duplicates(&headers)?;

        let mut text = String::with_capacity(512);
        text.push_str(self.method);
        text.push('\n');
        path_into(&mut text, self.path);
        text.push('\n');
        text.push_str(self.query);
        text.push('\n');
        let mut signed_headers = String::with_capacity(96);
        for (name, value) in &headers {
            text.push_str(name);
            text.push(':');
            text.push_str(value);
            text.push('\n');
            if !signed_headers.is_empty() {
                signed_headers.push(';');
            }
            signed_headers.push_str(name);
        }
        text.push('\n');
        text.push_str(&signed_headers);
        text.push('\n');
        match content_hash.as_deref() {
            // The hash of an absent body wins over what the header says, as in the official client.
            _ if self.body.is_empty() => text.push_str(EMPTY_SHA256),
            Some(value) => text.push_str(value),
            None => hex_into(&mut text, digest(&SHA256, self.body).as_ref()),
        }
        Ok(Canonical { text, signed_headers, date, unsigned_payload: adds_hash })
    }
}

/// A canonical request and what the signature needs beside it.
pub(super) struct Canonical {
    pub(super) text: String,
    pub(super) signed_headers: String,
    pub(super) date: super::SdkDate,
    pub(super) unsigned_payload: bool,
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

fn check_duplicates(sorted: &[(Cow<'_, str>, Cow<'_, str>)]) -> Result<(), SigningError> {
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
    if path.bytes().all(|b| is_unreserved(b) || b == b'/') {
        out.push_str(path);
    } else {
        // An encoded slash becomes a real one here, while the URL keeps `%2F`: that is what the gateway computes too.
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        for (index, segment) in decoded.split('/').enumerate() {
            if index > 0 {
                out.push('/');
            }
            encode_into(out, segment);
        }
    }
    if !path.ends_with('/') {
        out.push('/');
    }
}

/// A body of these content types is hashed; any other is signed as `UNSIGNED-PAYLOAD`.
fn is_signed_type(content_type: &str) -> bool {
    content_type.is_empty()
        || content_type.starts_with("application/json")
        || content_type.starts_with("application/bson")
}

fn lower_case(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

fn trimmed<'v>(value: &'v Cow<'_, str>) -> Cow<'v, str> {
    Cow::Borrowed(value.trim())
}

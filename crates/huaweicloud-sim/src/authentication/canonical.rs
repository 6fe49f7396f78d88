//! What a signature is made of: the canonical request, and the text that is signed (API Request Signing Guide).

use std::borrow::Cow;

use data_encoding::HEXLOWER;
use hyper::HeaderMap;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use ring::digest::{SHA256, digest};

use super::single_header;
use crate::refusal::Refusal;
use crate::target::{Query, Target};

pub(super) const ALGORITHM: &str = "SDK-HMAC-SHA256";
pub(super) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// What is encoded in a path: everything but letters, digits, `-._~`, and the slash.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
/// The same in a query, where a slash is encoded, too.
const QUERY: &AsciiSet = &PATH.add(b'/');

/// The canonical form of a request, as far as it goes without the hash of the body.
///
/// It has exactly the headers that the signature lists, in their order; each must be there, once.
pub(super) fn request(
    method: &str,
    target: &Target<'_>,
    headers: &HeaderMap,
    signed_headers: &str,
) -> Result<String, Refusal> {
    let mut text = String::with_capacity(512);
    text.push_str(method);
    text.push('\n');
    push_path(&mut text, &target.segments);
    text.push('\n');
    push_query(&mut text, &target.query);
    text.push('\n');
    for name in signed_headers.split(';') {
        text.push_str(name);
        text.push(':');
        text.push_str(single_header(headers, name)?.trim());
        text.push('\n');
    }
    text.push('\n');
    text.push_str(signed_headers);
    text.push('\n');
    Ok(text)
}

/// Each segment encoded anew, and a slash at the end.
fn push_path(text: &mut String, segments: &[Cow<'_, str>]) {
    for segment in segments {
        text.push('/');
        text.extend(utf8_percent_encode(segment, PATH));
    }
    if !text.ends_with('/') {
        text.push('/');
    }
}

/// Sorted by name, then by value, and encoded anew.
fn push_query(text: &mut String, query: &Query) {
    let mut pairs: Vec<_> = query.pairs().collect();
    pairs.sort_unstable();
    for (index, (name, value)) in pairs.into_iter().enumerate() {
        text.push_str(if index == 0 { "" } else { "&" });
        text.extend(utf8_percent_encode(name, QUERY));
        text.push('=');
        text.extend(utf8_percent_encode(value, QUERY));
    }
}

/// The text whose HMAC is the signature.
pub(super) fn string_to_sign(date: &str, canonical_request: &str) -> String {
    let mut text = String::with_capacity(128);
    for part in [ALGORITHM, "\n", date, "\n", Sha256::of(canonical_request.as_bytes()).as_str()] {
        text.push_str(part);
    }
    text
}

/// SHA-256, in hexadecimal digits.
pub(super) struct Sha256([u8; 64]);

impl Sha256 {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut digits = [0; 64];
        HEXLOWER.encode_mut(digest(&SHA256, bytes).as_ref(), &mut digits);
        Self(digits)
    }

    pub(super) fn as_str(&self) -> &str {
        // Digits are text.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// A canonical request as the gateway shows it: on one line, and here without what is secret.
pub(super) fn shown(canonical_request: &str) -> String {
    let lines = canonical_request.lines().map(|line| match line.split_once(':') {
        Some((name, _)) if crate::secret::is_secret_header(name) => Cow::Owned(format!("{name}:******")),
        _ => Cow::Borrowed(line),
    });
    lines.collect::<Vec<_>>().join("|")
}

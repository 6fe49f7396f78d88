//! What a signature is made of: the canonical request, and the text that is signed (API Request Signing Guide).

use std::borrow::Cow;

use data_encoding::HEXLOWER;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use ring::digest::{SHA256, digest};

use crate::target::{Query, Target};

pub(super) const ALGORITHM: &str = "SDK-HMAC-SHA256";
pub(super) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// What is encoded in a path: everything but letters, digits, `-._~`, and the slash.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
/// The same in a query, where a slash is encoded, too.
const QUERY: &AsciiSet = &PATH.add(b'/');

/// The canonical form of a request, as far as it goes without the hash of the body.
///
/// It has exactly the headers that the signature lists, in their order.
pub(super) fn request(method: &str, target: &Target, headers: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(512);
    text.push_str(method);
    text.push('\n');
    push_path(&mut text, &target.segments);
    text.push('\n');
    push_query(&mut text, &target.query);
    text.push('\n');
    for (name, value) in headers {
        text.push_str(name);
        text.push(':');
        text.push_str(value.trim());
        text.push('\n');
    }
    text.push('\n');
    for (index, (name, _)) in headers.iter().enumerate() {
        text.push_str(if index == 0 { "" } else { ";" });
        text.push_str(name);
    }
    text.push('\n');
    text
}

/// Each segment encoded anew, and a slash at the end.
fn push_path(text: &mut String, segments: &[String]) {
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
    format!("{ALGORITHM}\n{date}\n{}", sha256(canonical_request.as_bytes()))
}

/// SHA-256, in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(digest(&SHA256, bytes).as_ref())
}

/// A canonical request as the gateway shows it: on one line, and here without what is secret.
pub(super) fn shown(canonical_request: &str) -> String {
    let lines = canonical_request.lines().map(|line| match line.split_once(':') {
        Some((name, _)) if crate::secret::is_secret_header(name) => Cow::Owned(format!("{name}:******")),
        _ => Cow::Borrowed(line),
    });
    lines.collect::<Vec<_>>().join("|")
}

//! Bodies that are not what was asked for: pages for people, and what is compressed.

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// Whether a text is a page of HTML, which no operation of a service responds with.
pub(super) fn is_html(text: &str) -> bool {
    let text = text.trim_start().as_bytes();
    ["<html", "<!doctype html"]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(start.as_bytes())))
}

/// The way in which a body is compressed, if it is: by its first bytes, or else by its header if it is no text.
pub(super) fn compression(headers: &HeaderMap, body: &[u8]) -> Option<&'static str> {
    match body {
        [0x1f, 0x8b, ..] => Some("gzip"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some("zstd"),
        // The header of zlib, which HTTP calls deflate: none of its second bytes but `^` can follow an `x` in a text.
        [0x78, 0x01 | 0x9c | 0xda, ..] => Some("deflate"),
        [0x78, 0x5e, rest @ ..] if str::from_utf8(rest).is_err() => Some("deflate"),
        _ => {
            let named = headers.get(CONTENT_ENCODING)?.to_str().ok()?.trim().to_ascii_lowercase();
            let name = ["gzip", "deflate", "br", "zstd"].into_iter().find(|name| *name == named)?;
            str::from_utf8(body).is_err().then_some(name)
        }
    }
}

/// What is wrong with a body that is compressed.
pub(super) fn compressed(name: &str) -> String {
    if cfg!(feature = "gzip") && matches!(name, "gzip" | "deflate") {
        return format!("the body is compressed ({name}), and could not be unpacked; look for a proxy that does this");
    }
    format!("the body is compressed ({name}) although nobody asked for it; look for a proxy that does this")
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn pages_are_recognised_by_their_beginning() {
        for page in ["<html>", "\n <HTML lang=x>", "<!DOCTYPE html>", "<!doctype HTML PUBLIC"] {
            assert!(is_html(page), "{page}");
        }
        for other in ["", "{}", "<xml>", "\"<html>\"", "<htm", "a <html>"] {
            assert!(!is_html(other), "{other}");
        }
    }

    #[test]
    fn compression_is_recognised_by_the_first_bytes_and_by_the_header() {
        let mut headers = HeaderMap::new();
        assert_eq!(compression(&headers, b"\x1f\x8b\x08"), Some("gzip"));
        assert_eq!(compression(&headers, b"\x28\xb5\x2f\xfd\x04"), Some("zstd"));
        assert_eq!(compression(&headers, b"x\x9c\xab"), Some("deflate"));
        assert_eq!(compression(&headers, b"x^\xab"), Some("deflate"));
        assert_eq!(compression(&headers, b"x^2"), None);
        assert_eq!(compression(&headers, b"{}"), None);
        assert_eq!(compression(&headers, b"\x0b\xff"), None);
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("BR"));
        assert_eq!(compression(&headers, b"\x0b\xff"), Some("br"));
        assert_eq!(compression(&headers, b"{}"), None);
    }

    #[test]
    fn nobody_asks_for_what_cannot_be_unpacked() {
        assert!(compressed("br").contains("nobody asked for it"));
        assert_eq!(compressed("gzip").contains("could not be unpacked"), cfg!(feature = "gzip"));
    }
}

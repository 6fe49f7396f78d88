//! Bodies that come compressed.

use std::io::Read;

use bytes::Bytes;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use crate::wire::BodyTooLong;

/// A body as it was before it was compressed, if it is as its headers say, which then say so no longer. What is damaged stays as it is.
///
/// # Errors
///
/// [`BodyTooLong`] for one that is longer than the limit: no more than that is unpacked.
pub(super) fn inflate(headers: &mut HeaderMap, body: Bytes, limit: usize) -> Result<Bytes, BodyTooLong> {
    let encoding = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut plain = Vec::new();
    let read = match encoding.trim().to_ascii_lowercase().as_str() {
        "gzip" | "x-gzip" => MultiGzDecoder::new(&*body).take(most).read_to_end(&mut plain),
        "deflate" => ZlibDecoder::new(&*body).take(most).read_to_end(&mut plain),
        _ => return Ok(body),
    };
    match read {
        Ok(_) if plain.len() > limit => Err(BodyTooLong(limit)),
        Ok(_) => {
            headers.remove(CONTENT_ENCODING);
            headers.remove(CONTENT_LENGTH);
            Ok(plain.into())
        }
        Err(_) => Ok(body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};
    use http::HeaderValue;
    use std::io::Write;

    fn inflated(encoding: &'static str, body: Vec<u8>, limit: usize) -> (Result<Bytes, usize>, bool) {
        let mut headers = HeaderMap::from_iter([(CONTENT_ENCODING, HeaderValue::from_static(encoding))]);
        let body = inflate(&mut headers, body.into(), limit).map_err(|BodyTooLong(limit)| limit);
        (body, headers.contains_key(CONTENT_ENCODING))
    }

    #[test]
    fn both_encodings_are_read_up_to_the_limit_and_what_is_damaged_stays() {
        let text = "widgets ".repeat(1_000);
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(text.as_bytes()).unwrap();
        let gzip = gzip.finish().unwrap();
        let mut deflate = ZlibEncoder::new(Vec::new(), Compression::fast());
        deflate.write_all(text.as_bytes()).unwrap();
        assert_eq!(inflated("gzip", gzip.clone(), 8_000), (Ok(text.clone().into()), false));
        assert_eq!(inflated(" GZip ", [gzip.clone(), gzip.clone()].concat(), 16_000).0.unwrap().len(), 16_000);
        assert_eq!(inflated("deflate", deflate.finish().unwrap(), 8_000), (Ok(text.into()), false));
        assert_eq!(inflated("gzip", gzip.clone(), 7_999), (Err(7_999), true));
        let damaged = gzip[..gzip.len() / 2].to_vec();
        assert_eq!(inflated("gzip", damaged.clone(), 8_000), (Ok(damaged.into()), true));
        assert_eq!(inflated("br", gzip.clone(), 8_000), (Ok(gzip.into()), true));
    }
}

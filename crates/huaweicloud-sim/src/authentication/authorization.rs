//! The `Authorization` header of a signed request.

use std::fmt;

use data_encoding::HEXLOWER;
use ring::digest::SHA256_OUTPUT_LEN;

use super::canonical::ALGORITHM;

/// What an `Authorization` header says:
/// `SDK-HMAC-SHA256 Access=<access key>, SignedHeaders=<a;b;c>, Signature=<hexadecimal digits>`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Authorization<'h> {
    pub(super) access_key: &'h str,
    /// In lower case, in ascending order, each once, with semicolons between.
    pub(super) signed_headers: &'h str,
    pub(super) signature: [u8; SHA256_OUTPUT_LEN],
}

/// Why an `Authorization` header cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Malformed {
    Algorithm,
    Parts,
    SignedHeaders,
    Signature,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Algorithm => write!(f, "the algorithm of the Authorization header is not {ALGORITHM}"),
            Self::Parts => f.write_str("the Authorization header does not have the parts Access, SignedHeaders, Signature"),
            Self::SignedHeaders => f.write_str(
                "SignedHeaders of the Authorization header are not names in lower case, without underscore, in ascending order, each once",
            ),
            Self::Signature => f.write_str("Signature of the Authorization header is not 64 hexadecimal digits in lower case"),
        }
    }
}

impl<'h> Authorization<'h> {
    pub(super) fn parse(header: &'h str) -> Result<Self, Malformed> {
        let (algorithm, parts) = header.split_once(' ').unwrap_or((header, ""));
        if algorithm != ALGORITHM {
            return Err(Malformed::Algorithm);
        }
        let mut parts = parts.split(',').map(str::trim);
        let mut part = |name| parts.next().and_then(|part| part.strip_prefix(name)).ok_or(Malformed::Parts);
        let (access_key, signed_headers, signature) = (part("Access=")?, part("SignedHeaders=")?, part("Signature=")?);
        if access_key.is_empty() || parts.next().is_some() {
            return Err(Malformed::Parts);
        }
        let names = signed_headers.split(';');
        // Of any other list a client could have hashed another spelling than the one it sent.
        if !names.clone().all(is_signable) || !names.is_sorted_by(|a, b| a < b) {
            return Err(Malformed::SignedHeaders);
        }
        let mut bytes = [0; SHA256_OUTPUT_LEN];
        if signature.len() != 2 * bytes.len() || HEXLOWER.decode_mut(signature.as_bytes(), &mut bytes).is_err() {
            return Err(Malformed::Signature);
        }
        Ok(Self { access_key, signed_headers, signature: bytes })
    }
}

/// Whether the name is one that a gateway passes on: those with an underscore it drops.
fn is_signable(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.!#$%&'*+^`|~".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SIGNATURE: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    fn header(access_key: &str, signed_headers: &str, signature: &str) -> String {
        format!("{ALGORITHM} Access={access_key}, SignedHeaders={signed_headers}, Signature={signature}")
    }

    #[test]
    fn the_parts_are_read() {
        let text = header("AK", "content-type;host;x-sdk-date", SIGNATURE);
        let authorization = Authorization::parse(&text).unwrap();
        assert_eq!(authorization.access_key, "AK");
        assert_eq!(authorization.signed_headers, "content-type;host;x-sdk-date");
        assert_eq!(HEXLOWER.encode(&authorization.signature), SIGNATURE);
        assert!(Authorization::parse(&text.replace(", ", ",")).is_ok());
    }

    #[test]
    fn what_is_malformed_is_named() {
        let refused = |text: &str| Authorization::parse(text).unwrap_err();
        for text in ["", "Bearer x", "Basic", "SDK-HMAC-SM3 Access=a, SignedHeaders=host, Signature=0"] {
            assert_eq!(refused(text), Malformed::Algorithm, "{text}");
        }
        for text in [
            ALGORITHM.to_owned(),
            format!("{ALGORITHM} "),
            format!("{ALGORITHM} Access=a"),
            format!("{ALGORITHM} SignedHeaders=host, Access=a, Signature={SIGNATURE}"),
            header("", "host", SIGNATURE),
            header("a", "host", SIGNATURE) + ", More=1",
        ] {
            assert_eq!(refused(&text), Malformed::Parts, "{text}");
        }
        for names in ["", "Host", "x-sdk-date;host", "host;host", "host;;x-sdk-date", "host;x_y", "ho st"] {
            assert_eq!(refused(&header("a", names, SIGNATURE)), Malformed::SignedHeaders, "{names}");
        }
        for signature in ["", "0123", &SIGNATURE.to_uppercase(), &format!("{SIGNATURE}0"), &"é".repeat(32)] {
            assert_eq!(refused(&header("a", "host", signature)), Malformed::Signature, "{signature}");
        }
    }

    proptest! {
        #[test]
        fn no_header_panics(text: String, parts in "SDK-HMAC-SHA256 Access=\\PC*, SignedHeaders=\\PC*, Signature=\\PC*") {
            let _ = (Authorization::parse(&text), Authorization::parse(&parts));
        }

        #[test]
        fn what_is_well_formed_is_read_back(
            access_key in "[A-Za-z0-9]{1,40}",
            names in proptest::collection::btree_set("[a-z][a-z0-9-]{0,12}", 1..6),
            signature: [u8; SHA256_OUTPUT_LEN],
        ) {
            let names = names.into_iter().collect::<Vec<_>>().join(";");
            let text = header(&access_key, &names, &HEXLOWER.encode(&signature));
            let expected = Authorization { access_key: &access_key, signed_headers: &names, signature };
            prop_assert_eq!(Authorization::parse(&text), Ok(expected));
        }
    }
}

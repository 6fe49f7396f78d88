//! From a canonical request to the `Authorization` header.

use std::fmt;
use std::time::SystemTime;

use data_encoding::HEXLOWER;
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};

use super::headers::{CanonicalHeaders, UNSIGNED_PAYLOAD};
use super::{SdkDate, SignableRequest, SigningError};

/// Name of the algorithm, as it stands in the `Authorization` header.
pub const ALGORITHM: &str = "SDK-HMAC-SHA256";
const SIGNATURE: &str = ", Signature=";

/// Signs requests with one access key.
///
/// The secret key is kept only as the state of an HMAC; neither it nor the access key is ever shown by `Debug`.
#[derive(Clone)]
pub struct Signer {
    /// The `Authorization` header up to the names of the signed headers, which is the same for all requests.
    prefix: String,
    key: hmac::Key,
}

impl Signer {
    /// A signer for an access key and its secret key.
    ///
    /// # Errors
    ///
    /// [`SigningError::EmptyKey`] if either is empty, [`SigningError::InvalidAccessKey`] if the access key cannot stand in
    /// a header, [`SigningError::InvalidSecretKey`] if the secret key has white space at an end or a control character in it.
    pub fn new(access_key: &str, secret_key: &SecretString) -> Result<Self, SigningError> {
        let secret = secret_key.expose_secret();
        if access_key.is_empty() || secret.is_empty() {
            return Err(SigningError::EmptyKey);
        }
        if !access_key.bytes().all(|b| b.is_ascii_graphic() && b != b',') {
            return Err(SigningError::InvalidAccessKey);
        }
        if secret.trim() != secret || secret.contains(char::is_control) {
            return Err(SigningError::InvalidSecretKey);
        }
        let prefix = format!("{ALGORITHM} Access={access_key}, SignedHeaders=");
        Ok(Self { prefix, key: hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()) })
    }

    /// Signs a request as of `now`, or as of the `X-Sdk-Date` header that it already has.
    ///
    /// # Errors
    ///
    /// A [`SigningError`] for a request that the gateway would refuse or read differently.
    pub fn sign(&self, request: &SignableRequest<'_>, now: SystemTime) -> Result<Signature, SigningError> {
        self.sign_with(request, &request.canonical_headers()?, now)
    }

    /// Signs a request with headers in place of its own, which it need not have: those of many requests, which were put into their
    /// spelling once.
    pub(crate) fn sign_with(
        &self,
        request: &SignableRequest<'_>,
        headers: &CanonicalHeaders,
        now: SystemTime,
    ) -> Result<Signature, SigningError> {
        let canonical = request.canonicalize(headers, now)?;
        let signed_headers = headers.names();
        // One buffer for two texts: the string to sign is not needed once it is signed.
        let mut text = String::with_capacity(self.prefix.len() + signed_headers.len() + SIGNATURE.len() + 64);
        text.push_str(ALGORITHM);
        text.push('\n');
        text.push_str(canonical.date.as_str());
        text.push('\n');
        HEXLOWER.encode_append(canonical.digest().as_ref(), &mut text);
        let tag = hmac::sign(&self.key, text.as_bytes());
        text.clear();
        text.push_str(&self.prefix);
        text.push_str(signed_headers);
        text.push_str(SIGNATURE);
        HEXLOWER.encode_append(tag.as_ref(), &mut text);
        Ok(Signature {
            authorization: text,
            date: canonical.date,
            unsigned_payload: headers.declare_unsigned(),
            canonical_request: canonical.text,
        })
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer([redacted])")
    }
}

/// The headers that make a request a signed one.
#[derive(Clone)]
pub struct Signature {
    authorization: String,
    date: SdkDate,
    unsigned_payload: bool,
    canonical_request: String,
}

impl Signature {
    /// Value of the `Authorization` header.
    pub fn authorization(&self) -> &str {
        &self.authorization
    }

    /// Value of the `Authorization` header, alone.
    pub fn into_authorization(self) -> String {
        self.authorization
    }

    /// Value of the `X-Sdk-Date` header, which is signed and must be sent.
    pub fn date(&self) -> &str {
        self.date.as_str()
    }

    /// Value of the `X-Sdk-Content-Sha256` header, if it was added and must be sent: `UNSIGNED-PAYLOAD` for content types
    /// other than JSON.
    pub fn content_hash(&self) -> Option<&'static str> {
        self.unsigned_payload.then_some(UNSIGNED_PAYLOAD)
    }

    /// The text that was hashed, to compare with what the gateway says it computed. Holds the security token, if any.
    pub fn canonical_request(&self) -> &str {
        &self.canonical_request
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature").field("date", &self.date()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer::new("AKEXAMPLE", &"SKexample".into()).unwrap()
    }

    fn refusal(request: &SignableRequest<'_>) -> SigningError {
        signer().sign(request, SystemTime::UNIX_EPOCH).unwrap_err()
    }

    #[test]
    fn keys_must_be_usable() {
        assert_eq!(Signer::new("", &"sk".into()).unwrap_err(), SigningError::EmptyKey);
        assert_eq!(Signer::new("ak", &"".into()).unwrap_err(), SigningError::EmptyKey);
        assert_eq!(Signer::new("a k", &"sk".into()).unwrap_err(), SigningError::InvalidAccessKey);
        assert_eq!(Signer::new("a\nk", &"sk".into()).unwrap_err(), SigningError::InvalidAccessKey);
    }

    #[test]
    fn a_secret_key_with_white_space_around_it_is_refused_without_being_shown() {
        for secret in ["SKVALUE\n", " SKVALUE", "SKVALUE\t", "SK\0VALUE", "SK\nVALUE", "\u{feff}\r\n", "SKVALUE\u{a0}"]
        {
            let error = Signer::new("ak", &secret.into()).unwrap_err();
            assert_eq!(error, SigningError::InvalidSecretKey, "{secret:?}");
            assert!(!error.to_string().contains("VALUE"));
        }
        assert!(Signer::new("ak", &"a b".into()).is_ok());
    }

    #[test]
    fn the_method_is_signed_in_upper_case() {
        let sign = |method| {
            let request = SignableRequest::new(method, "h", "/").body(b"{}");
            signer().sign(&request, SystemTime::UNIX_EPOCH).unwrap().into_authorization()
        };
        assert_eq!(sign("post"), sign("POST"));
        assert_eq!(sign("Delete"), sign("DELETE"));
    }

    #[test]
    fn an_empty_hash_of_the_body_is_not_trusted() {
        for content_type in ["application/json", "text/plain"] {
            let request = SignableRequest::new("PUT", "h", "/").header("Content-Type", content_type).body(b"{}");
            let request = request.header("X-Sdk-Content-Sha256", " ");
            let signature = signer().sign(&request, SystemTime::UNIX_EPOCH).unwrap();
            let hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
            assert!(signature.canonical_request().ends_with(hash), "{}", signature.canonical_request());
            assert!(signature.canonical_request().contains("\nx-sdk-content-sha256:\n"));
            assert_eq!(signature.content_hash(), None);
        }
    }

    #[test]
    fn paths_that_http_libraries_rewrite_are_refused() {
        for path in ["/v2/.", "/v2/../x", "/v2/%2e%2E/x", "/v2/.%2e"] {
            let refused = refusal(&SignableRequest::new("GET", "h", path));
            assert_eq!(refused, SigningError::DotSegment { path: path.to_owned() });
        }
        for path in ["/v2/...", "/v2/a.b..c", "//"] {
            assert!(signer().sign(&SignableRequest::new("GET", "h", path), SystemTime::UNIX_EPOCH).is_ok(), "{path}");
        }
        assert!(matches!(refusal(&SignableRequest::new("GET", "h", "/v2/{t}/y")), SigningError::Placeholder { .. }));
        assert!(matches!(refusal(&SignableRequest::new("GET", "h", "v2")), SigningError::RelativePath { .. }));
        for path in ["/v2?a=b", "/v2#a", "/v2/\\..\\a", "/v2\n/a", "/v2/.\t./a"] {
            let refused = refusal(&SignableRequest::new("GET", "h", path));
            assert_eq!(refused, SigningError::AmbiguousPath { path: path.to_owned() });
        }
    }

    #[test]
    fn a_path_that_ends_in_an_encoded_slash_gets_no_second_one() {
        for path in ["/v2/a%2F", "/v2/a%2f"] {
            let signature = signer().sign(&SignableRequest::new("GET", "h", path), SystemTime::UNIX_EPOCH).unwrap();
            assert!(signature.canonical_request().starts_with("GET\n/v2/a/\n\n"), "{path}");
        }
    }

    #[test]
    fn headers_are_given_once_and_dates_are_dates() {
        let twice = SignableRequest::new("GET", "h", "/").header("X-Dup", "a").header("x-dup", "b");
        assert_eq!(refusal(&twice), SigningError::DuplicateHeader { name: "x-dup".to_owned() });
        let date = SignableRequest::new("GET", "h", "/").header("X-Sdk-Date", "yesterday");
        assert!(matches!(refusal(&date), SigningError::InvalidDate { .. }));
    }

    #[test]
    fn nothing_secret_is_shown() {
        let request = SignableRequest::new("GET", "h", "/").query("a=SKexample&b").header("x-a", "SKexample");
        let request = request.body(b"SKexample");
        let signature = signer().sign(&request, SystemTime::UNIX_EPOCH).unwrap();
        let shown = format!("{:?} {signature:?} {request:?}", signer());
        assert!(shown.contains(r#"query: ["a", "b"], headers: ["x-a"], body_bytes: 9"#), "{shown}");
        assert!(
            !shown.contains("AKEXAMPLE") && !shown.contains("SKexample") && !shown.contains("Signature="),
            "{shown}"
        );
    }
}

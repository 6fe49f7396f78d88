//! Taking the client's own secrets out of what a service says.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

const REDACTED: &str = "[redacted]";

/// Shorter secrets are words of a test, which would take parts of other words with them.
const SHORTEST: usize = 6;

/// What a request proved its origin with, and what must not be repeated from its response.
#[derive(Clone, Default)]
pub(crate) struct Redaction {
    secrets: Arc<[SecretString]>,
    authorization: Option<HeaderValue>,
}

impl Redaction {
    /// Keys and tokens, and the `Authorization` header of the request.
    pub(crate) fn new(secrets: Arc<[SecretString]>, authorization: Option<HeaderValue>) -> Self {
        Self { secrets, authorization }
    }

    /// The text without the secrets.
    pub(crate) fn apply(&self, mut text: String) -> String {
        let authorization = self.authorization.as_ref().and_then(|value| value.to_str().ok());
        let signature = authorization.and_then(|value| Some(value.rsplit_once("Signature=")?.1));
        let own = self.secrets.iter().map(ExposeSecret::expose_secret);
        for secret in own.chain(signature).map(str::trim).filter(|secret| secret.len() >= SHORTEST) {
            if text.contains(secret) {
                text = text.replace(secret, REDACTED);
            }
        }
        text
    }
}

/// Shows nothing.
impl fmt::Debug for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tokens_and_the_signature_are_taken_out() {
        let secrets: [SecretString; 3] = ["AKVALUE".into(), "SKVALUE".into(), "sk".into()];
        let header = HeaderValue::from_static("SDK-HMAC-SHA256 Access=AKVALUE, SignedHeaders=host, Signature=0123abcd");
        let redaction = Redaction::new(secrets.into(), Some(header));
        let text = "AKVALUE and SKVALUE, SKVALUE; task, Signature=0123abcd".to_owned();
        let expected = "[redacted] and [redacted], [redacted]; task, Signature=[redacted]";
        assert_eq!(redaction.apply(text), expected);
        assert_eq!(Redaction::default().apply("AKVALUE".to_owned()), "AKVALUE");
    }
}

//! Taking the client's own secrets out of what a service says.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

const REDACTED: &str = "[redacted]";

/// Shorter secrets are words of a test, which would take parts of other words with them.
const SHORTEST: usize = 6;

/// Of a secret that is at least twice as long, so much of its beginning is taken for it: whoever repeats a token may cut it.
const BEGINNING: usize = 16;

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
            if secret.len() >= 2 * BEGINNING {
                text = without_beginning(text, secret);
            }
        }
        text
    }
}

/// The text without what a secret that was cut has left in it.
fn without_beginning(text: String, secret: &str) -> String {
    let Some(beginning) = secret.get(..BEGINNING).filter(|beginning| text.contains(beginning)) else { return text };
    let (mut kept, mut rest) = (String::with_capacity(text.len()), text.as_str());
    while let Some((before, after)) = rest.split_once(beginning) {
        let more = secret.chars().skip(beginning.chars().count());
        let repeated: usize =
            after.chars().zip(more).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum();
        kept.push_str(before);
        kept.push_str(REDACTED);
        rest = after.get(repeated..).unwrap_or_default();
    }
    kept + rest
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

    #[test]
    fn the_beginning_of_a_long_secret_is_taken_for_it() {
        let token = "MIIABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let redaction = Redaction::new([token.into()].into(), None);
        let cut = |length: usize| redaction.apply(format!("bad {}… of {token}", &token[..length]));
        for length in [16, 17, 38] {
            assert_eq!(cut(length), "bad [redacted]… of [redacted]", "{length}");
        }
        assert_eq!(cut(15), "bad MIIABCDEFGHIJKL… of [redacted]");
    }
}

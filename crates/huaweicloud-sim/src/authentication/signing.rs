//! The page's own signature: of the requests that it sends to the gateway itself.
//!
//! It is made by the code that verifies signatures, not by that of a client: it shows what the gateway takes.

use std::sync::Arc;
use std::time::SystemTime;

use data_encoding::HEXLOWER;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue};
use hyper::http::request::Parts;
use jiff::Timestamp;
use ring::hmac;
use ring::rand::{SecureRandom as _, SystemRandom};
use secrecy::SecretString;

use super::canonical::{self, ALGORITHM, Sha256};
use super::{AccessKey, Authentication, Credentials, DATE, Projects};
use crate::examples::EXAMPLE_ACCESS_KEY;
use crate::refusal::{Codes, Refusal};
use crate::target::Target;

/// The key that the page signs with: the example's, where that is known, or one that this process alone has. Never one that
/// somebody gave, which may be that of a real account.
pub(crate) struct PageKey {
    pub(crate) access_key: String,
    key: Arc<AccessKey>,
}

impl PageKey {
    /// The key for a gateway that knows these credentials.
    pub(super) fn of(credentials: &Credentials) -> Self {
        if let Some(key) = credentials.access_keys.get(EXAMPLE_ACCESS_KEY).filter(|key| key.security_token.is_none()) {
            return Self { access_key: EXAMPLE_ACCESS_KEY.to_owned(), key: Arc::clone(key) };
        }
        let mut bytes = [0; 32];
        // Without chance there is no key that nobody guesses: this one is then not let in.
        let is_drawn = SystemRandom::new().fill(&mut bytes).is_ok();
        let secret = SecretString::from(HEXLOWER.encode(&bytes));
        let projects = if is_drawn { Projects::Any } else { Projects::only([]) };
        Self { access_key: "AKSIMULATORPAGE".to_owned(), key: Arc::new(AccessKey::new(&secret, None, projects)) }
    }

    /// Whether it is the key of the examples, which every client may have.
    pub(crate) fn is_example(&self) -> bool {
        self.access_key == EXAMPLE_ACCESS_KEY
    }

    pub(super) fn find(&self, access_key: &str) -> Option<Arc<AccessKey>> {
        (access_key == self.access_key).then(|| Arc::clone(&self.key))
    }
}

impl Authentication {
    /// Signs a request with the page's own key, for the time that it is given: sets `X-Sdk-Date` and `Authorization`.
    pub(crate) fn sign(&self, parts: &mut Parts, body: &[u8], now: SystemTime) -> Result<(), Refusal> {
        let unreadable = || Refusal::of(Codes::GATEWAY.malformed_url);
        let text = |value: String| HeaderValue::try_from(value).map_err(|_| unreadable());
        let date = Timestamp::try_from(now).unwrap_or(Timestamp::MAX).strftime("%Y%m%dT%H%M%SZ").to_string();
        parts.headers.insert(DATE, text(date.clone())?);
        let target = Target::parse(parts.uri.path(), parts.uri.query()).map_err(|_| unreadable())?;
        let signed = [CONTENT_TYPE, HOST, DATE].map(|name| parts.headers.contains_key(&name).then_some(name));
        let signed: Vec<_> = signed.iter().flatten().map(hyper::header::HeaderName::as_str).collect();
        let signed = signed.join(";");
        let mut canonical = canonical::request(parts.method.as_str(), &target, &parts.headers, &signed)?;
        canonical.push_str(Sha256::of(body).as_str());
        let signature = hmac::sign(&self.page_key.key.key, canonical::string_to_sign(&date, &canonical).as_bytes());
        let (access_key, signature) = (&self.page_key.access_key, HEXLOWER.encode(signature.as_ref()));
        let value = format!("{ALGORITHM} Access={access_key}, SignedHeaders={signed}, Signature={signature}");
        parts.headers.insert(AUTHORIZATION, text(value)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authentication::ReceivedRequest;
    use crate::examples::EXAMPLE_SECRET_KEY;
    use std::time::Duration;

    fn is_let_in(authentication: &Authentication, change: impl FnOnce(&mut Parts)) -> bool {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_709_946_123);
        let request =
            hyper::Request::post("/v1/p/widgets?b=2&a=%20").header(HOST, "127.0.0.1").header(CONTENT_TYPE, "a/b");
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        authentication.sign(&mut parts, b"{}", now).unwrap();
        change(&mut parts);
        let target = Target::parse(parts.uri.path(), parts.uri.query()).unwrap();
        let received =
            ReceivedRequest { method: parts.method.as_str(), target: &target, headers: &parts.headers, body: b"{}" };
        authentication.check(&received, now).is_ok()
    }

    #[test]
    fn what_is_signed_is_let_in_and_nothing_else() {
        let mut credentials = Credentials::default();
        credentials.add_access_key("AK", "a-key-of-somebody").unwrap();
        let own = Authentication::new(credentials.clone());
        assert!(!own.page_key.is_example());
        credentials.add_access_key(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY).unwrap();
        let of_example = Authentication::new(credentials);
        assert!(of_example.page_key.is_example());
        for authentication in [own, of_example] {
            assert!(is_let_in(&authentication, |_| ()));
            assert!(!is_let_in(&authentication, |parts| parts.method = hyper::Method::PUT));
            assert!(!is_let_in(&authentication, |parts| parts.uri = "/v1/p/widgets?b=2&a=1".parse().unwrap()));
            assert!(!is_let_in(&authentication, |parts| {
                parts.headers.insert(HOST, HeaderValue::from_static("evil.example"));
            }));
        }
    }
}

//! How requests prove who they are from.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::header::{header_value, signable_text, unsignable};
use crate::credentials::{CredentialKind, is_empty};
use crate::error::Error;
use crate::redaction::Redaction;
use crate::signing::{CanonicalHeaders, SignableRequest, Signature, Signer};
use crate::wire::header::{ANY_TYPE, AUTH_TOKEN, CONTENT_HASH, DATE, SECURITY_TOKEN};

/// A signature, or a token. Header values are marked sensitive, so that no log shows them.
pub(crate) struct Authentication {
    proof: Proof,
    /// All that no error may show.
    secrets: Arc<[SecretString]>,
}

enum Proof {
    Signature { signer: Signer, security_token: Option<HeaderValue> },
    Token(HeaderValue),
}

impl Authentication {
    /// # Errors
    ///
    /// [`Error::is_configuration`] for credentials that are empty, or that no header can hold.
    pub(crate) fn new(credentials: &CredentialKind) -> Result<Self, Error> {
        Ok(Self { proof: Proof::new(credentials)?, secrets: credentials.secrets() })
    }

    /// All that no error may show.
    pub(super) fn secrets(&self) -> impl Iterator<Item = SecretString> {
        self.secrets.iter().cloned()
    }

    /// Whether requests are signed, as of a time.
    pub(super) fn is_signature(&self) -> bool {
        matches!(self.proof, Proof::Signature { .. })
    }

    /// What of a request with these headers, signed or with its token, must not be repeated from its response.
    pub(super) fn redaction(&self, headers: &HeaderMap) -> Redaction {
        Redaction::new(Arc::clone(&self.secrets), headers.get(AUTHORIZATION).cloned())
    }

    /// How these headers are signed, which do not have the security token yet; none if nothing is signed, or they cannot be.
    pub(super) fn canonical(&self, headers: &HeaderMap, host: &str) -> Option<CanonicalHeaders> {
        let Proof::Signature { security_token, .. } = &self.proof else { return None };
        let mut headers = headers.clone();
        add_security_token(&mut headers, security_token.as_ref());
        canonical_headers(&headers, host).ok()
    }

    /// Adds the token, or the signature of all `headers` and of `request`, which has none of its own. `canonical` is how `headers` are
    /// signed, if that is known.
    pub(super) fn add_to(
        &self,
        headers: &mut HeaderMap,
        canonical: Option<&CanonicalHeaders>,
        request: &SignableRequest<'_>,
        now: SystemTime,
    ) -> Result<(), Error> {
        match &self.proof {
            Proof::Token(token) => {
                headers.insert(AUTH_TOKEN, token.clone());
                Ok(())
            }
            Proof::Signature { signer, security_token } => {
                add_security_token(headers, security_token.as_ref());
                let signature = match canonical {
                    Some(canonical) => signer.sign_with(request, canonical, now),
                    None => signer.sign_with(request, &canonical_headers(headers, request.host())?, now),
                };
                add_signature(headers, signature.map_err(unsignable)?)
            }
        }
    }
}

fn add_security_token(headers: &mut HeaderMap, token: Option<&HeaderValue>) {
    if let Some(token) = token {
        headers.insert(SECURITY_TOKEN, token.clone());
    }
}

fn canonical_headers(headers: &HeaderMap, host: &str) -> Result<CanonicalHeaders, Error> {
    let signed = headers.iter().filter(|(name, value)| is_signed(name, value));
    let signed = signed.map(|(name, value)| Ok((name.as_str(), Cow::Borrowed(signable_text(value)?))));
    CanonicalHeaders::new(&signed.collect::<Result<Vec<_>, Error>>()?, host).map_err(unsignable)
}

/// Whether a header is signed: not those that the signature gives, and not what official clients add to what they have signed.
fn is_signed(name: &HeaderName, value: &HeaderValue) -> bool {
    !(name == DATE || name == AUTHORIZATION || (name == ACCEPT && value == ANY_TYPE))
}

impl Proof {
    fn new(credentials: &CredentialKind) -> Result<Self, Error> {
        match credentials {
            CredentialKind::Token(token) if is_empty(token) => {
                Err(Error::configuration("the token of the credentials is empty; set it"))
            }
            CredentialKind::Token(token) => Ok(Self::Token(sensitive(token)?)),
            CredentialKind::AccessKey { access_key, secret_key, security_token } => {
                let signer = Signer::new(access_key.expose_secret(), secret_key)
                    .map_err(|error| Error::configuration(error.to_string()))?;
                let security_token = security_token.as_ref().map(sensitive).transpose()?;
                Ok(Self::Signature { signer, security_token })
            }
        }
    }
}

fn add_signature(headers: &mut HeaderMap, signature: Signature) -> Result<(), Error> {
    headers.insert(DATE, HeaderValue::from_str(signature.date()).map_err(unsignable)?);
    if let Some(hash) = signature.content_hash() {
        headers.insert(CONTENT_HASH, HeaderValue::from_static(hash));
    }
    let authorization = Bytes::from(signature.into_authorization());
    let mut authorization = HeaderValue::from_maybe_shared(authorization).map_err(unsignable)?;
    authorization.set_sensitive(true);
    headers.insert(AUTHORIZATION, authorization);
    Ok(())
}

/// A header value that no log shows.
fn sensitive(secret: &SecretString) -> Result<HeaderValue, Error> {
    let text = secret.expose_secret();
    if text.trim() != text {
        return Err(Error::configuration("a token of the credentials begins or ends in white space; remove it"));
    }
    let mut value = header_value(text)
        .ok_or_else(|| Error::configuration("a token of the credentials holds a character that no header can hold"))?;
    value.set_sensitive(true);
    Ok(value)
}

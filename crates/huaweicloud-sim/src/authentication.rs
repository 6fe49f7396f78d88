//! Who a request is from: the part of the gateway that checks signatures and tokens.
//!
//! The verifier is written from the API Request Signing Guide, and shares no line with the signer of any client.

mod authorization;
mod canonical;
mod credentials;
mod fingerprint;
mod issued;
mod signing;

use std::fmt;
use std::time::{Duration, SystemTime};

use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, AsHeaderName, HeaderName};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use ring::hmac;

use crate::refusal::Refusal;
use crate::target::Target;
use authorization::Authorization;
use canonical::{Sha256, UNSIGNED_PAYLOAD};
use fingerprint::Fingerprint;

#[cfg(feature = "program")]
pub(crate) use credentials::KeysFile;
pub(crate) use credentials::{AccessKey, Projects, User};
pub use credentials::{Credentials, CredentialsError};
pub(crate) use issued::Issued;
pub(crate) use signing::PageKey;

/// The hash of a body that is not there, which most requests have.
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// How far the clock of a client may be off, as the API Request Signing Guide says.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(15 * 60);
const AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");
const DATE: HeaderName = HeaderName::from_static("x-sdk-date");
const CONTENT_HASH: HeaderName = HeaderName::from_static("x-sdk-content-sha256");

/// Whom the gateway knows.
pub(crate) struct Authentication {
    pub(crate) credentials: Credentials,
    pub(crate) issued: Issued,
    /// What the page at `/_sim/` signs with.
    pub(crate) page_key: PageKey,
}

/// A request as it came over the wire, as far as its signature is concerned.
pub(crate) struct ReceivedRequest<'r> {
    pub(crate) method: &'r str,
    pub(crate) target: &'r Target<'r>,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) body: &'r [u8],
}

impl Authentication {
    pub(crate) fn new(credentials: Credentials) -> Self {
        let page_key = PageKey::of(&credentials);
        Self { credentials, issued: Issued::default(), page_key }
    }

    /// Refuses a request that is neither signed by a known access key nor carries a known token, and gives the projects of
    /// whoever sent it. A signature is checked even if there is a token too.
    pub(crate) fn check(&self, request: &ReceivedRequest<'_>, now: SystemTime) -> Result<Projects, Refusal> {
        // A header that is there and empty says no more than one that is not.
        if let Some(authorization) = header(request.headers, &AUTHORIZATION)?.filter(|it| !it.is_empty()) {
            return self.check_signature(authorization, request, now);
        }
        match header(request.headers, &AUTH_TOKEN)? {
            Some(token) => self.check_token(token, now),
            None => Err(Refusal::unauthenticated("neither Authorization nor X-Auth-Token is given")),
        }
    }

    /// The projects of whoever has a token.
    pub(crate) fn check_token(&self, token: &str, now: SystemTime) -> Result<Projects, Refusal> {
        let token = Fingerprint::of(token.as_bytes());
        let known = self.credentials.tokens.get(&token).cloned();
        let projects = known.or_else(|| self.issued.projects_of(token, now));
        projects.ok_or_else(|| Refusal::unauthenticated("decrypt token fail"))
    }

    fn check_signature(
        &self,
        authorization: &str,
        request: &ReceivedRequest<'_>,
        now: SystemTime,
    ) -> Result<Projects, Refusal> {
        let authorization =
            Authorization::parse(authorization).map_err(|why| Refusal::unauthenticated(&why.to_string()))?;
        let known = self.credentials.access_keys.get(authorization.access_key).cloned();
        let issued = || self.issued.find(authorization.access_key, now);
        let key = known.or_else(issued).or_else(|| self.page_key.find(authorization.access_key));
        // What stands in the place of the access key may be a secret: it is not shown.
        let unknown = || Refusal::unauthenticated("Get secretKey failed,ak:******,err:ak not exist");
        let key = key.ok_or_else(unknown)?;
        let signed_headers = authorization.signed_headers;
        let canonical = canonical::request(request.method, request.target, request.headers, signed_headers)?;
        let date = single_header(request.headers, &DATE)?;
        check_date(date, now)?;
        check_security_token(&key, request.headers)?;
        let named = header(request.headers, &CONTENT_HASH)?;
        let hash = (!request.body.is_empty()).then(|| Sha256::of(request.body));
        let payloads = payloads(hash.as_ref().map(Sha256::as_str), named)?;
        verify(&key, &authorization.signature, date, canonical, payloads)?;
        Ok(key.projects.clone())
    }
}

/// A header that must be there, once.
fn single_header<N: AsHeaderName + fmt::Display + Copy>(headers: &HeaderMap, name: N) -> Result<&str, Refusal> {
    header(headers, name)?
        .ok_or_else(|| Refusal::unauthenticated(&format!("the header `{name}` is signed but missing")))
}

/// A header that may be there, once.
fn header<N: AsHeaderName + fmt::Display + Copy>(headers: &HeaderMap, name: N) -> Result<Option<&str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let refuse = |why| Err(Refusal::unauthenticated(&format!("the header `{name}` {why}")));
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(_), Some(_)) => refuse("is given twice"),
        (Some(value), None) => std::str::from_utf8(value.as_bytes()).map(Some).or_else(|_| refuse("is not UTF-8")),
    }
}

/// The date has no fraction of a second, so the clock must have none either: 15 minutes sharp are within the tolerance.
fn check_date(text: &str, now: SystemTime) -> Result<(), Refusal> {
    let refuse = |why: &str| Err(Refusal::unauthenticated(why));
    let now = Timestamp::try_from(now).unwrap_or(Timestamp::MAX);
    let Some(date) = second(text) else {
        return refuse("x-sdk-date is not a time in the form YYYYMMDDTHHMMSSZ");
    };
    if date.abs_diff(now.as_second()) <= CLOCK_TOLERANCE.as_secs() {
        return Ok(());
    }
    let now = now.strftime("%Y%m%dT%H%M%SZ");
    refuse(&format!("x-sdk-date is {text}, more than 15 minutes away from the time of the gateway, {now}"))
}

/// The second since 1970 of a date in the form `YYYYMMDDTHHMMSSZ`.
fn second(text: &str) -> Option<i64> {
    let digits = text.strip_suffix('Z')?;
    let (day, time) = digits.split_once('T')?;
    if day.len() != 8 || time.len() != 6 || !day.bytes().chain(time.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let two = |text: &str, from: usize| text.get(from..from + 2)?.parse::<i8>().ok();
    let year = day.get(..4)?.parse().ok()?;
    let date = DateTime::new(year, two(day, 4)?, two(day, 6)?, two(time, 0)?, two(time, 2)?, two(time, 4)?, 0).ok()?;
    Some(TimeZone::UTC.to_timestamp(date).ok()?.as_second())
}

/// A temporary access key is nothing without its token. Beside another key, a token is no one's business.
fn check_security_token(key: &AccessKey, headers: &HeaderMap) -> Result<(), Refusal> {
    let Some(expected) = key.security_token else { return Ok(()) };
    let Some(sent) = header(headers, &SECURITY_TOKEN)? else {
        return Err(Refusal::unauthenticated("the access key is a temporary one, and x-security-token is missing"));
    };
    if Fingerprint::of(sent.as_bytes()) == expected {
        Ok(())
    } else {
        Err(Refusal::unauthenticated("decrypt token fail"))
    }
}

/// What may stand for the body in the canonical request: this, or else that. A body that is empty has no hash of its own here.
///
/// A signature covers the hash that a header names, not the body: that the body has it is seen here. Some clients sign an
/// empty body as one that is not signed, and others by its hash whatever the header says.
fn payloads<'r>(hash: Option<&'r str>, named: Option<&str>) -> Result<(&'r str, Option<&'r str>), Refusal> {
    match (named, hash) {
        (Some(UNSIGNED_PAYLOAD), None) => Ok((UNSIGNED_PAYLOAD, Some(EMPTY_HASH))),
        (Some(UNSIGNED_PAYLOAD), Some(_)) => Ok((UNSIGNED_PAYLOAD, None)),
        (Some(named), hash) if named != hash.unwrap_or(EMPTY_HASH) => {
            Err(Refusal::unauthenticated("x-sdk-content-sha256 is not the hash of the body"))
        }
        (_, hash) => Ok((hash.unwrap_or(EMPTY_HASH), None)),
    }
}

/// Computes what the client ought to have signed, and compares the signature with it.
fn verify(
    key: &AccessKey,
    signature: &[u8],
    date: &str,
    mut canonical: String,
    (payload, other): (&str, Option<&str>),
) -> Result<(), Refusal> {
    let length = canonical.len();
    for payload in [Some(payload), other].into_iter().flatten() {
        canonical.truncate(length);
        canonical.push_str(payload);
        let signed = canonical::string_to_sign(date.trim(), &canonical);
        if hmac::verify(&key.key, signed.as_bytes(), signature).is_ok() {
            return Ok(());
        }
    }
    let shown = canonical::shown(&canonical);
    Err(Refusal::unauthenticated(&format!("verify aksk signature fail, canonicalRequest:{shown}")))
}

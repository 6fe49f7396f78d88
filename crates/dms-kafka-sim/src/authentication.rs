//! Who a request is from: the part of the gateway that checks signatures and tokens.

mod authorization;

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use data_encoding::HEXLOWER;
use huaweicloud_core::Clock;
use huaweicloud_core::signing::{SignableRequest, Signature, Signer, format_date, parse_date};
use hyper::HeaderMap;
use ring::digest::{SHA256, digest};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use crate::refusal::Refusal;
use crate::target::Query;
use authorization::Authorization;

/// How far the clock of a client may be off, as the API Request Signing Guide says.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(15 * 60);
const AUTHORIZATION: &str = "authorization";
const AUTH_TOKEN: &str = "x-auth-token";
const SECURITY_TOKEN: &str = "x-security-token";
const DATE: &str = "x-sdk-date";
const CONTENT_HASH: &str = "x-sdk-content-sha256";
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
/// What a signature must cover, or it could be used for another host or at another time.
const ALWAYS_SIGNED: [&str; 2] = ["host", DATE];

/// Whom the gateway knows.
pub(crate) struct Authentication {
    pub(crate) access_keys: Vec<AccessKey>,
    pub(crate) tokens: Vec<SecretString>,
    pub(crate) clock: Box<dyn Clock>,
}

/// An access key, with what its secret key signs.
pub(crate) struct AccessKey {
    pub(crate) id: String,
    pub(crate) signer: Signer,
}

/// A request as it came over the wire, as far as its signature is concerned.
pub(crate) struct ReceivedRequest<'r> {
    pub(crate) method: &'r str,
    /// Not decoded.
    pub(crate) path: &'r str,
    pub(crate) query: &'r Query,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) body: &'r [u8],
}

impl Authentication {
    /// Refuses a request that is neither signed by a known access key nor carries a known token. A signature is checked
    /// even if there is a token too.
    pub(crate) fn check(&self, request: &ReceivedRequest<'_>) -> Result<(), Refusal> {
        if request.headers.contains_key(AUTHORIZATION) {
            return self.check_signature(request);
        }
        match request.headers.get(AUTH_TOKEN) {
            Some(token) if self.knows_token(token.as_bytes()) => Ok(()),
            Some(_) => Err(Refusal::unauthenticated("decrypt token fail")),
            None => Err(Refusal::unauthenticated("neither Authorization nor X-Auth-Token is given")),
        }
    }

    fn knows_token(&self, token: &[u8]) -> bool {
        self.tokens.iter().any(|known| known.expose_secret().as_bytes().ct_eq(token).into())
    }

    fn check_signature(&self, request: &ReceivedRequest<'_>) -> Result<(), Refusal> {
        let header = single_header(request.headers, AUTHORIZATION)?;
        let authorization = Authorization::parse(header).map_err(|why| Refusal::unauthenticated(&why.to_string()))?;
        let headers = signed_headers(request.headers, &authorization)?;
        let key = self.access_keys.iter().find(|key| key.id == authorization.access_key).ok_or_else(|| {
            // The documented text, with its asterisks: who mixed up the two keys would have sent a secret.
            Refusal::unauthenticated("Get secretKey failed,ak:******,err:ak not exist")
        })?;
        check_date(&headers, self.clock.now())?;
        check_content_hash(&headers, request.body)?;
        let computed = sign(key, request, &headers)?;
        let expected = signature_of(&computed);
        if expected.as_bytes().ct_eq(authorization.signature.as_bytes()).into() {
            return Ok(());
        }
        Err(Refusal::unauthenticated(&format!(
            "verify aksk signature fail, canonicalRequest:{}",
            shown(computed.canonical_request())
        )))
    }
}

/// The headers that the signature says it covers; each must be there, once.
fn signed_headers<'r>(
    headers: &'r HeaderMap,
    authorization: &Authorization<'r>,
) -> Result<Vec<(&'r str, &'r str)>, Refusal> {
    for name in ALWAYS_SIGNED {
        if !authorization.signed_headers.contains(&name) {
            return Err(Refusal::unauthenticated(&format!("the header `{name}` is not signed")));
        }
    }
    authorization.signed_headers.iter().map(|name| Ok((*name, single_header(headers, name)?))).collect()
}

fn single_header<'r>(headers: &'r HeaderMap, name: &str) -> Result<&'r str, Refusal> {
    let mut values = headers.get_all(name).iter();
    let refuse = |why| Err(Refusal::unauthenticated(&format!("the header `{name}` {why}")));
    match (values.next(), values.next()) {
        (None, _) => refuse("is signed but missing"),
        (Some(_), Some(_)) => refuse("is given twice"),
        (Some(value), None) => std::str::from_utf8(value.as_bytes()).or_else(|_| refuse("is not UTF-8")),
    }
}

/// The date has no fraction of a second, so the clock must have none either: 15 minutes sharp are within the tolerance.
fn check_date(headers: &[(&str, &str)], now: SystemTime) -> Result<(), Refusal> {
    let refuse = |why: &str| Err(Refusal::unauthenticated(why));
    let text = headers.iter().find(|(name, _)| *name == DATE).map_or("", |(_, value)| value);
    let (Ok(date), Ok(now)) = (parse_date(text), format_date(now)) else {
        return refuse("x-sdk-date is not a time in the form YYYYMMDDTHHMMSSZ");
    };
    let now = now.as_str();
    let difference = parse_date(now).map(|now| now.duration_since(date).unwrap_or_else(|error| error.duration()));
    match difference {
        Ok(difference) if difference <= CLOCK_TOLERANCE => Ok(()),
        _ => refuse(&format!("x-sdk-date is {text}, more than 15 minutes away from the time of the gateway, {now}")),
    }
}

/// A signature covers the hash that a header names, not the body: that the body has it is still to be seen.
fn check_content_hash(headers: &[(&str, &str)], body: &[u8]) -> Result<(), Refusal> {
    match headers.iter().find(|(name, _)| *name == CONTENT_HASH) {
        Some((_, value)) if *value != UNSIGNED_PAYLOAD && *value != sha256(body) => {
            Err(Refusal::unauthenticated("x-sdk-content-sha256 is not the hash of the body"))
        }
        _ => Ok(()),
    }
}

fn sha256(body: &[u8]) -> String {
    HEXLOWER.encode(digest(&SHA256, body).as_ref())
}

/// Signs what was received as the client ought to have signed it.
fn sign(key: &AccessKey, request: &ReceivedRequest<'_>, headers: &[(&str, &str)]) -> Result<Signature, Refusal> {
    let query = request.query.canonical();
    let mut signable = SignableRequest::new(request.method, "", request.path).query(&query).body(request.body);
    for (name, value) in headers {
        signable = signable.header(name, *value);
    }
    // The date is among the headers: the time given here is not looked at.
    let signature = key.signer.sign(&signable, SystemTime::UNIX_EPOCH);
    signature.map_err(|why| Refusal::unauthenticated(&format!("verify aksk signature fail, {why}")))
}

fn signature_of(computed: &Signature) -> &str {
    computed.authorization().rsplit_once("Signature=").map_or("", |(_, signature)| signature)
}

/// A canonical request as the gateway shows it: on one line, and here without the security token.
fn shown(canonical_request: &str) -> String {
    let lines = canonical_request.lines().map(|line| match line.split_once(':') {
        Some((SECURITY_TOKEN, _)) => Cow::Owned(format!("{SECURITY_TOKEN}:******")),
        Some((AUTH_TOKEN, _)) => Cow::Owned(format!("{AUTH_TOKEN}:******")),
        _ => Cow::Borrowed(line),
    });
    lines.collect::<Vec<_>>().join("|")
}

//! The signer against the 98 vectors that the official client computed.
//!
//! Each vector is in one of three classes: it comes out equal; it is [`REJECTED`], because what the official client does
//! is a trap; or it is [`LEFT_OUT`], because it shows a property of Python that no gateway can know of. The vectors that
//! show more of the official client than its signer are compared with the whole client too, in `vectors/client.rs`.

#![cfg(any(feature = "hyper", feature = "reqwest"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod loopback;
mod vectors;

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use huaweicloud_core::Endpoint;
use huaweicloud_core::signing::{SignableRequest, Signature, Signer, SigningError, canonical_query, parse_date};
use vectors::{Kind, Vector};

/// Vectors that must be refused, each with what the refusal says.
const REJECTED: [(&str, &str); 4] = [
    (
        "path-single-dot-segment",
        "the path `/v2/p/./topics` has a `.` or `..` segment, which would be removed after signing; use the full path",
    ),
    ("hdr-case-duplicate", "the header `x-dup` is given twice; give it once"),
    (
        "client-path-dotdot",
        "the path `/v2/0123456789abcdef0123456789abcdef/x/../y` has a `.` or `..` segment, which would be removed after \
         signing; use the full path",
    ),
    (
        "client-path-none",
        "the path `/v2/0123456789abcdef0123456789abcdef/x/{t}/y` has a placeholder that no value was given for",
    ),
];

/// Vectors that a client over text does not reproduce, each with the reason. They come out as another, equally valid
/// signature: of the query in the order, or in the spelling, in which this client sends it.
const LEFT_OUT: [(&str, &str); 3] = [
    ("query-repeated-key-ints-numeric-order", "Python sorts integers of one key as numbers; a gateway sees text"),
    ("query-list-value-ints", "Python sorts integers of one key as numbers; a gateway sees text"),
    ("query-list-value-bools", "Python writes booleans inside a list as `True` and `False`, elsewhere as `true`"),
];

fn class(table: &[(&'static str, &'static str)]) -> BTreeSet<&'static str> {
    table.iter().map(|(name, _)| *name).collect()
}

fn sign(vector: &Vector) -> Result<Signature, SigningError> {
    let (query, body) = (canonical_query(&mut vector.query()), vector.body());
    let mut request = SignableRequest::new(&vector.method, &vector.host, &vector.path).query(&query).body(&body);
    for (name, value) in vector.headers() {
        request = request.header(name, value);
    }
    let now = parse_date(&vector.date).unwrap();
    // A date among the headers wins over the clock, so a wrong clock must make no difference.
    let now = if vector.headers().any(|(name, _)| name == "X-Sdk-Date") { SystemTime::UNIX_EPOCH } else { now };
    Signer::new(&vector.ak, &vector.sk.as_str().into()).unwrap().sign(&request, now)
}

/// All headers of the signed request but `Authorization`, by lower-case name.
fn headers_after_signing(vector: &Vector, signature: &Signature) -> BTreeMap<String, String> {
    let lower = |(name, value): (&str, &str)| (name.to_ascii_lowercase(), value.to_owned());
    let mut headers: BTreeMap<_, _> = vector.headers().map(|(name, value)| lower((name, value.trim()))).collect();
    headers.entry("host".to_owned()).or_insert_with(|| vector.host.clone());
    headers.insert("x-sdk-date".to_owned(), signature.date().to_owned());
    headers.extend(signature.content_hash().map(|hash| lower(("x-sdk-content-sha256", hash))));
    // The vectors show a header as its bytes, one character a byte.
    headers.into_iter().map(|(name, value)| (name, value.bytes().map(char::from).collect())).collect()
}

fn assert_equal(vector: &Vector) {
    let name = &vector.name;
    let signature = sign(vector).unwrap_or_else(|error| panic!("{name}: {error}"));
    let expected = &vector.expected;
    assert_eq!(signature.canonical_request(), expected.canonical_request, "{name}");
    assert_eq!(signature.authorization(), expected.authorization, "{name}");
    let expected_headers: BTreeMap<_, _> =
        expected.headers_after_signing.iter().map(|(k, v)| (k.to_ascii_lowercase(), v.clone())).collect();
    assert_eq!(headers_after_signing(vector, &signature), expected_headers, "{name}");
    let query = canonical_query(&mut vector.query());
    let question_mark = if query.is_empty() { "" } else { "?" };
    assert_eq!(
        format!("{}://{}{}{question_mark}{query}", vector.scheme, vector.host, vector.path),
        expected.url,
        "{name}"
    );
}

#[test]
fn every_other_vector_comes_out_equal() {
    let exceptions = &class(&REJECTED) | &class(&LEFT_OUT);
    let equal: Vec<Vector> =
        Vector::all().into_iter().filter(|vector| !exceptions.contains(vector.name.as_str())).collect();
    equal.iter().for_each(assert_equal);
    assert_eq!(equal.len(), 91);
}

#[test]
fn the_traps_are_refused_with_a_reason() {
    let all = Vector::all();
    for (name, reason) in REJECTED {
        let vector = all.iter().find(|vector| vector.name == name).unwrap();
        assert_eq!(sign(vector).unwrap_err().to_string(), reason, "{name}");
    }
}

#[test]
fn what_is_left_out_really_differs() {
    let all = Vector::all();
    for (name, reason) in LEFT_OUT {
        let vector = all.iter().find(|vector| vector.name == name).unwrap();
        let signature = sign(vector).unwrap();
        assert_ne!(signature.canonical_request(), vector.expected.canonical_request, "{name}: {reason}");
    }
}

#[test]
fn the_three_classes_are_all_vectors() {
    let all = Vector::all();
    let names: BTreeSet<&str> = all.iter().map(|vector| vector.name.as_str()).collect();
    assert_eq!((all.len(), names.len()), (98, 98));
    assert!(class(&REJECTED).is_subset(&names) && class(&LEFT_OUT).is_subset(&names));
    assert!(class(&REJECTED).is_disjoint(&class(&LEFT_OUT)));
    let count = |kind| all.iter().filter(|vector| vector.kind == kind).count();
    assert_eq!([count(Kind::Signer), count(Kind::Client), count(Kind::Wire)], [62, 21, 15]);
}

/// The official client drops the path of an endpoint, and what stands before an `@`, without a word. The vectors hold
/// what it sends then, which the signer reproduces; this client refuses to be set up so.
#[test]
fn endpoints_whose_parts_the_official_client_drops_are_refused() {
    for (vector, endpoint, reason) in [
        ("client-endpoint-with-path", "https://gw.example.com/base", "a path"),
        ("client-endpoint-userinfo-port", "https://user:hunter2@gw.example.com:8443", "user information"),
    ] {
        let error = endpoint.parse::<Endpoint>().unwrap_err();
        assert!(error.is_configuration() && error.to_string().contains(reason), "{vector}: {error}");
        let vectors = Vector::all();
        let vector = vectors.iter().find(|v| v.name == vector).unwrap();
        let accepted: Endpoint = format!("{}://{}", vector.scheme, vector.host).parse().unwrap();
        assert_eq!(accepted.to_string(), format!("{}://{}", vector.scheme, vector.host));
    }
}

//! Signing a GET against the bare SHA-256 and HMAC work that it contains.
//!
//! ```text
//! cargo bench -p huaweicloud-core --bench signing              # measures and prints
//! cargo bench -p huaweicloud-core --bench signing -- --check   # and fails over the limit
//! ```
//!
//! Its own loop rather than criterion: what counts is the ratio of two things, and on a shared machine that holds still
//! only if the two are measured in turns, a millisecond apart. Criterion measures one after the other.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark whose input is wrong must stop")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use data_encoding::HEXLOWER;
use huaweicloud_core::signing::{ALGORITHM, SignableRequest, Signer};
use ring::{digest, hmac};

/// How many times the bare work signing may take.
const LIMIT: f64 = 1.5;
const ROUNDS: usize = 1_000;
const CALLS_A_ROUND: u32 = 500;

const ACCESS_KEY: &str = "AKEXAMPLE00000000001";
const SECRET_KEY: &str = "SKexample0000000000000000000000000000001";
const HOST: &str = "dms.cn-north-4.myhuaweicloud.com";
const PATH: &str = "/v2/0123456789abcdef0123456789abcdef/instances/b5c1a1d2-0000-4111-8222-333344445555/tasks/\
                    8abfa7b27da211df017da340427b0979";

/// A request for `ShowBackgroundTask` with as many headers as a caller may send; the date is added by signing.
const HEADERS: [(&str, &str); 6] = [
    ("host", HOST),
    ("user-agent", "dms-kafka/0.1.0"),
    ("accept", "*/*"),
    ("content-type", "application/json"),
    ("x-language", "en-us"),
    ("x-project-id", "0123456789abcdef0123456789abcdef"),
];

fn request() -> SignableRequest<'static> {
    let request = SignableRequest::new("GET", HOST, PATH);
    HEADERS.iter().fold(request, |request, (name, value)| request.header(name, *value))
}

/// The work that any signer must do: hashing a canonical request of this length, and signing what results.
struct BareWork {
    canonical_request: Vec<u8>,
    string_to_sign: Vec<u8>,
    key: hmac::Key,
}

impl BareWork {
    fn of(canonical_request: &str, date: &str) -> Self {
        let hash = HEXLOWER.encode(digest::digest(&digest::SHA256, canonical_request.as_bytes()).as_ref());
        Self {
            canonical_request: canonical_request.as_bytes().to_vec(),
            string_to_sign: format!("{ALGORITHM}\n{date}\n{hash}").into_bytes(),
            key: hmac::Key::new(hmac::HMAC_SHA256, SECRET_KEY.as_bytes()),
        }
    }

    fn run(&self) -> (digest::Digest, hmac::Tag) {
        let hash = digest::digest(&digest::SHA256, black_box(&self.canonical_request));
        (hash, hmac::sign(&self.key, black_box(&self.string_to_sign)))
    }
}

/// Nanoseconds that one call takes in a round.
fn nanoseconds<T>(work: impl Fn() -> T) -> f64 {
    let start = Instant::now();
    for _ in 0..CALLS_A_ROUND {
        black_box(work());
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS_A_ROUND)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    // `cargo test --benches` runs this too, and wants to know only that it works.
    let rounds = if given("--bench") && !given("--short") { ROUNDS } else { 1 };

    let signer = Signer::new(ACCESS_KEY, &SECRET_KEY.into()).unwrap();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_709_946_123);
    let prepared = request();
    let signature = signer.sign(&prepared, now).unwrap();
    let bare_work = BareWork::of(signature.canonical_request(), signature.date());

    let rounds: Vec<[f64; 3]> = (0..rounds)
        .map(|_| {
            let signing = nanoseconds(|| signer.sign(black_box(&prepared), black_box(now)));
            let bare = nanoseconds(|| bare_work.run());
            let gathering = nanoseconds(|| signer.sign(&black_box(request()), black_box(now)));
            [signing, bare, gathering]
        })
        .collect();
    let over_rounds = |figure: fn(&[f64; 3]) -> f64| median(rounds.iter().map(figure).collect());
    let signing = over_rounds(|[signing, _, _]| *signing);
    let bare = over_rounds(|[_, bare, _]| *bare);
    let gathering = over_rounds(|[_, _, gathering]| *gathering);
    // Ratios are taken within each round, so that a slow moment of the machine slows both sides of it.
    let ratio = over_rounds(|[signing, bare, _]| signing / bare);
    let ratio_with_gathering = over_rounds(|[_, bare, gathering]| gathering / bare);
    println!(
        "signing a GET: {signing:.0} ns, bare SHA-256 and HMAC: {bare:.0} ns, ratio {ratio:.2} (limit {LIMIT}); \
         canonical request of {} bytes, {} headers; with gathering its parts: {gathering:.0} ns, ratio \
         {ratio_with_gathering:.2}",
        signature.canonical_request().len(),
        HEADERS.len() + 1,
    );
    let limit = if given("--short") { 2.0 * LIMIT } else { LIMIT };
    if given("--check") && ratio > limit { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

//! Signed calls on the loopback interface with 64 in flight, and with one, over reqwest and over hyper, against bare reqwest that
//! decodes into the same type.
//!
//! All sides call in turn, in short rounds; what is reported is the median of the ratios within the rounds, because a machine's
//! speed drifts more between rounds than within them. With `--check` the program fails below a limit.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has nothing to report")]

mod service;

use std::future::Future;
use std::time::Instant;

use dms_kafka::tasks::BackgroundTaskList;
use dms_kafka::{Client, Credentials, HttpLibrary};
use tokio::task::JoinSet;

/// How many calls are in flight, and the least part of the throughput of bare reqwest that signed calls must reach then: over reqwest, and
/// over hyper.
const LIMITS: [(usize, [f64; 2]); 2] = [(64, [0.90, 1.1]), (1, [0.95, 0.95])];
const NAMES: [&str; 2] = ["reqwest", "hyper"];
const CALLS: usize = 4_096;
const ROUNDS: usize = 31;
/// Rounds that do not count: they open the connections, and a machine that was idle is slow at first.
const WARM_UP: usize = 10;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let address = service::start();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("http://{address}{}", service::PATH);
    let bare = move || {
        let (http, url) = (http.clone(), url.clone());
        async move {
            let body = http.get(&url).send().await.unwrap().bytes().await.unwrap();
            let list: BackgroundTaskList = serde_json::from_slice(&body).unwrap();
            assert_eq!(list.tasks.len(), 1);
        }
    };
    let signed = [HttpLibrary::Reqwest, HttpLibrary::Hyper].map(|library| {
        let credentials = Credentials::new("AKEXAMPLE00000000001", "SKexample0000000000000000000000000000001")
            .with_project_id("0123456789abcdef0123456789abcdef");
        let builder = Client::builder().endpoint(format!("http://{address}")).credentials(credentials);
        let client = builder.http_library(library).build().unwrap();
        move || {
            let client = client.clone();
            async move {
                let request = client.show_background_task("3e7f9a52", "8abfa7b272adc5b40172b73130065ae7");
                assert_eq!(request.send().await.unwrap().tasks.len(), 1);
            }
        }
    });

    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    let (warm_up, count, slack) = if given("--short") { (1, 1, 0.5) } else { (WARM_UP, ROUNDS, 1.0) };
    let mut is_below = false;
    for (in_flight, limits) in LIMITS {
        let rounds = rounds((warm_up, count), in_flight, &bare, &signed).await;
        let bare = median(rounds.iter().map(|round| round.bare));
        for (side, limit) in limits.into_iter().enumerate() {
            let signed = median(rounds.iter().map(|round| round.signed[side]));
            let ratio = median(rounds.iter().map(|round| round.signed[side] / round.bare));
            let library = NAMES[side];
            println!(
                "{in_flight} in flight: signed calls over {library} {signed:.0}/s, bare reqwest {bare:.0}/s, ratio {ratio:.3} \
                 (at least {limit})"
            );
            is_below |= ratio < slack * limit;
        }
    }
    if given("--check") && is_below {
        std::process::exit(1);
    }
}

/// Calls a second of all sides.
struct Round {
    bare: f64,
    signed: [f64; 2],
}

async fn rounds<B, S, FB, FS>(
    (warm_up, count): (usize, usize),
    in_flight: usize,
    bare: &B,
    signed: &[S; 2],
) -> Vec<Round>
where
    B: Fn() -> FB + Clone + Send + 'static,
    S: Fn() -> FS + Clone + Send + 'static,
    FB: Future<Output = ()> + Send,
    FS: Future<Output = ()> + Send,
{
    let mut rounds = Vec::new();
    for round in 0..warm_up + count {
        let mut calls = Round { bare: 0.0, signed: [0.0; 2] };
        // Who goes first changes, so that no side always finds the caches of the same other.
        for turn in 0..3 {
            match (round + turn) % 3 {
                0 => calls.bare = calls_per_second(in_flight, bare).await,
                side => calls.signed[side - 1] = calls_per_second(in_flight, &signed[side - 1]).await,
            }
        }
        rounds.push(calls);
    }
    rounds.split_off(warm_up)
}

/// Calls `CALLS` times with `in_flight` calls at any time.
async fn calls_per_second<C, F>(in_flight: usize, call: &C) -> f64
where
    C: Fn() -> F + Clone + Send + 'static,
    F: Future<Output = ()> + Send,
{
    let start = Instant::now();
    let mut lanes = JoinSet::new();
    for _ in 0..in_flight {
        let call = call.clone();
        lanes.spawn(async move {
            for _ in 0..CALLS / in_flight {
                call().await;
            }
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane.unwrap();
    }
    f64::from(u32::try_from(CALLS).unwrap()) / start.elapsed().as_secs_f64()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

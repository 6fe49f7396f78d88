//! Signed calls on the loopback interface with 64 in flight, and with one, against bare reqwest that decodes into the same
//! type.
//!
//! Both sides call in turn, in short rounds; what is reported is the median of the ratios within the rounds, because a machine's
//! speed drifts more between rounds than within them. With `--check` the program fails below a limit.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has nothing to report")]

mod service;

use std::future::Future;
use std::time::Instant;

use dms_kafka::tasks::BackgroundTaskList;
use dms_kafka::{Client, Credentials};
use tokio::task::JoinSet;

/// How many calls are in flight, and the least part of the throughput of bare reqwest that signed calls must reach then.
const LIMITS: [(usize, f64); 2] = [(64, 0.88), (1, 0.92)];
const CALLS: usize = 4_096;
const ROUNDS: usize = 15;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let address = service::start();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("http://{address}{}", service::PATH);
    let credentials = Credentials::new("AKEXAMPLE00000000001", "SKexample0000000000000000000000000000001")
        .with_project_id("0123456789abcdef0123456789abcdef");
    let client = Client::builder().endpoint(format!("http://{address}")).credentials(credentials).build().unwrap();

    let bare = move || {
        let (http, url) = (http.clone(), url.clone());
        async move {
            let body = http.get(&url).send().await.unwrap().bytes().await.unwrap();
            let list: BackgroundTaskList = serde_json::from_slice(&body).unwrap();
            assert_eq!(list.tasks.len(), 1);
        }
    };
    let signed = move || {
        let client = client.clone();
        async move {
            let request = client.show_background_task("3e7f9a52", "8abfa7b272adc5b40172b73130065ae7");
            assert_eq!(request.send().await.unwrap().tasks.len(), 1);
        }
    };

    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    let (count, slack) = if given("--short") { (1, 0.5) } else { (ROUNDS, 1.0) };
    let mut is_below = false;
    for (in_flight, limit) in LIMITS {
        let rounds = rounds(count, in_flight, &bare, &signed).await;
        let (bare, signed) = (median(rounds.iter().map(|r| r.0)), median(rounds.iter().map(|r| r.1)));
        let ratio = median(rounds.iter().map(|(bare, signed)| signed / bare));
        println!(
            "{in_flight} in flight: signed calls {signed:.0}/s, bare reqwest {bare:.0}/s, ratio {ratio:.3} (at least {limit})"
        );
        is_below |= ratio < slack * limit;
    }
    if given("--check") && is_below {
        std::process::exit(1);
    }
}

/// Calls a second of both sides, a pair a round.
async fn rounds<B, S, FB, FS>(count: usize, in_flight: usize, bare: &B, signed: &S) -> Vec<(f64, f64)>
where
    B: Fn() -> FB + Clone + Send + 'static,
    S: Fn() -> FS + Clone + Send + 'static,
    FB: Future<Output = ()> + Send,
    FS: Future<Output = ()> + Send,
{
    // Opens the connections.
    calls_per_second(in_flight, bare).await;
    calls_per_second(in_flight, signed).await;
    let mut rounds = Vec::new();
    for round in 0..count {
        // Who goes first changes, so that neither side always finds the caches of the other.
        let (bare, signed) = if round % 2 == 0 {
            let bare = calls_per_second(in_flight, bare).await;
            (bare, calls_per_second(in_flight, signed).await)
        } else {
            let signed = calls_per_second(in_flight, signed).await;
            (calls_per_second(in_flight, bare).await, signed)
        };
        rounds.push((bare, signed));
    }
    rounds
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

//! A program that makes one call, from its start to its end, against the same program on bare reqwest.
//!
//! The program is this one, started again with the name of a side: `client` is the generated client, `reqwest` is
//! `reqwest::Client` as most programs build it, `reqwest-without-tls` one that reads no certificates, as the generated
//! client does for plain HTTP on the loopback interface. Sides take turns; medians of wall time, and their ratios, are reported.
//! With `--check` the program fails above the limit.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has nothing to report")]

mod service;

use std::process::Command;
use std::time::{Duration, Instant};

use dms_kafka::tasks::BackgroundTaskEnvelope;
use dms_kafka::{Client, Credentials, HttpLibrary};

const SIDES: [&str; 3] = ["client", "reqwest", "reqwest-without-tls"];
const ROUNDS: usize = 41;
/// Most times the start of the same program on bare reqwest that reads no certificates that a start may take.
const LIMIT: f64 = 1.1;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.as_slice() {
        [_, side, url] if SIDES.contains(&side.as_str()) => call_once(side, url),
        _ => {
            let given = |name: &str| arguments.iter().any(|argument| argument == name);
            let (rounds, slack) = if given("--short") { (3, 2.0) } else { (ROUNDS, 1.0) };
            if measure(rounds) > slack * LIMIT && given("--check") {
                std::process::exit(1);
            }
        }
    }
}

/// The time of the client's program against that of bare reqwest which reads no certificates, as the client does not.
fn measure(rounds: usize) -> f64 {
    let url = format!("http://{}", service::start());
    let mut times: [Vec<Duration>; 3] = Default::default();
    // The first round reads the program from disk, and is not counted.
    for round in 0..=rounds {
        for (side, times) in SIDES.iter().zip(&mut times) {
            let start = Instant::now();
            let status = Command::new(std::env::current_exe().unwrap()).args([side, url.as_str()]).status().unwrap();
            assert!(status.success(), "{side}: {status}");
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    let [client, reqwest, without_tls] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    });
    let ratio = client.as_secs_f64() / reqwest.as_secs_f64();
    println!("cold start: {client:.1?}, bare reqwest: {reqwest:.1?}, ratio {ratio:.2}");
    let ratio_without = client.as_secs_f64() / without_tls.as_secs_f64();
    println!("bare reqwest that reads no certificates: {without_tls:.1?}, ratio {ratio_without:.2} (at most {LIMIT})");
    ratio_without
}

fn call_once(side: &str, endpoint: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let list = runtime.block_on(async {
        match side {
            "client" => through_client(endpoint).await,
            _ => through_reqwest(endpoint, side == "reqwest-without-tls").await,
        }
    });
    assert_eq!(list.tasks.len(), 1);
}

async fn through_client(endpoint: &str) -> BackgroundTaskEnvelope {
    let credentials = Credentials::new("AKEXAMPLE00000000001", "SKexample0000000000000000000000000000001")
        .with_project_id("0123456789abcdef0123456789abcdef");
    // As most programs have it: hyper is off by default.
    let builder = Client::builder().endpoint(endpoint).credentials(credentials).http_library(HttpLibrary::Reqwest);
    let client = builder.build().unwrap();
    let request = client.show_background_task("3e7f9a52", "8abfa7b272adc5b40172b73130065ae7");
    request.send().await.unwrap().into_inner()
}

async fn through_reqwest(endpoint: &str, without_tls: bool) -> BackgroundTaskEnvelope {
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let mut builder = reqwest::Client::builder().no_proxy();
    if without_tls {
        let roots = rustls::RootCertStore::empty();
        let tls = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        builder = builder.tls_backend_preconfigured(tls);
    }
    let response = builder.build().unwrap().get(format!("{endpoint}{}", service::PATH)).send().await.unwrap();
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

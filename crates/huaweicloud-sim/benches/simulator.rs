//! The simulator under signed GETs on 64 kept connections, against a bare hyper server that says the same.
//!
//! Both are asked in turn by the same client, which writes requests that were signed before; what is reported is the median of
//! the ratios within the rounds. With `--check` the program fails below a limit.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has nothing to report")]

use std::convert::Infallible;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::Instant;

use data_encoding::HEXLOWER;
use http_body_util::Full;
use huaweicloud_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Service, Simulator};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use ring::{digest, hmac};
use tokio::net::TcpListener;

const BUNDLE: &str = include_str!("../../../openapi/dms-kafka.json");

/// The least part of the throughput of a bare hyper server that the simulator must reach, how many requests a second on one
/// core, and the longest that it takes to start.
const RATIO: f64 = 0.85;
const PER_SECOND: f64 = 10_000.0;
const START_MILLISECONDS: f64 = 100.0;
const CONNECTIONS: usize = 64;
const REQUESTS: usize = 16_384;
const ROUNDS: usize = 15;

fn main() {
    let (simulator, start) = simulator();
    let bare = bare(&example(simulator));
    let (of_simulator, of_bare) = (signed(simulator), signed(bare));
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    let (count, slack) = if given("--short") { (1, 0.5) } else { (ROUNDS, 1.0) };
    let (mut simulated, mut plain) = (connections(simulator), connections(bare));
    // Both are warm before it counts.
    per_second(&mut simulated, &of_simulator);
    per_second(&mut plain, &of_bare);
    let mut rounds = Vec::new();
    for round in 0..count {
        // Who goes first changes, so that neither side always finds the caches of the other.
        rounds.push(if round % 2 == 0 {
            let plain = per_second(&mut plain, &of_bare);
            (plain, per_second(&mut simulated, &of_simulator))
        } else {
            let simulated = per_second(&mut simulated, &of_simulator);
            (per_second(&mut plain, &of_bare), simulated)
        });
    }
    let (bare, simulated) = (median(rounds.iter().map(|r| r.0)), median(rounds.iter().map(|r| r.1)));
    let ratio = median(rounds.iter().map(|(bare, simulated)| simulated / bare));
    println!(
        "simulator {simulated:.0}/s (at least {PER_SECOND}), bare hyper {bare:.0}/s, ratio {ratio:.3} (at least {RATIO}), \
         start {start:.1} ms (at most {START_MILLISECONDS})"
    );
    let is_beyond = ratio < slack * RATIO || simulated < slack * PER_SECOND || slack * start > START_MILLISECONDS;
    if given("--check") && is_beyond {
        std::process::exit(1);
    }
}

/// A simulator on a thread of its own, and the milliseconds that it took to start.
fn simulator() -> (SocketAddr, f64) {
    let (sender, receiver) = mpsc::channel();
    on_a_thread(async move {
        let began = Instant::now();
        let simulator = Simulator::builder().start(Service::from_bundle(BUNDLE).unwrap()).await.unwrap();
        sender.send((simulator.addr(), began.elapsed().as_secs_f64() * 1e3)).unwrap();
        std::future::pending::<()>().await;
    });
    receiver.recv().unwrap()
}

/// A server that says the same to every request, and does nothing else.
fn bare(body: &[u8]) -> SocketAddr {
    let (body, (sender, receiver)) = (Bytes::copy_from_slice(body), mpsc::channel());
    on_a_thread(async move {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        sender.send(listener.local_addr().unwrap()).unwrap();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let body = body.clone();
            let respond = service_fn(move |_: Request<Incoming>| {
                let mut response = Response::new(Full::new(body.clone()));
                let headers = response.headers_mut();
                headers.insert("content-type", "application/json".parse().unwrap());
                headers.insert("x-request-id", "0123456789abcdef0123456789abcdef".parse().unwrap());
                std::future::ready(Ok::<_, Infallible>(response))
            });
            let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), respond);
            tokio::spawn(connection);
        }
    });
    receiver.recv().unwrap()
}

fn on_a_thread(future: impl Future<Output = ()> + Send + 'static) {
    std::thread::spawn(|| {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future);
    });
}

/// What the simulator says.
fn example(simulator: SocketAddr) -> Vec<u8> {
    let mut connection = BufReader::new(TcpStream::connect(simulator).unwrap());
    connection.get_mut().write_all(&signed(simulator)).unwrap();
    response(&mut connection)
}

/// A signed GET of a background task.
fn signed(address: SocketAddr) -> Vec<u8> {
    let path = format!("/v2/{EXAMPLE_PROJECT_ID}/instances/3e7f9a52/tasks/8abfa7b272adc5b40172b73130065ae7");
    let date = Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
    let hash = |text: &str| HEXLOWER.encode(digest::digest(&digest::SHA256, text.as_bytes()).as_ref());
    let canonical = format!("GET\n{path}/\n\nhost:{address}\nx-sdk-date:{date}\n\nhost;x-sdk-date\n{}", hash(""));
    let key = hmac::Key::new(hmac::HMAC_SHA256, EXAMPLE_SECRET_KEY.as_bytes());
    let signature = hmac::sign(&key, format!("SDK-HMAC-SHA256\n{date}\n{}", hash(&canonical)).as_bytes());
    let signature = HEXLOWER.encode(signature.as_ref());
    let authorization =
        format!("SDK-HMAC-SHA256 Access={EXAMPLE_ACCESS_KEY}, SignedHeaders=host;x-sdk-date, Signature={signature}");
    format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nx-sdk-date: {date}\r\nauthorization: {authorization}\r\n\r\n")
        .into_bytes()
}

fn connections(address: SocketAddr) -> Vec<BufReader<TcpStream>> {
    let connect = |_| {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        BufReader::new(stream)
    };
    (0..CONNECTIONS).map(connect).collect()
}

/// Asks on all connections, and reads all responses, until all requests are made.
fn per_second(connections: &mut [BufReader<TcpStream>], request: &[u8]) -> f64 {
    let start = Instant::now();
    for _ in 0..REQUESTS / connections.len() {
        for connection in &mut *connections {
            connection.get_mut().write_all(request).unwrap();
        }
        for connection in &mut *connections {
            assert!(!response(connection).is_empty());
        }
    }
    f64::from(u32::try_from(REQUESTS).unwrap()) / start.elapsed().as_secs_f64()
}

/// Reads a response, which must be a success, and gives its body.
fn response(connection: &mut BufReader<TcpStream>) -> Vec<u8> {
    let (mut line, mut length) = (String::new(), 0);
    connection.read_line(&mut line).unwrap();
    assert!(line.starts_with("HTTP/1.1 200 "), "{line}");
    loop {
        line.clear();
        connection.read_line(&mut line).unwrap();
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).unwrap();
    body
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

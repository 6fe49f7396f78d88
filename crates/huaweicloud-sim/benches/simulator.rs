//! The simulator under signed GETs on 64 kept connections, against a bare hyper server that says the same.
//!
//! Both are asked in turn by the same client, hyper's, on a thread of its own as each server is, with requests that were signed
//! before; what is reported is the median of the ratios within the rounds. With `--check` the program fails below a limit.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has nothing to report")]

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::time::Instant;

use data_encoding::HEXLOWER;
use http_body_util::{BodyExt as _, Empty, Full};
use huaweicloud_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Service, Simulator};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::SendRequest;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use ring::{digest, hmac};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const BUNDLE: &str = include_str!("../../../openapi/dms-kafka.json");

/// The least part of the throughput of a bare hyper server that the simulator must reach, how many requests a second on one
/// core, and the longest that it takes to start. The ratio is one of throughputs: the client has a core to itself and is as busy
/// as a bare server, which hides a part of what the simulator takes longer; where others use the cores, less is hidden. What a
/// bare server does not do is signature, routing, validation, limits in time, and the journal: all of it has the rest up to 1.
const RATIO: f64 = 0.85;
const PER_SECOND: f64 = 10_000.0;
const START_MILLISECONDS: f64 = 100.0;
const CONNECTIONS: usize = 64;
const REQUESTS: usize = 16_384;
const ROUNDS: usize = 15;

fn main() {
    let (simulator, start) = simulator();
    let bare = bare(&example(simulator));
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    let (count, slack) = if given("--short") { (1, 0.5) } else { (ROUNDS, 1.0) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let runtime = &runtime;
    let of = |address| {
        let per_second = move || runtime.block_on(per_second(address));
        // It is warm before it counts.
        per_second();
        per_second
    };
    let (simulated, plain) = (of(simulator), of(bare));
    let mut rounds = Vec::new();
    for round in 0..count {
        // Who goes first changes, so that neither side always finds the caches of the other.
        rounds.push(if round % 2 == 0 {
            let plain = plain();
            (plain, simulated())
        } else {
            let simulated = simulated();
            (plain(), simulated)
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
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = connection(simulator).await;
        response(&mut connection, &signed(simulator)).await.to_vec()
    })
}

/// The headers of a signed GET.
struct Signed {
    host: String,
    path: String,
    date: String,
    authorization: String,
}

/// A signed GET of a background task.
fn signed(address: SocketAddr) -> Signed {
    let (host, date) = (address.to_string(), Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string());
    let path = format!("/v2/{EXAMPLE_PROJECT_ID}/instances/3e7f9a52/tasks/8abfa7b272adc5b40172b73130065ae7");
    let hash = |text: &str| HEXLOWER.encode(digest::digest(&digest::SHA256, text.as_bytes()).as_ref());
    let canonical = format!("GET\n{path}/\n\nhost:{host}\nx-sdk-date:{date}\n\nhost;x-sdk-date\n{}", hash(""));
    let key = hmac::Key::new(hmac::HMAC_SHA256, EXAMPLE_SECRET_KEY.as_bytes());
    let signature = hmac::sign(&key, format!("SDK-HMAC-SHA256\n{date}\n{}", hash(&canonical)).as_bytes());
    let signature = HEXLOWER.encode(signature.as_ref());
    let authorization =
        format!("SDK-HMAC-SHA256 Access={EXAMPLE_ACCESS_KEY}, SignedHeaders=host;x-sdk-date, Signature={signature}");
    Signed { host, path, date, authorization }
}

type Connection = SendRequest<Empty<Bytes>>;

async fn connection(address: SocketAddr) -> Connection {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    sender
}

/// Asks on all connections at once, one request after another on each.
async fn per_second(address: SocketAddr) -> f64 {
    let mut lanes = JoinSet::new();
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(connection(address).await);
    }
    let start = Instant::now();
    for mut connection in connections {
        let signed = signed(address);
        lanes.spawn(async move {
            for _ in 0..REQUESTS / CONNECTIONS {
                assert!(!response(&mut connection, &signed).await.is_empty());
            }
        });
    }
    lanes.join_all().await;
    f64::from(u32::try_from(REQUESTS).unwrap()) / start.elapsed().as_secs_f64()
}

/// Asks, and reads the response, which must be a success.
async fn response(connection: &mut Connection, signed: &Signed) -> Bytes {
    let request = Request::get(&signed.path)
        .header("host", &signed.host)
        .header("x-sdk-date", &signed.date)
        .header("authorization", &signed.authorization)
        .body(Empty::new())
        .unwrap();
    connection.ready().await.unwrap();
    let response = connection.send_request(request).await.unwrap();
    assert_eq!(response.status(), 200);
    response.into_body().collect().await.unwrap().to_bytes()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

//! A large state: 10,000 instances with 100 topics each, how much memory it takes, how long a page of a list takes, and how long
//! it takes to write it down and to bring it back.
//!
//! With `--check` the program fails beyond a limit. With `--soak MINUTES` it asks a thousand times a second for so long instead,
//! and fails if memory grows: pages, single instances, and changes that leave the state as large as it is, kept in a file.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has nothing to report")]

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant, SystemTime};

use dms_kafka_sim::{EXAMPLE_PROJECT_ID, Simulator, State, service};
use http_body_util::{BodyExt as _, Full};
use huaweicloud_sim::{Request, Service};
use hyper::body::Bytes;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const INSTANCES: usize = 10_000;
const TOPICS: usize = 100;
/// The most memory that the state may take, with the simulator around it and the client beside it, and the longest that 99 of a
/// hundred pages may take.
const MEGABYTES: f64 = 2_000.0;
const PAGE_MILLISECONDS: f64 = 5.0;
const PAGES: usize = 2_000;

/// Of a soak: how many calls a second, and on how many connections; and by how much memory may differ between its first third and
/// its end.
const PER_SECOND: u32 = 1_000;
const LANES: u32 = 20;
const GROWTH: f64 = 0.03;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| arguments.iter().position(|argument| argument == name);
    let (is_short, is_checked) = (given("--short").is_some(), given("--check").is_some());
    let soak = given("--soak").and_then(|at| arguments.get(at + 1)).map(|minutes| minutes.parse::<u64>().unwrap());
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("state.json");
    let is_good = if let Some(minutes) = soak {
        let state = State::open(&path, filled(INSTANCES / 10), State::FOLDED_BYTES).unwrap();
        soaked(state, Duration::from_secs(60 * minutes))
    } else {
        let state = filled(if is_short { INSTANCES / 10 } else { INSTANCES });
        let is_good = measured(&state, if is_short { 2.0 } else { 1.0 });
        kept(state, &path);
        is_good
    };
    if is_checked && !is_good {
        std::process::exit(1);
    }
}

/// A state of so many instances with their topics, made by calls.
fn filled(instances: usize) -> State {
    let (state, began, now) = (State::empty(), Instant::now(), SystemTime::now());
    let service = service(&state).unwrap();
    let call = |target: &str, body: &str, at| {
        let response = service.call(&Request::new("POST", target).body(body.as_bytes()).at(at)).unwrap();
        serde_json::from_slice::<Value>(response.body()).unwrap()
    };
    let create = |number: usize| {
        let body = format!(
            r#"{{"name": "orders-{number}", "engine": "kafka", "engine_version": "2.7", "broker_num": 3, "storage_space": 300,
                "storage_spec_code": "dms.physical.storage.ultra.v2", "product_id": "c6.2u4g.cluster", "vpc_id": "vpc",
                "subnet_id": "subnet", "security_group_id": "group", "available_zones": ["zone"]}}"#
        );
        let created = call(&format!("/v2/kafka/{EXAMPLE_PROJECT_ID}/instances"), &body, now);
        created["instance_id"].as_str().unwrap().to_owned()
    };
    let ids: Vec<String> = (0..instances).map(create).collect();
    for id in &ids {
        for number in 0..TOPICS {
            let body = format!(r#"{{"id": "topic-of-the-shop-{number}", "partition": 3, "replication": 3}}"#);
            let target = format!("/v2/{EXAMPLE_PROJECT_ID}/instances/{id}/topics");
            call(&target, &body, now + Duration::from_secs(600));
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{instances} instances with {TOPICS} topics each, made by calls in {seconds:.1} s");
    state
}

/// Memory and pages, and whether they are within their limits, which are wider on a machine that does other things besides.
fn measured(state: &State, slack: f64) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let instances = page(&service(state).unwrap(), 0).0;
    let address = served(state);
    let mut times: Vec<f64> = runtime.block_on(async {
        let mut connection = connection(address).await;
        let mut times = Vec::with_capacity(PAGES);
        for number in 0..PAGES {
            // Each page somewhere else, and every other one narrowed down.
            let offset = number * 7_919 % (instances - 50);
            let name = if number % 2 == 0 { "" } else { "&name=orders" };
            let target = format!("/v2/{EXAMPLE_PROJECT_ID}/instances?engine=kafka&limit=50&offset={offset}{name}");
            let began = Instant::now();
            assert!(ask(&mut connection, "GET", &target, "").await.len() > 50_000);
            times.push(began.elapsed().as_secs_f64() * 1e3);
        }
        times
    });
    times.sort_by(f64::total_cmp);
    let (median, most, memory) = (times[PAGES / 2], times[PAGES * 99 / 100], megabytes());
    println!(
        "memory {memory:.0} MB (at most {MEGABYTES}), a page of 50 instances {median:.2} ms, 99 of a hundred {most:.2} ms (at most \
         {PAGE_MILLISECONDS})"
    );
    memory <= slack * MEGABYTES && most <= slack * PAGE_MILLISECONDS
}

/// How long it takes to write the state down. It is served by nobody any more, but for the thread that ends with the program.
fn kept(state: State, path: &Path) {
    let began = Instant::now();
    let state = State::open(path, state, State::FOLDED_BYTES).unwrap();
    let seconds = began.elapsed().as_secs_f64();
    let bytes = f64::from(u32::try_from(path.metadata().unwrap().len() / 1_000).unwrap()) / 1e3;
    println!("written down in {seconds:.1} s, {bytes:.0} MB");
    drop(state);
}

/// Asks at a steady pace, and says whether memory stays.
fn soaked(state: State, whole: Duration) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ids = Arc::new(ids(&service(&state).unwrap()));
    let address = served(&state);
    drop(state);
    let mut memory = Vec::new();
    for third in 1..=3 {
        let calls = runtime.block_on(asked(address, &ids, whole / 3));
        memory.push(megabytes());
        let minutes = whole.as_secs_f64() / 180.0 * f64::from(third);
        println!("after {minutes:.1} minutes, {calls} calls in this third: {:.1} MB", megabytes());
    }
    let growth = memory[2] / memory[0] - 1.0;
    println!("growth from the first third to the end {:.1} % (at most {:.0} %)", growth * 100.0, GROWTH * 100.0);
    growth <= GROWTH
}

/// Asks for a time, and gives how often.
async fn asked(address: SocketAddr, ids: &Arc<Vec<String>>, time: Duration) -> usize {
    let mut lanes = JoinSet::new();
    for lane in 0..LANES as usize {
        let ids = Arc::clone(ids);
        lanes.spawn(async move {
            let mut connection = connection(address).await;
            let mut ticks = tokio::time::interval(Duration::from_secs(1) * LANES / PER_SECOND);
            let (began, mut calls) = (Instant::now(), 0);
            while began.elapsed() < time {
                ticks.tick().await;
                let number = calls * LANES as usize + lane;
                let root = format!("/v2/{EXAMPLE_PROJECT_ID}/instances");
                let one = format!("{root}/{}", ids[number * 31 % ids.len()]);
                let page = format!("{root}?engine=kafka&limit=10&offset={}", number % (ids.len() - 1));
                let change = format!(r#"{{"name": "orders-{}"}}"#, number % 10_000);
                match calls % 4 {
                    0 => ask(&mut connection, "GET", &page, "").await,
                    1 => ask(&mut connection, "GET", &format!("{one}/topics"), "").await,
                    2 => ask(&mut connection, "PUT", &one, &change).await,
                    _ => ask(&mut connection, "GET", &one, "").await,
                };
                calls += 1;
            }
            calls
        });
    }
    lanes.join_all().await.into_iter().sum()
}

/// A simulator on a thread of its own.
fn served(state: &State) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    let state = state.clone();
    std::thread::spawn(move || {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let simulator = Simulator::builder().token("bench").state(state).start().await.unwrap();
            sender.send(simulator.addr()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    receiver.recv().unwrap()
}

/// How many instances there are, and the ids of a page of them.
fn page(service: &Service, offset: usize) -> (usize, Vec<String>) {
    let target = format!("/v2/{EXAMPLE_PROJECT_ID}/instances?engine=kafka&limit=50&offset={offset}");
    // Time has come further, and does not go back.
    let response = service.call(&Request::new("GET", &target)).unwrap();
    let response: Value = serde_json::from_slice(response.body()).unwrap();
    let ids = response["instances"].as_array().unwrap().iter();
    let ids = ids.map(|instance| instance["instance_id"].as_str().unwrap().to_owned()).collect();
    (usize::try_from(response["instance_num"].as_u64().unwrap()).unwrap(), ids)
}

/// The ids of all instances.
fn ids(service: &Service) -> Vec<String> {
    let (count, _) = page(service, 0);
    (0..count).step_by(50).flat_map(|offset| page(service, offset).1).collect()
}

type Connection = SendRequest<Full<Bytes>>;

async fn connection(address: SocketAddr) -> Connection {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    sender
}

/// Asks, and reads the response, which must be a success.
async fn ask(connection: &mut Connection, method: &str, target: &str, body: &str) -> Bytes {
    let request = hyper::Request::builder().method(method).uri(target).header("host", "localhost");
    let request = request.header("x-auth-token", "bench").body(Full::new(Bytes::from(body.to_owned()))).unwrap();
    connection.ready().await.unwrap();
    let response = connection.send_request(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert!(status.is_success(), "{method} {target}: {}", String::from_utf8_lossy(&body));
    body
}

/// The memory of this process: the simulator's, and the client's beside it.
fn megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = resident.and_then(|text| text.trim().trim_end_matches(" kB").parse::<u32>().ok());
    kilobytes.map_or(0.0, |kilobytes| f64::from(kilobytes) * 1.024 / 1e3)
}

//! HTTP that nobody in good faith sends: nothing is reached by it, nothing falls over, and nothing grows.

use std::time::Duration;

use huaweicloud_sim::{Limits, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::wire::{Request, builder, send, simulator, widgets};

/// The simulator still answers, and no operation was carried out until now.
async fn is_well(simulator: &Simulator) {
    assert!(simulator.requests().iter().all(|request| !request.was_executed()));
    assert_eq!(Request::new(simulator, "GET", "/v1/p/widgets?kind=a").sign().send().await.status, 200);
}

async fn refused(simulator: &Simulator, bytes: &[u8], statuses: &[u16]) {
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(120)]).into_owned();
    let response = send(simulator.addr(), bytes).await.unwrap_or_else(|received| panic!("{shown}: {received}"));
    assert!(statuses.contains(&response.status), "{shown}: {response:?}");
    assert_eq!(response.header("x-request-id").map(str::len), Some(32), "{shown}: {response:?}");
    assert!(response.json()["error_code"].is_string(), "{shown}: {response:?}");
}

#[tokio::test]
async fn what_is_read_in_two_ways_is_read_in_none() {
    let simulator = simulator().await;
    let inner = String::from_utf8(Request::new(&simulator, "DELETE", "/v1/p/cogs/c").sign().bytes()).unwrap();
    for head in [
        format!("Content-Length: {}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}", inner.len() + 5),
        format!("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n{inner}"),
        format!("Content-Length: 0\r\nContent-Length: {}\r\n\r\n{inner}", inner.len()),
        format!("Content-Length: 0, {}\r\n\r\n{inner}", inner.len()),
        format!("Content-Length: +{}\r\n\r\n{inner}", inner.len()),
        format!("Transfer-Encoding: xchunked\r\n\r\n{inner}"),
        format!("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n{inner}"),
        format!("Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n{inner}"),
        format!("Content-Length : 0\r\n\r\n{inner}"),
        format!("Host: other.example\r\n\r\n{inner}"),
        format!("Content-Type: a/b\r\nContent-Type: application/json\r\n\r\n{inner}"),
    ] {
        let bytes = format!("POST /v1/p/widgets HTTP/1.1\r\nHost: h\r\n{head}");
        let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
        let _ = stream.write_all(bytes.as_bytes()).await;
        let _ = stream.shutdown().await;
        let mut received = Vec::new();
        let _ = stream.read_to_end(&mut received).await;
        let received = String::from_utf8_lossy(&received);
        // hyper itself forgets the length beside the encoding, and closes the connection after the response.
        assert!(received.starts_with("HTTP/1.1 400 ") || received.starts_with("HTTP/1.1 401 "), "{head}: {received}");
        assert!(received.contains("connection: close\r\n"), "{head}: {received}");
        assert_eq!(received.matches("HTTP/1.1 ").count(), 1, "{head}: {received}");
        assert!(received.to_ascii_lowercase().contains("x-request-id: "), "{head}: {received}");
    }
    // The requests within were never read as ones.
    is_well(&simulator).await;
}

#[tokio::test]
async fn what_the_http_layer_refuses_has_a_request_id_and_a_code() {
    let simulator = simulator().await;
    refused(&simulator, b"GET\r\n\r\n", &[400]).await;
    refused(&simulator, b"GET / HTTP/9.9\r\n\r\n", &[400]).await;
    refused(&simulator, b"GET / HTTP/1.1\r\nbroken header\r\n\r\n", &[400]).await;
    refused(&simulator, b"GET /\x01 HTTP/1.1\r\n\r\n", &[400]).await;
    let long = format!("GET /{} HTTP/1.1\r\nHost: h\r\n\r\n", "a".repeat(70_000));
    refused(&simulator, long.as_bytes(), &[414, 431]).await;
    let large = format!("GET / HTTP/1.1\r\nHost: h\r\nA: {}\r\n\r\n", "a".repeat(70_000));
    refused(&simulator, large.as_bytes(), &[431]).await;
    let many = format!("GET / HTTP/1.1\r\nHost: h\r\n{}\r\n", "A: a\r\n".repeat(5_000));
    refused(&simulator, many.as_bytes(), &[431]).await;
    is_well(&simulator).await;
}

#[tokio::test]
async fn a_hundred_thousand_parameters_are_too_many_and_as_many_as_fit_are_read() {
    let simulator = simulator().await;
    let query = |count: usize| vec!["a=1"; count].join("&");
    let many = Request::new(&simulator, "GET", &format!("/v1/p/widgets?kind=a&{}", query(100_000))).sign();
    refused(&simulator, &many.bytes(), &[414, 431]).await;
    let fit = Request::new(&simulator, "GET", &format!("/v1/p/widgets?kind=a&{}", query(10_000))).sign();
    assert_eq!(fit.send().await.status, 200);
    let twice =
        Request::new(&simulator, "GET", &format!("/v1/p/widgets?kind=a&{}", vec!["weight=1"; 6_000].join("&"))).sign();
    twice.send().await.refusal(400, "APIGW.0602");
    let fields: Vec<String> = (0..100_000).map(|number| format!("\"f{number}\": {number}")).collect();
    let body = format!("{{{}}}", fields.join(","));
    Request::new(&simulator, "POST", "/v1/p/widgets").body(body).sign().send().await.refusal(400, "APIGW.0602");
}

#[tokio::test]
async fn no_path_leads_out_of_its_place() {
    let simulator = simulator().await;
    for target in [
        "/v1/p/widgets/../../../_sim/coverage",
        "/v1/p/cogs/..%2f..%2f_sim%2fcoverage",
        "/v1/p/cogs/%2e%2e/oil",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/v1/p/cogs/a%00b",
        "/v1/p/cogs/%c0%ae%c0%ae",
        "*",
        "http://elsewhere.example/../v1",
    ] {
        let response = Request::new(&simulator, "GET", target).sign().send().await;
        assert!((400..500).contains(&response.status), "{target}: {response:?}");
        assert!(!response.body.contains("by_example"), "{target}: {response:?}");
    }
    let response = Request::new(&simulator, "GET", "//_sim/coverage").send().await;
    assert_eq!(response.status, 401, "{response:?}");
    Request::new(&simulator, "CONNECT", "elsewhere.example:80").send().await.refusal(400, "APIGW.0602");
    is_well(&simulator).await;
}

#[tokio::test]
async fn duplicate_headers_that_count_are_refused() {
    let simulator = simulator().await;
    let list = Request::new(&simulator, "GET", "/v1/p/widgets?kind=a");
    let signed = list.clone().sign();
    for name in ["authorization", "x-sdk-date"] {
        let value = signed.headers.iter().find(|(other, _)| other == name).unwrap().1.clone();
        signed.clone().header(name, &value).send().await.refusal(401, "APIGW.0301");
    }
    list.header("x-auth-token", "a").header("x-auth-token", "b").send().await.refusal(401, "APIGW.0301");
}

#[tokio::test]
async fn whoever_is_slow_is_cut_off() {
    let mut limits = Limits::default();
    let patience = Duration::from_millis(20);
    (limits.head_time, limits.body_time, limits.write_time) = (patience, patience, patience);
    let simulator = builder().limits(limits).start(widgets()).await.unwrap();
    for (begin, end) in [
        ("", ""),
        ("GET / HT", ""),
        ("GET / HTTP/1.1\r\nHost: h\r\n", ""),
        ("POST /v1/p/widgets HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n{", "HTTP/1.1 408 "),
        ("POST /v1/p/widgets HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{", "HTTP/1.1 408 "),
    ] {
        let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
        stream.write_all(begin.as_bytes()).await.unwrap();
        let mut received = String::new();
        stream.read_to_string(&mut received).await.unwrap();
        assert!(received.starts_with(end) && received.is_empty() == end.is_empty(), "{begin}: {received}");
    }
    is_well(&simulator).await;
}

#[tokio::test]
async fn each_head_has_its_time_and_a_response_is_not_counted_to_it() {
    let mut limits = Limits::default();
    limits.head_time = Duration::from_millis(100);
    let simulator = builder().limits(limits).start(widgets()).await.unwrap();
    let list = Request::new(&simulator, "GET", "/v1/p/widgets?kind=a").sign();
    let late = r#"{"kind": "latency", "milliseconds": 250}"#;
    let slow = r#"{"kind": "slow", "bytes": 200, "milliseconds": 30}"#;
    for begin in ["", "GET / HTTP/1.1\r\n"] {
        let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
        for fault in [late, slow] {
            let request = String::from_utf8(list.clone().header("x-sim-fault", fault).bytes()).unwrap();
            stream.write_all(request.replace("connection: close\r\n", "").as_bytes()).await.unwrap();
            assert!(serde_json::from_slice::<serde_json::Value>(&kept_body(&mut stream).await).is_ok(), "{fault}");
        }
        stream.write_all(begin.as_bytes()).await.unwrap();
        let mut received = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut received)).await;
        assert!(end.is_ok() && received.is_empty(), "{begin}: {}", String::from_utf8_lossy(&received));
    }
}

/// The body of a response on a connection that stays open.
async fn kept_body(stream: &mut TcpStream) -> Vec<u8> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).await.unwrap();
    body
}

#[tokio::test]
async fn whoever_takes_nothing_is_cut_off() {
    let mut limits = Limits::default();
    limits.write_time = Duration::from_millis(20);
    let big = vec!["a".repeat(1_000); 20_000];
    let service = widgets().on("ListWidgets", move |_| huaweicloud_sim::Response::json(200, &big));
    let simulator = builder().limits(limits).start(service).await.unwrap();
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    stream.write_all(&Request::new(&simulator, "GET", "/v1/p/widgets?kind=a").sign().bytes()).await.unwrap();
    stream.readable().await.unwrap();
    // It is stopped without waiting for those who take nothing: the connection has ended before, or in the time it is given.
    simulator.stop().await;
    let mut received = Vec::new();
    let _ = stream.read_to_end(&mut received).await;
    assert!(received.len() < 20_000_000, "{}", received.len());
}

#[tokio::test]
async fn bodies_are_bounded_each_and_together() {
    let mut limits = Limits::default();
    (limits.body_bytes, limits.all_body_bytes) = (2_000, 3_000);
    let simulator = builder().limits(limits).start(widgets()).await.unwrap();
    let post = Request::new(&simulator, "POST", "/v1/p/widgets");
    post.clone().body(" ".repeat(2_001)).sign().send().await.refusal(413, "APIGW.0201");
    post.clone().body(" ".repeat(2_000)).sign().send().await.refusal(400, "APIGW.0602");
    // Two bodies that are not whole are held; what is beyond both is not taken.
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
        let begun = "POST /v1/p/widgets HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1500\r\n\r\n";
        stream.write_all(begun.as_bytes()).await.unwrap();
        stream.read_exact(&mut [0; 25]).await.unwrap();
        stream.write_all(&[b' '; 1_499]).await.unwrap();
        held.push(stream);
    }
    loop {
        let response = post.clone().body(" ".repeat(1_000)).sign().send().await;
        // Until the bodies have come through the network.
        if response.status == 429 {
            response.refusal(429, "APIGW.0308");
            break;
        }
        tokio::task::yield_now().await;
    }
    drop(held);
    while post.clone().body(" ".repeat(1_500)).sign().send().await.status == 429 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_a_place() {
    let mut limits = Limits::default();
    limits.connections = 1;
    let simulator = builder().limits(limits).start(widgets()).await.unwrap();
    let mut first = TcpStream::connect(simulator.addr()).await.unwrap();
    first.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").await.unwrap();
    first.read_exact(&mut [0; 16]).await.unwrap();
    let list = Request::new(&simulator, "GET", "/v1/p/widgets?kind=a").sign();
    let waiting = tokio::spawn(async move { list.send().await.status });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    drop(first);
    assert_eq!(waiting.await.unwrap(), 200);
}

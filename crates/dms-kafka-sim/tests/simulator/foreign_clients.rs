//! HTTP as clients of other languages write it, byte by byte: SDKs for Go, Java, .NET, PHP and C++, and the libraries below them.

use dms_kafka_sim::Simulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::wire::{Request, Response, instance_path, send, simulator};

fn request(simulator: &Simulator, method: &str, target: &str) -> Request {
    Request::new(simulator, method, &instance_path(target))
}

/// Sends a request with something of its bytes written otherwise, which must be there.
async fn send_with(request: &Request, written: &str, otherwise: &str) -> Response {
    let text = String::from_utf8(request.bytes("close")).unwrap();
    assert!(text.contains(written), "{written}: {text}");
    send(request.address, text.replacen(written, otherwise, 1).as_bytes()).await
}

#[track_caller]
fn accepted(response: &Response, what: &str) {
    assert!((200..300).contains(&response.status), "{what}: {} {}", response.status, response.body);
}

#[tokio::test]
async fn json_is_said_in_many_ways() {
    let simulator = simulator().await;
    let types =
        ["application/json;charset=UTF-8", "application/json; charset=utf-8", "APPLICATION/JSON", "text/json", ""];
    for (number, media_type) in types.iter().enumerate() {
        let body = format!("{{\"id\": \"topic-{number}\"}}\n");
        let request = request(&simulator, "POST", "/topics").body(body);
        let request = if media_type.is_empty() { request } else { request.header("content-type", media_type) };
        accepted(&request.sign().send().await, media_type);
    }
    let form = request(&simulator, "POST", "/topics").header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(form.body(r#"{"id": "topic"}"#).sign().send().await.status, 400, "a form is no JSON");
}

/// libcurl says of each request with an empty body that it is a form, and .NET that it is JSON.
#[tokio::test]
async fn what_is_only_read_may_have_a_media_type_and_an_empty_body() {
    let simulator = simulator().await;
    for media_type in
        ["application/x-www-form-urlencoded", "application/json", "application/json;charset=UTF-8", "text/plain"]
    {
        let request = request(&simulator, "GET", "/topics").header("content-type", media_type);
        accepted(&request.sign().header("content-length", "0").send().await, media_type);
    }
}

#[tokio::test]
async fn what_takes_no_body_may_have_any() {
    let simulator = simulator().await;
    let manager = |body: &str| {
        let request = request(&simulator, "PUT", "/restart-kafka-manager");
        request.header("content-type", "application/json").body(body).sign()
    };
    for body in ["{}", "null", "\"\"", "[]", ""] {
        let response = manager(body).send().await;
        assert!(!response.body.contains("malformed") && response.status != 415, "{body}: {}", response.body);
        accepted(&response, body);
        simulator.timeline().advance(crate::wire::seconds(600));
    }
    let chunked = request(&simulator, "PUT", "/restart-kafka-manager").sign().header("transfer-encoding", "chunked");
    let bytes = [&chunked.bytes("close")[..], b"0\r\n\r\n"].concat();
    accepted(&send(simulator.addr(), &bytes).await, "chunked, and empty");
}

#[tokio::test]
async fn a_body_may_come_in_chunks_or_after_a_hundred() {
    let simulator = simulator().await;
    let whole = |id: &str| {
        let request = request(&simulator, "POST", "/topics").header("content-type", "application/json");
        request.body(format!(r#"{{"id": "{id}"}}"#)).sign()
    };
    let head_of = |request: &Request, framing: &str| {
        let text = String::from_utf8(request.bytes("close")).unwrap();
        let length = format!("content-length: {}", request.body.len());
        text.split_once("\r\n\r\n").unwrap().0.replace(&length, framing) + "\r\n\r\n"
    };
    let first = whole("chunked");
    let (begin, end) = first.body.split_at(5);
    let chunks =
        [&b"5\r\n"[..], begin, b"\r\n", format!("{:x}\r\n", end.len()).as_bytes(), end, b"\r\n0\r\n\r\n"].concat();
    let bytes = [head_of(&first, "Transfer-Encoding: chunked").as_bytes(), &chunks].concat();
    accepted(&send(simulator.addr(), &bytes).await, "chunked");

    let second = whole("expected");
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    let framing = format!("Content-Length: {}\r\nExpect: 100-continue", second.body.len());
    stream.write_all(head_of(&second, &framing).as_bytes()).await.unwrap();
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).await.unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(&second.body).await.unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    accepted(&Response::parse(&rest), "after 100");
}

#[tokio::test]
async fn headers_are_read_in_any_case_and_others_are_borne() {
    let simulator = simulator().await;
    let others = [
        ("accept", "*/*"),
        ("accept-encoding", "gzip, deflate, br, zstd"),
        ("accept-language", "en-us"),
        ("user-agent", "huaweicloud-usdk-java/3.0"),
        ("x-domain-id", "a-domain"),
        ("x-language", "en-us"),
        ("x-project-id", dms_kafka_sim::EXAMPLE_PROJECT_ID),
        ("x-request-source-type", "ApiCall"),
        ("pragma", "no-cache"),
    ];
    let request =
        others.iter().fold(request(&simulator, "GET", ""), |request, (name, value)| request.header(name, value));
    let request = request.sign();
    let response = request.send().await;
    accepted(&response, "others");
    assert_eq!(response.header("content-encoding"), None, "nothing is compressed");
    let upper = |request: &Request| {
        let mut upper = request.clone();
        upper.headers.iter_mut().for_each(|(name, _)| *name = name.to_ascii_uppercase());
        upper
    };
    accepted(&upper(&request).send().await, "capitals");
    let mixed = request.clone().without("accept").header("Accept", "*/*");
    accepted(&mixed.send().await, "mixed");
    // .NET signs the host without its port, and sends it so.
    let bare = Request::new(&simulator, "GET", &instance_path("")).with("host", "127.0.0.1").sign();
    accepted(&bare.send().await, "host without port");
}

#[tokio::test]
async fn other_versions_of_http_are_answered_or_refused_and_never_waited_for() {
    let simulator = simulator().await;
    let read = request(&simulator, "GET", "").sign();
    let old = send_with(&read, "HTTP/1.1\r\n", "HTTP/1.0\r\n").await;
    accepted(&old, "HTTP/1.0");
    // Java's own client asks for HTTP/2 in its first request, and takes HTTP/1.1 if it gets that.
    let upgrade = "connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n";
    accepted(&send_with(&read, "connection: close\r\n", upgrade).await, "h2c, read");
    let written = request(&simulator, "POST", "/topics").header("content-type", "application/json");
    let written = written.body(r#"{"id": "upgraded"}"#).sign();
    accepted(&send_with(&written, "connection: close\r\n", upgrade).await, "h2c, written");
    // As to a proxy.
    let whole = format!("GET http://{}/v2/", simulator.addr());
    accepted(&send_with(&read, "GET /v2/", &whole).await, "absolute form");
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    stream.write_all(preface).await.unwrap();
    let end = tokio::time::timeout(crate::wire::seconds(30), stream.read_to_end(&mut Vec::new())).await;
    assert!(end.is_ok(), "who begins with HTTP/2 is not kept waiting");
}

#[tokio::test]
async fn queries_and_paths_are_encoded_as_each_library_does() {
    let simulator = simulator().await;
    let list = async |query: &str| request(&simulator, "GET", &format!("/topics?{query}")).sign().send().await;
    for query in [
        "offset=0&limit=10",
        "limit=10&offset=0",
        "%6cimit=10",
        "name=a%2Db",
        "name=a~b",
        "other",
        "other=",
        "limit=%31%30",
    ] {
        // What is signed is encoded one way only, whatever is sent.
        let mut request = request(&simulator, "GET", &format!("/topics?{}", canonical(query))).sign();
        query.clone_into(&mut request.query);
        accepted(&request.send().await, query);
    }
    assert_eq!(list("limit=10&limit=10").await.status, 400, "what is given twice is refused");
    // A plus is a plus, as .NET sends it; all others write a space as %20.
    for (sent, signed) in [("name=a+b", "name=a%2Bb"), ("name=a%20b", "name=a%20b"), ("name=a%2bb", "name=a%2Bb")] {
        let mut request = request(&simulator, "GET", &format!("/topics?{signed}")).sign();
        sent.clone_into(&mut request.query);
        accepted(&request.send().await, sent);
    }
    // A slash within a segment stays there, and one at the end is another path.
    let within = request(&simulator, "GET", "/management/topics/a%2Fb").sign().send().await;
    assert!(within.status >= 400 && !within.body.contains("APIGW."), "{}", within.body);
    request(&simulator, "GET", "/topics/").sign().send().await.refusal(404, "APIGW.0101");
}

/// A query as it is signed.
fn canonical(query: &str) -> String {
    let mut pairs: Vec<String> = query
        .split('&')
        .map(|pair| {
            let pair = pair.replace("%6c", "l").replace("%2D", "-").replace("%31%30", "10");
            if pair.contains('=') { pair } else { format!("{pair}=") }
        })
        .collect();
    pairs.sort_unstable();
    pairs.join("&")
}

#[tokio::test]
async fn one_connection_takes_one_request_after_the_other() {
    let simulator = simulator().await;
    let read = request(&simulator, "GET", "").sign();
    let mut created = request(&simulator, "POST", "/topics").header("content-type", "application/json");
    created = created.body(r#"{"id": "kept-alive"}"#).sign();
    let bytes = [read.bytes("keep-alive"), created.bytes("Keep-Alive"), read.bytes("close")].concat();
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    stream.write_all(&bytes).await.unwrap();
    let mut received = String::new();
    stream.read_to_string(&mut received).await.unwrap();
    assert_eq!(received.matches("HTTP/1.1 200 OK\r\n").count(), 3, "{received}");
}

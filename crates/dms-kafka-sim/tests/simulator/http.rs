//! HTTP itself: routing, bodies, connections, starting and stopping.

use std::net::SocketAddr;

use dms_kafka_sim::{EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, Simulator, StartError, State};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::wire::{Request, Response, Stopped, get, instance_path, now, send, simulator};

const LIMIT: usize = 12 * 1024 * 1024;

#[tokio::test]
async fn request_ids_are_counted() {
    let simulator = simulator().await;
    let mut ids = Vec::new();
    for target in [instance_path("/tasks"), "/none".to_owned(), "/%".to_owned()] {
        let mut request = Request::new(&simulator, "GET", "/v2").sign();
        request.path = target;
        ids.push(request.send().await.header("x-request-id").unwrap().to_owned());
    }
    let expected =
        ["00000000000000000000000000000001", "00000000000000000000000000000002", "00000000000000000000000000000003"];
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn paths_and_methods_without_operation_are_distinguished() {
    let simulator = simulator().await;
    for target in
        ["/", "/v2", "/v1/p/instances/i/tasks", "/v2/p/instances/i/tasks/t/nothing", "/v2/p/instances/i/tasks/"]
    {
        let message = get(&simulator, target).await.refusal(404, "APIGW.0101");
        assert_eq!(message, "The API does not exist or has not been published in the environment.");
    }
    for (method, target) in [("POST", "/tasks"), ("DELETE", "/tasks"), ("PUT", "/tasks/t"), ("PATCH", "/tasks/t")] {
        let response = Request::new(&simulator, method, &instance_path(target)).sign().send().await;
        assert_eq!(response.refusal(405, "DMS.00405001"), "This request method is not allowed.");
    }
}

#[tokio::test]
async fn a_url_that_can_be_read_in_two_ways_is_refused() {
    let simulator = simulator().await;
    let signed = Request::new(&simulator, "GET", &instance_path("/tasks")).sign();
    for (path, query) in
        [("/tasks/%", ""), ("/tasks/%ff", ""), ("/tasks", "a=%zz"), ("/tasks", "=1"), ("/tasks", "a=1&=2")]
    {
        let request = Request { path: instance_path(path), query: query.to_owned(), ..signed.clone() };
        request.send().await.refusal(400, "DMS.10540014");
    }
}

/// A published Terraform provider asks for disk usage so, and signs what it asks without the ampersand.
#[tokio::test]
async fn nothing_between_two_ampersands_is_nothing() {
    let simulator = simulator().await;
    let signed = Request::new(&simulator, "GET", &instance_path("/topics/diskusage?minSize=1K&top=1")).sign();
    for query in ["&minSize=1K&top=1", "minSize=1K&&top=1&"] {
        let request = Request { query: query.to_owned(), ..signed.clone() };
        let response = request.send().await;
        assert_eq!(response.status, 200, "{}", response.body);
    }
}

#[tokio::test]
async fn a_body_has_twelve_mebibytes_at_most() {
    let simulator = simulator().await;
    let request = Request::new(&simulator, "POST", "/v2/nowhere");
    let largest = request.clone().body(vec![b' '; LIMIT]).sign();
    largest.send().await.refusal(404, "APIGW.0101");
    // A body that is announced as too long is not waited for.
    let announced = request.sign().header("content-length", &(LIMIT + 1).to_string());
    announced.send().await.refusal(413, "APIGW.0201");
}

#[tokio::test]
async fn a_body_without_announced_length_is_cut_off() {
    let simulator = simulator().await;
    let request = Request::new(&simulator, "POST", "/v2/nowhere").sign().header("transfer-encoding", "chunked");
    let mut bytes = request.bytes("close");
    // The last byte is the one too many; nothing follows that the simulator would have to throw away.
    bytes.extend(format!("{:x}\r\n", LIMIT + 1).into_bytes());
    bytes.extend(vec![b' '; LIMIT + 1]);
    send(simulator.addr(), &bytes).await.refusal(413, "APIGW.0201");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_refused() {
    let simulator = simulator().await;
    let request = Request::new(&simulator, "POST", "/v2/nowhere").sign().header("transfer-encoding", "chunked");
    let mut bytes = request.bytes("close");
    bytes.extend(b"not a length\r\n");
    send(simulator.addr(), &bytes).await.refusal(400, "DMS.10540010");
}

#[tokio::test]
async fn what_is_not_http_does_no_harm() {
    let simulator = simulator().await;
    for bytes in [&b"\x16\x03\x01\x02\x00\x01\x00"[..], b"GET\r\n\r\n", b"\r\n\r\n\r\n\0\0", b"GET / HTTP/9.9\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream.shutdown().await.unwrap();
        // Whatever the response is, or a reset: it must end.
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }
    assert_eq!(get(&simulator, &instance_path("/tasks")).await.status, 200);
}

#[tokio::test]
async fn a_connection_takes_one_request_after_another() {
    let simulator = simulator().await;
    let request = Request::new(&simulator, "GET", &instance_path("/tasks?limit=1")).sign();
    let bytes = [request.bytes("keep-alive"), request.bytes("close")].concat();
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    stream.write_all(&bytes).await.unwrap();
    let mut received = String::new();
    stream.read_to_string(&mut received).await.unwrap();
    let second = received.rfind("HTTP/1.1 ").unwrap();
    let (first, second) = received.split_at(second);
    assert_eq!(Response::parse(first.as_bytes()).body, Response::parse(second.as_bytes()).body);
}

#[tokio::test]
async fn two_simulators_have_nothing_in_common() {
    let (full, empty) = (simulator().await, Simulator::builder().state(State::empty()).clock(Stopped(now())));
    let empty = empty.access_key("AK", "SK").start().await.unwrap();
    assert_ne!(full.addr(), empty.addr());
    let target = instance_path("/tasks");
    assert_eq!(get(&full, &target).await.status, 200);
    let request = Request::new(&empty, "GET", &target);
    request.clone().sign().send().await.refusal(401, "APIGW.0301");
    request.clone().sign_with("AK", "SK", now()).send().await.refusal(404, "DMS.00404022");
    empty.state().add_instance(EXAMPLE_PROJECT_ID, EXAMPLE_INSTANCE_ID);
    let response = request.sign_with("AK", "SK", now()).send().await;
    assert_eq!(response.task_ids(), (Vec::new(), "0".to_owned()));
    assert_eq!(get(&full, &target).await.task_ids().1, "3");
}

#[tokio::test]
async fn many_clients_delete_each_task_once() {
    let simulator = simulator().await;
    let path = instance_path("/tasks/8abfa7b372160bfd0172165864064079");
    let mut responses = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let delete = Request::new(&simulator, "DELETE", &path).sign();
        responses.spawn(async move { delete.send().await.status });
    }
    let mut statuses = responses.join_all().await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (204, &[404; 31][..]));
}

#[tokio::test]
async fn stopping_frees_the_address_and_ends_idle_connections() {
    let simulator = simulator().await;
    let address = simulator.addr();
    assert_eq!(simulator.url(), format!("http://{address}"));
    let mut idle = TcpStream::connect(address).await.unwrap();
    let request = Request::new(&simulator, "GET", &instance_path("/tasks")).sign();
    idle.write_all(&request.bytes("keep-alive")).await.unwrap();
    idle.read_exact(&mut [0; 16]).await.unwrap();
    simulator.stop().await;
    idle.read_to_end(&mut Vec::new()).await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
    Simulator::builder().start_on(address).await.unwrap();
}

#[tokio::test]
async fn requests_under_way_get_their_response_before_it_stops() {
    let simulator = simulator().await;
    let request = Request::new(&simulator, "POST", "/v2/nowhere").body("{}").sign().header("expect", "100-continue");
    let bytes = request.bytes("close");
    let (begun, rest) = bytes.split_at(bytes.len() - 1);
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    stream.write_all(begun).await.unwrap();
    // The simulator says so once it waits for the body.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    let mut received = Vec::new();
    let finish = async {
        stream.write_all(rest).await.unwrap();
        stream.read_to_end(&mut received).await.unwrap();
    };
    tokio::join!(simulator.stop(), finish);
    Response::parse(&received).refusal(404, "APIGW.0101");
}

#[tokio::test]
async fn dropping_stops_too() {
    let simulator = simulator().await;
    let address = simulator.addr();
    let mut connection = TcpStream::connect(address).await.unwrap();
    drop(simulator);
    assert_eq!(connection.read_to_end(&mut Vec::new()).await.unwrap_or(0), 0);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn an_address_in_use_is_an_error() {
    let simulator = simulator().await;
    let error = Simulator::builder().start_on(simulator.addr()).await.unwrap_err();
    assert!(matches!(error, StartError::Bind { .. }));
    assert_eq!(error.to_string(), format!("{} cannot be listened on", simulator.addr()));
}

#[tokio::test]
async fn the_other_loopback_address_will_do() {
    // Machines without IPv6 cannot bind it, which is no fault of the simulator.
    let address: SocketAddr = "[::1]:0".parse().unwrap();
    match Simulator::builder().clock(Stopped(now())).start_on(address).await {
        Ok(simulator) => {
            assert!(simulator.url().starts_with("http://[::1]:"));
            assert_eq!(get(&simulator, &instance_path("/tasks")).await.status, 200);
        }
        Err(error) => assert!(matches!(error, StartError::Bind { .. }), "{error}"),
    }
}

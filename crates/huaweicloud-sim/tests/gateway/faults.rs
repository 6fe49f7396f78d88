//! What goes wrong on purpose.

use std::time::{Duration, Instant};

use huaweicloud_sim::{Afterwards, Effect, Fault, Faults, Limits, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::wire::{Request, builder, simulator, widgets};

fn list(simulator: &Simulator) -> Request {
    Request::new(simulator, "GET", "/v1/p/widgets?kind=a").sign()
}

/// A simulator that does one thing wrong, once.
async fn with(effect: Effect) -> Simulator {
    let simulator = simulator().await;
    simulator.faults().add(Fault::new(effect).on("ListWidgets").times(1)).unwrap();
    simulator
}

/// Whether the last request was carried out, and with what status it ended.
fn last(simulator: &Simulator) -> (bool, Option<u16>) {
    let requests = simulator.requests();
    let last = requests.last().unwrap();
    (last.was_executed(), last.status())
}

#[tokio::test]
async fn a_refusal_has_the_status_code_and_time_that_were_asked_for() {
    let refuse =
        Effect::Refuse { status: 503, code: Some("WID.0503".to_owned()), message: None, retry_after_seconds: Some(7) };
    let simulator = with(refuse).await;
    let response = list(&simulator).send().await;
    response.refusal(503, "WID.0503");
    assert_eq!((response.header("retry-after"), last(&simulator)), (Some("7"), (false, Some(503))));
    assert_eq!(list(&simulator).send().await.status, 200, "it happens once");
}

#[tokio::test]
async fn a_connection_is_cut_before_and_after_the_request_is_carried_out() {
    for (effect, was_executed) in [
        (Effect::Drop {}, false),
        (Effect::Reset {}, false),
        (Effect::LoseResponse {}, true),
        (Effect::ResetAfter {}, true),
    ] {
        let simulator = with(effect.clone()).await;
        assert_eq!(list(&simulator).send_in_vain().await, "", "{effect:?}");
        assert_eq!(last(&simulator), (was_executed, None), "{effect:?}");
        assert_eq!(list(&simulator).send().await.status, 200, "{effect:?}");
    }
}

#[tokio::test]
async fn a_reset_is_one_and_a_close_is_none() {
    for (effect, is_reset) in [(Effect::Reset {}, true), (Effect::Drop {}, false)] {
        let simulator = with(effect).await;
        let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
        stream.write_all(&list(&simulator).bytes()).await.unwrap();
        assert_eq!(stream.read(&mut [0; 16]).await.is_err(), is_reset);
    }
}

#[tokio::test]
async fn a_body_is_cut_off_where_it_was_asked_for() {
    let simulator = with(Effect::Truncate { bytes: 3 }).await;
    let received = list(&simulator).send_in_vain().await;
    let (head, body) = received.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && body.len() == 3, "{received}");
    assert_eq!(last(&simulator), (true, Some(200)));
}

#[tokio::test]
async fn a_body_stalls_until_the_client_has_had_enough() {
    let simulator = with(Effect::Stall { bytes: 3 }).await;
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    stream.write_all(&list(&simulator).bytes()).await.unwrap();
    let mut received = Vec::new();
    while !received.windows(4).any(|bytes| bytes == b"\r\n\r\n") || received.ends_with(b"\r\n\r\n") {
        assert_ne!(stream.read_buf(&mut received).await.unwrap(), 0, "the connection stays open");
    }
    drop(stream);
    assert_eq!(list(&simulator).send().await.status, 200);
}

#[tokio::test]
async fn a_body_comes_bit_by_bit_and_a_response_late() {
    for effect in [Effect::Slow { bytes: 16, milliseconds: 5 }, Effect::Latency { milliseconds: 20 }] {
        let simulator = with(effect.clone()).await;
        let began = Instant::now();
        assert_eq!(list(&simulator).send().await.status, 200);
        assert!(began.elapsed().as_millis() >= 20, "{effect:?}: {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn more_than_a_second_allows_is_throttled() {
    let simulator = simulator().await;
    simulator.faults().add(Fault::new(Effect::Throttle { per_second: 2 })).unwrap();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(list(&simulator).send().await.status);
    }
    // The clock of the test stands.
    assert_eq!(statuses, [200, 200, 429, 429]);
    let response = list(&simulator).send().await;
    response.refusal(429, "APIGW.0308");
    assert_eq!(response.header("retry-after"), Some("1"));
}

#[tokio::test]
async fn a_connection_closes_without_having_said_so() {
    let simulator = with(Effect::Close {}).await;
    let request = String::from_utf8(list(&simulator).bytes()).unwrap().replace("connection: close\r\n", "");
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut received = String::new();
    stream.read_to_string(&mut received).await.unwrap();
    assert!(received.starts_with("HTTP/1.1 200 OK\r\n") && !received.contains("connection: close"), "{received}");
}

#[tokio::test]
async fn a_client_is_told_to_go_on_for_ever() {
    let simulator = with(Effect::ContinueForEver {}).await;
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    stream.write_all(&list(&simulator).bytes()).await.unwrap();
    let mut received = vec![0; 25 * 1_000];
    stream.read_exact(&mut received).await.unwrap();
    assert!(received.chunks(25).all(|line| line == b"HTTP/1.1 100 Continue\r\n\r\n"));
    drop(stream);
    let began = Instant::now();
    assert_eq!(list(&simulator).send().await.status, 200);
    assert!(began.elapsed().as_secs() < 10, "one connection does not hold the others up");
    let requests = simulator.requests();
    assert_eq!((requests[0].status(), requests[0].was_executed()), (None, false), "no response was sent");
}

#[tokio::test]
async fn for_ever_is_longer_than_the_patience_with_a_client_that_takes_nothing() {
    let mut limits = Limits::default();
    limits.write_time = Duration::from_millis(50);
    let simulator = builder().limits(limits).start(widgets()).await.unwrap();
    let request = list(&simulator).header("x-sim-fault", r#"{"kind": "continue-for-ever"}"#);
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    stream.write_all(&request.bytes()).await.unwrap();
    let began = Instant::now();
    while began.elapsed() < Duration::from_millis(300) {
        assert_ne!(stream.read(&mut [0; 4_096]).await.unwrap(), 0, "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a_request_asks_for_a_fault_of_its_own() {
    let simulator = simulator().await;
    let asks = |fault: &str| list(&simulator).header("x-sim-fault", fault);
    asks(r#"{"kind": "refuse", "status": 500, "code": "WID.1"}"#).send().await.refusal(500, "WID.1");
    assert_eq!(asks(r#"{"kind": "drop"}"#).send_in_vain().await, "");
    for fault in [
        "burn",
        r#"{"kind": "throttle", "per_second": 1}"#,
        r#"{"kind": "latency", "milliseconds": 600001}"#,
        r#"{"probability": 0, "skip": 1, "operation": "CreateCog", "effect": {"kind": "drop"}}"#,
    ] {
        asks(fault).send().await.refusal(400, "APIGW.0602");
    }
    let message = asks(r#"{"kind": "drop"}"#).header("x-sim-fault", r#"{"kind": "drop"}"#).send().await;
    assert!(message.refusal(400, "APIGW.0602").ends_with("x-sim-fault is given twice."), "{message:?}");
    assert_eq!(list(&simulator).send().await.status, 200);
}

#[tokio::test]
async fn the_same_seed_has_the_same_outcome_in_each_run() {
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        let faults = Faults::default();
        faults.seed(seed);
        faults.add_json(r#"[{"probability": 0.5, "effect": {"kind": "refuse", "status": 500}}]"#).unwrap();
        let simulator = builder().faults(faults).start(widgets()).await.unwrap();
        let mut statuses = Vec::new();
        for _ in 0..32 {
            statuses.push(list(&simulator).send().await.status);
        }
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[tokio::test]
async fn faults_happen_to_identity_too() {
    let simulator = simulator().await;
    let refuse = Effect::Refuse { status: 503, code: None, message: None, retry_after_seconds: None };
    simulator.faults().add(Fault::new(refuse).on("KeystoneListProjects")).unwrap();
    Request::new(&simulator, "GET", "/v3/projects").sign().send().await.refusal(503, "APIGW.0605");
}

#[tokio::test]
async fn whoever_is_not_let_in_asks_for_no_fault() {
    let simulator = simulator().await;
    for fault in [r#"{"effect": {"kind": "drop"}}"#, r#"{"kind": "drop"}"#, "burn"] {
        for path in ["/v3/projects", "/v1/p/widgets?kind=a"] {
            Request::new(&simulator, "GET", path).header("x-sim-fault", fault).send().await.refusal(401, "APIGW.0301");
        }
    }
}

#[tokio::test]
async fn another_response_takes_the_place_of_the_services_own() {
    let respond = |executed| Effect::Respond {
        status: 207,
        headers: [("Content-Type", "text/plain"), ("X-Own", "1")].map(|(n, v)| (n.to_owned(), v.to_owned())).into(),
        body: "half".to_owned(),
        executed,
    };
    for executed in [false, true] {
        let simulator = with(respond(executed)).await;
        let response = list(&simulator).send().await;
        assert_eq!((response.status, response.body.as_str()), (207, "half"));
        assert_eq!((response.header("content-type"), response.header("x-own")), (Some("text/plain"), Some("1")));
        assert!(response.header("x-request-id").is_some());
        assert_eq!(last(&simulator), (executed, Some(207)));
        assert_eq!(list(&simulator).send().await.status, 200);
    }
}

#[tokio::test]
async fn what_is_to_come_after_an_operation_does_not_come_after_its_refusal() {
    let text = "nonsense".to_owned();
    let verbatim = Effect::Verbatim { text, then: Afterwards::Close, bytewise: false, executed: true };
    let simulator = with(verbatim).await;
    let response = Request::new(&simulator, "GET", "/v1/p/widgets?kind=long").sign().send().await;
    response.refusal(400, "APIGW.0602");
}

#[tokio::test]
async fn a_text_is_written_as_it_is() {
    for bytewise in [false, true] {
        for then in [Afterwards::Close, Afterwards::Reset] {
            let text = "HTTP/1.1 2\u{e9}".to_owned();
            let simulator = with(Effect::Verbatim { text, then, bytewise, executed: false }).await;
            let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
            stream.write_all(&list(&simulator).bytes()).await.unwrap();
            let mut read = [0; 12];
            stream.read_exact(&mut read).await.unwrap();
            assert_eq!(&read, "HTTP/1.1 2\u{e9}".as_bytes());
            let end = stream.read(&mut read).await;
            assert_eq!(end.is_err(), then == Afterwards::Reset, "{end:?}");
            assert_eq!(last(&simulator), (false, None));
        }
    }
}

#[tokio::test]
async fn a_text_that_stalls_ends_with_the_clients_patience() {
    let text = "HTTP/1.1".to_owned();
    let effect = Effect::Verbatim { text, then: Afterwards::Stall, bytewise: false, executed: true };
    let simulator = with(effect).await;
    let mut stream = TcpStream::connect(simulator.addr()).await.unwrap();
    stream.write_all(&list(&simulator).bytes()).await.unwrap();
    let mut read = [0; 8];
    stream.read_exact(&mut read).await.unwrap();
    let more = tokio::time::timeout(Duration::from_millis(100), stream.read(&mut read)).await;
    assert!(more.is_err(), "{more:?}");
    assert_eq!(last(&simulator), (true, None));
}

#[tokio::test]
async fn responses_that_http_cannot_carry_are_refused_when_the_fault_is_added() {
    let faults = Faults::default();
    for (name, value) in [("a b", "c"), ("a", "b\nc"), ("Content-Length", "3"), ("connection", "close"), ("", "a")] {
        let headers = [(name.to_owned(), value.to_owned())].into();
        let effect = Effect::Respond { status: 200, headers, body: String::new(), executed: false };
        assert!(faults.add(Fault::new(effect)).is_err(), "{name}: {value}");
    }
    let long = "x".repeat(65_537);
    let respond = |status, body| Effect::Respond { status, headers: [].into(), body, executed: false };
    assert!(faults.add(Fault::new(respond(200, long.clone()))).is_err());
    assert!(faults.add(Fault::new(respond(199, String::new()))).is_err());
    let verbatim = Effect::Verbatim { text: long, then: Afterwards::Close, bytewise: false, executed: false };
    assert!(faults.add(Fault::new(verbatim)).is_err());
}

#[tokio::test]
async fn a_handler_that_panics_is_an_internal_error_and_the_connection_goes_on() {
    let service = widgets().on("ListWidgets", |_| panic!("a mistake"));
    let simulator = builder().start(service).await.unwrap();
    for _ in 0..2 {
        let response = list(&simulator).send().await;
        assert_eq!(response.status, 500, "{}", response.body);
        assert!(response.header("x-request-id").is_some());
    }
    assert_eq!(last(&simulator), (false, Some(500)));
}

//! What goes wrong in the fault suite of the runtime goes wrong here too, by faults of the simulator: what its client sees, and
//! how often the simulator carries something out.

use dms_kafka::topics::NewTopic;
use dms_kafka::{Client, Credentials};
use dms_kafka_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Simulator};
use huaweicloud_core::testing::ManualClock;
use huaweicloud_core::{Error, Execution};
use huaweicloud_sim::{Effect, Fault};

const TASK: &str = "8abfa7b272adc5b40172b73130065ae7";

/// What a call came to, and what the simulator saw of it.
struct Seen {
    outcome: Result<(), Error>,
    requests: usize,
    executions: usize,
    sleeps: usize,
}

/// Calls an operation once whose first requests go wrong.
async fn call(is_idempotent: bool, effect: &str, times: u64) -> Seen {
    let clock = ManualClock::advancing();
    let simulator = simulator_with(effect, times, &clock).await;
    let credentials = Credentials::new(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY).with_project_id(EXAMPLE_PROJECT_ID);
    let client = Client::builder().endpoint(simulator.url()).credentials(credentials).clock(clock.clone());
    let client = client.timeout(std::time::Duration::from_millis(400)).body_limit(4_096).build().unwrap();
    let calling = async {
        if is_idempotent {
            client.show_background_task(EXAMPLE_INSTANCE_ID, TASK).send().await.map(drop)
        } else {
            client.create_topic(EXAMPLE_INSTANCE_ID, NewTopic::new("orders")).send().await.map(drop)
        }
    };
    let outcome = calling.await;
    let requests = simulator.requests();
    let executions = requests.iter().filter(|request| request.was_executed()).count();
    Seen { outcome, requests: requests.len(), executions, sleeps: clock.sleeps().len() }
}

async fn simulator_with(effect: &str, times: u64, clock: &ManualClock) -> Simulator {
    let simulator = Simulator::builder().clock(clock.clone()).start().await.unwrap();
    let effect: Effect = serde_json::from_str(effect).unwrap();
    simulator.faults().add(Fault::new(effect).times(times)).unwrap();
    simulator
}

/// That a fault costs what may be repeated one more request, and fails all else, of which nothing is carried out twice.
async fn costs_one_request(effect: &str, execution: Execution, check: fn(&Error) -> bool) {
    let seen = call(true, effect, 1).await;
    assert!(seen.outcome.is_ok(), "{effect}: {:?}", seen.outcome);
    assert_eq!((seen.requests, seen.sleeps), (2, 1), "{effect}");
    let seen = call(false, effect, 1).await;
    let error = seen.outcome.unwrap_err();
    assert!(check(&error), "{effect}: {error:#?}");
    assert_eq!((error.execution(), seen.requests, seen.sleeps), (execution, 1, 0), "{effect}");
    assert_eq!(seen.executions, usize::from(effect.contains("true") || carries_out(effect)), "{effect}");
}

/// Whether an effect comes after the request was carried out without saying so.
fn carries_out(effect: &str) -> bool {
    ["lose-response", "reset-after", "truncate", "stall\", \"bytes"].iter().any(|kind| effect.contains(kind))
}

/// That a fault is final whatever the operation.
async fn is_final(effect: &str, execution: Execution, check: fn(&Error) -> bool) {
    for is_idempotent in [true, false] {
        let seen = call(is_idempotent, effect, 1).await;
        let error = seen.outcome.unwrap_err();
        assert!(check(&error), "{effect}: {error:#?}");
        assert_eq!((error.execution(), seen.requests, seen.sleeps), (execution, 1, 0), "{effect}");
    }
}

/// That a fault is passed over by one more request whatever the operation, and that only the second one is carried out.
async fn is_tried_again(effect: &str) {
    for is_idempotent in [true, false] {
        let seen = call(is_idempotent, effect, 1).await;
        assert!(seen.outcome.is_ok(), "{effect}: {:?}", seen.outcome);
        assert_eq!((seen.requests, seen.executions, seen.sleeps), (2, 1, 1), "{effect}");
    }
}

#[tokio::test]
async fn connections_that_break_are_tried_again_if_that_does_no_harm() {
    for effect in [
        r#"{"kind": "drop"}"#,
        r#"{"kind": "reset"}"#,
        r#"{"kind": "lose-response"}"#,
        r#"{"kind": "reset-after"}"#,
        r#"{"kind": "verbatim", "text": "HTTP/1.1 200 OK\r\nContent-Le", "executed": true}"#,
        r#"{"kind": "verbatim", "text": "HTTP/1.1 200 OK\r\nContent-Le", "then": "reset", "executed": true}"#,
        r#"{"kind": "verbatim", "text": "HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\n{", "executed": true}"#,
    ] {
        costs_one_request(effect, Execution::Unknown, Error::is_connection).await;
    }
    costs_one_request(r#"{"kind": "truncate", "bytes": 3}"#, Execution::Executed, Error::is_connection).await;
}

#[tokio::test]
async fn responses_that_stall_are_given_up_and_asked_for_again_if_that_does_no_harm() {
    for effect in [
        r#"{"kind": "verbatim", "text": "", "then": "stall", "executed": true}"#,
        r#"{"kind": "verbatim", "text": "HTTP/1.1 20", "then": "stall", "executed": true}"#,
        r#"{"kind": "continue-for-ever"}"#,
    ] {
        costs_one_request(effect, Execution::Unknown, Error::is_timeout).await;
    }
    costs_one_request(r#"{"kind": "stall", "bytes": 1}"#, Execution::Executed, Error::is_timeout).await;
}

#[tokio::test]
async fn what_cannot_be_read_is_not_asked_for_again() {
    let malformed = r#"{"kind": "respond", "status": 200, "body": "{\"task_count\":", "executed": true}"#;
    is_final(malformed, Execution::Executed, Error::is_decoding).await;
    let long = format!(r#"{{"kind": "respond", "status": 200, "body": "{}", "executed": true}}"#, "x".repeat(5_000));
    is_final(&long, Execution::Executed, Error::is_body_too_large).await;
    let page =
        r#"{"kind": "respond", "status": 200, "headers": {"Content-Type": "text/html"}, "body": "<html><form>"}"#;
    is_final(page, Execution::Unknown, Error::is_decoding).await;
    is_final(r#"{"kind": "verbatim", "text": "nonsense\r\n\r\n"}"#, Execution::Unknown, Error::is_protocol).await;
}

#[tokio::test]
async fn refusals_that_say_that_nothing_was_done_are_tried_again_whatever_the_operation() {
    for effect in [
        r#"{"kind": "refuse", "status": 429}"#,
        r#"{"kind": "refuse", "status": 429, "retry_after_seconds": 2}"#,
        r#"{"kind": "respond", "status": 429, "headers": {"Retry-After": "Thu, 01 Jan 2026 00:00:02 GMT"}}"#,
        r#"{"kind": "throttle", "per_second": 0}"#,
        r#"{"kind": "refuse", "status": 404, "code": "DMS.10240407"}"#,
    ] {
        is_tried_again(effect).await;
    }
}

#[tokio::test]
async fn a_busy_refusal_within_a_success_costs_what_may_be_repeated_one_request() {
    let busy =
        r#"{"kind": "respond", "status": 200, "body": "{\"error_code\": \"DMS.00400026\", \"error_msg\": \"no\"}"}"#;
    let seen = call(true, busy, 1).await;
    assert!(seen.outcome.is_ok(), "{:?}", seen.outcome);
    assert_eq!((seen.requests, seen.executions), (2, 1));
}

#[tokio::test]
async fn storms_end_after_three_attempts() {
    for status in [500, 502, 503, 504] {
        let storm = format!(r#"{{"kind": "respond", "status": {status}}}"#);
        let seen = call(true, &storm, 9).await;
        assert_eq!(seen.outcome.unwrap_err().attempts(), 3, "{status}");
        assert_eq!((seen.requests, seen.executions, seen.sleeps), (3, 0, 2), "{status}");
    }
}

#[tokio::test]
async fn a_clock_that_is_off_is_corrected_by_the_date_of_the_refusal() {
    let body = r#"{\"error_code\": \"APIGW.0301\", \"error_msg\": \"Incorrect IAM authentication information\"}"#;
    let date = "Thu, 01 Jan 2026 00:10:00 GMT";
    let effect = format!(r#"{{"kind": "respond", "status": 401, "headers": {{"Date": "{date}"}}, "body": "{body}"}}"#);
    for is_idempotent in [true, false] {
        let seen = call(is_idempotent, &effect, 1).await;
        assert!(seen.outcome.is_ok(), "{:?}", seen.outcome);
        assert_eq!((seen.requests, seen.executions, seen.sleeps), (2, 1, 0));
    }
}

#[tokio::test]
async fn a_response_that_comes_byte_by_byte_or_with_the_end_of_its_connection_is_one() {
    let text = r#"HTTP/1.1 200 OK\r\nContent-Length: 34\r\n\r\n{\"task_count\":\"1\",\"tasks\":[{\"id\":\"a\"}]}"#;
    let body = "{\"task_count\":\"1\",\"tasks\":[{\"id\":\"a\"}]}";
    let text = text.replace("34", &body.len().to_string());
    let drip = format!(r#"{{"kind": "verbatim", "text": "{text}", "bytewise": true}}"#);
    let slow = r#"{"kind": "slow", "bytes": 100, "milliseconds": 1}"#;
    for effect in [drip.as_str(), slow, r#"{"kind": "close"}"#] {
        let seen = call(true, effect, 1).await;
        assert!(seen.outcome.is_ok(), "{effect}: {:?}", seen.outcome);
        assert_eq!(seen.requests, 1, "{effect}");
    }
}

//! Connections that are not made, break, or stall.

use std::time::Duration;

use huaweicloud_core::testing::{ManualClock, MockFailure, MockResponse, MockService};
use huaweicloud_core::{Error, Execution};
use tokio::net::TcpListener;

use crate::loopback::Refusing;
use crate::server::{Server, Step, response, success};
use crate::{CREATE, OPERATIONS, SHOW, Seen, Widgets, builder, client};

const SHORT: Duration = Duration::from_millis(100);
const BACKED_OFF: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(200)];

#[tokio::test]
async fn a_refused_connection_is_tried_again_whatever_the_operation() {
    for operation in OPERATIONS {
        let (nobody, clock) = (Refusing::new(), ManualClock::advancing());
        let error = builder(&nobody.endpoint(), &clock).build().unwrap().call(operation).await.unwrap_err();
        assert!(error.is_connection() && error.is_unsent(), "{error:?}");
        assert_eq!((error.attempts(), error.execution()), (3, Execution::NotExecuted));
        assert_eq!(clock.sleeps(), BACKED_OFF);
        assert!(error.to_string().ends_with("(os error 111) (3 attempts)") || !cfg!(target_os = "linux"), "{error}");
    }
}

#[tokio::test]
async fn names_and_connections_that_take_too_long_are_tried_again_whatever_the_operation() {
    for operation in OPERATIONS {
        for failure in [MockFailure::NameNotFound, MockFailure::ConnectTimeout, MockFailure::Refused] {
            let service = MockService::with_clock(ManualClock::advancing());
            let call = service.when(operation).respond_with(MockResponse::failure(failure).times(2));
            call.then_respond(&serde_json::json!({"name": "left"}));
            let widgets: Widgets = service.builder().retry_policy(huaweicloud_core::Backoff::new()).build().unwrap();
            assert_eq!(widgets.call(operation).await.unwrap().name.as_deref(), Some("left"));
            assert_eq!(service.clock().sleeps(), BACKED_OFF);
        }
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_not_tried_again() {
    let service = MockService::with_clock(ManualClock::advancing());
    service.when(&SHOW).fail(MockFailure::Untrusted);
    let widgets: Widgets = service.builder().retry_policy(huaweicloud_core::Backoff::new()).build().unwrap();
    let error = widgets.call(&SHOW).await.unwrap_err();
    assert_eq!((error.attempts(), error.execution()), (1, Execution::NotExecuted));
}

/// That a fault costs what may be repeated one more request, and that all else fails as `check` says.
async fn costs_one_request(step: Step, execution: Execution, check: fn(&Error) -> bool) {
    let seen = Seen::with(|builder| builder.timeout(SHORT), &SHOW, [step.clone()]).await;
    seen.succeeded_after(2);
    assert_eq!(seen.sleeps, BACKED_OFF[..1], "{step:?}");
    let seen = Seen::with(|builder| builder.timeout(SHORT), &CREATE, [step.clone()]).await;
    let error = seen.failed_after(1);
    assert!(check(error), "{step:?}: {error:#?}");
    assert_eq!((error.execution(), seen.sleeps.len()), (execution, 0), "{step:?}");
}

#[tokio::test]
async fn connections_that_break_are_tried_again_if_that_does_no_harm() {
    let half = || "HTTP/1.1 200 OK\r\nContent-Le".to_owned();
    let truncated = || "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"name\":".to_owned();
    let failing = || "HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\n{".to_owned();
    costs_one_request(Step::ResetBefore, Execution::Unknown, Error::is_connection).await;
    costs_one_request(Step::ResetAfter, Execution::Unknown, Error::is_connection).await;
    costs_one_request(Step::Begin(half()), Execution::Unknown, Error::is_connection).await;
    costs_one_request(Step::Begin(truncated()), Execution::Executed, Error::is_connection).await;
    costs_one_request(Step::Begin(failing()), Execution::Unknown, Error::is_connection).await;
}

#[tokio::test]
async fn responses_that_stall_are_given_up_and_asked_for_again_if_that_does_no_harm() {
    let head = || "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_owned();
    costs_one_request(Step::Stall(String::new()), Execution::Unknown, Error::is_timeout).await;
    costs_one_request(Step::Stall("HTTP/1.1 20".to_owned()), Execution::Unknown, Error::is_timeout).await;
    costs_one_request(Step::Stall(head()), Execution::Executed, Error::is_timeout).await;
    costs_one_request(Step::ContinueForEver, Execution::Unknown, Error::is_timeout).await;
}

#[tokio::test]
async fn a_handshake_that_stalls_is_tried_again_whatever_the_operation() {
    for operation in OPERATIONS {
        // The system accepts connections; nobody reads from them.
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (endpoint, clock) = (format!("https://{}", listener.local_addr().unwrap()), ManualClock::advancing());
        let widgets = builder(&endpoint, &clock).connect_timeout(SHORT).build().unwrap();
        let error = widgets.call(operation).await.unwrap_err();
        assert!(error.is_timeout() && error.is_unsent(), "{error:#?}");
        assert_eq!((error.attempts(), clock.sleeps().as_slice()), (3, BACKED_OFF.as_slice()));
    }
}

#[tokio::test]
async fn a_response_that_comes_byte_by_byte_is_one() {
    for operation in OPERATIONS {
        Seen::of(operation, [Step::Drip(success())]).await.succeeded_after(1);
    }
}

#[tokio::test]
async fn what_succeeded_is_not_repeated_because_it_cannot_be_read() {
    for operation in OPERATIONS {
        let long = response("200 OK", "", &format!(r#"{{"name":"{}"}}"#, "x".repeat(100)));
        let seen = Seen::with(|builder| builder.body_limit(64), operation, [Step::Respond(long)]).await;
        assert!(seen.failed_after(1).is_body_too_large());
        assert_eq!(seen.failed_after(1).execution(), Execution::Executed);

        let malformed = response("200 OK", "", r#"{"name":"#);
        let seen = Seen::of(operation, [Step::Respond(malformed)]).await;
        assert!(seen.failed_after(1).is_decoding());
        assert_eq!(seen.failed_after(1).execution(), Execution::Executed);

        // Of a page nobody knows who wrote it.
        let page = response("200 OK", "", "<html><form action=login>");
        let seen = Seen::of(operation, [Step::Respond(page)]).await;
        assert!(seen.failed_after(1).is_decoding());
        assert_eq!(seen.failed_after(1).execution(), Execution::Unknown);

        let seen = Seen::of(operation, [Step::Begin("nonsense\r\n\r\n".to_owned())]).await;
        assert!(seen.failed_after(1).is_protocol());
        assert_eq!(seen.failed_after(1).execution(), Execution::Unknown);
    }
}

#[tokio::test]
async fn a_connection_that_was_closed_while_nobody_used_it_costs_no_call() {
    for operation in OPERATIONS {
        let (server, clock) = (Server::start([Step::RespondAndClose(success())]).await, ManualClock::advancing());
        let widgets = client(&server, &clock);
        widgets.call(&SHOW).await.unwrap();
        server.until_closed().await;
        // What is closed is known to the system; the client's own task has to hear of it.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        widgets.call(operation).await.unwrap();
        assert_eq!((server.requests(), server.connections(), clock.sleeps().len()), (2, 2, 0));
    }
}

#[tokio::test]
async fn a_connection_that_breaks_when_it_is_used_again_costs_no_call_that_may_be_repeated() {
    for (operation, requests) in [(&SHOW, 3), (&CREATE, 2)] {
        let steps = [Step::Respond(success()), Step::ResetBefore];
        let (server, clock) = (Server::start(steps).await, ManualClock::advancing());
        let widgets = client(&server, &clock);
        widgets.call(&SHOW).await.unwrap();
        let outcome = widgets.call(operation).await;
        assert_eq!((outcome.is_ok(), server.requests()), (operation.is_idempotent(), requests));
        if let Err(error) = outcome {
            assert_eq!(error.execution(), Execution::Unknown);
        }
    }
}

#[tokio::test]
async fn connections_are_opened_before_they_are_needed() {
    let none = || Step::Respond(crate::server::response("404 Not Found", "", ""));
    let (server, clock) = (Server::start([none(), none(), none(), none()]).await, ManualClock::advancing());
    let widgets = crate::client(&server, &clock);
    widgets.0.warm(4).await.unwrap();
    while server.connections() < 4 {
        tokio::task::yield_now().await;
    }
    widgets.call(&SHOW).await.unwrap();
    assert_eq!((server.connections(), server.requests()), (4, 5));
    let nobody = Refusing::new();
    let error = crate::builder(&nobody.endpoint(), &clock).build().unwrap().0.warm(2).await.unwrap_err();
    assert!(error.is_connection() && error.is_unsent(), "{error}");
    assert_eq!(error.operation(), Some("Warm"));
}

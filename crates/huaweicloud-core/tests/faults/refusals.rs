//! Refusals: codes, statuses, and how long the service asks to wait.

use std::time::Duration;

use huaweicloud_core::Execution;

use crate::server::{Step, refusal, response};
use crate::{CREATE, OPERATIONS, SHOW, Seen};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn too_many_requests_are_waited_out_whatever_the_operation() {
    for operation in OPERATIONS {
        for (status, headers, code, waited) in [
            ("429 Too Many Requests", "Retry-After: 7\r\n", "", 7 * SECOND),
            (
                "429 Too Many Requests",
                "Date: Fri, 08 Mar 2024 01:00:00 GMT\r\nRetry-After: Fri, 08 Mar 2024 01:00:09 GMT\r\n",
                "",
                9 * SECOND,
            ),
            // Compared with the clock of the client, which stands at the beginning of 2026.
            ("429 Too Many Requests", "Retry-After: Thu, 01 Jan 2026 00:00:05 GMT\r\n", "", 5 * SECOND),
            ("429 Too Many Requests", "", "", SECOND),
            ("429 Too Many Requests", "Retry-After: soon\r\n", "APIGW.0308", SECOND),
            // The code decides, not the status.
            ("404 Not Found", "", "W.1", SECOND),
            ("400 Bad Request", "", "W.2", SECOND),
        ] {
            let seen = Seen::of(operation, [Step::Respond(refusal(status, headers, code))]).await;
            seen.succeeded_after(2);
            assert_eq!(seen.sleeps, [waited], "{status} {headers} {code}");
        }
    }
}

#[tokio::test]
async fn who_asks_to_wait_for_too_long_is_not_waited_for() {
    for operation in OPERATIONS {
        let busy = refusal("429 Too Many Requests", "Retry-After: 31\r\n", "");
        let seen = Seen::of(operation, [Step::Respond(busy)]).await;
        let error = seen.failed_after(1);
        assert!(error.is_throttled() && seen.sleeps.is_empty());
        assert_eq!(error.retry_after(), Some(31 * SECOND));
    }
}

#[tokio::test]
async fn a_storm_of_failures_ends_after_three_attempts() {
    for status in ["500 Internal Server Error", "502 Bad Gateway", "503 Busy", "504 Gateway Timeout", "408 Late"] {
        for body in ["<html><h1>Bad Gateway</h1>", r#"{"error_code":"W.9","error_msg":"no"}"#] {
            let storm = || std::iter::repeat_n(Step::Respond(response(status, "", body)), 9);
            let seen = Seen::of(&SHOW, storm()).await;
            let error = seen.failed_after(3);
            assert_eq!(error.execution(), Execution::Unknown);
            assert!(error.to_string().ends_with("request id r-1, 3 attempts)"), "{error}");
            assert_eq!(seen.sleeps, [SECOND / 10, SECOND / 5]);

            let seen = Seen::of(&CREATE, storm()).await;
            assert_eq!((seen.failed_after(1).execution(), seen.sleeps.len()), (Execution::Unknown, 0));
        }
    }
}

#[tokio::test]
async fn what_fails_inside_the_service_is_repeated_only_if_that_does_no_harm() {
    // The documentation lists `W.4`, and says no more of it than that something failed.
    for (status, code) in
        [("500 Internal Server Error", "W.3"), ("500 Internal Server Error", "W.4"), ("503 Busy", "W.4")]
    {
        let failed = || [Step::Respond(refusal(status, "", code))];
        Seen::of(&SHOW, failed()).await.succeeded_after(2);
        assert_eq!(Seen::of(&CREATE, failed()).await.failed_after(1).execution(), Execution::Unknown);
    }
}

#[tokio::test]
async fn what_is_refused_for_good_is_not_repeated() {
    for operation in OPERATIONS {
        for (status, code) in [
            ("400 Bad Request", "W.9"),
            ("401 Unauthorized", "APIGW.0301"),
            ("403 Forbidden", ""),
            ("404 Not Found", ""),
            ("409 Conflict", ""),
            ("501 Not Implemented", ""),
            ("302 Found", ""),
        ] {
            let seen = Seen::of(operation, [Step::Respond(refusal(status, "", code))]).await;
            assert!(seen.failed_after(1).is_service() && seen.sleeps.is_empty(), "{status}");
        }
    }
}

#[tokio::test]
async fn of_several_attempts_the_one_that_came_farthest_says_what_was_carried_out() {
    let refused = || Step::Respond(refusal("400 Bad Request", "", "W.9"));
    let throttled = || Step::Respond(refusal("429 Too Many Requests", "", ""));
    for (steps, execution) in [
        ([Step::ResetAfter, refused()], Execution::Unknown),
        ([throttled(), refused()], Execution::NotExecuted),
        ([Step::Begin("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_owned()), refused()], Execution::Executed),
    ] {
        let seen = Seen::of(&SHOW, steps).await;
        let error = seen.failed_after(2);
        assert_eq!((error.http_status(), error.execution()), (Some(400), execution));
        assert!(!error.is_unsent());
    }
}

#[tokio::test]
async fn a_refusal_that_comes_as_a_success_is_repeated_only_if_that_does_no_harm() {
    for code in ["W.1", "W.2", "APIGW.0308"] {
        let refused = || Step::Respond(refusal("200 OK", "", code));
        Seen::of(&SHOW, [refused()]).await.succeeded_after(2);
        let seen = Seen::of(&SHOW, [refused(), refused(), refused()]).await;
        assert_eq!((seen.failed_after(3).error_code(), seen.sleeps.len()), (Some(code), 2));
        let seen = Seen::of(&CREATE, [refused()]).await;
        assert_eq!((seen.failed_after(1).error_code(), seen.sleeps.len()), (Some(code), 0));
    }
    // One that means something else, or nothing that is known, will not fare better.
    for code in ["W.4", "W.9"] {
        let seen = Seen::of(&SHOW, [Step::Respond(refusal("200 OK", "", code))]).await;
        assert_eq!(seen.failed_after(1).error_code(), Some(code));
    }
}

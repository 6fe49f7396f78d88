//! What the documentation of the service says of its codes decides whether a call is made again.

#![cfg(test)]

use dms_rocketmq::testing::{ManualClock, MockResponse, MockService};
use dms_rocketmq::{Backoff, Error, ErrorClass, ErrorCodeInfo, Method, Operation, service};

const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v2/widgets").idempotent();
const CREATE: Operation = Operation::new("CreateWidget", Method::Post, "/v2/widgets");

/// How often an operation is sent that is refused with a code, and then succeeds; and the error if it never does.
async fn requests(operation: &'static Operation, status: u16, code: &str) -> (usize, Option<Error>) {
    let service = MockService::with_clock(ManualClock::advancing());
    let refusal = service.when(operation).respond_with(MockResponse::refusal(status, code, "no"));
    refusal.then(MockResponse::empty().any_times());
    let client = service.builder().retry_policy(Backoff::new()).build().unwrap();
    let outcome = client.service_client().request(operation).send_without_value().await;
    (service.requests().len(), outcome.err())
}

fn documented() -> impl Iterator<Item = (&'static ErrorCodeInfo, u16)> {
    let codes = service::INFO.error_codes().iter().filter(|info| info.code().starts_with("DMS."));
    codes.flat_map(|info| info.statuses().iter().map(move |status| (info, *status)))
}

#[tokio::test]
async fn each_code_that_says_later_and_each_failure_is_tried_again_and_no_other_is() {
    let mut later = 0;
    for (info, status) in documented() {
        let is_later = match info.class() {
            Some(class) => matches!(class, ErrorClass::Retry | ErrorClass::Throttled),
            // All that is known is that something failed.
            None => matches!(status, 408 | 500 | 502..=504),
        };
        let (requests, error) = requests(&LIST, status, info.code()).await;
        assert_eq!((requests, error.is_none()), if is_later { (2, true) } else { (1, false) }, "{}", info.code());
        later += usize::from(is_later);
    }
    assert!(later > 10, "{later}");
}

#[tokio::test]
async fn what_creates_is_tried_again_only_after_a_code_that_says_nothing_was_done() {
    for (info, status) in documented() {
        let is_refused = info.class() == Some(ErrorClass::Throttled)
            || (info.class() == Some(ErrorClass::Retry) && (400..500).contains(&status) && status != 408);
        let (requests, error) = requests(&CREATE, status, info.code()).await;
        assert_eq!((requests, error.is_none()), if is_refused { (2, true) } else { (1, false) }, "{}", info.code());
    }
}

//! Clocks that are off.

use std::time::Duration;

use huaweicloud_core::Credentials;
use huaweicloud_core::testing::ManualClock;

use crate::server::{Server, Step, refusal};
use crate::{OPERATIONS, SHOW, builder, client};

/// A refusal of a signature, with the time of the service.
fn expired(date: &str) -> Step {
    Step::Respond(refusal("401 Unauthorized", &format!("Date: {date}\r\n"), "APIGW.0301"))
}

#[tokio::test]
async fn a_clock_that_is_off_is_corrected_by_that_of_the_service() {
    for operation in OPERATIONS {
        let steps = [expired("Wed, 31 Dec 2025 22:30:00 GMT")];
        let (server, clock) = (Server::start(steps).await, ManualClock::advancing());
        let widgets = client(&server, &clock);
        widgets.call(operation).await.unwrap();
        assert_eq!(server.dates(), ["20260101T000000Z", "20251231T223000Z"]);
        // From then on, for all calls, and without waiting.
        clock.advance(Duration::from_secs(5));
        widgets.clone().call(&SHOW).await.unwrap();
        assert_eq!(server.dates()[2..], ["20251231T223005Z"]);
        assert!(clock.sleeps().is_empty());
    }
}

#[tokio::test]
async fn a_signature_that_is_refused_again_is_so_for_another_reason() {
    let steps = [expired("Thu, 01 Jan 2026 03:00:00 GMT"), expired("Thu, 01 Jan 2026 09:00:00 GMT")];
    let (server, clock) = (Server::start(steps).await, ManualClock::advancing());
    let error = client(&server, &clock).call(&SHOW).await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!((error.attempts(), server.requests()), (2, 2));
    // A time that is near enough is not the reason.
    let (server, clock) = (Server::start([expired("Thu, 01 Jan 2026 00:05:00 GMT")]).await, ManualClock::advancing());
    assert_eq!(client(&server, &clock).call(&SHOW).await.unwrap_err().attempts(), 1);
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_token_has_no_time_that_could_be_off() {
    let steps = [expired("Wed, 31 Dec 2025 22:30:00 GMT")];
    let (server, clock) = (Server::start(steps).await, ManualClock::advancing());
    let widgets = builder(&server.endpoint(), &clock).credentials(Credentials::token("TOKENVALUE")).build().unwrap();
    assert_eq!(widgets.call(&SHOW).await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn without_retries_the_time_is_learnt_for_the_next_call() {
    let steps = [expired("Wed, 31 Dec 2025 22:30:00 GMT")];
    let (server, clock) = (Server::start(steps).await, ManualClock::advancing());
    let widgets = builder(&server.endpoint(), &clock).no_retries().build().unwrap();
    assert!(widgets.call(&SHOW).await.unwrap_err().is_unauthorized());
    widgets.call(&SHOW).await.unwrap();
    assert_eq!(server.dates(), ["20260101T000000Z", "20251231T223000Z"]);
}

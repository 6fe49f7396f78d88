//! Time that a test moves.

use std::time::Duration;

use huaweicloud_core::Clock;
use huaweicloud_core::testing::{ManualClock, MockResponse, MockService};
use serde_json::json;

use crate::{SHOW, Widgets};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn sleepers_wake_when_the_test_says() {
    let clock = ManualClock::new();
    let begun = clock.now();
    let [short, long] = [1, 3].map(|seconds| tokio::spawn(clock.sleep(seconds * SECOND)));
    clock.until_sleeping(2).await;
    assert!(!short.is_finished() && !long.is_finished());
    clock.advance(SECOND);
    short.await.unwrap();
    clock.until_sleeping(1).await;
    assert!(!long.is_finished());
    clock.advance(2 * SECOND);
    long.await.unwrap();
    assert_eq!(clock.now().duration_since(begun).unwrap(), 3 * SECOND);
    assert_eq!(clock.sleeps(), [SECOND, 3 * SECOND]);
}

#[tokio::test]
async fn a_sleep_that_is_given_up_is_not_waited_for() {
    let clock = ManualClock::new();
    let given_up = tokio::spawn(clock.sleep(SECOND));
    clock.until_sleeping(1).await;
    given_up.abort();
    given_up.await.unwrap_err();
    let other = tokio::spawn(clock.sleep(SECOND));
    clock.until_sleeping(1).await;
    clock.advance(SECOND);
    other.await.unwrap();
}

#[tokio::test]
async fn an_advancing_clock_moves_by_what_is_slept() {
    let clock = ManualClock::advancing();
    let begun = clock.now();
    clock.sleep(2 * SECOND).await;
    clock.sleep(Duration::ZERO).await;
    assert_eq!(clock.now().duration_since(begun).unwrap(), 2 * SECOND);
    assert_eq!(clock.sleeps(), [2 * SECOND, Duration::ZERO]);
}

#[tokio::test]
async fn a_response_is_delayed_by_the_clock_of_the_client() {
    let service = MockService::new();
    service.when(&SHOW).respond_with(MockResponse::json(&json!({"name": "late"})).after(5 * SECOND));
    let widgets = Widgets::of(&service);
    let call = tokio::spawn(async move { widgets.show("w").await });
    service.clock().until_sleeping(1).await;
    service.clock().advance(4 * SECOND);
    service.clock().until_sleeping(1).await;
    assert!(!call.is_finished());
    service.clock().advance(SECOND);
    assert_eq!(call.await.unwrap().unwrap()["name"], "late");
}

#[tokio::test]
async fn a_delay_beyond_the_time_limit_ends_at_the_limit() {
    let service = MockService::with_clock(ManualClock::advancing());
    service.when(&SHOW).respond_with(MockResponse::json(&json!({})).after(5 * SECOND));
    let error = service.builder::<Widgets>().timeout(2 * SECOND).build().unwrap().show("w").await.unwrap_err();
    assert!(error.is_timeout() && !error.is_unsent());
    assert_eq!(error.to_string(), "ShowWidget: no whole response within the time limit of 2s");
    assert_eq!(service.clock().sleeps(), [2 * SECOND]);
}

#[tokio::test]
async fn requests_are_signed_by_the_clock_of_the_client() {
    let service = MockService::new();
    service.when(&SHOW).respond_with(MockResponse::json(&json!({})).times(2));
    let widgets = Widgets::of(&service);
    widgets.show("w").await.unwrap();
    service.clock().advance(61 * SECOND);
    widgets.show("w").await.unwrap();
    let dates: Vec<_> =
        service.requests().iter().map(|request| request.header("x-sdk-date").unwrap().to_owned()).collect();
    assert_eq!(dates, ["20260101T000000Z", "20260101T000101Z"]);
}

#[tokio::test]
async fn a_clock_that_is_moved_beyond_all_dates_stands_at_the_last() {
    let service = MockService::with_clock(ManualClock::advancing());
    let show = service.when(&SHOW).respond_with(MockResponse::json(&json!({})).after(Duration::MAX));
    show.then(MockResponse::json(&json!({})));
    let widgets: Widgets = service.builder().timeout(Duration::MAX).build().unwrap();
    widgets.show("w").await.unwrap();
    service.clock().advance(Duration::MAX);
    assert_eq!(service.clock().now(), std::time::UNIX_EPOCH + Duration::from_secs(253_402_300_799));
    widgets.show("w").await.unwrap();
}

//! Policies: other ones, of one request, and none.

use std::time::Duration;

use huaweicloud_core::testing::ManualClock;
use huaweicloud_core::{Backoff, ClientBuilder, FailedAttempt, RequestOptions, RetryPolicy, RetryReason};

use crate::server::{Server, Step, refusal};
use crate::{CREATE, SHOW, Seen, Widget, client};

const SECOND: Duration = Duration::from_secs(1);

fn busy() -> Step {
    Step::Respond(refusal("429 Too Many Requests", "", ""))
}

#[tokio::test]
async fn without_retries_each_request_is_sent_once() {
    let seen = Seen::with(ClientBuilder::no_retries, &SHOW, [busy()]).await;
    assert!(seen.failed_after(1).is_throttled() && seen.sleeps.is_empty());
}

#[tokio::test]
async fn a_request_may_have_a_policy_of_its_own() {
    let (server, clock) = (Server::start([busy(), busy(), busy(), busy()]).await, ManualClock::advancing());
    let widgets = client(&server, &clock);
    let mut request = widgets.0.request(&SHOW);
    request.with_options(RequestOptions::new().no_retries());
    assert_eq!(request.send::<Widget>().await.unwrap_err().attempts(), 1);
    let mut request = widgets.0.request(&SHOW);
    request.with_options(RequestOptions::new().retry_policy(Backoff::new().max_attempts(2)));
    // What other options leave open stays.
    request.with_options(RequestOptions::new().timeout(60 * SECOND));
    assert_eq!(request.send::<Widget>().await.unwrap_err().attempts(), 2);
    assert_eq!(server.requests(), 3);
    widgets.call(&SHOW).await.unwrap();
    assert_eq!(server.requests(), 5);
}

/// Asks for another attempt whatever happens, and notes the reasons.
struct Stubborn;

impl RetryPolicy for Stubborn {
    fn delay(&self, attempt: &FailedAttempt<'_>) -> Option<Duration> {
        assert!(attempt.attempts() == 1 || attempt.elapsed() >= SECOND);
        (attempt.attempts() < 9).then_some(SECOND)
    }
}

#[tokio::test]
async fn no_policy_can_repeat_what_may_have_been_carried_out() {
    let seen = Seen::with(|builder| builder.retry_policy(Stubborn), &CREATE, [Step::ResetAfter]).await;
    assert_eq!(seen.executions, 1);
    assert!(seen.failed_after(1).is_connection());
    // What certainly was not may be, even where the default would not.
    let missing = || Step::Respond(refusal("404 Not Found", "", ""));
    let seen = Seen::with(|builder| builder.retry_policy(Stubborn), &CREATE, [missing(), missing()]).await;
    seen.succeeded_after(3);
    assert_eq!(seen.sleeps, [SECOND, SECOND]);
}

#[tokio::test]
async fn chance_shortens_the_delays() {
    let (server, clock) = (Server::start([busy(), busy()]).await, ManualClock::advancing());
    clock.draw([u64::MAX / 4, u64::MAX / 2]);
    client(&server, &clock).call(&SHOW).await.unwrap();
    assert_eq!(clock.sleeps(), [SECOND / 4, SECOND]);
}

#[test]
fn reasons_are_those_of_the_documentation() {
    let error = huaweicloud_core::ErrorBuilder::connection().build();
    assert_eq!(FailedAttempt::new(&SHOW, &error).reason(), Some(RetryReason::Unreachable));
    assert_eq!(FailedAttempt::new(&SHOW, &error).operation(), &SHOW);
}

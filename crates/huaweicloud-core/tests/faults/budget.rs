//! What all calls of a client may spend on retries.

use huaweicloud_core::testing::ManualClock;

use crate::server::{Server, Step, response};
use crate::{SHOW, builder};

#[tokio::test]
async fn a_service_that_is_down_is_not_asked_three_times_as_often_for_long() {
    let down = std::iter::repeat_n(Step::Respond(response("503 Busy", "", "")), 1_000);
    let (server, clock) = (Server::start(down).await, ManualClock::advancing());
    let widgets = builder(&server.endpoint(), &clock).build().unwrap();
    let mut attempts = Vec::new();
    for call in 0..60 {
        // Clones spend from the same budget.
        let widgets = if call % 2 == 0 { widgets.clone() } else { crate::Widgets(widgets.0.clone()) };
        attempts.push(widgets.call(&SHOW).await.unwrap_err().attempts());
    }
    assert_eq!((attempts.iter().filter(|attempts| **attempts == 3).count(), attempts[59]), (50, 1));
    assert_eq!(server.requests(), 160);
}

#[tokio::test]
async fn ten_calls_that_succeed_earn_one_retry() {
    let busy = || Step::Respond(response("503 Busy", "", ""));
    let well = std::iter::repeat_n(Step::Respond(crate::server::success()), 10);
    let steps = [busy(), busy(), busy()].into_iter().chain(well).chain([busy()]);
    let (server, clock) = (Server::start(steps).await, ManualClock::advancing());
    let widgets = builder(&server.endpoint(), &clock).retry_budget(1).build().unwrap();
    assert_eq!(widgets.call(&SHOW).await.unwrap_err().attempts(), 2);
    assert_eq!(widgets.call(&SHOW).await.unwrap_err().attempts(), 1);
    for _ in 0..10 {
        widgets.call(&SHOW).await.unwrap();
    }
    widgets.call(&SHOW).await.unwrap();
    assert_eq!(server.requests(), 15);
}

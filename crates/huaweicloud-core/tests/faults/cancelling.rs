//! Calls that are given up.

use std::time::Duration;

use huaweicloud_core::testing::ManualClock;

use crate::server::{Server, Step, refusal};
use crate::{CREATE, SHOW, builder};

#[tokio::test]
async fn a_call_that_is_given_up_while_it_waits_leaves_the_client_usable() {
    let busy = Step::Respond(refusal("429 Too Many Requests", "", ""));
    let (server, clock) = (Server::start([busy]).await, ManualClock::new());
    let widgets = builder(&server.endpoint(), &clock).max_connections(1).build().unwrap();
    let call = tokio::spawn({
        let widgets = widgets.clone();
        async move { widgets.call(&CREATE).await }
    });
    clock.until_sleeping(1).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert_eq!(server.requests(), 1);
    widgets.call(&SHOW).await.unwrap();
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn a_call_that_is_given_up_while_it_is_responded_to_leaves_the_client_usable() {
    for beginning in ["", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"] {
        let (server, clock) = (Server::start([Step::Stall(beginning.to_owned())]).await, ManualClock::advancing());
        let widgets = builder(&server.endpoint(), &clock).max_connections(1).build().unwrap();
        let call = tokio::spawn({
            let widgets = widgets.clone();
            async move { widgets.call(&CREATE).await }
        });
        while server.executions() == 0 {
            tokio::task::yield_now().await;
        }
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
        let next = tokio::time::timeout(Duration::from_secs(10), widgets.call(&SHOW));
        next.await.unwrap().unwrap();
        assert_eq!((server.requests(), server.executions()), (2, 2));
    }
}

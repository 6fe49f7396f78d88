//! More calls at once than there are connections.

use huaweicloud_core::testing::ManualClock;

use crate::server::Server;
use crate::{SHOW, client};

#[tokio::test]
async fn ten_thousand_calls_at_once_share_a_hundred_connections() {
    let (server, clock) = (Server::start([]).await, ManualClock::advancing());
    let widgets = client(&server, &clock);
    let calls: Vec<_> = (0..10_000)
        .map(|_| {
            let widgets = widgets.clone();
            tokio::spawn(async move { widgets.call(&SHOW).await.map(|response| response.attempts()) })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 1);
    }
    assert_eq!(server.requests(), 10_000);
    assert!((1..=100).contains(&server.connections()), "{}", server.connections());
}

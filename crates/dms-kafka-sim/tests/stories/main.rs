//! Stories with the Rust client: what a team does in its first days, with the work that goes on after each response. Those that
//! are examples are told here as they are there.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../examples/first_day.rs"]
#[allow(clippy::duplicate_mod, dead_code, reason = "the program is the example's")]
mod first_day;
#[path = "../../examples/growth.rs"]
#[allow(dead_code, reason = "the program is the example's")]
mod growth;
#[path = "../../examples/recycle_bin.rs"]
#[allow(dead_code, reason = "the program is the example's")]
mod recycle_bin;

mod failure;
mod restart;
mod two_clients;

use dms_kafka::{Client, Credentials};
use dms_kafka_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Simulator, State};
use huaweicloud_core::testing::ManualClock;

/// A simulator in which there is nothing yet, and its clock.
async fn simulator() -> (Simulator, ManualClock) {
    let clock = ManualClock::advancing();
    (Simulator::builder().state(State::empty()).clock(clock.clone()).start().await.unwrap(), clock)
}

/// A client that shares a simulator's clock: each of its sleeps makes the time of both later, and ends at once.
fn client((simulator, clock): &(Simulator, ManualClock)) -> Client {
    let credentials = Credentials::new(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY).with_project_id(EXAMPLE_PROJECT_ID);
    let client = Client::builder().endpoint(simulator.url()).credentials(credentials).clock(clock.clone());
    client.build().unwrap()
}

/// The story without the ids in it, which differ from run to run.
fn without_ids(story: &[String]) -> Vec<String> {
    let is_id = |word: &str| word.len() >= 32 && word.bytes().all(|b| b.is_ascii_hexdigit() || b"-:".contains(&b));
    let words = |line: &String| line.split(' ').filter(|word| !is_id(word)).collect::<Vec<_>>().join(" ");
    story.iter().map(words).collect()
}

#[tokio::test]
async fn from_nothing_to_a_message() {
    let simulator = simulator().await;
    let story = first_day::tell(&client(&simulator)).await.unwrap();
    let expected = [
        "instance RUNNING",
        "topic orders: 6 partitions",
        "user shop: all",
        "message 0: one pair of shoes",
        "message 1: two hats",
        "group warehouse: EMPTY",
    ];
    assert_eq!(without_ids(&story), expected);
}

#[tokio::test]
async fn an_instance_grows() {
    let simulator = simulator().await;
    let story = growth::tell(&client(&simulator)).await.unwrap();
    let expected =
        ["storage: 600 GB", "quotas: 1 of users, 1 of topics", "tag team: shop", "Smart Connect task archive: RUNNING"];
    assert_eq!(story, expected);
}

#[tokio::test]
async fn a_deleted_instance_comes_back() {
    let simulator = simulator().await;
    let story = recycle_bin::tell(&client(&simulator)).await.unwrap();
    let expected = ["deleted: RECYCLE", "in the recycle bin: 1", "restored: RUNNING", "deleted for good: gone"];
    assert_eq!(story, expected);
}

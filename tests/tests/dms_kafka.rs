//! DMS for Kafka against its specification. A new operation joins by being in it.

#![cfg(test)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use dms_kafka::registry::{OPERATIONS, TYPES};
use dms_kafka::{Client, Operation};
use workspace_tests::pages::LeftBehind;
use workspace_tests::{ServiceUnderTest, assert_none, pages};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

static SERVICE: LazyLock<ServiceUnderTest> =
    LazyLock::new(|| ServiceUnderTest::load(ROOT, "openapi/dms-kafka", OPERATIONS, TYPES, "snapshots"));

/// What the examples of pages have and no type keeps. Operations of v1.0 are read as the ones that supersede them.
#[rustfmt::skip]
const LEFT_BEHIND: &[LeftBehind] = &[
    LeftBehind::new("/查询可用区信息.md", "/available_zones/0/remain_time", "2^63 as JavaScript prints it: out of range, and optional"),
    LeftBehind::new("/查询可用区信息.md", "/available_zones/1/remain_time", "2^63 as JavaScript prints it: out of range, and optional"),
    LeftBehind::new("/创建实例的转储节点.md", "/node_cnt", "an empty text is no number of nodes"),
    LeftBehind::new("/批量重启或删除实例.md", "/allFailure", "the table calls the field `all_failure`"),
    LeftBehind::new("/批量重启-删除实例.md", "/allFailure", "v1.0: another spelling of a field that is sent"),
    LeftBehind::new("/restarting_or_deleting_instances_in_batches.rst", "/allFailure", "v1.0: another spelling of a field that is sent"),
    LeftBehind::new("/V1接口Kafka实例创建Topic.md", "/id", "v1.0: the name of the topic once more"),
    LeftBehind::new("/creating_a_topic_in_a_kafka_instance.rst", "/id", "v1.0: the name of the topic once more"),
    LeftBehind::new("/V1接口Kafka实例查询Topic.md", "/topics/0/id", "v1.0: the name of the topic once more"),
    LeftBehind::new("/querying_a_topic_in_a_kafka_instance.rst", "/topics/0/id", "v1.0: the name of the topic once more"),
    LeftBehind::new("/V1接口Kafka实例查询Topic.md", "/count", "v1.0: `total` in v2"),
    LeftBehind::new("/querying_a_topic_in_a_kafka_instance.rst", "/count", "v1.0: `total` in v2"),
    LeftBehind::new("/V1接口查询指定实例.md", "/connect_dn", "a key that was cut off"),
    LeftBehind::new("/V1接口查询分区指定偏移量的消息.md", "", "v1.0: one message, of which v2 makes a list"),
    LeftBehind::new("/创建Kafka实例.md", "", "v1.0: an instance by bandwidth, without the number of brokers that v2 requires"),
    LeftBehind::new("/api_v1/apis_for_managing_instances/creating_an_instance.rst", "", "v1.0: as in the page before"),
];

workspace_tests::checks!(&SERVICE, Client);

#[test]
#[ignore = "needs the pages of the documentation in ../shared/docs; .ci/run runs it where they are"]
fn every_example_of_every_page_survives() {
    let folder = Path::new(ROOT).join("../shared/docs");
    assert_none(&pages::survive(&SERVICE, &folder, 195, LEFT_BEHIND));
}

#[test]
fn background_tasks_are_simulated_and_nothing_that_the_client_has_not() {
    let simulated: BTreeSet<&str> = dms_kafka_sim::operations().map(Operation::id).collect();
    let generated: BTreeSet<&str> = OPERATIONS.iter().map(Operation::id).collect();
    assert!(simulated.is_subset(&generated), "{simulated:?}");
    assert!(
        ["ListBackgroundTasks", "ShowBackgroundTask", "DeleteBackgroundTask"].iter().all(|id| simulated.contains(id))
    );
}

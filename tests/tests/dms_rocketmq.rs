//! DMS for RocketMQ against its specification. A new operation joins by being in it.

#![cfg(test)]

use std::path::Path;
use std::sync::LazyLock;

use dms_rocketmq::Client;
use dms_rocketmq::registry::{OPERATIONS, TYPES};
use workspace_tests::pages::LeftBehind;
use workspace_tests::{ServiceUnderTest, assert_none, pages};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

static SERVICE: LazyLock<ServiceUnderTest> =
    LazyLock::new(|| ServiceUnderTest::load(ROOT, "openapi/dms-rocketmq", OPERATIONS, TYPES, "snapshots/dms-rocketmq"));

/// What the examples of pages have and no type keeps.
#[rustfmt::skip]
const LEFT_BEHIND: &[LeftBehind] = &[
    LeftBehind::new("/querying_an_instance_diagnosis_report_list.rst", "", "an object, where the table has a list"),
];

workspace_tests::checks!(&SERVICE, Client);

#[test]
#[ignore = "needs the pages of the documentation in ../shared/docs-services; .ci/run runs it where they are"]
fn every_example_of_every_page_survives() {
    let folder = Path::new(ROOT).join("../shared/docs-services/rocketmq");
    assert_none(&pages::survive(&SERVICE, &folder, 57, LEFT_BEHIND));
}

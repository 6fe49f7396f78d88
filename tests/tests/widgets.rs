//! The invented service against its specification.

#![cfg(test)]

use std::sync::LazyLock;

use widgets::Client;
use widgets::registry::{OPERATIONS, TYPES};
use workspace_tests::ServiceUnderTest;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/widgets");

static SERVICE: LazyLock<ServiceUnderTest> =
    LazyLock::new(|| ServiceUnderTest::load(ROOT, "openapi/widgets", OPERATIONS, TYPES, "snapshots/widgets"));

workspace_tests::checks!(&SERVICE, Client);

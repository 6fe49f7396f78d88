//! The invented service against its specification.

#![cfg(test)]

use std::sync::LazyLock;

use huaweicloud_core::Credentials;
use widgets::Client;
use widgets::registry::{OPERATIONS, TYPES};
use workspace_tests::{ServiceUnderTest, agreement, assert_none, examples, leniency, requests, schemas};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/widgets");

static SERVICE: LazyLock<ServiceUnderTest> =
    LazyLock::new(|| ServiceUnderTest::load(ROOT, "openapi/widgets", OPERATIONS, TYPES, "snapshots/widgets"));

#[test]
fn every_schema_has_a_type_and_every_type_a_schema() {
    assert_none(&agreement::types(&SERVICE));
}

#[test]
fn every_field_agrees_both_ways() {
    assert_none(&agreement::fields(&SERVICE));
}

#[test]
fn every_value_of_an_enum_agrees_both_ways() {
    assert_none(&agreement::values(&SERVICE));
}

#[test]
fn every_operation_is_in_the_client_and_in_the_specification() {
    assert_none(&agreement::operations(&SERVICE));
}

#[test]
fn each_resource_reads_as_its_documentation() {
    assert_none(&schemas::snapshots(&SERVICE));
}

#[test]
fn every_documented_example_survives() {
    assert_none(&examples::survive(&SERVICE));
}

#[test]
fn odd_values_survive() {
    assert_none(&leniency::odd_spellings(&SERVICE));
}

#[test]
fn fields_of_tomorrow_change_nothing() {
    assert_none(&leniency::fields_of_tomorrow(&SERVICE));
}

#[test]
fn values_of_tomorrow_are_written_back_as_they_came() {
    assert_none(&leniency::values_of_tomorrow(&SERVICE));
}

#[test]
fn fields_are_read_under_their_other_names() {
    assert_none(&leniency::other_names(&SERVICE));
}

#[test]
fn null_is_kept_where_it_is_a_value() {
    assert_none(&leniency::nulls(&SERVICE));
}

#[tokio::test]
async fn a_path_parameter_that_is_missing_or_empty_is_refused_by_name() {
    let credentials = Credentials::new("ak", "sk");
    let client = Client::builder().endpoint("http://127.0.0.1:1").credentials(credentials).build().unwrap();
    assert_none(&requests::refusals(&SERVICE, client.service_client()).await);
}

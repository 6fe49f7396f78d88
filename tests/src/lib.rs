//! Checks of a service: its generated types, its operations and its examples against its specification.
//!
//! A check is a function over a [`ServiceUnderTest`]. It returns findings, one text each; none if all is well. A service
//! joins with one file, `tests/tests/<service>.rs`, in which [`checks!`] makes each check a test.

#[cfg(test)]
mod fixture;
mod links;
mod notation;
mod odd_value;
mod operations;
mod service;
mod typed;

pub mod agreement;
pub mod examples;
pub mod leniency;
pub mod loss;
pub mod pages;
pub mod requests;
pub mod schemas;

pub use service::ServiceUnderTest;

/// Fails with all findings of a check.
///
/// # Panics
///
/// If there is one.
#[track_caller]
pub fn assert_none(findings: &[String]) {
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

/// The tests that every service has, one for each check: of a `&ServiceUnderTest`, and with its client.
#[macro_export]
macro_rules! checks {
    ($service:expr, $client:ty) => {
        #[test]
        fn every_schema_has_a_type_and_every_type_a_schema() {
            $crate::assert_none(&$crate::agreement::types($service));
        }

        #[test]
        fn every_field_agrees_both_ways() {
            $crate::assert_none(&$crate::agreement::fields($service));
        }

        #[test]
        fn every_value_of_an_enum_agrees_both_ways() {
            $crate::assert_none(&$crate::agreement::values($service));
        }

        #[test]
        fn every_operation_is_in_the_client_and_in_the_specification() {
            $crate::assert_none(&$crate::agreement::operations($service));
        }

        #[test]
        fn each_resource_reads_as_its_documentation() {
            $crate::assert_none(&$crate::schemas::snapshots($service));
        }

        #[test]
        fn every_documented_example_survives() {
            $crate::assert_none(&$crate::examples::survive($service));
        }

        #[test]
        fn odd_values_survive() {
            $crate::assert_none(&$crate::leniency::odd_spellings($service));
        }

        #[test]
        fn fields_of_tomorrow_change_nothing() {
            $crate::assert_none(&$crate::leniency::fields_of_tomorrow($service));
        }

        #[test]
        fn values_of_tomorrow_are_written_back_as_they_came() {
            $crate::assert_none(&$crate::leniency::values_of_tomorrow($service));
        }

        #[test]
        fn fields_are_read_under_their_other_names() {
            $crate::assert_none(&$crate::leniency::other_names($service));
        }

        #[test]
        fn null_is_kept_where_it_is_a_value() {
            $crate::assert_none(&$crate::leniency::nulls($service));
        }

        #[::tokio::test]
        async fn a_path_parameter_that_is_missing_or_empty_is_refused_by_name() {
            let credentials = ::huaweicloud_core::Credentials::new("ak", "sk");
            let client = <$client>::builder().endpoint("http://127.0.0.1:1").credentials(credentials).build().unwrap();
            $crate::assert_none(&$crate::requests::refusals($service, client.service_client()).await);
        }
    };
}

/// The README of the workspace: its example compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

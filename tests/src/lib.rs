//! Checks of a service: its generated types, its operations and its examples against its specification.
//!
//! A check is a function over a [`ServiceUnderTest`]. It returns findings, one text each; none if all is well. A service
//! joins with one file, `tests/tests/<service>.rs`, in which each test calls one check.

#[cfg(test)]
mod fixture;
mod notation;
mod odd_value;
mod sample;
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

/// The README of the workspace: its example compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

//! What the tests of the workspace share: the bundle of the specification, read once, and comparing JSON.

pub mod bundle;
pub mod loss;

/// The README of the workspace: its example compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

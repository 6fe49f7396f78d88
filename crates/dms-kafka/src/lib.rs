#![doc = include_str!("../README.md")]
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod client;
#[rustfmt::skip]
#[allow(clippy::doc_markdown, reason = "descriptions are those of the specification")]
mod generated;

pub use client::{Client, ClientBuilder};
#[cfg(feature = "tasks")]
pub use generated::tasks;
pub use generated::{registry, service};
pub use huaweicloud_core::{Clock, Credentials, Endpoint, Error, Method, Operation, Region, Response, Secret};

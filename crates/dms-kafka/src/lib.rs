#![doc = include_str!("../README.md")]
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod client;
#[rustfmt::skip]
#[allow(clippy::doc_markdown, reason = "descriptions are those of the specification")]
mod generated;

pub use client::{Client, ClientBuilder};
#[cfg(feature = "access-policies")]
pub use generated::access_policies;
#[cfg(feature = "consumer-groups")]
pub use generated::consumer_groups;
#[cfg(feature = "instances")]
pub use generated::instances;
#[cfg(feature = "quotas")]
pub use generated::quotas;
#[cfg(feature = "reassignments")]
pub use generated::reassignments;
#[cfg(feature = "tags")]
pub use generated::tags;
#[cfg(feature = "tasks")]
pub use generated::tasks;
#[cfg(feature = "topics")]
pub use generated::topics;
#[cfg(feature = "users")]
pub use generated::users;
pub use generated::{common, registry, service};
pub use huaweicloud_core::{Clock, Credentials, Endpoint, Error, Method, Operation, Region, Response, Secret};

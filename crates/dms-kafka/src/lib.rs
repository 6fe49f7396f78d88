#![doc = include_str!("../README.md")]
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod client;
#[rustfmt::skip]
#[allow(clippy::doc_markdown, reason = "descriptions are those of the specification")]
#[allow(clippy::too_many_lines, reason = "a schema may have many fields")]
mod generated;
#[cfg(feature = "testing")]
pub mod testing;

pub use client::{Client, ClientBuilder};
pub use error_code::ErrorCode;
pub use generated::*;
pub use huaweicloud_core::{
    Clock, Credentials, Endpoint, Error, ErrorBuilder, ErrorClass, ErrorCodeInfo, IntoInteger, Method, Operation,
    OutOfRange, Region, RequestBuilder, RequestOptions, RequestParts, Response, ResponseParts, Secret, ServiceClient,
    ServiceInfo, Sleep, Transport, UnknownValue,
};

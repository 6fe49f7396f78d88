#![doc = include_str!("../README.md")]
#![deny(clippy::print_stdout, clippy::print_stderr)]

// Each group uses only those above it.
mod data;
mod redaction;
mod runtime;
pub mod signing;
mod wire;

mod error;

mod credentials;
mod service;

mod response;
mod transport;

mod channel;

mod request;

mod client;

pub use bytes::Bytes;

pub use client::{BuiltClient, ClientBuilder, Service, ServiceClient};
pub use credentials::Credentials;
#[cfg(feature = "schemars")]
pub use data::schema;
pub use data::{ParameterValue, Secret, lenient};
pub use error::{Error, ErrorClass};
pub use request::{QueryValue, RequestBuilder};
pub use response::{ErrorBuilder, Response};
pub use runtime::{Clock, SystemClock};
pub use service::{Endpoint, ErrorCodeInfo, GATEWAY_ERROR_CODES, Method, Operation, Region, ServiceInfo};

/// What the macros of this crate expand to; no part of the public API.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "schemars")]
    pub use schemars;
    pub use serde;

    pub use crate::data::lenient::scalar::{read_optional_text, read_text, required_text};
    pub use crate::data::lenient::structure::{
        Entry, read_into, read_optional_structure, read_structure, structure, write, write_structure,
    };
    #[cfg(feature = "schemars")]
    pub use crate::data::schema::open_enum_schema;
    pub use crate::response::read_json;
}

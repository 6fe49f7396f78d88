#![doc = include_str!("../README.md")]
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod client;
mod clock;
mod credentials;
mod endpoint;
mod error;
pub mod lenient;
mod open_enum;
mod operation;
mod region;
mod request;
mod response;
#[cfg(feature = "schemars")]
pub mod schema;
mod secret;
pub mod signing;

pub use client::{ClientBuilder, Service, ServiceClient};
pub use clock::{Clock, SystemClock};
pub use credentials::Credentials;
pub use endpoint::Endpoint;
pub use error::{Error, ErrorClass, ErrorCodeInfo};
pub use operation::{Method, Operation};
pub use region::{Region, ServiceInfo};
pub use request::{QueryValue, RequestBuilder};
pub use response::Response;
pub use secret::Secret;

/// What the macros of this crate expand to; no part of the public API.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "schemars")]
    pub use schemars;
    pub use serde;

    pub use crate::lenient::scalar::{read_text, required_text};
    pub use crate::lenient::structure::{read_into, read_structure, structure, write, write_structure};
    #[cfg(feature = "schemars")]
    pub use crate::schema::open_enum_schema;
}

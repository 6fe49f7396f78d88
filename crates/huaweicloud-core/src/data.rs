//! What requests and responses are made of, whatever the service: types that read leniently and write exactly.

pub mod lenient;
mod open_enum;
mod parameter;
#[cfg(feature = "schemars")]
pub mod schema;
mod secret;

pub use parameter::ParameterValue;
pub use secret::Secret;

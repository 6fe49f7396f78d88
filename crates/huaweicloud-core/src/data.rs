//! What requests and responses are made of, whatever the service: types that read leniently and write exactly.

pub mod lenient;
mod open_enum;
mod parameter;
#[cfg(feature = "schemars")]
pub mod schema;
mod secret;
mod unknown_value;
mod wait_token;

pub use parameter::{IntoInteger, OutOfRange, ParameterValue};
pub use secret::Secret;
pub use unknown_value::{UnknownValue, into_unknown_text, unknown_text, unknown_value};
pub use wait_token::WaitToken;
pub(crate) use wait_token::Watch;

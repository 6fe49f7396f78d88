//! From a response on the wire to its value, or to an error.

mod decode;
mod error_body;
mod error_builder;
mod foreign;
pub(crate) mod json;
mod partial;
mod raw;
mod refusal;
mod typed;

pub use decode::read_json;
pub use error_builder::ErrorBuilder;
pub use partial::{PartialFailure, PartialInfo, PartialOutcome};
pub(crate) use raw::RawResponse;
pub use typed::{Response, ResponseParts};

//! From the parts of a request to its response.

mod body;
mod builder;
mod fault;
mod options;
mod parts;
mod path;
mod query;
mod send;
#[cfg(feature = "testing")]
pub(crate) mod spelling;

pub use builder::RequestBuilder;
pub use options::RequestOptions;
pub use parts::RequestParts;
pub(crate) use path::PROJECT_ID;
pub use query::QueryValue;

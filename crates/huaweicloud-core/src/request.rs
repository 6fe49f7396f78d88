//! From the parts of a request to its response.

mod body;
mod builder;
mod header;
mod path;
mod query;

pub use builder::RequestBuilder;
pub use query::QueryValue;

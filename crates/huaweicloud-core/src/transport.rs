//! The way to the service and back: nothing here knows of operations, credentials or signatures.

mod http_client;

pub(crate) use http_client::{HttpTransport, TimeLimits};

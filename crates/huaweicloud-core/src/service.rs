//! What is known of a service before it is called: where it is, its operations, what its error codes mean.

mod endpoint;
mod error_code;
mod gateway;
mod info;
mod operation;
mod region;

pub use endpoint::Endpoint;
pub use error_code::ErrorCodeInfo;
pub use gateway::GATEWAY_ERROR_CODES;
pub(crate) use gateway::{gateway_class, is_gateway_code, is_listed_gateway_code};
pub use info::ServiceInfo;
pub use operation::{Method, Operation};
pub use region::Region;

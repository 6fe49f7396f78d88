#![doc = include_str!("../README.md")]
#![deny(clippy::print_stdout, clippy::print_stderr)]
#![cfg_attr(docsrs, feature(doc_cfg))]

// Each group uses only those above it.
mod data;
mod redaction;
mod runtime;
pub mod signing;
mod wire;

mod error;

mod service;

mod response;
mod transport;

mod exchange;

mod credentials;

mod retry;

mod interceptor;

mod channel;

mod request;

mod paging;

mod waiting;

mod client;

#[cfg(feature = "testing")]
pub mod testing;

pub use bytes::Bytes;
// Part of what a transport takes and gives.
pub use http;

pub use client::{BuiltClient, ClientBuilder, Service, ServiceClient};
pub use credentials::{
    Credentials, CredentialsChain, CredentialsFuture, CredentialsProvider, CredentialsRequest, EnvironmentCredentials,
    FederatedCredentials, MetadataCredentials, OidcCredentials, OpenStackCredentials, PasswordCredentials,
    PodIdentityCredentials, ProfileCredentials,
};
#[cfg(feature = "schemars")]
pub use data::schema;
pub use data::{IntoInteger, OutOfRange, ParameterValue, Secret, UnknownValue, WaitToken, lenient};
pub use error::{Error, ErrorClass, Execution};
pub use interceptor::{AttemptSeen, CallSeen, Dump, Interceptor, OutgoingRequest};
pub use paging::{Items, PageCursor, PageEnd, Pages, PagingInfo};
pub use request::{QueryValue, RequestBuilder, RequestOptions, RequestParts};
pub use response::{ErrorBuilder, PartialFailure, PartialInfo, PartialOutcome, Response, ResponseParts};
pub use retry::{Backoff, FailedAttempt, RetryPolicy, RetryReason};
#[cfg(any(feature = "hyper", feature = "reqwest"))]
pub use runtime::SystemClock;
pub use runtime::{Clock, Sleep};
pub use service::{Endpoint, ErrorCodeInfo, GATEWAY_ERROR_CODES, Method, Operation, Region, ServiceInfo};
#[cfg(any(feature = "hyper", feature = "reqwest"))]
pub use transport::HttpLibrary;
pub use transport::{
    TimeoutPhase, Transport, TransportError, TransportErrorKind, TransportFuture, TransportRequest, TransportResponse,
};
pub use waiting::{Absence, AndWait, Completed, LongRunning, Match, Progress, Started, Test, Wait, WorkStep};

/// What the macros of this crate expand to; no part of the public API.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "schemars")]
    pub use schemars;
    pub use serde;

    pub use crate::data::lenient::refused::show_structure;
    pub use crate::data::lenient::scalar::{read_optional_text, read_text, required_text};
    pub use crate::data::lenient::structure::{FieldWriter, read_into, structure, words, write_structure};
    #[cfg(feature = "schemars")]
    pub use crate::data::schema::open_enum_schema;
    pub use crate::data::{into_unknown_text, unknown_text, unknown_value};
    pub use crate::paging::{Elements, Total, count_of, elements_of, total_of};
    pub use crate::response::read_json;
}

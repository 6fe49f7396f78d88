// The programs of the README are whole, because a registry shows every line of them: they are tested where the features
// are on that they need.
#![cfg_attr(
    any(not(doctest), all(any(feature = "hyper", feature = "reqwest"), feature = "tasks", feature = "testing", feature = "topics")),
    doc = include_str!("../README.md")
)]
#![cfg_attr(doctest, doc = "")]
#![deny(clippy::print_stdout, clippy::print_stderr)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg_attr(
    not(all(feature = "full", feature = "reqwest", feature = "testing")),
    allow(rustdoc::broken_intra_doc_links, reason = "what is linked may have a feature that is off")
)]
mod client;
#[cfg_attr(
    not(all(feature = "full", feature = "reqwest", feature = "testing")),
    allow(rustdoc::broken_intra_doc_links, reason = "what is linked may have a feature that is off")
)]
pub mod guide;
#[rustfmt::skip]
#[allow(clippy::doc_markdown, reason = "descriptions are those of the specification")]
#[allow(clippy::too_many_lines, reason = "a schema may have many fields, and work many steps")]
mod generated;
#[cfg(feature = "testing")]
pub mod testing;

pub use client::{Client, ClientBuilder};
pub use generated::*;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
pub use huaweicloud_core::HttpLibrary;
pub use huaweicloud_core::{
    AndWait, AttemptSeen, Backoff, Bytes, CallSeen, Clock, Completed, Credentials, CredentialsChain, CredentialsFuture,
    CredentialsProvider, CredentialsRequest, Dump, Endpoint, EnvironmentCredentials, Error, ErrorBuilder, ErrorClass,
    ErrorCodeInfo, Execution, FailedAttempt, FederatedCredentials, Interceptor, IntoInteger, Items,
    MetadataCredentials, Method, OidcCredentials, OpenStackCredentials, Operation, OutOfRange, OutgoingRequest, Pages,
    PartialFailure, PartialOutcome, PasswordCredentials, PodIdentityCredentials, ProfileCredentials, Progress, Region,
    RequestBuilder, RequestOptions, RequestParts, Response, ResponseParts, RetryPolicy, RetryReason, Secret,
    ServiceClient, ServiceInfo, Sleep, Started, TimeoutPhase, Transport, TransportError, TransportErrorKind,
    TransportFuture, TransportRequest, TransportResponse, UnknownValue, Wait, WaitToken, http,
};

#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// Each group uses only itself and those above it. Values:
mod clock;
mod examples;
mod refusal;
mod request;
mod response;
mod secret;
mod target;

// What a service is:
mod call;
mod coverage;
mod document;
mod documentation;
mod inspection;
mod oddities;
mod page;
mod routing;
mod service;
mod validation;

// Who asks, and what goes wrong:
mod authentication;
mod faults;
mod identity;
mod journal;

// The gateway, from connections to responses. These know each other:
mod control;
mod gateway;
mod pages;
mod server;

// All of it put together:
mod simulator;
mod start_error;

#[cfg(feature = "program")]
#[cfg_attr(docsrs, doc(cfg(feature = "program")))]
pub mod program;

pub use authentication::{Credentials, CredentialsError};
pub use call::Call;
pub use clock::Timeline;
pub use coverage::{Coverage, CoveredOperation};
pub use document::DocumentError;
pub use examples::{
    EXAMPLE_ACCESS_KEY, EXAMPLE_AGENCY, EXAMPLE_DOMAIN, EXAMPLE_PASSWORD, EXAMPLE_PROJECT_ID, EXAMPLE_PROVIDER,
    EXAMPLE_SECRET_KEY, EXAMPLE_USER,
};
pub use faults::{Afterwards, Effect, Fault, FaultError, Faults};
pub use inspection::{StateCell, StateQuery, StateTable};
pub use journal::RecordedRequest;
pub use oddities::{Oddities, Oddity, UnknownOddity};
pub use page::Page;
pub use refusal::{Code, Codes, Refusal};
pub use request::Request;
pub use response::Response;
pub use server::Limits;
pub use service::Service;
pub use simulator::{Simulator, SimulatorBuilder};
pub use start_error::StartError;
pub use target::Query;

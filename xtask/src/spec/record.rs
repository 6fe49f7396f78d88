//! The TOML files beside the OpenAPI files.

mod clouds;
mod coverage;
mod error_codes;
mod finding_kind;
mod quirks;
mod service;
mod sources;

pub use clouds::Cloud;
pub(super) use clouds::CloudsFile;
pub(super) use coverage::CoverageFile;
pub use coverage::{Deferred, Superseded};
pub(super) use error_codes::ErrorCodesFile;
pub use error_codes::{ErrorClass, ErrorCode};
pub use finding_kind::FindingKind;
pub(super) use quirks::QuirksFile;
pub use quirks::{Quirk, Silence};
pub use service::{Addresses, Demo, DemoStep, Documentation, Endpoints, Link, ServiceFile};
pub(super) use sources::SourcesFile;
pub(crate) use sources::by_id;
pub use sources::{Source, SourceKind};

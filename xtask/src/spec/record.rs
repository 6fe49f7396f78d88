//! The TOML files beside the OpenAPI files.

mod clouds;
mod coverage;
mod error_codes;
mod finding_kind;
mod quirks;
mod service;
mod sources;
mod witnesses;

pub use clouds::Cloud;
pub(super) use clouds::CloudsFile;
pub(super) use coverage::CoverageFile;
pub use coverage::{Deferred, Superseded};
pub use error_codes::{ErrorClass, ErrorCode, SharedCode};
pub(super) use error_codes::{ErrorCodesFile, SharedCodesFile};
pub use finding_kind::FindingKind;
pub(super) use quirks::QuirksFile;
pub use quirks::{Quirk, Silence};
pub use service::{Addresses, Demo, DemoStep, Documentation, Endpoints, Link, ServiceFile};
pub(super) use sources::SourcesFile;
pub use sources::{Source, SourceKind, Sources};
pub use witnesses::{EXPLORER, ExplorerRecord, Says, Statement, WitnessRecord};

//! The hand-owned description of a service: the files of `openapi/<service>/`, read and put together.
//!
//! [`files`] reads texts, [`Spec::parse`] makes a specification of them; what it says is the [`Model`](crate::model::Model).

mod bundle;
mod canonical;
pub mod extension;
mod family;
pub mod files;
mod parse;
mod path;
mod place;
mod placeholder;
mod pointer;
mod provenance;
mod published;
mod record;
mod spec_file;
mod witnessed;
mod yaml_error;

pub use bundle::bundle;
pub(crate) use bundle::whole_bundle;
pub(crate) use canonical::parse_large_yaml;
pub use canonical::{canonical_yaml, parse_yaml};
pub use family::{ENDPOINTS, Family};
pub(crate) use family::{components, targets};
pub(crate) use parse::problem_at;
pub use parse::{Features, Spec};
pub use path::shape;
pub use place::{LineEnds, Lines};
pub(crate) use placeholder::placeholders;
pub use placeholder::{PLACEHOLDER, holds_placeholder, is_placeholder};
pub use pointer::{child, escape, unescape};
pub(crate) use pointer::{parent, part, within};
pub(crate) use provenance::{by_service, extension_at, pointer_in, without_provenance};
pub use published::published;
pub use record::{
    Addresses, Cloud, Deferred, Demo, DemoStep, Documentation, EXPLORER, Endpoints, ErrorClass, ErrorCode,
    ExplorerRecord, FindingKind, Link, Quirk, Says, ServiceFile, SharedCode, Silence, Source, SourceKind, Sources,
    Statement, Superseded, WitnessRecord,
};
pub use spec_file::{COMMON, SpecFile};
pub use yaml_error::YamlError;

//! The hand-owned description of a service: the files of `openapi/<service>/`, read and put together.
//!
//! [`files`] reads texts, [`Spec::parse`] makes a specification of them; what it says is the [`Model`](crate::model::Model).

mod bundle;
mod canonical;
pub mod extension;
pub mod files;
mod parse;
mod path;
mod place;
mod pointer;
mod record;
mod spec_file;

pub use bundle::bundle;
pub use canonical::{YamlError, canonical_yaml, parse_yaml};
pub use parse::{Features, Spec};
pub use path::shape;
pub use place::{LineEnds, Lines};
pub use pointer::{child, escape};
pub(crate) use pointer::{parent, part};
pub(crate) use record::by_id;
pub use record::{
    Addresses, Cloud, Deferred, Demo, DemoStep, Endpoints, ErrorClass, ErrorCode, FindingKind, Quirk, ServiceFile,
    Silence, Source, SourceKind, Superseded,
};
pub use spec_file::{COMMON, SpecFile};

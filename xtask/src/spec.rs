//! The hand-owned description of a service: the files of `openapi/<service>/`, read and put together.

mod bundle;
mod canonical;
pub mod files;
mod load;
mod pointer;
mod record;
pub(crate) mod walk;

pub use bundle::bundle;
pub use canonical::{canonical_yaml, parse_yaml};
pub use load::{Features, Spec, SpecFile, load};
pub(crate) use pointer::part;
pub use pointer::{child, escape, line_of};
pub(crate) use record::by_id;
pub use record::{
    Deferred, Demo, DemoStep, Endpoints, ErrorClass, ErrorCode, Quirk, ServiceFile, Silence, Source, SourceKind,
    Superseded,
};

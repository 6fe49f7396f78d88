//! The hand-owned description of a service: the files of `openapi/<service>/`, read and put together.

mod bundle;
mod canonical;
mod load;
mod pointer;
mod record;

pub use bundle::bundle;
pub use canonical::{canonical_yaml, parse_yaml};
pub use load::{Spec, SpecFile, load};
pub use pointer::{child, escape};
pub use record::{Demo, DemoStep, Endpoints, Quirk, ServiceFile, Source, SourceKind};

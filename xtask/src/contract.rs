//! What the specification says of an operation, in the form that pages have, and how the two compare: the shared middle
//! of [`drift`](crate::drift) and [`draft`](crate::draft).
//!
//! # What is compared
//!
//! Method and path, parameters, fields of the request and of each response, their types, required-ness of what is sent,
//! enums of strings, defaults, limits, statuses, examples, the permission and what is out of date. Sentences are not
//! compared, nor are units and patterns, which each page writes in its own way.
//!
//! Of an interface: method, path and name of each operation, its parameters, and the fields of its bodies, with their
//! types, and which of the request must be given. Its texts are not compared, and so no enum, default or limit of it. It
//! names no status, so its response is compared with the success; it does not say what a response must hold.

mod body;
mod compare;
mod difference;
mod edit;
mod finding;
mod operation;
mod provenance;
mod silence;
mod slot;
#[cfg(test)]
mod tests;
mod verdict;

pub(crate) use compare::compare;
pub(crate) use compare::is_type;
pub(crate) use difference::{Difference, Lacks, Obstacle, Proposal};
pub(crate) use edit::Edit;
pub use finding::Finding;
pub(crate) use operation::{Contract, has_superseded_address, operation_of};
pub(crate) use provenance::{Expected, Listed, Recorded, noun};
pub(crate) use silence::Silences;
pub(crate) use slot::{Slot, is_limited_by};
pub use verdict::Verdict;

use body::Body;

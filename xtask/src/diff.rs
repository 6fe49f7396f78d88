//! Two OpenAPI documents compared: what changed, and what each change means.
//!
//! [`compare`] is a function from two [`Document`]s to a [`Comparison`]. A document is a tolerant view of any OpenAPI 3.0
//! document: what lint would refuse is compared, too. [`rules`] lists all kinds of change that are known; what none of them
//! knows is a finding of its own kind.
//!
//! | module | what it does |
//! |---|---|
//! | `document`, `node` | a document, the local files it refers to, and the places in them |
//! | `rule` | the kinds of change, each with its verdicts, cause and example |
//! | `wire` | finds the changes: paths, operations, parameters, bodies, responses, security; schemas pair by pair |
//! | `finding` | one edit with its verdicts |
//! | `allowed` | changes that a person has allowed |
//! | `bump` | the version that follows |
//! | `rust` | what becomes of the public items of the generated crate |
//! | `report` | what was found, for people and for programs |

mod allowed;
mod bump;
mod document;
mod finding;
mod node;
pub mod report;
mod rule;
pub mod rust;
mod wire;

#[cfg(test)]
mod tests;

pub use allowed::Allowed;
pub use bump::{Bump, Step};
pub use document::{Document, Unresolved};
pub use finding::{CodeChange, CodeLine, Finding, Level, Place, Rust, Wire};
pub use rule::{Example, Frame, Levels, Rule, rules};
pub use wire::{Comparison, Counts, compare};

use node::Node;

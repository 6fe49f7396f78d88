//! The edge of the commands: what they write to the file system, at once or not at all, and what they show.
//!
//! | module | what |
//! |---|---|
//! | [`targets`](Targets) | files that a step makes, and which of them are stale |
//! | [`changes`](Changes) | what a command changes, and whether it can be |
//! | `transaction`, `journal` | all of it or none, whenever the run is stopped |
//! | `kept` | what a run keeps for the next one |
//! | `place` | that nothing leaves the workspace |
//! | `access` | one run at a time; what an earlier one left |
//! | `leftover` | temporary files of earlier versions |
//! | [`diff`] | how a stale file differs, for people |
//! | [`terminal`](Terminal) | text that cannot steer a terminal |

mod access;
mod changes;
pub mod diff;
mod journal;
mod kept;
mod leftover;
mod place;
mod targets;
mod terminal;
mod transaction;

#[cfg(test)]
mod tests;

pub use access::{Reading, Writing};
pub use changes::Changes;
pub use kept::{keep, kept};
pub use targets::{Differences, Staleness, Targets};
pub use terminal::{Notation, Terminal};

/// The folder below the root of a workspace that a run keeps its state in; git ignores it.
const STATE: &str = ".xtask";
/// The folder in it that holds what a run keeps for the next one.
pub(crate) const KEPT: &str = ".xtask/kept";

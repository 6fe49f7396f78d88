//! Waiting for work that goes on after a response.

mod and_wait;
mod ask;
mod expression;
mod time;
mod verdict;
mod wait;
mod watch;
mod work;

pub use and_wait::{AndWait, Completed, Started};
pub use wait::{Progress, Wait};
pub use work::{Absence, LongRunning, Match, Test, WorkStep};

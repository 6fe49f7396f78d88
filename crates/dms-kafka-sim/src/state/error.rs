//! What cannot be done with a state.

use std::fmt;

/// What cannot be done with a [`State`](super::State).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StateError {
    /// The project has no such instance.
    UnknownInstance,
    /// The instance has no such background task.
    UnknownTask,
    /// The instance has a background task of that id already.
    DuplicateTask,
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownInstance => "the project has no such instance",
            Self::UnknownTask => "the instance has no such background task",
            Self::DuplicateTask => "the instance has a background task of that id already",
        })
    }
}

impl std::error::Error for StateError {}

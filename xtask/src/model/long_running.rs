//! What goes on after the response to an operation.

/// How to find the work that goes on in the background (`x-long-running`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LongRunning {
    /// A field of the response holds the id of a background task.
    Job {
        /// The field.
        field: String,
    },
    /// A background task of this name goes on.
    TaskName {
        /// The name.
        name: String,
    },
    /// The state of what the operation is about shows how far the work is.
    State,
}

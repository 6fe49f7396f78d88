//! The behaviour of the service, one module per resource. A resource is its routes and their handlers.

mod tasks;

use huaweicloud_core::Operation;
use huaweicloud_sim::{Call, Refusal, Response};

use crate::codes;
use crate::state::{State, StateError};

/// The behaviour of one operation.
pub(crate) struct Behaviour {
    pub(crate) operation: Operation,
    pub(crate) handler: Handler,
}

/// Handles the requests of one operation, which keep what the specification says of it.
pub(crate) type Handler = fn(&State, &Call<'_>) -> Result<Response, Refusal>;

/// The behaviour of all resources.
pub(crate) fn behaviours() -> impl Iterator<Item = &'static Behaviour> {
    [tasks::BEHAVIOURS].into_iter().flatten()
}

/// The operations that have behaviour; all others respond with their documented examples.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    behaviours().map(|behaviour| &behaviour.operation)
}

impl From<StateError> for Refusal {
    fn from(error: StateError) -> Self {
        Self::of(match error {
            StateError::UnknownInstance => codes::UNKNOWN_INSTANCE,
            StateError::UnknownTask => codes::UNKNOWN_TASK,
            // No operation adds background tasks: only tests do, and they get the error itself.
            StateError::DuplicateTask => codes::INTERNAL,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_names_each_operation_and_each_place_once() {
        let operations: Vec<_> = operations().collect();
        let ids: BTreeSet<_> = operations.iter().map(|operation| operation.id()).collect();
        let places: BTreeSet<_> = operations.iter().map(|o| (o.method().as_str(), o.path())).collect();
        assert_eq!((ids.len(), places.len()), (operations.len(), operations.len()));
    }
}

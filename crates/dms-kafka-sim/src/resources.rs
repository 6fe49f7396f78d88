//! The behaviour of the service, one module per resource. A resource is its routes and their handlers.

mod access_policies;
mod catalog;
mod cluster;
mod consumer_groups;
mod diagnostics;
mod instances;
mod logs;
mod messages;
mod networking;
mod quotas;
mod reassignments;
mod recycle_bin;
mod scaling;
mod sink_tasks;
mod smart_connect;
mod tags;
mod tasks;
mod topics;
mod users;
mod written;

use huaweicloud_core::Operation;
use huaweicloud_sim::{Oddity, Refusal};

use crate::codes;
use crate::state::{Handler, StateError};

/// The behaviour of one operation.
pub(crate) struct Behaviour {
    pub(crate) operation: Operation,
    pub(crate) handler: Handler,
}

/// The behaviour of all resources.
pub(crate) fn behaviours() -> impl Iterator<Item = &'static Behaviour> {
    let all = [
        access_policies::BEHAVIOURS,
        catalog::BEHAVIOURS,
        cluster::BEHAVIOURS,
        consumer_groups::BEHAVIOURS,
        diagnostics::BEHAVIOURS,
        instances::BEHAVIOURS,
        logs::BEHAVIOURS,
        messages::BEHAVIOURS,
        networking::BEHAVIOURS,
        quotas::BEHAVIOURS,
        reassignments::BEHAVIOURS,
        recycle_bin::BEHAVIOURS,
        scaling::BEHAVIOURS,
        sink_tasks::BEHAVIOURS,
        smart_connect::BEHAVIOURS,
        tags::BEHAVIOURS,
        tasks::BEHAVIOURS,
        topics::BEHAVIOURS,
        users::BEHAVIOURS,
    ];
    all.into_iter().flatten()
}

/// What the service is known to do against its documentation, besides what all services are.
pub(crate) fn oddities() -> impl Iterator<Item = Oddity> {
    consumer_groups::ODDITIES.into_iter().chain(instances::ODDITIES)
}

/// The operations that have behaviour; all others respond with their documented examples.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    behaviours().map(|behaviour| &behaviour.operation)
}

impl From<StateError> for Refusal {
    fn from(error: StateError) -> Self {
        let because = |code| Self::of(code).because(&sentence(&error.to_string()));
        match error {
            StateError::UnknownInstance => Self::of(codes::UNKNOWN_INSTANCE),
            StateError::WrongState => Self::of(codes::WRONG_STATE),
            StateError::UnknownTask => Self::of(codes::UNKNOWN_TASK),
            StateError::UnknownTopic => because(codes::UNKNOWN_TOPIC),
            StateError::DuplicateTopic
            | StateError::NoPartitionsLeft
            | StateError::TooFewPartitions
            | StateError::UnknownPartition
            | StateError::UnknownBroker
            | StateError::UnevenReplicas
            | StateError::BusyGroup
            | StateError::DuplicateUser
            | StateError::InitialUser => because(codes::INVALID_FOR_KAFKA),
            StateError::TooManyPartitions => Self::of(codes::TOO_MANY_PARTITIONS),
            StateError::UnknownGroup => Self::of(codes::UNKNOWN_GROUP),
            StateError::DuplicateGroup => Self::of(codes::DUPLICATE_GROUP),
            StateError::NoUsers => because(codes::NO_USERS),
            StateError::UnknownUser => Self::of(codes::UNKNOWN_USER),
            StateError::TooManyReplicas => Self::of(codes::TOO_MANY_REPLICAS),
            StateError::DuplicateTag => Self::of(codes::DUPLICATE_TAG),
            StateError::UnknownTag => Self::of(codes::UNKNOWN_TAG),
            StateError::TooManyTags => Self::of(codes::TOO_MANY_TAGS),
            StateError::TaskHasBegun | StateError::TaskIsPending | StateError::TaskState | StateError::LogIsOpen => {
                because(codes::INVALID_PARAMETER)
            }
            StateError::UnknownConnector => Self::of(codes::UNKNOWN_CONNECTOR),
            StateError::DuplicateConnector => Self::of(codes::DUPLICATE_CONNECTOR),
            StateError::UnknownConnectorTask => Self::of(codes::UNKNOWN_CONNECTOR_TASK),
            StateError::TooManyConnectorTasks | StateError::TooManySinkTasks => {
                Self::of(codes::TOO_MANY_CONNECTOR_TASKS)
            }
            StateError::NotRunningForUpgrade => Self::of(codes::NOT_RUNNING_FOR_UPGRADE),
            StateError::NewestVersion => Self::of(codes::NEWEST_VERSION),
            StateError::LogIsStarting => Self::of(codes::LOG_IS_STARTING),
            StateError::LogIsClosed => Self::of(codes::LOG_IS_CLOSED),
            StateError::LastPort | StateError::NoFirstUser => because(codes::INVALID_FIELD),
            StateError::NoPublicAccess => because(codes::WRONG_PUBLIC_ACCESS),
            // No operation adds background tasks by id: only tests do, and they get the error itself.
            StateError::DuplicateTask => Self::of(codes::INTERNAL),
        }
    }
}

/// Words as a sentence.
fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), characters.as_str()))
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

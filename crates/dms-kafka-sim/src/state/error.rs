//! What cannot be done with a state.

use std::fmt;

/// What cannot be done with a [`State`](super::State).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StateError {
    /// The project has no such instance.
    UnknownInstance,
    /// The instance is in a state in which it takes no such request.
    WrongState,
    /// The instance has no such background task.
    UnknownTask,
    /// The instance has a background task of that id already.
    DuplicateTask,
    /// The instance has no such topic.
    UnknownTopic,
    /// The instance has a topic of that name already.
    DuplicateTopic,
    /// A topic is to have more replicas than there are brokers.
    TooManyReplicas,
    /// The topics of an instance are to have more partitions than it may have.
    NoPartitionsLeft,
    /// A topic is to have more partitions than any may have.
    TooManyPartitions,
    /// A topic is to have fewer partitions than it has.
    TooFewPartitions,
    /// The topic has no such partition.
    UnknownPartition,
    /// The instance has no such broker.
    UnknownBroker,
    /// The partitions of a topic are to have different numbers of replicas, or a partition two on one broker.
    UnevenReplicas,
    /// The instance has a tag of that key already.
    DuplicateTag,
    /// The instance has no such tag.
    UnknownTag,
    /// The instance is to have more tags than it may have.
    TooManyTags,
    /// A scheduled task has begun already.
    TaskHasBegun,
    /// A scheduled task is deleted that has neither succeeded nor been cancelled.
    TaskIsPending,
    /// Smart Connect is off, or there is no connector of that id.
    UnknownConnector,
    /// Smart Connect is on already.
    DuplicateConnector,
    /// There is no such task of Smart Connect.
    UnknownConnectorTask,
    /// There are as many tasks of Smart Connect as there may be.
    TooManyConnectorTasks,
    /// There are as many sink tasks as there may be.
    TooManySinkTasks,
    /// A task of Smart Connect is in a state in which that cannot be asked of it.
    TaskState,
    /// Only an instance that is RUNNING can be upgraded.
    NotRunningForUpgrade,
    /// The instance has the newest version already.
    NewestVersion,
    /// A log is just being switched on or off.
    LogIsStarting,
    /// The log is on already.
    LogIsOpen,
    /// The log is off already.
    LogIsClosed,
    /// No way of connecting would be left inside the VPC.
    LastPort,
    /// The instance cannot be reached from the internet.
    NoPublicAccess,
    /// SASL is switched on for the first time, and no user is named.
    NoFirstUser,
    /// The instance has no such consumer group.
    UnknownGroup,
    /// The instance has a consumer group of that name already.
    DuplicateGroup,
    /// The consumer group has members, so that neither it nor its offsets can be touched.
    BusyGroup,
    /// The clients of the instance need not authenticate, so that it has no users.
    NoUsers,
    /// The instance has no such user.
    UnknownUser,
    /// The instance has a user of that name already.
    DuplicateUser,
    /// The user that the instance was created with cannot be deleted.
    InitialUser,
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownInstance => "the project has no such instance",
            Self::WrongState => "the instance is in a state in which it takes no such request",
            Self::UnknownTask => "the instance has no such background task",
            Self::DuplicateTask => "the instance has a background task of that id already",
            Self::UnknownTopic => "the instance has no such topic",
            Self::DuplicateTopic => "the instance has a topic of that name already",
            Self::TooManyReplicas => "a topic is to have more replicas than there are brokers",
            Self::NoPartitionsLeft => "the topics are to have more partitions than the instance may have",
            Self::UnevenReplicas => "each partition must have as many replicas as the others, each on another broker",
            Self::DuplicateTag => "the instance has a tag of that key already",
            Self::UnknownTag => "the instance has no such tag",
            Self::TooManyTags => "the instance is to have more tags than it may have",
            Self::TaskHasBegun => "the scheduled task has begun already",
            Self::TaskIsPending => "the scheduled task has neither succeeded nor been cancelled",
            Self::UnknownConnector => "there is no such connector",
            Self::DuplicateConnector => "the instance has a connector already",
            Self::UnknownConnectorTask => "there is no such task of Smart Connect",
            Self::TooManyConnectorTasks => "there are as many tasks of Smart Connect as there may be",
            Self::TooManySinkTasks => "there are as many sink tasks as there may be",
            Self::TaskState => "the task is in a state in which that cannot be asked of it",
            Self::NotRunningForUpgrade => "the instance is not RUNNING, so that it cannot be upgraded",
            Self::NewestVersion => "the instance has the newest version already",
            Self::LogIsStarting => "a log is just being switched on or off",
            Self::LogIsOpen => "the log is on already",
            Self::LogIsClosed => "the log is off already",
            Self::LastPort => "one way of connecting must stay on inside the VPC",
            Self::NoPublicAccess => "the instance cannot be reached from the internet",
            Self::NoFirstUser => {
                "SASL is switched on for the first time, so that `user_name` and `pass_word` are needed"
            }
            Self::TooManyPartitions => "a topic is to have more partitions than any may have",
            Self::TooFewPartitions => "a topic is to have fewer partitions than it has",
            Self::UnknownPartition => "the topic has no such partition",
            Self::UnknownBroker => "the instance has no such broker",
            Self::UnknownGroup => "the instance has no such consumer group",
            Self::DuplicateGroup => "the instance has a consumer group of that name already",
            Self::BusyGroup => "the consumer group has members",
            Self::NoUsers => "the clients of the instance need not authenticate",
            Self::UnknownUser => "the instance has no such user",
            Self::DuplicateUser => "the instance has a user of that name already",
            Self::InitialUser => "the user that the instance was created with cannot be deleted",
        })
    }
}

impl std::error::Error for StateError {}

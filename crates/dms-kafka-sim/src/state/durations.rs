//! How long the work takes that goes on after a response, in simulated time.

use std::time::Duration;

/// Kinds of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// A setting of Kafka is changed, a way of connecting, or where groups read on. Published programs ask every 2, 5 or 15 s,
    /// and take a state that is neither CREATED nor SUCCESS for a failure.
    Config,
    /// Smart Connect is switched on or off. Published programs ask every 5 s, for as long as 50 minutes.
    Connector,
    /// A task of Smart Connect starts, or is paused. Published programs ask every 5 s.
    ConnectorTask,
    /// An instance is created. Published programs measured 463 to 728 s, and wait 300 s before they ask.
    Creation,
    /// An instance is deleted. Published programs wait 120 s before they ask.
    Deletion,
    /// A backlog is diagnosed. Published programs ask every 20 s.
    Diagnosis,
    /// A log is switched on or off. Published programs wait 20 s before they ask.
    Log,
    /// Partitions are moved. Published programs ask after 2 s, then every 5 s.
    Reassignment,
    /// An instance is restarted. Published programs wait 15 s before they ask.
    Restart,
    /// An instance is taken out of the recycle bin. Published programs wait 20 s before they ask.
    Restoration,
    /// An instance is scaled. Published programs wait 180 s before they ask.
    Scaling,
    /// A setting is changed by a task. The documented example of `changeRetentionPolicy` took 5.0 s.
    Setting,
    /// An instance is upgraded. Published programs wait 20 s before they ask, then every 30 s.
    Upgrade,
}

impl Work {
    /// From the response to the end of it.
    pub(crate) const fn duration(self) -> Duration {
        Duration::from_millis(match self {
            Self::Connector => 120_000,
            Self::ConnectorTask => 10_000,
            Self::Creation => 600_000,
            Self::Deletion => 150_000,
            Self::Diagnosis => 40_000,
            Self::Log | Self::Reassignment => 15_000,
            Self::Restart | Self::Restoration => 60_000,
            Self::Scaling | Self::Upgrade => 300_000,
            Self::Config | Self::Setting => 5_000,
        })
    }

    /// How long a task stays CREATED before it is EXECUTING. Ours: no source shows that state with a time.
    pub(crate) const fn before(self) -> Duration {
        Duration::from_millis(match self {
            // Whoever asks as published programs do does not see it executing.
            Self::Config => 4_500,
            _ => 1_000,
        })
    }
}

/// How many days an instance may stay in the recycle bin, and how many milliseconds that is.
pub(crate) const fn days(count: u8) -> Duration {
    Duration::from_secs(count as u64 * 24 * 60 * 60)
}

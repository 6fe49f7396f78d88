//! What comes of work that goes on after a response. Each thing has its own effects, beside its data.

use serde::{Deserialize, Serialize};

use super::access_policy::PolicyChange;
use super::configs::ConfigChange;
use super::connector::Connecting;
use super::consumer_group::GroupReset;
use super::diagnosis::DiagnosisEnd;
use super::instance::{Entrance, Lifecycle, Scaling};
use super::log_task::LogChange;
use super::quota::QuotaChange;
use super::reassignment::Reassignment;
use super::scheduled_task::ScheduledEvent;
use super::view::View;

/// What comes of work when it ends. Plain data, so that a snapshot holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Effect {
    /// Settings of Kafka have other values.
    Configs(ConfigChange),
    /// Smart Connect, or a task of it, is in another state.
    Connecting(Connecting),
    /// A diagnosis is done.
    Diagnosis(DiagnosisEnd),
    /// Clients can connect in another way.
    Entrance(Entrance),
    /// A consumer group begins elsewhere.
    GroupReset(GroupReset),
    /// The instance itself is in another state.
    Lifecycle(Lifecycle),
    /// A log is on or off.
    Log(LogChange),
    /// Users may do something else with topics.
    PolicyChange(PolicyChange),
    /// Topics, users or clients have another quota.
    QuotaChange(QuotaChange),
    /// Partitions are on other brokers.
    Reassignment(Reassignment),
    /// The instance has another size.
    Scaling(Scaling),
    /// The time of a scheduled task has come, or it is done.
    Scheduled(ScheduledEvent),
}

impl Effect {
    /// Whether the work succeeds: what it is about may have changed since it was begun.
    pub(super) fn can_happen(&self, view: &View<'_>, instance_id: &str) -> bool {
        match self {
            Self::GroupReset(reset) => reset.can_happen(view, instance_id),
            Self::QuotaChange(change) => change.can_happen(view, instance_id),
            _ => true,
        }
    }

    /// Lets it happen to an instance, at the time of the view. What is gone meanwhile stays gone.
    pub(super) fn happen(self, view: &mut View<'_>, instance_id: &str) {
        match self {
            Self::Configs(change) => change.happen(view, instance_id),
            Self::Connecting(connecting) => connecting.happen(view, instance_id),
            Self::Diagnosis(end) => end.happen(view, instance_id),
            Self::Entrance(entrance) => entrance.happen(view, instance_id),
            Self::GroupReset(reset) => reset.happen(view, instance_id),
            Self::Lifecycle(lifecycle) => lifecycle.happen(view, instance_id),
            Self::Log(change) => change.happen(view, instance_id),
            // They have been set already.
            Self::PolicyChange(_) => {}
            Self::QuotaChange(change) => change.happen(view, instance_id),
            Self::Reassignment(moved) => moved.happen(view, instance_id),
            Self::Scaling(scaling) => scaling.happen(view, instance_id),
            Self::Scheduled(event) => event.happen(view, instance_id),
        }
    }

    /// What is left of work that failed.
    pub(super) fn fail(self, view: &mut View<'_>, instance_id: &str) {
        match self {
            Self::Connecting(connecting) => connecting.fail(view, instance_id),
            Self::Diagnosis(end) => end.fail(view, instance_id),
            Self::Lifecycle(lifecycle) => lifecycle.fail(view, instance_id),
            Self::Log(change) => change.fail(view, instance_id),
            Self::PolicyChange(change) => change.fail(view, instance_id),
            Self::Scaling(_) => Scaling::fail(view, instance_id),
            Self::Scheduled(event) => event.fail(view, instance_id),
            // Everything is as it was.
            Self::Configs(_)
            | Self::Entrance(_)
            | Self::GroupReset(_)
            | Self::QuotaChange(_)
            | Self::Reassignment(_) => {}
        }
    }
}

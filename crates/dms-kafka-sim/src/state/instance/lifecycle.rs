//! An instance from its creation to its deletion.

use serde::{Deserialize, Serialize};

use super::{Instance, RetentionPolicy, Status};
use crate::state::durations::{Work, days};
use crate::state::effect::Effect;
use crate::state::error::StateError;
use crate::state::moment::Moment;
use crate::state::view::View;

/// What comes of work on the instance itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Lifecycle {
    Created,
    Restarted,
    /// It has the newest version.
    Upgraded,
    Deleted(Removal),
    /// Its days in the recycle bin are over.
    Expired,
    /// It was taken out of the recycle bin.
    Restored,
    /// The policy for full disks is set already; this is the one before.
    RetentionPolicy {
        before: RetentionPolicy,
    },
    /// Whether topics are created by themselves.
    AutoTopic(bool),
}

/// Where an instance goes that is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Removal {
    /// To the recycle bin, where the project has switched it on.
    ToBin,
    ForGood,
}

impl Lifecycle {
    pub(in crate::state) fn happen(self, view: &mut View<'_>, id: &str) {
        let now = view.now();
        let Ok(instance) = view.instance_mut(id) else { return };
        match self {
            Self::Created => (instance.status, instance.created_at) = (Status::Running, now),
            Self::Restarted => instance.status = Status::Running,
            Self::Upgraded => {
                instance.status = Status::Running;
                NEWEST_VERSION.clone_into(&mut instance.engine_version);
            }
            Self::RetentionPolicy { .. } => {}
            Self::AutoTopic(is_on) => instance.has_auto_topic = is_on,
            Self::Deleted(removal) => view.end_deletion(id, removal),
            Self::Expired => view.expire(id),
            Self::Restored => (instance.status, instance.recycled) = (Status::Running, None),
        }
    }

    pub(in crate::state) fn fail(self, view: &mut View<'_>, id: &str) {
        let Ok(instance) = view.instance_mut(id) else { return };
        match self {
            Self::Created => instance.status = Status::CreateFailed,
            Self::Restarted | Self::Deleted(_) => instance.status = Status::Error,
            // The brokers go on as they are.
            Self::Upgraded => instance.status = Status::Running,
            Self::Restored => {
                if let Some(recycled) = &mut instance.recycled {
                    recycled.is_being_restored = false;
                }
                view.expire(id);
            }
            Self::RetentionPolicy { before } => instance.retention_policy = before,
            Self::Expired | Self::AutoTopic(_) => {}
        }
    }
}

/// The version of Kafka that instances can be upgraded to.
pub(crate) const NEWEST_VERSION: &str = "3.x";

/// Since when an instance lies in the recycle bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Recycled {
    pub(crate) at: Moment,
    pub(crate) days: u8,
    /// A task takes it out.
    pub(crate) is_being_restored: bool,
}

impl Recycled {
    /// When its days are over.
    pub(crate) fn ends_at(self) -> Moment {
        self.at.after(days(self.days))
    }
}

impl Instance {
    /// The names of tasks. Ours: no source has them.
    pub(crate) const UPGRADE_TASK: &str = "kafkaInstanceUpgrade";
    const RESTORATION_TASK: &str = "kafkaInstanceRestore";
}

impl View<'_> {
    /// Begins to create an instance.
    pub(crate) fn create_instance(&mut self, instance: Instance) {
        let id = instance.id.clone();
        self.project_mut().instances.insert(id.clone(), Box::new(instance));
        self.start(&id, Work::Creation, Effect::Lifecycle(Lifecycle::Created));
    }

    /// Begins to restart an instance that works, or one that is faulty.
    pub(crate) fn restart_instance(&mut self, id: &str) -> Result<(), StateError> {
        let instance = self.instance_mut(id)?;
        if !matches!(instance.status, Status::Running | Status::Error) {
            return Err(StateError::WrongState);
        }
        instance.status = Status::Restarting;
        self.start(id, Work::Restart, Effect::Lifecycle(Lifecycle::Restarted));
        Ok(())
    }

    /// Whether an instance can be deleted now; one that is being deleted already counts as one that can.
    pub(crate) fn check_deletion(&self, id: &str, removal: Removal) -> Result<(), StateError> {
        match self.instance(id)?.status {
            Status::Deleting => Ok(()),
            status if status.passes() => Err(StateError::WrongState),
            // It is deleted already, but for its days.
            Status::Recycle if removal == Removal::ToBin => Err(StateError::WrongState),
            _ => Ok(()),
        }
    }

    /// Begins to delete an instance.
    pub(crate) fn delete_instance(&mut self, id: &str, removal: Removal) -> Result<(), StateError> {
        self.check_deletion(id, removal)?;
        let instance = self.instance_mut(id)?;
        if instance.status != Status::Deleting {
            instance.status = Status::Deleting;
            self.start(id, Work::Deletion, Effect::Lifecycle(Lifecycle::Deleted(removal)));
        }
        Ok(())
    }

    /// Begins to upgrade an instance, and gives the id of the task.
    pub(crate) fn upgrade(&mut self, id: &str, params: String) -> Result<String, StateError> {
        self.check_upgrade(id)?;
        self.instance_mut(id)?.status = Status::Upgrading;
        self.start_task(id, Instance::UPGRADE_TASK, params, Work::Upgrade, Effect::Lifecycle(Lifecycle::Upgraded))
    }

    /// Whether an instance can be upgraded now.
    pub(crate) fn check_upgrade(&self, id: &str) -> Result<(), StateError> {
        let instance = self.instance(id)?;
        if instance.status != Status::Running {
            return Err(StateError::NotRunningForUpgrade);
        }
        if instance.engine_version == NEWEST_VERSION { Err(StateError::NewestVersion) } else { Ok(()) }
    }

    /// Begins to take an instance out of the recycle bin, and gives the id of the task.
    pub(crate) fn restore_instance(&mut self, id: &str) -> Result<String, StateError> {
        let recycled = self.instance_mut(id)?.recycled.as_mut().filter(|recycled| !recycled.is_being_restored);
        recycled.ok_or(StateError::WrongState)?.is_being_restored = true;
        let effect = Effect::Lifecycle(Lifecycle::Restored);
        self.start_task(id, Instance::RESTORATION_TASK, "{}".to_owned(), Work::Restoration, effect)
    }

    fn end_deletion(&mut self, id: &str, removal: Removal) {
        let (now, kept) = (self.now(), self.project().and_then(|project| project.recycling.days));
        match (removal, kept) {
            (Removal::ToBin, Some(kept)) => {
                if let Ok(instance) = self.instance_mut(id) {
                    instance.status = Status::Recycle;
                    instance.recycled = Some(Recycled { at: now, days: kept, is_being_restored: false });
                }
                self.start_after(days(kept), id, Effect::Lifecycle(Lifecycle::Expired));
            }
            _ => self.remove(id),
        }
    }

    /// Deletes an instance for good whose days in the recycle bin are over: not one that was restored meanwhile, or is being.
    fn expire(&mut self, id: &str) {
        let (now, recycled) = (self.now(), self.instance(id).ok().and_then(|instance| instance.recycled));
        if recycled.is_some_and(|recycled| !recycled.is_being_restored && recycled.ends_at() <= now) {
            self.remove(id);
        }
    }

    fn remove(&mut self, id: &str) {
        // Shifted, because lists have the order of creation.
        self.project_mut().instances.shift_remove(id);
    }
}

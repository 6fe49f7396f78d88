//! What is put off to a time that the caller names.

use serde::{Deserialize, Serialize};

use super::durations::Work;
use super::effect::Effect;
use super::error::StateError;
use super::instance::{Instance, Status};
use super::moment::Moment;
use super::reassignment::Reassignment;
use super::view::View;

/// A task that begins at a time of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ScheduledTask {
    pub(crate) id: String,
    pub(crate) action: Scheduled,
    /// JSON, as a text.
    pub(crate) params: String,
    pub(crate) status: ScheduledStatus,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
    pub(crate) due_at: Moment,
}

/// What is done then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Scheduled {
    Reassignment(Reassignment),
    Upgrade,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ScheduledStatus {
    Created,
    Executing,
    Success,
    Failed,
    Cancelled,
}

impl ScheduledStatus {
    /// Whether the official interface lets a task of this status be deleted.
    const fn may_be_removed(self) -> bool {
        matches!(self, Self::Success | Self::Cancelled)
    }
}

/// What happens to a scheduled task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ScheduledEvent {
    /// Its time has come, unless it was moved meanwhile.
    Due(String),
    Done(String),
}

impl Scheduled {
    /// The name of the task.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Reassignment(_) => Reassignment::TASK,
            Self::Upgrade => Instance::UPGRADE_TASK,
        }
    }

    const fn work(&self) -> Work {
        match self {
            Self::Reassignment(_) => Work::Reassignment,
            Self::Upgrade => Work::Upgrade,
        }
    }

    fn begin(self, view: &mut View<'_>, id: &str, params: String) -> Result<String, StateError> {
        match self {
            Self::Reassignment(moved) => view.reassign(id, moved, params),
            Self::Upgrade => view.upgrade(id, params),
        }
    }
}

impl ScheduledEvent {
    pub(super) fn happen(self, view: &mut View<'_>, id: &str) {
        match self {
            Self::Due(task_id) => view.begin_scheduled(id, &task_id),
            Self::Done(task_id) => view.end_scheduled(id, &task_id, ScheduledStatus::Success),
        }
    }

    pub(super) fn fail(self, view: &mut View<'_>, id: &str) {
        match self {
            // The work is to fail, not its beginning.
            Self::Due(task_id) => {
                view.work_fails = true;
                view.begin_scheduled(id, &task_id);
            }
            Self::Done(task_id) => view.end_scheduled(id, &task_id, ScheduledStatus::Failed),
        }
    }
}

impl Instance {
    /// A scheduled task.
    pub(crate) fn scheduled_task_mut(&mut self, task_id: &str) -> Result<&mut ScheduledTask, StateError> {
        self.scheduled_tasks.iter_mut().find(|task| task.id == task_id).ok_or(StateError::UnknownTask)
    }
}

impl View<'_> {
    /// Puts something off, unless its time has come already, and gives the id of the scheduled task.
    pub(crate) fn schedule(
        &mut self,
        instance_id: &str,
        action: Scheduled,
        params: String,
        due_at: Moment,
    ) -> Result<String, StateError> {
        let now = self.now();
        self.running(instance_id)?;
        // What has passed is now.
        let due_at = due_at.max(now);
        let id = self.new_hex_id();
        let (status, created_at, updated_at) = (ScheduledStatus::Created, now, now);
        let task = ScheduledTask { id: id.clone(), action, params, status, created_at, updated_at, due_at };
        self.instance_mut(instance_id)?.scheduled_tasks.push(task);
        self.await_due(instance_id, &id, due_at);
        Ok(id)
    }

    /// Moves a scheduled task, or cancels it, or lets it wait again, as long as it has not begun.
    pub(crate) fn reschedule(
        &mut self,
        instance_id: &str,
        task_id: &str,
        due_at: Option<Moment>,
        status: Option<ScheduledStatus>,
    ) -> Result<(), StateError> {
        let now = self.now();
        let task = self.instance_mut(instance_id)?.scheduled_task_mut(task_id)?;
        if !matches!(task.status, ScheduledStatus::Created | ScheduledStatus::Cancelled) {
            return Err(StateError::TaskHasBegun);
        }
        let (due_at, status) = (due_at.unwrap_or(task.due_at).max(now), status.unwrap_or(task.status));
        (task.due_at, task.status, task.updated_at) = (due_at, status, now);
        self.await_due(instance_id, task_id, due_at);
        Ok(())
    }

    /// Removes a scheduled task that has succeeded or was cancelled.
    pub(crate) fn remove_scheduled(&mut self, instance_id: &str, task_id: &str) -> Result<(), StateError> {
        let tasks = &mut self.instance_mut(instance_id)?.scheduled_tasks;
        let place = tasks.iter().position(|task| task.id == task_id).ok_or(StateError::UnknownTask)?;
        if !tasks.get(place).is_some_and(|task| task.status.may_be_removed()) {
            return Err(StateError::TaskIsPending);
        }
        tasks.remove(place);
        Ok(())
    }

    fn await_due(&mut self, instance_id: &str, task_id: &str, due_at: Moment) {
        let effect = Effect::Scheduled(ScheduledEvent::Due(task_id.to_owned()));
        self.start_after(due_at.since(self.now()), instance_id, effect);
    }

    fn begin_scheduled(&mut self, instance_id: &str, task_id: &str) {
        let now = self.now();
        let Ok(instance) = self.instance_mut(instance_id) else { return };
        let is_running = instance.status == Status::Running;
        let Ok(task) = instance.scheduled_task_mut(task_id) else { return };
        if task.status != ScheduledStatus::Created || task.due_at != now {
            return;
        }
        let (action, params) = (task.action.clone(), task.params.clone());
        let duration = action.work().duration();
        let has_begun = is_running && action.begin(self, instance_id, params).is_ok();
        let progress = if has_begun { ScheduledStatus::Executing } else { ScheduledStatus::Failed };
        self.end_scheduled(instance_id, task_id, progress);
        if has_begun {
            self.start_after(duration, instance_id, Effect::Scheduled(ScheduledEvent::Done(task_id.to_owned())));
        }
    }

    fn end_scheduled(&mut self, instance_id: &str, task_id: &str, progress: ScheduledStatus) {
        let now = self.now();
        let instance = self.instance_mut(instance_id);
        if let Ok(task) = instance.and_then(|instance| instance.scheduled_task_mut(task_id)) {
            (task.status, task.updated_at) = (progress, now);
        }
    }
}

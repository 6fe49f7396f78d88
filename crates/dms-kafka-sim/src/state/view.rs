//! The world as a call sees it, or something that is due: one project, at one moment.

use std::time::Duration;

use super::agenda::{Event, Step};
use super::background_task::BackgroundTask;
use super::durations::Work;
use super::effect::Effect;
use super::error::StateError;
use super::instance::{Instance, Status};
use super::moment::Moment;
use super::project::Project;
use super::world::World;
use crate::examples::{USER_ID, USER_NAME};

/// One project of the world, at one moment.
///
/// Who changes it, checks everything first: a call that is refused has changed nothing.
pub(crate) struct View<'w> {
    pub(super) world: &'w mut World,
    pub(super) project_id: &'w str,
    pub(super) now: Moment,
    /// Whether the work that is started here is to fail.
    pub(super) work_fails: bool,
}

impl View<'_> {
    /// The simulated time.
    pub(crate) const fn now(&self) -> Moment {
        self.now
    }

    /// The project, if anything was ever in it.
    pub(crate) fn project(&self) -> Option<&Project> {
        self.world.projects.get(self.project_id)
    }

    /// The project, to put something in.
    pub(crate) fn project_mut(&mut self) -> &mut Project {
        self.world.projects.entry(self.project_id.to_owned()).or_default()
    }

    /// The instances of the project, in the order in which they were asked for.
    pub(crate) fn instances(&self) -> impl Iterator<Item = &Instance> {
        self.project().into_iter().flat_map(|project| project.instances.values()).map(AsRef::as_ref)
    }

    /// An instance of the project, whatever its state.
    pub(crate) fn instance(&self, id: &str) -> Result<&Instance, StateError> {
        let instance = self.project().and_then(|project| project.instances.get(id));
        instance.map(AsRef::as_ref).ok_or(StateError::UnknownInstance)
    }

    /// An instance of whatever project: for operations whose path has none.
    pub(crate) fn instance_of_any_project(&self, id: &str) -> Result<&Instance, StateError> {
        let instance = self.world.projects.values().find_map(|project| project.instances.get(id));
        instance.map(AsRef::as_ref).ok_or(StateError::UnknownInstance)
    }

    /// An instance of the project that works: most of what is asked of one is refused in any other state.
    pub(crate) fn running(&self, id: &str) -> Result<&Instance, StateError> {
        let instance = self.instance(id)?;
        if instance.status == Status::Running { Ok(instance) } else { Err(StateError::WrongState) }
    }

    /// An instance of the project, to be changed.
    pub(crate) fn instance_mut(&mut self, id: &str) -> Result<&mut Instance, StateError> {
        let project = self.world.projects.get_mut(self.project_id);
        let instance = project.and_then(|project| project.instances.get_mut(id));
        instance.map(AsMut::as_mut).ok_or(StateError::UnknownInstance)
    }

    /// A new id of 32 hexadecimal digits.
    pub(crate) fn new_hex_id(&mut self) -> String {
        self.world.ids.hex()
    }

    /// A new UUID.
    pub(crate) fn new_uuid(&mut self) -> String {
        self.world.ids.uuid()
    }

    /// A new number of an order.
    pub(crate) fn new_order_id(&mut self) -> String {
        self.world.ids.order()
    }

    /// A new number.
    pub(crate) const fn new_number(&mut self) -> u64 {
        self.world.ids.number()
    }

    /// Starts work on an instance that no task shows.
    pub(crate) fn start(&mut self, instance_id: &str, work: Work, effect: Effect) {
        self.start_after(work.duration(), instance_id, effect);
    }

    /// Lets something come of itself after a while.
    pub(crate) fn start_after(&mut self, duration: Duration, instance_id: &str, effect: Effect) {
        let step = Step::Ends { task_id: None, effect, fails: self.work_fails };
        self.put_down(self.now.after(duration), instance_id, step);
    }

    /// Starts a background task of an instance, and gives its id. The parameters are JSON, as a text.
    ///
    /// The task is CREATED, then EXECUTING, then SUCCESS with its effect, or FAILED without.
    pub(crate) fn start_task(
        &mut self,
        instance_id: &str,
        name: &str,
        params: String,
        work: Work,
        effect: Effect,
    ) -> Result<String, StateError> {
        let (id, now) = (self.new_hex_id(), self.now);
        let task = BackgroundTask::new(id.as_str(), name, now.time())
            .with_user(USER_NAME, USER_ID)
            .with_params(params)
            .with_status("CREATED");
        self.instance_mut(instance_id)?.tasks.push(task);
        self.put_down(now.after(work.before()), instance_id, Step::Begins { task_id: id.clone() });
        let ends = Step::Ends { task_id: Some(id.clone()), effect, fails: self.work_fails };
        self.put_down(now.after(work.duration()), instance_id, ends);
        Ok(id)
    }

    /// When a background task will end, if that is known.
    pub(crate) fn end_of_task(&self, task_id: &str) -> Option<Moment> {
        self.world.agenda.end_of_task(task_id)
    }

    fn put_down(&mut self, at: Moment, instance_id: &str, step: Step) {
        let (project_id, instance_id) = (self.project_id.to_owned(), instance_id.to_owned());
        self.world.agenda.put_down(at, Event { project_id, instance_id, step });
    }
}
